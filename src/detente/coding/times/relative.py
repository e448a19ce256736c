"""Expressions that count: from the day of writing, or from the date that the story has reached."""

from __future__ import annotations

import re
from datetime import date, timedelta

from detente.coding.times.arithmetic import (
    DAYS,
    add_months,
    around,
    decade_interval,
    month_interval,
    moved,
    part,
    week_interval,
    year_interval,
)
from detente.coding.times.grammar import Grammar, squeezed
from detente.coding.times.narrative import Narrative, Tense
from detente.model import Interval

Match = re.Match[str]
_STEP = {"last": -1, "previous": -1, "next": 1, "following": 1}
_TOO_FINE = frozenset({"year", "decade", "century"})  # nothing is counted in days from these


def amount(g: Grammar, m: Match) -> tuple[float, float] | None:
    """How many units a "count" match counts, at least and at most; negative where it counts back."""
    text, relation = squeezed(m["count_n"]), squeezed(m["count_r"] or m["count_b"])
    n = None if text == "the" and m["count_s"] else g.number(text)
    if n is not None:
        n += 0.5 if m["count_h"] else 0
        span = (n, n)
    elif text in g.d["vague"]:
        least, most = g.d["vague"][text]
        span = (float(least), float(most))
    else:
        return None
    return (-span[1], -span[0]) if relation in g.d["back"] else span


