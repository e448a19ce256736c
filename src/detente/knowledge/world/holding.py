"""The table of office holders, and the user's own of later ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from detente.errors import DetenteError
from detente.knowledge.world.roles import offices
from detente.knowledge.world.tables import DATA, day, key, numbered, user_data
from detente.model import Level

HOLDERS = "holders.tsv"
"""The name of the table, in the package and in the user's folder; the user's has one more column, `source`."""

_ABOUT = timedelta(days=31)  # within which two sources may disagree about the day on which somebody took office


@dataclass(frozen=True, slots=True)
class Holding:
    """An office held from `start` to `end` (inclusive; None: open, for `end` still held when the data was compiled).

    Where only a month or year is known, `start` is its first day and `end` its last. `source` says where it is from, in
    the user's own table; None in what ships with the program.
    """

    name: str
    office: str
    code: str | None
    organisation: str | None
    start: date | None
    end: date | None
    level: Level
    source: str | None = None

    @property
    def of(self) -> str:
        """The code of the state or organisation."""
        return self.code or self.organisation or ""

    def holds(self, when: date | None) -> bool:
        """Whether the office was held on the day; always, where no day is given."""
        return when is None or ((self.start or date.min) <= when <= (self.end or date.max))


Row = tuple[Holding, tuple[str, ...]]
"""A holding and the other names of its holder."""


@cache
def table() -> tuple[Row, ...]:
    """Every holding with the holder's other names: what ships with the program, brought up to date by the user's own.

    Raises DetenteError, naming file and line, for a fault in the user's table, and ValueError for one in the other.
    """
    shipped = tuple(read(DATA / HOLDERS))
    own = user_data() / HOLDERS
    if not own.is_file():
        return shipped
    try:
        return merged(shipped, read(own))
    except (OSError, ValueError) as e:
        raise DetenteError(f"{own}: {e} (mend the line, or remove the file)") from None


def read(path: Path) -> Iterator[Row]:
    """The rows of a table. Raises ValueError, naming file and line, for an unknown office or what is no date."""
    for n, (code, office, name, also, start, end, *source) in numbered(path):
        try:
            if office not in offices():
                raise ValueError(f"unknown office {office!r}")
            first, last = day(start), day(end, last=True)
        except ValueError as e:
            raise ValueError(f"{path.name}, line {n}: {name}: {e}") from None
        state, organisation = (code, None) if len(code) == 3 else (None, code)
        known = offices()[office]
        yield (
            Holding(name, office, state, organisation, first, last, known.level, next(iter(source), None) or None),
            tuple(also.split("; ")) if also else (),
        )


def merged(shipped: Iterable[Row], later: Iterable[Row]) -> tuple[Row, ...]:
    """What ships with the program, brought up to date.

    A later row about a holding that is there already gives its end, and its holder another name; any other is added. Of
    an office that only one can hold, a holding without an end ends on the day on which a later one begins.
    """
    rows = list(shipped)
    at: dict[tuple[str, str], list[int]] = {}
    for i, (h, _) in enumerate(rows):
        at.setdefault((h.of, h.office), []).append(i)
    for h, also in later:
        same = at.setdefault((h.of, h.office), [])
        known = next((i for i in same if same_holding(rows[i], (h, also))), None)
        if known is not None:
            old, names = rows[known]
            others = tuple(n for n in (h.name, *also) if key(n) not in {key(x) for x in (old.name, *names)})
            rows[known] = (
                replace(old, start=old.start or h.start, end=h.end or old.end, source=h.source),
                (*names, *others),
            )
            continue
        same.append(len(rows))
        rows.append((h, also))
        if offices()[h.office].single:
            _close(rows, same)
    return tuple(rows)


def same_holding(a: Row, b: Row) -> bool:
    """Whether two rows about one office mean the same holding: one person, or one beginning, at one time."""
    (x, x_also), (y, y_also) = a, b
    if (x.of, x.office) != (y.of, y.office):
        return False
    first, last = max(x.start or date.min, y.start or date.min), min(x.end or date.max, y.end or date.max)
    if first > last:
        return False
    if {key(n) for n in (x.name, *x_also)} & {key(n) for n in (y.name, *y_also)}:
        return True
    begun_together = x.start is not None and y.start is not None and abs(x.start - y.start) <= _ABOUT
    return offices()[x.office].single and begun_together and first < last


def _close(rows: list[Row], same: list[int]) -> None:
    starts = sorted(h.start for i in same if (h := rows[i][0]).start is not None)
    for i in same:
        h, also = rows[i]
        if h.end is None and (after := next((s for s in starts if s > (h.start or date.min)), None)) is not None:
            rows[i] = replace(h, end=after), also
