"""What is wrong in the tables: checked by the tests and by `detente knowledge`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import get_args

from detente.knowledge.world.holding import Holding
from detente.knowledge.world.names import names
from detente.knowledge.world.organisations import _members
from detente.knowledge.world.people import holdings
from detente.knowledge.world.roles import offices, roles
from detente.knowledge.world.tables import languages, rows
from detente.knowledge.world.territories import territories, valid
from detente.model import Level

# PLOVER's agent codes, but MED for the media as in CAMEO, and REL for clergy as there.
SECTORS = frozenset(
    {
        *("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP", "REB", "CVL", "BUS", "MED", "EDU", "CRM", "LAB"),
        *("REL", "IGO", "NGO", "MNC"),
    }
)


def validate() -> list[str]:
    """Problems in the tables, one line each, in a fixed order; empty where all is well.

    Unknown codes, sectors, levels and offices; dates the wrong way round; duplicates; two holders at once of an office
    that only one can hold.
    """
    return [*_territories(), *_names(), *_organisations(), *_roles(), *_people()]


def _reversed(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and end < start


def _territories() -> Iterator[str]:
    for t in territories().values():
        for code in (t.code, t.successor, *(p[0] for p in t.part_of)):
            if code is not None and not (re.fullmatch("[A-Z]{3}", code) and valid(code)):
                yield f"territories: {t.code}: unknown code {code}"
        for start, end in ((t.start, t.end), *(p[1:] for p in t.part_of)):
            if _reversed(start, end):
                yield f"territories: {t.code}: ends before it starts"
    for language in languages():
        seen: set[str] = set()
        for code, *_ in rows(f"names.{language}.tsv"):
            if code in seen or not valid(code):
                yield f"names.{language}: {code} twice or unknown"
            seen.add(code)


def _names() -> Iterator[str]:
    for language in languages():
        for found in names(language).values():
            for n in found:
                where = f"names ({language}): {n.text} ({n.kind})"
                if n.code is not None and not valid(n.code):
                    yield f"{where}: unknown code {n.code}"
                if n.sector is not None and n.sector not in SECTORS:
                    yield f"{where}: unknown sector {n.sector}"
                if _reversed(n.start, n.end):
                    yield f"{where}: ends before it starts"
            plain = [n for n in found if not n.ambiguous and n.kind in ("country", "capital", "seat")]
            for a in plain:
                for b in plain:
                    if a.code is not None and b.code is not None and a.code < b.code and _meet(a, b):
                        yield f"names ({language}): {a.text} is {a.code} and {b.code} at the same time"


def _meet(a: object, b: object) -> bool:
    starts = [getattr(x, "start", None) or date.min for x in (a, b)]
    ends = [getattr(x, "end", None) or date.max for x in (a, b)]
    return max(starts) <= min(ends)


def _organisations() -> Iterator[str]:
    known = {n.organisation for found in names("en").values() for n in found if n.kind == "organisation"}
    for organisation, code, start, end in _members():
        if organisation not in known:
            yield f"members: unknown organisation {organisation}"
        if not valid(code):
            yield f"members: {organisation}: unknown code {code}"
        if _reversed(start, end):
            yield f"members: {organisation}: {code} leaves before it joins"


def _roles() -> Iterator[str]:
    levels = set(get_args(Level))
    for office in offices().values():
        if office.level not in levels:
            yield f"offices: {office.name}: unknown level {office.level}"
    for language in languages():
        for role in roles(language).values():
            where = f"roles ({language}): {role.text}"
            if role.sector not in SECTORS:
                yield f"{where}: unknown sector {role.sector}"
            if role.level is not None and role.level not in levels:
                yield f"{where}: unknown level {role.level}"
            if role.office is not None and role.office not in offices():
                yield f"{where}: unknown office {role.office}"
            if role.code is not None and not valid(role.code):
                yield f"{where}: unknown code {role.code}"


def _people() -> Iterator[str]:
    known = {n.organisation for found in names("en").values() for n in found if n.organisation}
    by_office: dict[tuple[str, str], list[Holding]] = {}
    for h in holdings():
        holder = h.code or h.organisation or ""
        if not (valid(holder) or holder in known):
            yield f"holders: {h.name}: unknown code {holder}"
        if _reversed(h.start, h.end):
            yield f"holders: {h.name}: {h.office} of {holder} ends before it starts"
        by_office.setdefault((holder, h.office), []).append(h)
    for (holder, office), found in sorted(by_office.items()):
        in_order = sorted(found, key=lambda h: (h.start or date.min, h.end or date.max))
        for a, b in pairwise(in_order):
            if (a.name, a.start, a.end) == (b.name, b.start, b.end):
                yield f"holders: {a.name}: {office} of {holder} is listed twice"
            elif offices()[office].single and _overlap(a, b):
                yield f"holders: {a.name} and {b.name} are both {office} of {holder} from {b.start}"


def _overlap(a: Holding, b: Holding) -> bool:
    """Whether `b` surely starts before `a` ends, given that a first or last day may stand for a month or year."""
    if b.start is None or a.end is None:
        return True
    start, end = b.start, a.end
    if start.day == 1:
        start = date(start.year, 12, 31) if start.month == 1 else start.replace(day=28)
    if end.day == monthrange(end.year, end.month)[1]:
        end = end.replace(month=1 if end.month == 12 else end.month, day=1)
    return start < end
