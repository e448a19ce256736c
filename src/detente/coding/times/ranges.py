"""Two expressions that make one stretch: "from May to July 1990", "on Tuesday and Wednesday", "in 1970, beginning in May"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.coding.times.grammar import any_of
from detente.coding.times.narrative import Narrative
from detente.coding.words import Words
from detente.model import Interval, Span

if TYPE_CHECKING:
    from detente.coding.times.expressions import TimeExpression

_SAME = ("day", "month", "year")
_YEAR = re.compile(r"\d{4}")


def joined(words: Words, found: list[TimeExpression], reader: Narrative) -> list[TimeExpression]:
    """One sentence's expressions with those that belong together made one."""
    out: list[TimeExpression] = []
    for e in found:
        if out and (whole := _whole(words, out[-1], e, reader)) is not None:
            if reader.running == e.named and whole.interval is not None and e.named is not None:
                reader.tell(whole.interval)
                reader.mention(e.named, passing=False)
            out[-1] = whole
        else:
            out.append(e)
    return out


def _whole(words: Words, e: TimeExpression, f: TimeExpression, reader: Narrative) -> TimeExpression | None:
    a, b, d = e.named, f.named, reader.g.d["ranges"]
    if a is None or b is None or a.start is None or b.start is None or a.end is None or b.end is None:
        return None
    between = " ".join(words.text[e.span.end : f.span.start].lower().split())
    before = words.text[max(0, e.span.start - 12) : e.span.start].lower()
    span = Span(e.span.start, f.span.end)
    if between.lstrip(", ") in d["beginning"] and b.within(a):
        return replace(e, span=span, last=f.last, interval=Interval(b.start, a.end, "range"), named=a, relation=None)
    article = any_of(reader.g.d["articles"])
    opened = re.search(rf"\b({any_of([*d['from'], *d['between']])})(?:\s*(?:{article}))?\s*$", before)
    to = re.sub(rf"\s*\b(?:{article})$", "", between) in d["to"]
    dash = between in ("-", "–", "—")
    both = between in d["and"] and opened is not None and opened[1] in d["between"]
    side_by_side = between in d["and"] and not both and a.precision == b.precision and a.precision in _SAME
    if not ((to and opened) or dash or both or side_by_side):
        return None
    if not _YEAR.search(e.span.of(words.text)) and _YEAR.search(f.span.of(words.text)):
        a = _in_year_of(a, b) or a  # "between March and June 1999": the year stands once
    start, end, last = a.start, a.end, b.end
    if start is None or end is None or last is None or start > last:
        return None
    if side_by_side and b.start != end + timedelta(days=1):
        return None
    stretch = Interval(start, last, "range")
    return replace(e, span=span, last=f.last, interval=stretch, named=stretch, relation=None)


def _in_year_of(a: Interval, b: Interval) -> Interval | None:
    """`a` in the year of `b`, or the year before where that would put it after `b`."""
    assert a.start is not None and a.end is not None and b.start is not None and b.end is not None
    for year in (b.end.year, b.end.year - 1):
        try:
            start = a.start.replace(year=year)
            end = a.end.replace(year=year + a.end.year - a.start.year)
        except ValueError:  # the last of February
            start = date(year, a.start.month, min(a.start.day, 28))
            end = date(year + a.end.year - a.start.year, a.end.month, min(a.end.day, 28))
        if start <= b.end:
            return Interval(start, end, a.precision)
    return None
