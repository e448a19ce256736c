"""What the tables hold, as plain rows: states, organisations, groups, offices with their holders, acts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from detente.knowledge import ontology, world
from detente.model import Interval

Row = dict[str, Any]


def listing(what: str, of: str | None = None, on: Interval | None = None) -> Iterator[Row]:
    """The rows of one of `LISTS`.

    `of` keeps what belongs to a state or organisation (by its code), `on` what held on at least one day of an interval;
    the days of rows are ISO dates, None where open. Raises KeyError for anything that is no list.
    """
    for row in LISTS[what]():
        if of is not None and of not in (row.get("code"), row.get("country"), row.get("type")):
            continue
        if on is None or holds(row["start"], row["end"], on):
            yield {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}


def holds(start: date | None, end: date | None, on: Interval) -> bool:
    """Whether something between two days (inclusive; None is open) touches an interval."""
    return Interval(start, end).overlaps(on)


def _states() -> Iterator[Row]:
    for code, t in sorted(world.territories().items()):
        parts = [{"code": c, "start": str(s or ""), "end": str(e or "")} for c, s, e in t.part_of]
        yield {"code": code, "name": world.label(code), "adjective": world.adjective(code), "start": t.start, "end": t.end,
               "successor": t.successor, "part_of": parts}  # fmt: skip


def _named(*kinds: str) -> Iterator[Row]:
    """Bodies by the name that stands first for them, in the order of their codes."""
    found: dict[str, Row] = {}
    for names in world.names("en").values():
        for n in names:
            if n.kind in kinds and n.organisation:
                row = found.setdefault(
                    n.organisation,
                    {"code": n.organisation, "name": n.text, "sector": n.sector, "country": n.code, "names": [],
                     "members": list(world.members(n.organisation)), "start": n.start, "end": n.end},
                )  # fmt: skip
                row["names"] += [n.text] if n.text not in row["names"] else []
    return (found[code] for code in sorted(found))


def _offices() -> Iterator[Row]:
    for h in world.holdings():
        yield {"code": h.of, "office": h.office, "name": h.name, "level": h.level, "start": h.start, "end": h.end,
               "source": h.source or "shipped"}  # fmt: skip


def _acts() -> Iterator[Row]:
    for act in ontology.acts():
        yield {"cameo": act.cameo, "label": act.label, "type": act.type, "mode": act.mode, "score": act.score,
               "goldstein": act.goldstein, "quad": act.quad, "start": None, "end": None}  # fmt: skip


LISTS: dict[str, Callable[[], Iterable[Row]]] = {
    "states": _states,
    "organisations": lambda: _named("organisation"),
    "groups": lambda: _named("group", "seat"),
    "offices": _offices,
    "acts": _acts,
}
"""What can be listed."""
