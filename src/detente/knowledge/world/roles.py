"""Offices and agents: what the words for people and bodies say about whom they act for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from detente.knowledge.world.tables import key, rows
from detente.model import Level


@dataclass(frozen=True, slots=True)
class Role:
    """What an office or agent word says: "foreign minister", "troops", "tourists".

    `sector` is PLOVER's agent code, `level` the level of contact, `office` the normalised office of `holders`. `state`
    agents act for their state; `national` ones do not, but what is done to them touches it (a state's citizens
    abroad). `code` is the only country that has such an office, where there is only one.
    """

    text: str
    sector: str
    level: Level | None = None
    office: str | None = None
    state: bool = False
    national: bool = False
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A normalised office: its level of contact, and whether a state has only one holder at a time."""

    name: str
    level: Level
    single: bool


@cache
def offices() -> Mapping[str, Office]:
    """The normalised offices by name."""
    return {name: Office(name, cast(Level, level), single == "yes") for name, level, single in rows("offices.tsv")}


_HEAD = re.compile(r"(.+?)( (?:of|for|to|on|at|in|general|d'affaires|de|des|du|d')\b.*)?$")


def plural(phrase: str) -> str:
    """The regular English plural of an office or agent phrase ("ministers of defence")."""
    m = _HEAD.match(phrase)
    assert m is not None
    head, rest = m[1], m[2] or ""
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        return head[:-1] + "ies" + rest
    if head.endswith(("s", "x", "ch", "sh")):
        return head + "es" + rest
    if head.endswith("man"):
        return head[:-2] + "en" + rest
    return head + "s" + rest


def _forms(cell: str, language: str) -> Iterator[str]:
    for phrase in cell.split("; "):
        one, _, many = phrase.partition("/")
        yield one
        if many != "-":
            yield many or (plural(one) if language == "en" else one + "s")


@cache
def roles(language: str = "en") -> Mapping[tuple[str, ...], Role]:
    """All office and agent phrases in a language by `key`, singular and plural, for longest match.

    Raises FileNotFoundError for a language that has none.
    """
    out: dict[tuple[str, ...], Role] = {}
    for cell, sector, level, office, acts, code in rows(f"roles.{language}.tsv"):
        known = offices().get(office)
        rank = cast("Level | None", level or (known.level if known else None))
        for text in _forms(cell, language):
            role = Role(text, sector, rank, office or None, acts == "state", acts == "national", code or None)
            out.setdefault(key(text), role)
    return out
