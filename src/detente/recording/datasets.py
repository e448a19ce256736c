"""The event data sets that can be imported: how each names or numbers its columns, and what they hold.

Sources: GDELT 1.0 and 2.0 event and mention codebooks (2013-2015); ICEWS Coded Event Data, README of the Dataverse
(2018); POLECAT, codebook of the Dataverse (2023); Phoenix, documentation of the Open Event Data Alliance (2014) and of
the Cline Center's historical Phoenix (2017); PLOVER manual, draft of September 2021, table "PLOVER JSON".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

FIELDS = (
    "date", "known", "key", "actor", "actor_country", "actor_sectors", "event", "mode", "contexts",
    "recipient", "recipient_country", "recipient_sectors", "voices", "url",
)  # fmt: skip
"""What may be taken of a row. Only date, actor, event and recipient must be there."""

REQUIRED = ("date", "actor", "event", "recipient")


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which a data set's files are laid out.

    `columns` are the names of a file without a heading, in order; where empty, the first line names them. `fields`
    gives for each of `FIELDS` the columns that may hold it, of which the first that is not empty counts (`all_of`: all
    of them, in a list). `dates` are formats as strptime has them.
    """

    fields: dict[str, tuple[str, ...]]
    columns: tuple[str, ...] = ()
    dates: tuple[str, ...] = ("%Y-%m-%d", "%Y%m%d")
    all_of: frozenset[str] = field(default=frozenset())


def _geography(second: bool) -> list[str]:
    parts = ["type", "fullname", "country", "adm1", *(["adm2"] if second else []), "lat", "long", "feature"]
    return [f"{who}geo_{p}" for who in ("actor1", "actor2", "action") for p in parts]


def _gdelt(second: bool) -> Layout:
    party = ("code", "name", "country", "group", "ethnic", "religion1", "religion2", "type1", "type2", "type3")
    columns = [
        "globaleventid", "sqldate", "monthyear", "year", "fractiondate", *(f"actor{n}{p}" for n in (1, 2) for p in party),
        "isrootevent", "eventcode", "eventbasecode", "eventrootcode", "quadclass", "goldsteinscale", "nummentions",
        "numsources", "numarticles", "avgtone", *_geography(second), "dateadded", "sourceurl",
    ]  # fmt: skip
    fields: dict[str, tuple[str, ...]] = {
        "key": ("globaleventid",), "date": ("sqldate",), "known": ("dateadded",), "event": ("eventcode",),
        "voices": ("numsources",), "url": ("sourceurl",),
    }  # fmt: skip
    for name, n in (("actor", 1), ("recipient", 2)):
        fields[name] = (f"actor{n}name", f"actor{n}code")
        fields[f"{name}_country"] = (f"actor{n}country", f"actor{n}group")
        fields[f"{name}_sectors"] = (f"actor{n}type1", f"actor{n}type2")
    return Layout(fields, tuple(columns), ("%Y%m%d", "%Y%m%d%H%M%S"))


def _phoenix() -> Layout:
    party = ("full", "entity", "role", "attribute")
    columns = [
        "id", "date", "year", "month", "day", *(f"source{p}" for p in party), *(f"target{p}" for p in party), "eventcode",
        "eventroot", "quadclass", "goldstein", "issues", "lat", "lon", "location", "state", "country", "sentence", "urls",
        "newssources",
    ]  # fmt: skip
    fields: dict[str, tuple[str, ...]] = {"key": ("id",), "date": ("date",), "event": ("eventcode",), "url": ("urls",)}
    for name, column in (("actor", "source"), ("recipient", "target")):
        fields[name] = (f"{column}full",)
        fields[f"{name}_country"], fields[f"{name}_sectors"] = (f"{column}entity",), (f"{column}role",)
    return Layout(fields, tuple(columns))


_PHOENIX_HISTORICAL = Layout(
    {
        "key": ("eid",), "date": ("storydate",), "event": ("code",),
        "actor": ("source",), "actor_country": ("sourceroot",), "actor_sectors": ("sourceagent",),
        "recipient": ("target",), "recipient_country": ("targetroot",), "recipient_sectors": ("targetagent",),
    },
    dates=("%Y-%m-%d", "%Y%m%d", "%m/%d/%Y"),
)  # fmt: skip