def count(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """Three years ago, two weeks later, the day before, a few days after."""
    relation, span = squeezed(m["count_r"] or m["count_b"]), amount(n.g, m)
    if span is None:
        return None
    unit = n.g.unit(m["count_u"])
    if relation in n.g.d["from_now"] or n.running is None:
        if n.base is None or (relation not in (*n.g.d["from_now"], *n.g.d["from_writing"])):
            return None
        return _clipped(counted(n.base, span, unit), n, tense)
    base = n.running
    if unit in (*DAYS, "week", "hour") and base.precision in _TOO_FINE:
        return None
    return _clipped(counted(base, span, unit), n, tense)


def counted(base: Interval, span: tuple[float, float], unit: str) -> Interval | None:
    """`base` moved by an amount of units, exact or between two."""
    return moved(base, span[0], unit) if span[0] == span[1] else around(base, *span, unit)


def _clipped(i: Interval | None, n: Narrative, tense: Tense) -> Interval | None:
    """What has happened did so before it was told of."""
    if i is None or n.anchor is None or tense.forward or i.start is None or i.end is None:
        return i
    return Interval(i.start, n.anchor, i.precision) if i.start <= n.anchor < i.end else i


def within(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """Within two weeks, in three months: to come, from now or from then."""
    k = n.g.number(m["within_n"])
    if k is None:
        return None
    told = m["within_w"] is not None and n.running is not None and n.looks_back and not tense.forward
    base = n.running if told or (tense.from_then and n.running is not None) else n.base if tense.forward else None
    if base is None or base.end is None:
        return None
    end = moved(Interval.day(base.end), k, n.g.unit(m["within_u"]))
    return Interval(base.start, end.end, "range") if end is not None else None


def over(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """In the last three months."""
    text = squeezed(m["over_n"] or n.g.d["uncounted"])
    k = n.g.number(text) or (n.g.d["vague"].get(text, [1, 1])[1])
    if n.anchor is None:
        return None
    start = moved(Interval.day(n.anchor), -k, n.g.unit(m["over_u"]))
    return Interval(start.start, n.anchor, "range") if start is not None else None


def which(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """Last week, the following month, that year."""
    kind, unit = n.g.kind_of(m, "which"), n.g.unit(m["which_u"])
    if kind is None:
        return None
    if kind in ("last", "this", "next"):
        return _blurred(_unit(n.base, kind, unit, tense), n, unit)
    reached = n.day if kind == "same" and unit == "day" and n.day is not None else n.reached(kind)
    if reached is None:
        return None
    i = _unit(reached, kind, unit, tense)
    if kind in ("same", "following") and i is not None:
        return _clipped(i, n, tense)
    return i


def _unit(base: Interval | None, kind: str, unit: str, tense: Tense) -> Interval | None:
    """The day, week ... that `base` lies in, or the one before or after it; `base` itself where that is longer."""
    if base is None or base.start is None or base.end is None:
        return None
    step = _STEP.get(kind, 0)
    day = base.end if step > 0 else base.start
    length = (base.end - base.start).days + 1
    if unit in ("afternoon", *DAYS):
        if length > 1 and step == 0:
            return base
        return moved(base, step, "day")
    if unit in ("week", "weekend"):
        if length > 7:
            return base if step == 0 else moved(base, step, "week")
        week = week_interval(day + timedelta(weeks=step))
        if unit == "weekend":
            assert week.start is not None
            saturday = week.start + timedelta(days=5)
            if step == 0 and day < saturday and not tense.forward:
                saturday -= timedelta(weeks=1)
            return Interval(saturday, saturday + timedelta(days=1), "range")
        return week
    if unit == "month":
        if length > 31 and step == 0:
            return base
        first = add_months(day.replace(day=1), step)
        return month_interval(first.year, first.month)
    if unit == "decade":
        return decade_interval(day.year // 10 * 10 + 10 * step)
    return year_interval(day.year + step)


def _blurred(i: Interval | None, n: Narrative, unit: str) -> Interval | None:
    """ "Yesterday" in a letter that bears only a month lies in that month."""
    if i is None or n.base is None or n.base.start == n.base.end:
        return i
    assert n.base.start is not None and n.base.end is not None
    finer = unit in (*DAYS, "week", "weekend") or (unit == "month" and n.base.precision == "year")
    return n.base if finer else i


def weekday(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """Friday, last Monday, Tuesday of next week."""
    anchor = n.anchor
    if n.g.d["capitals"] and not m["weekday_d"][0].isupper():
        return None
    wanted = n.g.d["weekdays"][m["weekday_d"].lower()]
    kind = n.g.kind_of(m, "weekday")
    if kind in ("same", "following", "previous") and n.running is not None and n.running.start == n.running.end:
        assert n.running.start is not None
        return Interval.day(_day_of_week(n.running.start, wanted, -1 if kind == "previous" else 1, kind != "same"))
    if anchor is None:
        return None
    if m["weekday_w"]:
        monday = anchor - timedelta(days=anchor.weekday())
        step = _STEP.get(n.g.which_in(m["weekday_w"]) or "", 0)
        return _blurred(Interval.day(monday + timedelta(days=wanted, weeks=step)), n, "day")
    tail = (m["weekday_l"] or "").lower()
    if tail in ("week", "fortnight"):  # "Monday week"
        return Interval.day(_day_of_week(anchor, wanted, 1, True) + timedelta(weeks=1 if tail == "week" else 2))
    forward = kind == "next" or tail == "next" or (tense.forward and not tense.from_then and kind != "last")
    past = kind == "last" or tail == "last"
    return _blurred(Interval.day(_day_of_week(anchor, wanted, 1 if forward else -1, forward or past)), n, "day")


def _day_of_week(base: date, wanted: int, step: int, strictly: bool) -> date:
    away = (wanted - base.weekday()) * step % 7
    return base + timedelta(days=step * (away or (7 if strictly else 0)))


def deictic(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """Today, yesterday, tomorrow."""
    step = n.g.d["deictic"][squeezed(m["deictic"])]
    return _blurred(moved(Interval.day(n.anchor), step, "day"), n, "day") if n.anchor is not None else None


def partof(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """The end of last year, early this year, later that month, in the course of next year."""
    unit, word = n.g.unit(m["partof_u"]), m["partof_w"] or m["partof_cp"]
    told = (n.looks_back or n.named is not None) and not (tense.forward and not tense.from_then)
    kind = (n.g.which_in(word) if word else None) or ("same" if told else "this")
    base = n.base if kind in ("last", "this", "next") else n.reached(kind)
    if unit not in ("week", "month", "year", "decade"):
        return None
    whole = _unit(base, kind, unit, tense)
    if whole is None or whole.start is None or whole.end is None:
        return None
    if m["partof_c"]:
        pivot = base if base is not None and base.within(whole) else None
        if pivot is None or pivot.start is None or pivot.end is None:
            return whole
        if m["partof_c"].lower() == "earlier":
            return Interval(whole.start, pivot.end, "range")
        return _clipped(Interval(pivot.start, whole.end, "range"), n, tense)
    return part(whole, n.g.part(m["partof_p"]))


def nth(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """The 19th; the 4th inst."""
    word = (m["nth_i"] or "").lower()
    found = n.nearest_day(int(m["nth_d"]), n.g.d["instants"][word] if word else None, tense)
    return Interval.day(found) if found is not None else None


def then(n: Narrative, m: Match, tense: Tense) -> Interval | None:
    """Since then, by then, at that time."""
    return n.named or n.running
