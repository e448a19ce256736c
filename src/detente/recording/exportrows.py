"""An event as a row of other people's formats: our own flat table, GDELT 1.0, Phoenix, PLOVER JSON.

Sources of the columns: as in `datasets`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from detente.knowledge import ontology, world
from detente.model import Document, Mention
from detente.recording.events import Event

Json = dict[str, Any]

_QUADS = {
    q: n
    for n, q in enumerate(("verbal cooperation", "material cooperation", "verbal conflict", "material conflict"), 1)
}


@dataclass(frozen=True, slots=True)
class Cited:
    """What events rest on: mentions and documents by id."""

    mentions: Mapping[str, Mention]
    documents: Mapping[str, Document]

    def of(self, e: Event) -> list[tuple[Mention, Document]]:
        """The reports of an event, best first."""
        found = (self.mentions[i] for i in e.mentions if i in self.mentions)
        return [(m, self.documents[m.document]) for m in found if m.document in self.documents]


_TEXT = ("id", "actors", "actor_sectors", "recipients", "recipient_sectors", "type", "mode", "contexts", "cameo", "quad",
         "factuality", "channel", "level", "start", "end", "precision", "first_known", "origin", "url", "mentions")  # fmt: skip
FLAT: dict[str, type[pl.DataType]] = {c: pl.String for c in _TEXT} | {
    "reciprocal": pl.Boolean, "score": pl.Float64, "goldstein": pl.Float64, "certainty": pl.Float64,
    "probability": pl.Float64, "voices": pl.Int64,
}  # fmt: skip
"""The columns of `csv` and `parquet`; lists are joined by ";"."""


def flat(e: Event) -> Json:
    """One row of the columns in `FLAT`."""
    told = e.to_json()
    out = {c: told.get(c) for c in FLAT}
    for key, sectors in (("actors", "actor_sectors"), ("recipients", "recipient_sectors")):
        out[key], out[sectors] = (";".join(p[k] for p in told[key]) for k in ("code", "sector"))
    out |= {k: (told["time"] or {}).get(k) for k in ("start", "end", "precision")}
    return out | {"contexts": ";".join(e.contexts), "mentions": ";".join(e.mentions)}


def _number(e: Event, n: int) -> int:
    # GDELT's and Phoenix's ids are numbers: 40 bits of a hash, so that one event has one number in every export.
    return int(hashlib.sha256(f"{e.id}/{n}".encode()).hexdigest()[:10], 16)


def _day(e: Event) -> date:
    """The first day on which it may have happened; of an undated event the day on which it was told."""
    return (((e.time.start if e.dated else None) or e.time.end) if e.time else None) or e.known


def _dealings(e: Event) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Each (code, sector) that acts with each on whom it acts; None for acts that have not happened."""
    if e.factuality != "actual":
        return []
    sides = list(zip(e.actors, e.actor_sectors, strict=True)), list(zip(e.recipients, e.recipient_sectors, strict=True))
    if not e.reciprocal:
        return [(a, r) for a in sides[0] for r in sides[1] if a[0] != r[0]]
    everyone = sorted({*sides[0], *sides[1]})
    return [(a, r) for a in everyone for r in everyone if a[0] != r[0]]


def _name(code: str) -> str:
    return world.label(code) if world.valid(code) else code


def gdelt(e: Event, cited: Cited) -> Iterator[list[object]]:
    """The rows of GDELT 1.0 (58 columns) that an event is: one for each actor and recipient, none unless it happened.

    A reciprocal event has a row each way, as GDELT has. Tone and places are left empty, since the record has none.
    """
    reports = cited.of(e)
    day, url = _day(e), next((d.url for _, d in reports if d.url), e.url)
    for n, sides in enumerate(_dealings(e)):
        parties: list[object] = []
        for code, sector in sides:
            state = code if world.valid(code) else None
            shown = None if sector == "GOV" and state is None else sector
            parties += [f"{code}{shown or ''}", _name(code).upper(), state, None if state else code]
            parties += [None, None, None, shown, None, None]
        fraction = round(day.year + (day.timetuple().tm_yday - 1) / 365, 4)
        yield [
            _number(e, n), f"{day:%Y%m%d}", f"{day:%Y%m}", day.year, fraction, *parties,
            1, e.cameo, e.cameo[:3], e.cameo[:2], _QUADS.get(e.quad or "", 1), e.goldstein,
            max(1, len(e.mentions)), e.voices, max(1, len({d.id for _, d in reports})), None,
            *[None] * 21, f"{e.known:%Y%m%d}", url,
        ]  # fmt: skip


def phoenix(e: Event, cited: Cited) -> Iterator[list[object]]:
    """The rows of Phoenix (26 columns) that an event is, as `gdelt` makes them."""
    reports = cited.of(e)
    day = _day(e)
    urls = ";".join(dict.fromkeys(d.url for _, d in reports if d.url)) or e.url
    sources = ";".join(dict.fromkeys(d.source for _, d in reports if d.source)) or e.origin
    sentence = f"{reports[0][1].id}_{reports[0][0].sentence.start}" if reports else e.id
    for n, sides in enumerate(_dealings(e)):
        parties = [x for code, sector in sides for x in (f"{code}{sector}", code, sector, None)]
        yield [
            _number(e, n), f"{day:%Y%m%d}", day.year, day.month, day.day, *parties, e.cameo, e.cameo[:2],
            _QUADS.get(e.quad or "", 1), e.goldstein, ";".join(e.contexts), *[None] * 5, sentence, urls, sources,
        ]  # fmt: skip


def plover(e: Event, cited: Cited) -> Iterator[Json]:
    """The PLOVER JSON object that an event is (manual, table "PLOVER JSON"); none for a mere statement.

    Beside the manual's fields, `factuality`, `certainty`, `probability`, `voices` and `known` say what PLOVER has no
    field for: whether it happened, and on whose word.
    """
    if e.type is None:
        return
    reports = cited.of(e)
    names = {(a.code or a.organisation): a.name for m, _ in reports for a in (*m.actors, *m.recipients) if a.name}

    def side(codes: tuple[str, ...], sectors: tuple[str, ...]) -> list[Json]:
        out = []
        for c, s in zip(codes, sectors, strict=True):
            entity = {"code": c, "sector": s, "identifier_text": names.get(c) or _name(c)}
            out.append(entity)
        return out

    out: Json = {
        "id": e.id, "has_event": True, "date": _day(e).isoformat(),
        "actor": side(e.actors, e.actor_sectors), "recipient": side(e.recipients, e.recipient_sectors),
        "event": [e.type], "mode": [e.mode] if e.mode in ontology.modes(e.type) else [], "context": list(e.contexts),
        "quad_code": _QUADS.get(e.quad or ""), "event_scale": e.score,
        "event_text": [m.trigger.of(d.text) for m, d in reports],
        "factuality": e.factuality, "certainty": e.certainty, "probability": e.probability, "voices": e.voices,
        "known": e.known.isoformat(),
    }  # fmt: skip
    if e.dated and e.time is not None and e.time.end is not None and e.time.end != _day(e):
        out["enddate"] = e.time.end.isoformat()
    if reports:
        m, d = reports[0]
        out["text"] = m.sentence.of(d.text)
        out["text_info"] = {"start": m.sentence.start, "end": m.sentence.end}
        cite = {"citation": d.id, "url": d.url, "title": d.title, "language": d.language, "publication": d.source}
        out["cite_info"] = {k: v for k, v in cite.items() if v}
    elif e.url or e.origin:
        out["cite_info"] = {k: v for k, v in (("corpus", e.origin), ("url", e.url)) if v}
    yield out
