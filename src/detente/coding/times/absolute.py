"""Expressions that name a stretch of the calendar: days, months, seasons, years, decades and parts of them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from detente.coding.times.arithmetic import add_months, decade_interval, month_interval, part, year_interval
from detente.coding.times.grammar import squeezed
from detente.coding.times.narrative import Narrative, Tense
from detente.model import Interval

_LATEST = 2100
Match = re.Match[str]


def iso(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """2018-03-05."""
    return Interval.parse(m["iso"])


def numeric(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """5.3.2018 is a day first; of 5/3/2018 nobody knows, unless one of the two can be no month."""
    a, b, y = int(m["numeric_a"]), int(m["numeric_b"]), int(m["numeric_y"])
    if m["numeric_s"] == "/" and a <= 12 and b <= 12 and a != b:
        return None
    return Interval.day(date(y, b, a) if b <= 12 else date(y, a, b))


def dmy(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """5 March 2018; 5-7 March."""
    return _days(n, m["dmy_d"], m["dmy_to"], m["dmy_m"], m["dmy_y"], tense)


def mdy(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """March 5, 2018; March 5-7."""
    return _days(n, m["mdy_d"], m["mdy_to"], m["mdy_m"], m["mdy_y"], tense)


def _days(n: Narrative, d: str, to: str | None, month: str, year: str | None, tense: Tense) -> Interval | None:
    mo = n.g.d["months"][month.lower()]
    y = n.which_year(year) if year else n.year_of_month(mo, tense)
    if y is None:
        return None
    if not year and not tense.forward and n.anchor is not None and date(y, mo, 1) <= n.anchor < date(y, mo, int(d)):
        y -= not n.looks_back  # "on 20 March", told on the tenth
    first = date(y, mo, int(d))
    if to is None:
        return Interval.day(first)
    last = date(y, mo, int(to))
    return Interval(first, last, "range") if first < last else None


def piece(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """The first half of 2019, the third quarter, the last week of May, the second half of the year."""
    d = n.g.d
    if m["piece_m"]:
        mo = d["months"][m["piece_m"].lower()]
        y = n.which_year(m["piece_my"]) if m["piece_my"] else n.year_of_month(mo, tense)
        return _piece_of_month(month_interval(y, mo), m, n) if y is not None else None
    if m["piece_w"]:
        reached = n.reached(n.g.which_in(m["piece_w"]) or "same")
        if reached is None or reached.start is None:
            return None
        return _piece_of_month(month_interval(reached.start.year, reached.start.month), m, n)
    y = n.which_year(m["piece_y"])
    if y is None:
        return None
    if m["piece_q"]:
        return _share(y, int(m["piece_q"][1]), 3)
    unit, nth = n.g.unit(m["piece_u"]), d["ordinals"][squeezed(m["piece_n"])]
    size = {"half": 6, "quarter": 3, "third": 4}.get(unit)
    if size is None:
        if unit == "month":
            return part(year_interval(y), "beginning" if nth == 1 else "end" if nth == 0 else None)
        days = {"week": 7, "day": 7, "fortnight": 14}[unit]
        whole = year_interval(y)
        assert whole.start is not None and whole.end is not None
        if nth == 0:
            return Interval(whole.end - timedelta(days=days - 1), whole.end, "range")
        return Interval(
            whole.start + timedelta(days=days * (nth - 1)), whole.start + timedelta(days=days * nth - 1), "range"
        )
    return _share(y, nth or 12 // size, size)


def _share(year: int, nth: int, size: int) -> Interval | None:
    if not 1 <= nth <= 12 // size:
        return None
    first = date(year, (nth - 1) * size + 1, 1)
    return Interval(first, add_months(first, size) - timedelta(days=1), "quarter" if size == 3 else "range")


def _piece_of_month(month: Interval, m: Match, n: Narrative) -> Interval | None:
    if m["piece_q"] or month.start is None or month.end is None:
        return None
    unit, nth = n.g.unit(m["piece_u"]), n.g.d["ordinals"][squeezed(m["piece_n"])]
    days = {"half": 15, "third": 10, "week": 7, "day": 7, "fortnight": 14}.get(unit)
    if days is None:
        return None
    last_one = {"half": 2, "third": 3}.get(unit)
    if nth == 0 or nth == last_one:
        first = (
            month.start + timedelta(days=days * (last_one - 1)) if last_one else month.end - timedelta(days=days - 1)
        )
        return Interval(first, month.end, "range")
    first = month.start + timedelta(days=days * (nth - 1))
    last = min(first + timedelta(days=days - 1), month.end)
    return Interval(first, last, "week" if unit == "week" else "range") if first <= month.end else None


def season(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """The spring of 2005, last autumn, in the summer."""
    m1, d1, m2, d2 = n.g.d["seasons"][m["season_s"].lower()]
    which = n.g.kind_of(m, "season")
    marked = m["season_y"] or which or m["season_part"] or m["season_to"]
    if not marked and not n.g.before_season.search(m.string[max(0, m.start() - 20) : m.start()]):
        return None
    year: int | None
    if m["season_to"]:
        return None
    if m["season_y"]:
        year = n.which_year(m["season_y"])
    elif which in ("last", "this", "next") and n.anchor is not None:
        year = _which_season(which, m1, d1, n.anchor)
    elif which in ("following", "previous", "same") and (r := n.reached(which)) is not None and r.start and r.end:
        year = r.start.year
        if which == "following" and date(year, m1, d1) <= r.end:
            year += 1
        elif which == "previous" and date(year, m1, d1) >= r.start:
            year -= 1
    else:
        year = n.year_of_month(m1, tense)
    if year is None:
        return None
    return part(
        Interval(date(year, m1, d1), date(year + (m2 < m1), m2, d2), "season"),
        n.g.part(m["season_part"]),
    )


def _which_season(which: str, month: int, day: int, anchor: date) -> int:
    start = date(anchor.year, month, day)
    if which == "last":
        return anchor.year - (start > anchor - timedelta(days=90))
    if which == "next":
        return anchor.year + (start < anchor)
    return anchor.year - (start > anchor + timedelta(days=270))


def month(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """September 2018, last May, early in March, the following February."""
    name = m["month_m"]
    if n.g.d["capitals"] and not name[0].isupper():
        return None
    which = n.g.kind_of(m, "month")
    marked = m["month_y"] or which or m["month_part"]
    bare = not marked and name.lower() in n.g.d["ambiguous_months"]
    if bare and not n.g.before_month.search(m.string[max(0, m.start() - 14) : m.start()]):
        return None
    mo = n.g.d["months"][name.lower()]
    y: int | None
    if m["month_y"]:
        y = n.which_year(m["month_y"])
    elif which in ("last", "this", "next") and n.anchor is not None:
        a = n.anchor
        y = {"last": a.year - (mo >= a.month), "next": a.year + (mo <= a.month), "this": a.year}[which]
    elif which in ("following", "previous", "same") and (r := n.reached(which)) is not None and r.start and r.end:
        y = {"following": r.end.year + (mo <= r.end.month), "previous": r.start.year - (mo >= r.start.month)}.get(
            which, r.start.year
        )
    else:
        y = n.year_of_month(mo, tense)
    return part(month_interval(y, mo), n.g.part(m["month_part"])) if y is not None else None


def decade(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """The late 1980s."""
    y = int(m["decade_y"])
    return part(decade_interval(y if y > 99 else 1900 + y), n.g.part(m["decade_p"]))


def century(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """The 19th century."""
    c = n.g.d.get("centuries", {}).get(m["century_n"].lower()) or int(m["century_n"])
    return Interval(date((c - 1) * 100 + 1, 1, 1), date(c * 100, 12, 31), "century")


def holiday(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """Christmas Eve; New Year's Day 1990."""
    name = squeezed(m["holiday"][: len(m["holiday"]) - len(m["holiday_y"] or "")])
    mo, d = n.g.d["holidays"][name]
    y = n.which_year(m["holiday_y"]) if m["holiday_y"] else n.year_of_month(mo, tense)
    return Interval.day(date(y, mo, d)) if y is not None else None


def year(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """2018, 1969-72, early 2006."""
    before = m.string[max(0, m.start() - 24) : m.start()]
    if n.g.not_a_year.search(before) or not (m["year_part"] or n.g.before_year.search(before)):
        return None
    y = int(m["year_y"])
    if m["year_to"]:
        last = int(m["year_to"]) if len(m["year_to"]) == 4 else y // 100 * 100 + int(m["year_to"])
        return Interval(date(y, 1, 1), date(last, 12, 31), "range") if y < last <= _LATEST else None
    return part(year_interval(y), n.g.part(m["year_part"]))