_TABLE = Layout(
    {
        "date": ("date", "eventdate"), "known": ("known",), "key": ("id", "eventid"), "url": ("url",),
        "actor": ("actor", "sourcename", "source"), "actor_country": ("actorcountry", "sourcecountry"),
        "actor_sectors": ("actorsectors", "actorsector", "sourcesectors"),
        "event": ("event", "eventtext", "cameocode", "cameo"), "mode": ("mode",), "contexts": ("contexts",),
        "recipient": ("recipient", "targetname", "target"), "recipient_country": ("recipientcountry", "targetcountry"),
        "recipient_sectors": ("recipientsectors", "recipientsector", "targetsectors"), "voices": ("voices",),
    }
)  # fmt: skip

_ICEWS = Layout(
    {
        "key": ("eventid",), "date": ("eventdate", "date"), "event": ("cameocode", "eventtext", "event"),
        "actor": ("sourcename", "actor"), "actor_country": ("sourcecountry",), "actor_sectors": ("sourcesectors",),
        "recipient": ("targetname", "recipient"), "recipient_country": ("targetcountry",),
        "recipient_sectors": ("targetsectors",),
    }
)  # fmt: skip

_POLECAT = Layout(
    {
        "key": ("eventid",), "date": ("eventdate",), "known": ("publicationdate",), "event": ("eventtype",),
        "mode": ("eventmode",), "contexts": ("contexts",),
        "actor": ("actorname", "actornameraw", "actorcountry"), "actor_country": ("actorcountry",),
        "actor_sectors": ("primaryactorsector", "actorsectors"),
        "recipient": ("recipientname", "recipientnameraw", "recipientcountry"), "recipient_country": ("recipientcountry",),
        "recipient_sectors": ("primaryrecipientsector", "recipientsectors"),
    },
    dates=("%Y-%m-%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S"),
)  # fmt: skip

LAYOUTS: dict[str, tuple[Layout, ...]] = {
    "table": (_TABLE,),
    "icews": (_ICEWS,),
    "gdelt": (_gdelt(False),),
    "gdelt2": (_gdelt(True),),
    "phoenix": (_phoenix(), _PHOENIX_HISTORICAL),
    "polecat": (_POLECAT,),
}
"""The layouts of each data set that comes as a table."""

MENTIONS = (
    "globaleventid", "eventtime", "mentiontime", "mentiontype", "publisher", "identifier", "sentence", "actor1offset",
    "actor2offset", "actionoffset", "inrawtext", "confidence", "length", "tone", "translation", "extras",
)  # fmt: skip
"""The columns of a file of GDELT 2.0 mentions."""

FORMATS = (*LAYOUTS, "plover")
"""What `detente import --format` takes."""

_AS_TEXT = {
    "code": ("code", "country_code", "country", "country_name"),
    "sectors": ("sector", "sector_code", "sectors"),
    "name": ("identifier_text", "entity_name", "entity_text", "raw_text", "name"),
}


def plover_rows(o: object) -> Iterator[dict[str, Any]]:
    """The rows that one PLOVER JSON object stands for: one for each event type, actor and recipient in it.

    Fields are as the manual names them, entities as its tables or its example of an actor block do. Raises ValueError
    for what is no such object.
    """
    if not isinstance(o, dict):
        raise ValueError("not a JSON object")
    kinds, actors, recipients = (_listed(o.get(k)) for k in ("event", "actor", "recipient"))
    modes, contexts = _listed(o.get("mode")), [str(c) for c in _listed(o.get("context"))]
    cited = o.get("cite_info") if isinstance(o.get("cite_info"), dict) else {}
    for n, (kind, a, r) in enumerate((k, a, r) for k in kinds for a in actors or [None] for r in recipients or [None]):
        row: Json = {"date": str(o.get("date") or ""), "event": str(kind), "contexts": contexts}
        row |= {"key": (f"{o['id']}/{n}" if n else str(o["id"])) if o.get("id") is not None else None}
        row |= {"mode": str(modes[0]) if modes and modes[0] else None, "url": (cited or {}).get("url"), "known": None}
        for name, entity in (("actor", a), ("recipient", r)):
            said = entity if isinstance(entity, dict) else {"name": entity} if isinstance(entity, str) else {}
            found = {k: next((str(said[x]) for x in also if said.get(x)), None) for k, also in _AS_TEXT.items()}
            row |= {f"{name}_country": found["code"], f"{name}_sectors": found["sectors"]}
            row[name] = found["name"] or found["code"] or ""
        yield row


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None or value == "" else [value]
