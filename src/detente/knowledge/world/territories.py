"""States and territories: codes, what a state was at a date, what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.knowledge.world.tables import day, key, rows, spans, values

_STATES = ("Republic", "Kingdom", "Grand Duchy", "Duchy", "Principality")
_ARTICLES = frozenset({"the", "le", "la", "les", "l"})


@dataclass(frozen=True, slots=True)
class Territory:
    """A state or territory; `start` and `end` are its first and last day (inclusive; None: not in question).

    `part_of` lists the states it belonged to before or between, with dates (inclusive).
    """

    code: str
    start: date | None
    end: date | None
    successor: str | None
    part_of: tuple[tuple[str, date | None, date | None], ...]


@cache
def territories() -> Mapping[str, Territory]:
    """Every state and territory by its code."""
    return {
        code: Territory(code, day(start), day(end, last=True), successor or None, tuple(spans(parts)))
        for code, start, end, successor, parts in rows("territories.tsv")
    }


def valid(code: str) -> bool:
    """Whether `code` is one of the codes in use here (upper-case alpha-3)."""
    return code in territories()


def country_at(code: str, when: date | None) -> str:
    """The state that `code` was, or was part of, on a day: RUS is SUN in 1985, SUN is RUS in 2000, DDR is DEU today.

    Without a day, or for a code that is unknown, `code` itself.
    """
    if when is None or code not in territories():
        return code
    t = territories()[code]
    for state, start, end in t.part_of:
        if (start or date.min) <= when <= (end or date.max):
            return state
    if t.end is not None and when > t.end and t.successor:
        return country_at(t.successor, when)
    return code


@cache
def _labels(language: str) -> Mapping[str, tuple[str, str, str | None]]:
    return {
        code: (
            article,
            next(values(names)).text,
            next((v.text.split("/")[0].rstrip("?") for v in values(adjectives)), None),
        )
        for code, article, names, adjectives, *_ in rows(f"names.{language}.tsv")
    }


def label(code: str, language: str = "en", start: bool = False) -> str:
    """The short name of a state within a sentence ("the United States"), or with `start` at its start ("The ...").

    A code without a name in that language is given in English; an unknown code as it is.
    """
    found = _labels(language).get(code) or _labels("en").get(code)
    if found is None:
        return code
    article, name, _ = found
    text = f"{article}{name}" if article.endswith("'") else f"{article} {name}".strip()
    return text[0].upper() + text[1:] if start else text


def article(code: str, language: str = "en") -> str:
    """The article that goes with the name of a state ("the", "la", "l'"); empty where there is none."""
    found = _labels(language).get(code)
    return found[0] if found else ""


def adjective(code: str, language: str = "en") -> str | None:
    """The adjective of a state ("North Korean"); None where there is none."""
    found = _labels(language).get(code)
    return found[2] if found else None


def resolve(name: str, when: date | None = None, language: str | None = None) -> str | None:
    """The code that a free string names: a code, a country, an adjective, a capital or a seat, in any language.

    With a day, the state of that day (`resolve("Moscow", date(1985, 1, 1))` is SUN). A name may be inverted as in an
    index ("Gambia, The"), have another beside it ("Benin (Dahomey)"), or lack the form of state that a historical one
    goes by ("Bavaria" for the Kingdom of Bavaria). None where nothing fits.
    """
    text = name.strip()
    if valid(text.upper()) and len(text) == 3:
        return country_at(text.upper(), when)
    return next((code for form in _forms(text) if (code := _named(form, when, language)) is not None), None)


def _forms(text: str) -> Iterator[str]:
    yield text
    first, _, last = text.partition(",")
    if last:
        yield f"{last} {first}"
    parts = [p.strip() for p in re.split(r"[()/]", text) if p.strip()]
    if len(parts) > 1:
        yield from parts
    for kind in _STATES:
        yield f"{kind} of {text}"


def _named(text: str, when: date | None, language: str | None) -> str | None:
    from detente.knowledge.world.names import names
    from detente.knowledge.world.tables import languages

    wanted = key(text)
    if not wanted:
        return None
    for known in [language] if language else sorted(languages(), key=lambda x: x != "en"):
        for parts in (wanted, wanted[1:]) if wanted[0] in _ARTICLES else (wanted,):
            found = [n for n in names(known).get(parts, ()) if n.code and n.kind != "group"]
            if found:
                chosen = next((n for n in found if n.holds(when)), found[0])
                assert chosen.code is not None
                return country_at(chosen.code, when) if not chosen.holds(when) else chosen.code
    return None
