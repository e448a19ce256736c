"""Who is meant by a name: every reading that the tables and the user's own dictionaries have, on a day or at any time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from detente.knowledge import world
from detente.knowledge.dictionaries import NOTHING, Own
from detente.knowledge.listing import holds
from detente.knowledge.world import Holding, Name, Role
from detente.model import Interval

Row = dict[str, Any]
Key = tuple[str, ...]

_SPEAK_FOR = ("leader", "president", "monarch", "prime minister", "foreign minister", "secretary-general")
_ARTICLES = frozenset({"the", "le", "la", "les", "l"})
_ALWAYS = Interval(None, None, "open")


def lookup(name: str, on: Interval | None = None, own: Own = NOTHING) -> list[Row]:
    """Everything that a name may mean: a state, a capital, a body, a person in office, "the Iranian foreign minister".

    Each row has `name`, `kind` (of name, or the office of a person), `code`, `means` (the state or body in words),
    `sector`, `start` and `end` (ISO dates, inclusive, None where open). Readings of the user's own come first, then for a
    state or body who speaks for it. `on` keeps what holds on at least one day of it; without it, every reading is there, but
    only those who hold office still speak for a state. Empty where nothing fits.
    """
    wanted = world.key(name)
    if wanted and wanted[0] in _ARTICLES and len(wanted) > 1:
        wanted = wanted[1:]
    when = on or _ALWAYS
    out = [*_of_own(wanted, own, on), *_of_code(name, when)]
    for language in sorted(world.languages(), key=lambda x: x != "en"):
        found = [n for n in world.names(language).get(wanted, ()) if n.kind != "other" and holds(n.start, n.end, when)]
        out += [_name(n, language) for n in found]
    bodies = dict.fromkeys(r["code"] for r in out if r["code"])
    out += [_holding(h) for h in _persons(wanted) if holds(h.start, h.end, when)]
    for code in bodies:
        out += [_holding(h) for office in _SPEAK_FOR for h in _speaking(code, office, on)]
    for role, code in _offices(wanted):
        out += _role(role, code, on)
    if not out and (code := world.place_country(name)) is not None:
        out.append(_row(name, "place", code, "", None, None))
    seen: dict[tuple[object, ...], Row] = {}  # a name that several languages have is one
    for row in out:
        seen.setdefault(tuple(v for k, v in row.items() if k != "language" and not isinstance(v, list)), row)
    return list(seen.values())


def _row(name: str, kind: str, code: str | None, sector: str, start: date | None, end: date | None) -> Row:
    means = world.label(code) if code and world.valid(code) else _bodies().get(code or "")
    return {"name": name, "kind": kind, "code": code, "means": means, "sector": sector,
            "start": start.isoformat() if start else None, "end": end.isoformat() if end else None}  # fmt: skip


@cache
def _bodies() -> dict[str, str]:
    out: dict[str, str] = {}
    for found in world.names("en").values():
        for n in found:
            if n.organisation:
                out.setdefault(n.organisation, n.text)
    return out


def _name(n: Name, language: str) -> Row:
    row = _row(
        n.text,
        n.kind,
        n.organisation if n.kind == "group" or n.code is None else n.code,
        n.sector or "GOV",
        n.start,
        n.end,
    )
    if n.kind == "group" and n.code:
        row["country"] = n.code
    return row if language == "en" else {**row, "language": language}


def _holding(h: Holding) -> Row:
    row = _row(h.name, h.office, h.of, "GOV" if h.code else "IGO", h.start, h.end)
    return {**row, "source": h.source} if h.source else row


def _of_own(wanted: Key, own: Own, on: Interval | None) -> Iterator[Row]:
    entry, agent = own.actors.get(wanted), own.agents.get(wanted)
    if entry is not None:
        for dated in entry.codes:
            if on is None or (dated.always and entry.code(on.middle) == dated.code) or (
                not dated.always and holds(dated.start, dated.end, on)
            ):  # fmt: skip
                yield {"name": entry.text, "kind": "own", "code": dated.code, "means": str(entry.at), "sector": "",
                       "start": dated.start.isoformat() if dated.start else None,
                       "end": dated.end.isoformat() if dated.end else None}  # fmt: skip
    if agent is not None:
        yield {"name": agent.text, "kind": "own agent", "code": agent.code, "means": str(agent.at), "sector": agent.code[:3],
               "start": None, "end": None}  # fmt: skip


def _of_code(name: str, when: Interval) -> Iterator[Row]:
    code = name.strip().upper()
    if world.valid(code):
        t = world.territories()[code]
        if holds(t.start, t.end, when):
            yield _row(code, "code", code, "GOV", t.start, t.end)
    elif code in _bodies():
        yield _row(code, "code", code, "", None, None)


def _persons(wanted: Key) -> tuple[Holding, ...]:
    if found := world.persons().get(wanted):
        return found
    return world.surnames().get(wanted[0], ()) if len(wanted) == 1 else ()


def _speaking(code: str, office: str, on: Interval | None) -> list[Holding]:
    found = world.holders(None, code, office)
    return [h for h in found if (h.end is None if on is None else holds(h.start, h.end, on))]


def _offices(wanted: Key) -> Iterator[tuple[Role, str | None]]:
    """ "Foreign minister", "the Iranian foreign minister", "Iran's foreign minister", "foreign minister of Iran"."""
    for language in world.languages():
        roles, names = world.roles(language), world.names(language)
        if (role := roles.get(wanted)) is not None:
            yield role, role.code
        for i in range(1, len(wanted)):
            before, after = wanted[:i], wanted[i:]
            of = tuple(
                x for n, x in enumerate(after) if n > 1 or (x not in _ARTICLES and x not in ("of", "de", "du", "d"))
            )
            for office, state in ((after, before), (before, of)):
                if (role := roles.get(office)) is not None:
                    yield from ((role, code) for code in dict.fromkeys(n.code for n in names.get(state, ()) if n.code))


def _role(role: Role, code: str | None, on: Interval | None) -> Iterator[Row]:
    held = world.holders(None, code, role.office) if code and role.office else ()
    found = [h for h in held if on is None or holds(h.start, h.end, on)]
    if found:
        yield from (_holding(h) for h in found)
    else:
        yield _row(role.text, role.office or "agent", code, role.sector, None, None)
