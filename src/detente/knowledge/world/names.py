"""Every name by which a text may call a state, an organisation or a group, keyed for longest match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from detente.knowledge.world.tables import DATA, Value, key, rows, spans, values
from detente.knowledge.world.territories import territories

Kind = Literal["country", "capital", "seat", "adjective", "demonym", "organisation", "group", "other"]

_RANK: dict[str, int] = {
    k: i for i, k in enumerate(("country", "capital", "seat", "adjective", "demonym", "organisation", "group", "other"))
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name and what it means between `start` and `end` (inclusive; None is open).

    `code` is the state it stands for (for a group, the country it belongs to), `organisation` the code of an
    organisation or group. `ambiguous` names need a context that makes them this one; `cased` names count only in
    exactly this spelling ("US", never "us"). Kind "other" is a longer name that holds a country's name but means
    something else ("Gulf of Mexico"): it stands for nobody.
    """

    text: str
    kind: Kind
    code: str | None = None
    sector: str | None = None
    start: date | None = None
    end: date | None = None
    organisation: str | None = None
    ambiguous: bool = False
    cased: bool = False

    def holds(self, when: date | None) -> bool:
        """Whether the name had this meaning on the day; always, where no day is given."""
        return when is None or ((self.start or date.min) <= when <= (self.end or date.max))


def _inflected(v: Value, language: str) -> Iterator[Value]:
    # English adjectives have one form; French ones are given as masculine/feminine and have plurals besides.
    for form in v.text.replace("?", "").split("/"):
        for text in (form, form + "s") if language == "fr" and form[-1] not in "sx" else (form,):
            yield replace(v, text=text)


def _inhabitants(cell: str, adjectives: list[Value]) -> Iterator[Value]:
    for v in values(cell):
        if v.text in ("+", ""):  # "=" is read as the mark for exact spelling, and leaves no text
            for a in adjectives:
                if a.cased:  # "US" is nobody's demonym
                    continue
                yield a
                if v.text and not a.text.endswith("s"):
                    yield replace(a, text=a.text + "s")
        else:
            for text in dict.fromkeys(v.text.replace("?", "").split("/")):
                yield replace(v, text=text)


def _states(language: str) -> Iterator[Name]:
    for code, _, names, adjectives, inhabitants, capitals in rows(f"names.{language}.tsv"):
        t = territories()[code]
        adjective = [form for v in values(adjectives) for form in _inflected(v, language)]
        kinds: tuple[tuple[Kind, list[Value]], ...] = (
            ("country", list(values(names))),
            ("adjective", adjective),
            ("demonym", list(_inhabitants(inhabitants, adjective))),
            ("capital", list(values(capitals))),
        )
        for kind, found in kinds:
            for v in found:
                start, end = (v.start, v.end) if v.dated else (t.start, t.end)
                for text in _spellings(v.text):
                    yield Name(text, kind, code, None, start, end, None, v.ambiguous, v.cased)


def _spellings(text: str) -> Iterator[str]:
    yield text
    if text.startswith("Saint "):
        yield "St. " + text[6:]


def _shared(table: str, language: str) -> Iterator[list[str]]:
    # "Hamas", "CIA" and "FARC" are called so everywhere: the English names follow those of the language.
    for known in dict.fromkeys((language, "en")):
        if (DATA / f"{table}.{known}.tsv").exists():
            yield from rows(f"{table}.{known}.tsv")


def _seats(language: str) -> Iterator[Name]:
    for cell, code, sector, start, end in _shared("seats", language):
        v = next(values(f"{cell} [{start}..{end}]"))
        yield Name(v.text, "seat", code, sector, v.start, v.end, None, v.ambiguous, v.cased)


def _organisations(language: str) -> Iterator[Name]:
    for code, sector, names in _shared("organisations", language):
        for v in values(names):
            yield Name(v.text, "organisation", None, sector, v.start, v.end, code, v.ambiguous, v.cased)


def _groups(language: str) -> Iterator[Name]:
    for code, country, sector, names, governed in _shared("groups", language):
        reigns = [(s, e) for _, s, e in spans(governed)]
        for v in values(names):
            # In power a group stands for its country; before and after it is a group again.
            for s, e in reigns:
                yield Name(v.text, "seat", country, "GOV", s, e, code, v.ambiguous, v.cased)
            for s, e in _gaps(reigns) if reigns else [(v.start, v.end)]:
                yield Name(v.text, "group", country or None, sector, s, e, code, v.ambiguous, v.cased)


def _gaps(reigns: list[tuple[date | None, date | None]]) -> Iterator[tuple[date | None, date | None]]:
    before: date | None = None
    for start, end in reigns:
        if start is not None:
            yield before, start - timedelta(days=1)
        if end is None:
            return
        before = end + timedelta(days=1)
    yield before, None


def _others(language: str) -> Iterator[Name]:
    for (text,) in rows(f"other.{language}.tsv") if (DATA / f"other.{language}.tsv").exists() else ():
        yield Name(text, "other")


@cache
def names(language: str = "en") -> Mapping[tuple[str, ...], tuple[Name, ...]]:
    """All names in a language by `key`, for longest match over the words of a text.

    Of several readings the plain come before the ambiguous, those that still hold before those that ended, then
    country, capital, seat, adjective, inhabitant, organisation, group. A reader with a date takes the first that
    `holds`. Names have no article. Raises ValueError for a language that has no names here.
    """
    if not (DATA / f"names.{language}.tsv").exists():
        raise ValueError(f"no names of countries in language {language!r}")
    out: dict[tuple[str, ...], list[Name]] = {}
    for part in (_states, _seats, _organisations, _groups, _others):
        for name in part(language):
            same = out.setdefault(key(name.text), [])
            if not any(_same(name, n) for n in same):
                same.append(name)
    for same in out.values():
        if len(same) > 1:
            same.sort(key=lambda n: (n.ambiguous, -(n.end or date.max).toordinal(), _RANK[n.kind]))
    return {k: tuple(v) for k, v in out.items()}


def _same(a: Name, b: Name) -> bool:
    return (
        (a.code, a.kind, a.organisation, a.start, a.end) == (b.code, b.kind, b.organisation, b.start, b.end)
        and a.cased == b.cased
        and (not a.cased or a.text == b.text)
    )
