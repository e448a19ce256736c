"""Who the actor strings of coded event data name: "Foreign Affairs (Canada)", "Barack Obama", "China"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from detente.knowledge import ontology, world
from detente.knowledge.world import Holding, Name

Key = tuple[str, ...]
_IN_BRACKETS = re.compile(r"^(?P<role>.*?)\s*\((?P<place>[^()]*(?:\([^()]*\)[^()]*)?)\)$")
_GOVERNED = re.compile(r"\s*\(\w*\s*govt?\.?\)\s*(?=\()", re.IGNORECASE)  # "Police (State Govt) (India)"
_NATIONAL = ("country", "seat", "adjective", "demonym")


@dataclass(frozen=True, slots=True)
class Party:
    """A party of an imported event: its state (None where it has none, or none is known), sector, a person's name.

    The sector is UNK where the name means nothing to the program. `generic` are kinds of people within a country:
    "Citizen (Nigeria)".
    """

    code: str | None
    sector: str
    name: str | None = None
    generic: bool = False


def party(text: str, when: date) -> Party:
    """The party that an actor string names on a day.

    An office holder is of the sector GOV while in an office, and CVL before and after; the country is theirs always.
    """
    bracketed = _IN_BRACKETS.match(_GOVERNED.sub(" ", text.strip()))
    if bracketed is not None:
        code, sector = _place(bracketed["place"], when)
        return Party(code, sector or sector_of(bracketed["role"]), generic=True)
    named = _names(world.key(text), when)
    if named is not None and named.kind in ("organisation", "group"):
        return Party(named.code, named.sector or "IGO")
    held = _holding(text, when)
    if held is not None:
        holding, now = held
        return Party(holding.code, "GOV" if now else "CVL", holding.name)
    code = world.resolve(text, when)
    if code is not None:
        return Party(code, named.sector if named is not None and named.sector else "GOV")
    inside = _inside(world.key(text), when)
    return Party(inside, sector_of(text) if inside else "UNK")


@cache
def sector_of(role: str) -> str:
    """The sector that a generic actor's name shows; CVL where nothing does."""
    roles = world.roles()
    for phrase in (role, *role.split("/")):
        if (found := roles.get(world.key(phrase))) is not None:
            return found.sector
    words = set(world.key(role))
    for sector, shown in ontology.agents():
        if words & shown:
            return sector
    last = world.key(role)[-1:]
    return roles[last].sector if last in roles else "CVL"


def _place(text: str, when: date) -> tuple[str | None, str | None]:
    found = _names(world.key(text), when)
    if found is not None and found.kind == "group":
        return found.code, found.sector
    code = world.resolve(text, when)
    return code or _inside(world.key(text), when), None


def _names(key: Key, when: date) -> Name | None:
    for parts in (key, key[1:]) if key[:1] == ("the",) else (key,):
        found = world.names().get(parts, ())
        if found:
            return next((n for n in found if n.holds(when)), found[0])
    return None


def _inside(key: Key, when: date) -> str | None:
    """The one country that longer words name in part: "Afghan National Army"."""
    codes: dict[str, None] = {}
    start = 0
    while start < len(key):
        for end in range(len(key), start, -1):
            found = _names(key[start:end], when)
            if found is not None and not found.ambiguous:
                if found.code and found.kind in _NATIONAL:
                    codes[found.code] = None
                start = end - 1
                break
        start += 1
    return next(iter(codes)) if len(codes) == 1 else None


def _holding(text: str, when: date) -> tuple[Holding, bool] | None:
    for key in filter(None, _person_keys(world.key(text))):
        found = [h for h in world.persons().get(key, ()) if h.code]
        found = found or [h for h in world.surnames().get(key[0], ()) if h.code and len(key) == 1]
        if found and len({h.code for h in found}) == 1:
            now = [h for h in found if h.holds(when)]
            return (now or found)[0], bool(now)
    return _spelt_otherwise(text, when)


def _spelt_otherwise(text: str, when: date) -> tuple[Holding, bool] | None:
    whole = _without_particles(world.key(text))
    for key in _person_keys(whole):
        skeleton = _skeleton(key)
        sure = len(key) > 1 and key[-1] == whole[-1] and sum(map(len, skeleton)) >= _ENOUGH
        found = _skeletons().get(skeleton, ()) if sure else ()
        if found and len({h.code for h in found}) == 1:
            now = [h for h in found if h.holds(when)]
            return (now or found)[0], bool(now)
    return None


