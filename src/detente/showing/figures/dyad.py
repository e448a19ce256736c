"""The figures of one dyad: closeness over time with what happened beneath it, its dimensions, and what was known when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from markupsafe import Markup

from detente.showing.figures.drawing import Time, Value, drawing, element, link, path
from detente.showing.words import Words

if TYPE_CHECKING:
    from detente.measuring.series import Period
    from detente.measuring.shift import Known
    from detente.measuring.turns import Turn
    from detente.model import Interval
    from detente.recording.events import Event
    from detente.recording.timelines import Stretch

WIDTH, LEFT, RIGHT = 960, 60, 944
TOP, BOTTOM = 58, 292  # of closeness
BASE, REACH = 334, 26  # of the events: the line that they stand on, and how far the strongest goes from it
MOST_MARKS = 300  # events one by one; where there are more, those near each other share a mark

Linked = Callable[..., str | None]
"""Where a mark leads: called with `event=Event`, or with `since=date, until=date`. None for nowhere, as on paper."""


def nowhere(**_: object) -> str | None:
    """Marks that lead nowhere."""
    return None


def closeness(
    periods: Sequence[Period],
    turns: Sequence[Turn],
    events: Sequence[Event],
    presence: Mapping[tuple[str, str], Sequence[Stretch]],
    compared: tuple[Interval, Interval],
    say: Words,
    to: Linked = nowhere,
) -> Markup:
    """Closeness with its 90 % band and turning points; the events below it, up for better and down for worse, hollow for what
    did not, or not surely, happen; and who had which mission where, as ribbons."""
    if not periods:
        return element("p", say("nothing"), class_="empty")
    time = Time(periods[0].start, periods[-1].end, LEFT, RIGHT)
    reach = max(0.5, max(max(p.high, -p.low) for p in periods))
    value = Value(-reach, reach, BOTTOM, TOP)
    turns = [t for t in turns if time.first <= t.date <= time.last]
    rows = [(pair, stretches) for pair, stretches in presence.items() if stretches]
    height = BASE + REACH + 30 + 18 * len(rows)
    return drawing(
        WIDTH, height, say("figure.closeness"),
        *_compared(compared, time, say), *_axes(time, value, reach, height, say),
        *_course(periods, time, value, say, to), *_turns(turns, time, say, to),
        *_events(events, time, say, to),
        *(e for i, row in enumerate(rows) for e in _ribbon(*row, BASE + REACH + 22 + 18 * i, time, say)),
        kind="closeness", top=0 if turns else TOP - 14,
    )  # fmt: skip


def _axes(time: Time, value: Value, reach: float, height: float, say: Words) -> list[Markup]:
    out = [element("line", x1=LEFT, x2=RIGHT, y1=value(0), y2=value(0), class_="zero")]
    for v, word in ((reach, "closer"), (0.0, "neutral"), (-reach, "apart")):
        y = value(v) + (8 if v > 0 else 4 if v == 0 else -2)
        out.append(element("text", say(f"axis.{word}"), x=LEFT - 6, y=y, class_="scale"))
    for x, label in time.ticks():
        out.append(element("line", x1=x, x2=x, y1=TOP, y2=height - 16, class_="grid"))
        edge = "end" if x > RIGHT - 30 else None
        out.append(element("text", label, x=x - 3 if edge else x + 3, y=height - 4.0, class_="tick", text_anchor=edge))
    return out


def _compared(compared: tuple[Interval, Interval], time: Time, say: Words) -> list[Markup]:
    out = []
    for name, i in zip(("before", "after"), compared, strict=True):
        assert i.start and i.end
        x, end = time(i.start), time(i.end, end=True)
        if end > x:
            out.append(element("rect", x=x, width=end - x, y=TOP, height=BOTTOM - TOP, class_=f"period {name}"))
    return out


def _course(periods: Sequence[Period], time: Time, value: Value, say: Words, to: Linked) -> list[Markup]:
    middle = [(time(p.start) + time(p.end, end=True)) / 2 for p in periods]
    xs = [LEFT, *middle[1:-1], RIGHT] if len(periods) > 1 else middle
    band = [(x, value(p.high)) for x, p in zip(xs, periods, strict=True)]
    band += [(x, value(p.low)) for x, p in zip(xs[::-1], periods[::-1], strict=True)]
    line = [(x, value(p.mean)) for x, p in zip(xs, periods, strict=True)]
    out = [element("path", d=path(band, close=True), class_="band"), element("path", d=path(line), class_="mean")]
    for p, x in zip(periods, xs, strict=True):
        left, right = time(p.start), time(p.end, end=True)
        title = say("tip.period", start=say.day(p.start), end=say.day(p.end), mean=say.number(p.mean, sign=True),
                    low=say.number(p.low, sign=True), high=say.number(p.high, sign=True), n=p.n)  # fmt: skip
        hit = element("rect", x=left, width=max(right - left, 0.5), y=TOP, height=BOTTOM - TOP, class_="hit")
        dot = element("circle", cx=x, cy=value(p.mean), r=2.6, class_="dot") if p.n else ""
        to_period = to(since=p.start, until=p.end) if p.n else None
        out.append(link(to_period, title, hit, dot, class_="at", tabindex="-1" if to_period else None))
    return out


def _turns(turns: Sequence[Turn], time: Time, say: Words, to: Linked) -> list[Markup]:
    out: list[Markup] = []
    ends = [-1e9, -1e9, -1e9]  # where the last label of each row ends, so that none lies over another
    for t in turns:
        x = time(t.date)
        closer = t.change > 0
        name = say(
            "turn.closer" if closer else "turn.apart",
            when=say("month", month=say(f"month.{t.date.month}"), year=t.date.year),
        )
        wide = 6.2 * len(name) + 18
        row = next((i for i, end in enumerate(ends) if x - 4 > end), len(ends) - 1)
        flip = x + wide > RIGHT
        ends[row] = x + (0 if flip else wide)
        y = 14 + 15 * row
        title = say(
            "tip.turn", turn=name, probability=say.chance(t.probability), change=say.number(t.change, sign=True)
        )
        start, end = t.interval.start or t.date, t.interval.end or t.date
        mark = "▲" if closer else "▼"
        out.append(link(
            to(since=start, until=end + timedelta(days=60)), title,
            element("rect", x=time(start), width=max(time(end, end=True) - time(start), 1.0), y=TOP, height=BOTTOM - TOP, class_="within"),
            element("line", x1=x, x2=x, y1=y - 8, y2=BOTTOM, class_="turn"),
            element("text", f"{name} {mark}" if flip else f"{mark} {name}", x=x - 4 if flip else x + 4, y=y,
                    class_="name", text_anchor="end" if flip else None),
            class_=f"turning {'closer' if closer else 'apart'}",
        ))  # fmt: skip
    return out


def _when(e: Event) -> tuple[date, date] | None:
    if e.time is None or (e.time.start is None and e.time.end is None):
        return None
    start, end = e.time.start, e.time.end
    return start or end, end or start  # type: ignore[return-value]


def _events(events: Sequence[Event], time: Time, say: Words, to: Linked) -> list[Markup]:
    out = [element("line", x1=LEFT, x2=RIGHT, y1=BASE, y2=BASE, class_="base")]
    out.append(element("text", say("axis.events"), x=LEFT - 6, y=BASE + 4, class_="scale"))
    dated = [(e, w) for e in events if (w := _when(e)) is not None and w[1] >= time.first and w[0] <= time.last]
    if len(dated) > MOST_MARKS:
        return out + _heaps(dated, time, say, to)
    for e, (start, end) in dated:
        x = (time(start if e.dated else end) + time(end, end=True)) / 2
        y = BASE - REACH * max(-1.0, min(1.0, e.score / 10)) - (3 if e.score >= 0 else -3)
        sure = e.factuality == "actual"
        title = event_title(e, say)
        kind = ("better" if e.score > 0 else "worse" if e.score < 0 else "even") + ("" if sure else " unsure")
        out.append(link(
            to(event=e), title, element("line", x1=x, x2=x, y1=BASE, y2=y), element("circle", cx=x, cy=y, r=3.4),
            class_=f"event {kind}",
        ))  # fmt: skip
    return out


def _heaps(dated: Sequence[tuple[Event, tuple[date, date]]], time: Time, say: Words, to: Linked) -> list[Markup]:
    # Bars: how many acts for better and for worse in each stretch of the line.
    wide = 6.0
    heaps: dict[tuple[int, bool], list[tuple[date, date]]] = {}
    for e, when in dated:
        heaps.setdefault((int((time(when[0]) - LEFT) / wide), e.score >= 0), []).append(when)
    most = max(map(len, heaps.values()))
    out = []
    for (i, up), days in sorted(heaps.items()):
        tall = max(1.0, REACH * len(days) / most)
        since, until = min(d[0] for d in days), max(d[0] for d in days)
        title = say(
            "tip.heap", n=len(days), which=say("better" if up else "worse"), start=say.day(since), end=say.day(until)
        )
        bar = element("rect", x=LEFT + wide * i, width=wide - 1, y=BASE - tall if up else BASE, height=tall)
        kind = f"event heap {'better' if up else 'worse'}"
        to_heap = to(since=since, until=until)
        out.append(link(to_heap, title, bar, class_=kind, tabindex="-1" if to_heap else None))
    return out


def event_title(e: Event, say: Words) -> str:
    """An event in one line: when, who, what, and whether it happened."""
    parts = [say.time(e.time) if e.time else say("undated"), say("pair", who=parties(e, say), what=what(e, say))]
    if e.factuality != "actual":
        parts.append(say.of("factuality", e.factuality))
    return " · ".join(parts)


def parties(e: Event, say: Words) -> str:
    """Who did it to whom."""
    a, r = (", ".join(map(say.bare, side)) for side in (e.actors, e.recipients))
    return (
        " – ".join(map(say.bare, dict.fromkeys(e.actors + e.recipients))) if e.reciprocal else f"{a} → {r}" if r else a
    )


def what(e: Event, say: Words) -> str:
    """The kind of act, with its mode."""
    kind = say.of("type", e.type) if e.type else say("statement")
    return f"{kind} ({say.of('mode', e.mode)})" if e.mode else kind


RANK = {"embassy": 4, "legation": 4, "nonresident ambassador": 2, "nonresident envoy": 2, "consulate": 2,
        "nonresident consul": 1, "liaison": 2, "interests section": 1, "none": 0}  # fmt: skip


def _ribbon(pair: tuple[str, str], stretches: Sequence[Stretch], y: float, time: Time, say: Words) -> list[Markup]:
    out = [element("text", f"{pair[0]} → {pair[1]}", x=LEFT - 4, y=y + 9, class_="scale small")]
    for s in stretches:
        start = (s.start.start if s.start else None) or time.first
        end = s.end or time.last
        if end < time.first or start > time.last:
            continue
        x, right = time(start), time(end, end=True)
        status = say.of("presence", s.status)
        title = say("tip.presence", holder=say.bare(pair[0]), host=say.bare(pair[1]), status=status,
                    start=say.day(start) if s.start else "…", end=say.day(end) if s.end else "…")  # fmt: skip
        label = element("text", status, x=x + 4, y=y + 9, class_="status") if right - x > 6.5 * len(status) else ""
        bar = element("rect", x=x, width=max(right - x, 1.0), y=y, height=12, rx=2)
        out.append(link(None, title, bar, label, class_=f"presence rank{RANK.get(s.status, 1)}"))
    return out


def small(periods: Sequence[Period], compared: tuple[Interval, Interval], reach: float, label: str) -> Markup:
    """One dimension as a small chart; `reach` is the value at its top, the same for all that stand side by side."""
    wide, tall = 300, 72
    if not periods:
        return drawing(wide, tall, label, kind="small")
    time, value = Time(periods[0].start, periods[-1].end, 0, wide), Value(-reach, reach, tall - 2, 2)
    xs = [(time(p.start) + time(p.end, end=True)) / 2 for p in periods]
    band = [(x, value(p.high)) for x, p in zip(xs, periods, strict=True)]
    band += [(x, value(p.low)) for x, p in zip(xs[::-1], periods[::-1], strict=True)]
    after = compared[1]
    assert after.start and after.end
    x, end = time(after.start), time(after.end, end=True)
    return drawing(
        wide, tall, label,
        element("rect", x=x, width=max(end - x, 0.0), y=0, height=tall, class_="period after"),
        element("line", x1=0, x2=wide, y1=value(0), y2=value(0), class_="zero"),
        element("path", d=path(band, close=True), class_="band"),
        element("path", d=path([(x, value(p.mean)) for x, p in zip(xs, periods, strict=True)]), class_="mean"),
        kind="small",
    )  # fmt: skip


def known(found: Sequence[Known], at: date | None, say: Words) -> Markup:
    """What could be said when: the probability of "closer" by the day of asking, a step at every day that told more."""
    wide, tall = 960, 84
    if not found:
        return Markup()
    last = found[-1].known_by
    time, value = (
        Time(found[0].known_by, max(last, found[0].known_by + timedelta(days=1)), LEFT, RIGHT),
        Value(0, 1, tall - 20, 6),
    )
    points: list[tuple[float, float]] = []
    for i, k in enumerate(found):
        x = time(k.known_by)
        if points:
            points.append((x, points[-1][1]))
        points.append((x, value(k.closer)))
        if i == len(found) - 1:
            points.append((float(RIGHT), value(k.closer)))
    marks = [element("line", x1=LEFT, x2=RIGHT, y1=value(0.5), y2=value(0.5), class_="zero")]
    for p, word in ((1.0, "closer"), (0.0, "apart")):
        marks.append(element("text", say(f"axis.{word}"), x=LEFT - 6, y=value(p) + (8 if p else 0), class_="scale"))
    for x, label in time.ticks():
        marks.append(element("text", label, x=x, y=tall - 4, class_="tick"))
        marks.append(element("line", x1=x, x2=x, y1=6, y2=tall - 18, class_="grid"))
    if at is not None:
        marks.append(element("line", x1=time(at), x2=time(at), y1=2, y2=tall - 18, class_="now"))
    return drawing(
        wide, tall, say("figure.known"), *marks, element("path", d=path(points), class_="mean"), kind="known"
    )
