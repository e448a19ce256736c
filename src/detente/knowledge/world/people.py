"""Who held which office, when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from detente.knowledge.world.holding import Holding, table
from detente.knowledge.world.tables import key, rows

_NUMERAL = re.compile(r"[ivx]+$")
_BY_LAST = frozenset({"VNM", "RVN", "KHM"})


def holdings() -> tuple[Holding, ...]:
    """Every office holding known, in the order of the table; those of the user's own table last."""
    return tuple(h for h, _ in table())


@cache
def _by_state() -> Mapping[str, tuple[Holding, ...]]:
    out: dict[str, list[Holding]] = {}
    for h in holdings():
        out.setdefault(h.code or h.organisation or "", []).append(h)
    return {code: tuple(found) for code, found in out.items()}


def holders(when: date | None, code: str, office: str) -> tuple[Holding, ...]:
    """Who held `office` of state or organisation `code` on a day (without one: ever), latest first.

    `office` is a normalised office of offices.tsv, or a level: "head" gives president, prime minister, monarch and
    leader.
    """
    found = (h for h in _by_state().get(code, ()) if office in (h.office, h.level) and h.holds(when))
    return tuple(sorted(found, key=lambda h: h.start or date.min, reverse=True))


@cache
def _traditions() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    families: set[str] = set()
    states: set[str] = set()
    given: list[str] = []
    for kind, cell in rows("family_first.tsv"):
        {"family": families.update, "states": states.update, "given": given.extend}[kind](cell.split())
    return frozenset(families), frozenset(states), re.compile(f"(?:{'|'.join(given)}){{1,2}}$")


def _looks_family_first(parts: tuple[str, ...]) -> bool:
    families, _, given = _traditions()
    return parts[0] in families and all(given.match(p) for p in parts[1:])


def _leads(parts: tuple[str, ...], code: str | None) -> bool:
    """Whether a holder's name leads with the family name: by its look, or as is the custom of the state."""
    families, states, _ = _traditions()
    if len(parts) < 2:
        return False
    return _looks_family_first(parts) or (code in states and parts[-1] not in families)


@cache
def _family_first_keys() -> frozenset[tuple[str, ...]]:
    return frozenset(k for h, also in table() for k in map(key, (h.name, *also)) if _leads(k, h.code))


def family_name_first(parts: tuple[str, ...]) -> bool:
    """Whether a full name, given as `key` parts, leads with the family name, as in China, Korea and Vietnam.

    True for the holders of such states, and else where the first part is a common family name there and every other
    part a syllable of given names ("kim", "jong", "un", but not "kim", "campbell").
    """
    if len(parts) < 2:
        return False
    return parts in _family_first_keys() if parts in persons() else _looks_family_first(parts)


def _variants(h: Holding, also: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    parts = key(h.name)
    yield parts
    for other in also:
        yield key(other)
    words = h.name.split()
    if _leads(parts, h.code):
        yield (*key(" ".join(words[1:])), *key(words[0]))  # "Jae-in Moon"
    elif h.code == "JPN" and len(words) == 2:
        yield (*key(words[1]), *key(words[0]))  # "Abe Shinzo"
    if len(words) == 3 and re.fullmatch(r"[A-Z]\.", words[1]):
        yield key(f"{words[0]} {words[2]}")  # "Harry Truman"


def _surnames(h: Holding, also: tuple[str, ...]) -> Iterator[str]:
    for parts in map(key, (h.name, *also)):
        leads = _leads(parts, h.code)
        if leads:
            yield parts[0]
        # A Vietnamese or Khmer is known by the given name, which comes last: "President Diem".
        if parts and not (len(parts) > 1 and _NUMERAL.match(parts[-1])) and (not leads or h.code in _BY_LAST):
            yield parts[-1]


def _sorted(table: dict[tuple[str, ...], list[Holding]]) -> dict[tuple[str, ...], tuple[Holding, ...]]:
    return {k: tuple(sorted(v, key=lambda h: h.start or date.min)) for k, v in table.items()}


@cache
def persons() -> Mapping[tuple[str, ...], tuple[Holding, ...]]:
    """All holders by the `key` of a full name, in native and western order, earliest holding first."""
    out: dict[tuple[str, ...], list[Holding]] = {}
    for h, also in table():
        for k in dict.fromkeys(_variants(h, also)):
            out.setdefault(k, []).append(h)
    return _sorted(out)


@cache
def surnames() -> Mapping[str, tuple[Holding, ...]]:
    """All holders by family name or the one name they go by (lower case, no accents), earliest holding first."""
    out: dict[str, list[Holding]] = {}
    for h, also in table():
        for k in dict.fromkeys(_surnames(h, also)):
            out.setdefault(k, []).append(h)
    return {k: tuple(sorted(v, key=lambda h: h.start or date.min)) for k, v in out.items()}
