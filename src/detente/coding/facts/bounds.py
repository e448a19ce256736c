"""When a state of affairs began and ended, read from the time expression that goes with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from detente.coding.words import Word
from detente.model import Interval, Time

When = Callable[[Word], Time | None]


def bounds(t: Time | None, published: date | None) -> tuple[Interval | None, Interval | None]:
    """Start and end of a state from a time expression: "since 2010" starts then; "until 1990" ends then.

    Of a stretch that reaches to the day of publication the end is open.
    """
    if t is None:
        return None, None
    i = t.interval
    if i.precision == "open" or i.start is None or i.end is None:
        if i.start is None:
            return None, Interval.day(i.end) if i.end else None
        return _coarse(i.start), None
    if published is not None and i.end >= published and i.precision == "range":
        return _coarse(i.start), None  # "since 2010", told as reaching to the day of publication
    return (Interval(i.start, i.end, i.precision), None)


def _coarse(d: date) -> Interval:
    if d.month == d.day == 1:
        return Interval.parse(f"{d:%Y}")
    return Interval.parse(f"{d:%Y-%m}") if d.day == 1 else Interval.day(d)
