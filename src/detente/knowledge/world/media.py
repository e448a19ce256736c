"""News organisations by the names, and the mistranslated names, under which texts cite them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.knowledge.world.tables import key, rows


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news organisation and the country it belongs to."""

    name: str
    code: str


@cache
def _outlets() -> tuple[dict[tuple[str, ...], Outlet], dict[tuple[str, ...], tuple[Outlet, ...]]]:
    named: dict[tuple[str, ...], Outlet] = {}
    retold: dict[tuple[str, ...], tuple[Outlet, ...]] = {}
    for code, name, others, translations in rows("media.tsv"):
        outlet = Outlet(name, code)
        for other in (name, *filter(None, others.split("; "))):
            named.setdefault(key(other), outlet)
        for translation in filter(None, translations.split("; ")):
            retold[key(translation)] = (*retold.get(key(translation), ()), outlet)
    return named, retold


def outlets(text: str) -> list[Outlet]:
    """The news organisations that a text names, in order, each once; an abbreviation only where it is written as one."""
    named, _ = _outlets()
    found: dict[Outlet, None] = {}
    for _i, _n, parts in _runs(text):
        if (o := named.get(parts)) is not None and (len(parts) > 1 or _as_name(text, parts[0], o)):
            found.setdefault(o)
    return list(found)


def cited(text: str, named: list[Outlet]) -> Outlet | None:
    """The news organisation that the words of a source mean.

    `named` are those that the whole text names: "the World" is Le Monde, but The Globe and Mail where that is named.
    None where the words mean no known one.
    """
    if found := outlets(text):
        return found[0]
    _, retold = _outlets()
    for _, _, parts in _runs(text):
        for p in (parts, ("the", *parts)):
            if options := retold.get(p):
                return next((o for o in named if o in options), options[0] if p is parts else None)
    return None


def _runs(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    parts = key(text)
    return [(i, n, parts[i : i + n]) for i in range(len(parts)) for n in range(min(6, len(parts) - i), 0, -1)]


def _as_name(text: str, part: str, outlet: Outlet) -> bool:
    forms = {outlet.name, outlet.name.removeprefix("The "), part.upper(), part.title()}
    words = {w.strip("()[]“”\"'«»,.:;").removesuffix("'s").removesuffix("’s") for w in text.split()}
    return bool(words & forms)