# Names from other alphabets are spelt in many ways, which differ in vowels, in doubled letters and in a few consonants:
# "Gurbanguly Berdymukhammedov" and "Berdimuhamedow", "Muhammad" and "Mohammed", "Yerlan" and "Erlan".
_ALIKE = (
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("ck", "k"),
    ("q", "k"),
    ("c", "k"),
    ("w", "v"),
    ("z", "s"),
    ("dj", "j"),
)
_VOWELS = re.compile(r"[aeiouy]")
_NUMERAL = re.compile(r"[ivx]{1,5}")
_TWICE = re.compile(r"(.)\1+")
_PARTICLES = frozenset({"al", "el", "bin", "ibn", "ben", "bint", "ould", "oglu", "ul", "ad", "an", "as", "ash", "at"})
_ENOUGH = 7  # letters of a skeleton from which it is hardly another's by chance


def _skeleton(key: Key) -> Key:
    out = []
    for word in key:
        if _NUMERAL.fullmatch(word):
            out.append(f"#{word}#")
            continue
        for a, b in _ALIKE:
            word = word.replace(a, b)
        first, last = ("a" if _VOWELS.match(w) else "" for w in (word, word[::-1]))
        out.append(first + _TWICE.sub(r"\1", _VOWELS.sub("", word)) + last)
    return tuple(out)


def _without_particles(key: Key) -> Key:
    return tuple(w for w in key if w not in _PARTICLES)


@cache
def _skeletons() -> dict[Key, tuple[Holding, ...]]:
    """Holders by the skeletons of their full names; where two states have one alike, of neither."""
    out: dict[Key, list[Holding]] = {}
    for key, holdings in world.persons().items():
        short = _without_particles(key)
        if len(short) > 1:
            out.setdefault(_skeleton(short), []).extend(h for h in holdings if h.code)
    return {k: tuple(h) for k, h in out.items() if len({x.code for x in h}) == 1}


def _person_keys(key: Key) -> Iterator[Key]:
    """The full name; without a title; then any two or three of its words in order, for patronymics and second names."""
    roles = world.roles()
    cut = next((n for n in range(len(key) - 1, 0, -1) if key[:n] in roles), 0)
    yield key
    if cut:
        yield key[cut:]
    rest = key[cut:]
    for size in (3, 2):
        if len(rest) > size:
            yield from combinations(rest, size)


def given(name: str, country: str | None, sectors: str | None, when: date) -> Party:
    """The party of a row that has its country and its sectors in columns of their own, either of which may be empty.

    `country` is a name, an ISO code, or one of CAMEO's that differ from those; `sectors` are PLOVER's or CAMEO's codes
    or ICEWS's words, separated by commas or semicolons. What they do not say, the name does.
    """
    said = party(name, when)
    code = _country(country, when) if country else None
    sector = next(filter(None, map(_sector, re.split(r"[,;]", sectors or ""))), None)
    if country and code is None and not said.code:
        return Party(None, sector or ("IGO" if said.sector == "UNK" else said.sector), said.name, said.generic)
    return Party(code or said.code, sector or (said.sector if said.sector != "UNK" else "GOV"), said.name, said.generic)


# CAMEO's country codes that are none of ISO's (codebook 1.1b3, appendix; the Kosovo code is PLOVER's).
_CAMEO_COUNTRIES = {"ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "WSB": "PSE", "GZS": "PSE", "KOS": "XKX", "MTN": "MNE"}
_SECTORS = frozenset({
    "AGR", "BUS", "COP", "CRM", "CVL", "DEV", "EDU", "ELI", "ENV", "GOV", "HLH", "HRI", "IGO", "INS", "JUD", "LAB", "LEG",
    "MED", "MIL", "MNC", "NGM", "NGO", "OPP", "PTY", "RAD", "REB", "REF", "REL", "SEP", "SET", "SPY", "UAF", "UNS",
})  # fmt: skip


@cache
def _country(text: str, when: date) -> str | None:
    code = _CAMEO_COUNTRIES.get(text.upper(), text.upper())
    return world.country_at(code, when) if world.valid(code) else world.resolve(text, when)


@cache
def _sector(text: str) -> str | None:
    plain = text.strip()
    if plain.upper()[:3] in _SECTORS and len(plain) in (3, 6):
        return plain.upper()[:3]
    return sector_of(plain) if plain and plain.lower() not in ("none", "na", "null", "nan") else None


Named = tuple[str, str, str, int]
"""A party as its row gives it: name, country, sectors (empty where not given), year."""


def parties(named: Iterable[Named]) -> dict[Named, Party]:
    """The parties that rows stand for, as of the middle of each year."""
    return {
        n: given(n[0], n[1], n[2], date(n[3], 7, 1)) if n[1] or n[2] else party(n[0], date(n[3], 7, 1))
        for n in set(named)
    }
