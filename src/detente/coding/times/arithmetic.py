"""Sums with days, months and years, and the parts of a longer stretch. All intervals are closed on both ends."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from detente.model import Interval

_SLACK = timedelta(days=3)  # how far "two weeks later" may lie from the fourteenth day
DAYS = frozenset({"day", "night", "morning", "evening", "afternoon"})


def month_interval(year: int, month: int) -> Interval:
    """A calendar month."""
    return Interval(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month")


def year_interval(year: int) -> Interval:
    """A calendar year."""
    return Interval(date(year, 1, 1), date(year, 12, 31), "year")


def week_interval(day: date) -> Interval:
    """The week of `day`, Monday to Sunday (ISO 8601)."""
    monday = day - timedelta(days=day.weekday())
    return Interval(monday, monday + timedelta(days=6), "week")


def decade_interval(year: int) -> Interval:
    """The ten years that `year` opens."""
    return Interval(date(year, 1, 1), date(year + 9, 12, 31), "decade")


def add_months(day: date, n: int) -> date:
    """`day` moved by `n` months, kept inside the month it lands in. Raises ValueError beyond the years 1 to 9999."""
    index = day.year * 12 + day.month - 1 + n
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def moved(base: Interval, n: float, unit: str) -> Interval | None:
    """`base` moved by `n` (negative: back) days, weeks, months or years, no more precise than that unit or `base` is.

    From a day: "two weeks later" is the fourteenth day and three days on either side, "two months later" the whole month,
    "two years later" the whole year. From a longer stretch both ends move. None where `base` is open or the calendar ends.
    """
    if base.start is None or base.end is None:
        return None
    single = base.start == base.end
    try:
        if unit in DAYS or unit == "hour":
            step = timedelta(days=0 if unit == "hour" else round(n))
            return Interval(base.start + step, base.end + step, "day" if single else base.precision)
        if unit in ("week", "fortnight"):
            step = timedelta(days=round(n * (14 if unit == "fortnight" else 7)))
            if single:
                return Interval(base.start + step - _SLACK, base.end + step + _SLACK, "week")
            return Interval(base.start + step, base.end + step, base.precision)
        if unit == "month":
            first, last = _by_months(base.start, n), _by_months(base.end, n)
            if single or base.precision in ("day", "week", "month"):
                return _months(first, last)
            return Interval(first, last, "range")
        if unit in ("year", "decade"):
            months = n * (120 if unit == "decade" else 12)
            first, last = _by_months(base.start, months), _by_months(base.end, months)
            if months % 12:  # "a year and a half later" is told by the month
                return Interval(add_months(first, -2).replace(day=1), add_months(last, 2), "range")
            if unit == "decade" or single or base.precision in ("day", "week", "year"):
                return Interval(year_interval(first.year).start, year_interval(last.year).end, "year")
            return _months(first, last)
    except (ValueError, OverflowError):
        return None
    return None


def _by_months(day: date, n: float) -> date:
    whole = int(n // 1)
    return add_months(day, whole) + timedelta(days=round((n - whole) * 30))


def _months(first: date, last: date) -> Interval:
    end = month_interval(last.year, last.month).end
    same = (first.year, first.month) == (last.year, last.month)
    return Interval(first.replace(day=1), end, "month" if same else "range")


def around(base: Interval, least: float, most: float, unit: str) -> Interval | None:
    """`base` moved by at least one number of units and at most another ("a few days after")."""
    near, far = moved(base, least, unit), moved(base, most, unit)
    if near is None or far is None:
        return None
    starts, ends = (near.start, far.start), (near.end, far.end)
    assert starts[0] and starts[1] and ends[0] and ends[1]
    return Interval(min(starts), max(ends), "range")  # type: ignore[type-var]


def part(whole: Interval, which: str | None) -> Interval:
    """A part of a stretch: its "early", "mid" or "late" third, its "beginning" or "end"; all of it for anything else.

    The beginning and the end of a year are its first and last three months, of anything else its first and last third.
    """
    if which not in ("early", "mid", "late", "beginning", "end") or whole.start is None or whole.end is None:
        return whole
    if whole.precision == "year":
        first, months = {"early": (1, 4), "mid": (5, 4), "late": (9, 4), "beginning": (1, 3), "end": (10, 3)}[which]
        start = whole.start.replace(month=first)
        return Interval(start, add_months(start, months) - timedelta(days=1), "range")
    third = {"early": 0, "beginning": 0, "mid": 1, "late": 2, "end": 2}[which]
    days = (whole.end - whole.start).days + 1
    cuts = [whole.start + timedelta(days=days * k // 3) for k in range(4)]
    return Interval(cuts[third], cuts[third + 1] - timedelta(days=1), "range")
