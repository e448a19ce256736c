"""Office holders as Wikidata knows them: what to ask its query service, and what its answer says.

Wikidata's content is under CC0. Properties: P298 ISO 3166-1 alpha-3 code, P35 head of state, P6 head of government, P39
position held, P279 subclass of, P1001 applies to jurisdiction, P1906 office held by head of state, P580 start time, P582
end time; Q7330070 is the class of foreign ministers. The answer has the form of the W3C's SPARQL 1.1 Query Results JSON Format (2013).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from urllib.parse import quote

ENDPOINT = "https://query.wikidata.org/sparql"

Post = Literal["state", "government", "foreign"]
"""Head of state, head of government, minister of foreign affairs."""

_QUERY = """
SELECT DISTINCT ?code ?post ?person ?personLabel ?officeLabel ?start ?startPrecision ?end ?endPrecision WHERE {
  ?country wdt:P298 ?code .
  {
    ?country p:P35 ?held . ?held ps:P35 ?person . BIND("state" AS ?post)
    OPTIONAL { ?country wdt:P1906 ?office }
  } UNION {
    ?country p:P6 ?held . ?held ps:P6 ?person . BIND("government" AS ?post)
  } UNION {
    ?position wdt:P279* wd:Q7330070 ; wdt:P1001 ?country .
    ?person p:P39 ?held . ?held ps:P39 ?position . BIND("foreign" AS ?post)
  }
  MINUS { ?held wikibase:rank wikibase:DeprecatedRank }
  ?held pqv:P580 [ wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision ] .
  OPTIONAL { ?held pqv:P582 [ wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision ] }
  FILTER (BOUND(?end) || EXISTS { ?held a wikibase:BestRank })
  FILTER (!BOUND(?end) || ?end >= "%s-01-01T00:00:00Z"^^xsd:dateTime)
  SERVICE wikibase:label { bd:serviceParam wikibase:language "en,mul" }
}
ORDER BY ?code ?post ?start ?person
"""

_TIME = re.compile(r"\+?(\d{4,})-(\d\d)-(\d\d)T")
_YEAR, _MONTH, _DAY = 9, 10, 11  # wikibase:timePrecision
_ITEM = re.compile(r"Q\d+")


@dataclass(frozen=True, slots=True)
class Held:
    """One statement: who held which post of a state, and when; dates as the tables write them, as precise as known."""

    code: str
    post: Post
    item: str
    name: str
    office: str
    start: str
    end: str


class NoAnswer(ValueError):
    """What came back is no answer to the query; the message says why in one line."""


def query(since: int) -> str:
    """The query for who has held office since a year, in SPARQL."""
    return _QUERY.strip() % f"{since:04}"


def url(since: int, endpoint: str = ENDPOINT) -> str:
    """The address under which a query service answers `query`."""
    text = re.sub(r"\s+", " ", query(since))
    return f"{endpoint}{'&' if '?' in endpoint else '?'}format=json&query={quote(text, safe='')}"


def held(answer: bytes) -> list[Held]:
    """What an answer says, in its order, each once; statements that cannot be used (no name, no date) are left out.

    Raises NoAnswer where it is no answer in SPARQL's JSON format.
    """
    try:
        data = json.loads(answer)
        bindings = data["results"]["bindings"]
        assert isinstance(bindings, list)
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError):
        start = answer[:60].decode("utf-8", "replace")
        raise NoAnswer(f"no SPARQL results in JSON (it begins: {' '.join(start.split())!r})") from None
    return list(dict.fromkeys(found for b in bindings for found in _one(b)))


def _one(binding: Any) -> Iterator[Held]:
    def value(name: str) -> str:
        cell = binding.get(name) if isinstance(binding, dict) else None
        found = cell.get("value") if isinstance(cell, dict) else None
        return " ".join(found.split()) if isinstance(found, str) else ""

    code, post, name, item = value("code"), value("post"), value("personLabel"), value("person").rpartition("/")[2]
    start, end = _when(value("start"), value("startPrecision")), _when(value("end"), value("endPrecision"))
    if not re.fullmatch("[A-Z]{3}", code) or post not in ("state", "government", "foreign") or not start:
        return
    name = name.replace("; ", ", ")  # which in a table stands between names
    if not _ITEM.fullmatch(item) or not name or _ITEM.fullmatch(name) or len(name) > 100:
        return
    if value("end") and not end:
        return
    yield Held(code, post, item, name, value("officeLabel").lower(), start, end)  # type: ignore[arg-type]


def _when(text: str, precision: str) -> str:
    m = _TIME.match(text)
    if m is None or not precision.isdigit() or int(precision) < _YEAR:
        return ""
    year, month, day = m.groups()
    try:
        date(int(year), max(int(month), 1), max(int(day), 1))
    except ValueError:
        return ""
    return {_YEAR: year, _MONTH: f"{year}-{month}"}.get(int(precision), f"{year}-{month}-{day}")
