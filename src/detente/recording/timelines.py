"""States of affairs over time: what the documents state of one holder and host, put together without overlaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args

from detente.model import Fact, Interval, PresenceStatus
from detente.recording.queries import Cited

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One status from `start` to `end`: as precise as stated, None where open; `end` is the last day, inclusive.

    `conflicts` are the statements that say otherwise of some of that time. Of an office, `person` holds it.
    """

    fact: str
    holder: str
    host: str
    status: str
    start: Interval | None
    end: date | None
    evidence: tuple[Cited[Fact], ...]
    person: str | None = None
    conflicts: tuple[Cited[Fact], ...] = ()

    def to_json(self) -> Json:
        """The contract's fact object, with every statement that it rests on."""
        return {
            "kind": "fact",
            "fact": self.fact,
            "holder": self.holder,
            "host": self.host,
            "status": self.status,
            "start": _begin(self.start),
            "end": self.end.isoformat() if self.end else None,
            **({"person": self.person} if self.person else {}),
            "evidence": [c.to_json() for c in self.evidence],
            "conflicts": [c.to_json() for c in self.conflicts],
        }


def _begin(start: Interval | None) -> str | None:
    """The shortest ISO date of a day, month or year; of any other interval its first day."""
    if start is None or start.start is None:
        return None
    text = start.iso()
    return start.start.isoformat() if "/" in text else text


def timeline(found: Sequence[Cited[Fact]]) -> list[Stretch]:
    """Stretches in order, without overlaps, from statements of one kind about one holder and host.

    A status holds from its beginning until its stated end or until another begins. Of two that begin together the one
    that more documents state holds, then the one told last. A statement of the end alone ends a stretch of its status
    that is running, or stands for the time before it. One without any date is evidence for the stretch of its status
    that reaches to the day on which it was published; it is a stretch of its own only where nothing else is known. Of an
    office the status is the person who holds it. A statement that has to give way is kept as a conflict.
    """
    out = _put_together(found)
    return _with_conflicts(out, found)


def _put_together(found: Sequence[Cited[Fact]]) -> list[Stretch]:
    out: list[Stretch] = []
    dated = [c for c in found if _start(c.value) is not None or _last(c.value) is not None]
    for c in sorted(dated, key=_begins):
        start, end = _start(c.value), _last(c.value)
        running = out[-1] if out else None
        if running is None:
            out.append(_stretch(c))
        elif _said(running) == _status(c.value) and _reaches(running, start):
            out[-1] = _joined(running, c, end)
        elif start is None or start.start is None:
            # It ran before its end, but another status was running: it can only have followed that one.
            if running.end is not None and end is not None and running.end < end:
                out.append(replace(_stretch(c), start=Interval.day(running.end + timedelta(days=1))))
        elif running.start is None or running.start.start != start.start:
            out[-1] = _cut(running, start.start)
            out.append(_stretch(c))
        elif _weight(running, found) < _weight(_stretch(c), found):
            out[-1] = _stretch(c)
    return _with_undated(out, [c for c in found if _start(c.value) is None and _last(c.value) is None])


def _with_conflicts(out: list[Stretch], found: Sequence[Cited[Fact]]) -> list[Stretch]:
    """Each stretch with the statements of another status that were left out for it, or that reach into it."""
    used = {id(c) for s in out for c in s.evidence}
    given_way: list[list[Cited[Fact]]] = [[] for _ in out]
    for c in found:
        f = c.value
        if id(c) not in used:
            told = c.document.published.end if c.document.published else None
            day = (f.start.start if f.start else None) or _last(f) or told
            k = next((k for k, s in enumerate(out) if _status(f) != _said(s) and _holds(s, day)), None)
            if k is not None:
                given_way[k].append(c)
    for k, s in enumerate(out[1:], 1):
        begins = (s.start.start if s.start else None) or date.min
        before = out[k - 1]
        if _said(before) != _said(s):
            given_way[k] += [c for c in before.evidence if (_last(c.value) or date.min) > begins]
    return [replace(s, conflicts=tuple(c)) if c else s for s, c in zip(out, given_way, strict=True)]


def _status(f: Fact) -> tuple[str, str | None]:
    return f.status, f.person


def _said(s: Stretch) -> tuple[str, str | None]:
    return s.status, s.person


def _with_undated(out: list[Stretch], undated: Sequence[Cited[Fact]]) -> list[Stretch]:
    for c in sorted(undated, key=_begins):
        told = c.document.published.end if c.document.published else None
        k = next((k for k, s in enumerate(out) if _said(s) == _status(c.value) and _holds(s, told)), None)
        if k is not None:
            out[k] = replace(out[k], evidence=(*out[k].evidence, c))
        elif not out:
            out.append(_stretch(c))
    return out


def _holds(s: Stretch, day: date | None) -> bool:
    day = day or date.max
    return ((s.start.start if s.start else None) or date.min) <= day <= (s.end or date.max)


def _start(f: Fact) -> Interval | None:
    return f.start if f.start is not None and f.start.start is not None else None


def _begins(c: Cited[Fact]) -> tuple[object, ...]:
    f = c.value
    if f.start is None and f.end is not None:
        # Only its end is known: it belongs where something of the kind may be running.
        return (f.end.start or date.min), 1, f.document, f.span.start
    return (f.start.start if f.start and f.start.start else date.min), 0, f.document, f.span.start


def _last(f: Fact) -> date | None:
    return (f.end.end or f.end.start) if f.end else None


def _stretch(c: Cited[Fact]) -> Stretch:
    f = c.value
    return Stretch(f.fact, f.holder, f.host or "", f.status, _start(f), _last(f), (c,), f.person)


def _reaches(running: Stretch, start: Interval | None) -> bool:
    if start is None or running.end is None:
        return True
    return start.start is None or start.start <= running.end + timedelta(days=1)


def _joined(running: Stretch, c: Cited[Fact], end: date | None) -> Stretch:
    start = running.start
    stated = c.value.start
    if start is not None and stated is not None and stated.within(start):
        start = stated  # the more precise of two statements of one beginning
    ends = [e for e in (running.end, end) if e is not None]
    return replace(running, start=start, end=max(ends, default=None), evidence=(*running.evidence, c))


def _cut(running: Stretch, start: date) -> Stretch:
    before = start - timedelta(days=1)
    return replace(running, end=before if running.end is None else min(running.end, before))


_RANK = {status: i for i, status in enumerate(get_args(PresenceStatus))}


def _weight(s: Stretch, found: Sequence[Cited[Fact]]) -> tuple[int, date, int]:
    """How many documents say so, when the last of them was known, and the higher rank."""
    same = [c for c in found if _status(c.value) == _said(s) and c.value.start and s.start]
    same = [c for c in same if c.value.start and s.start and c.value.start.start == s.start.start]
    told = max(
        ((c.document.published.end if c.document.published else None) or date.min for c in same), default=date.min
    )
    return len({c.document.id for c in same}), told, -_RANK.get(s.status, len(_RANK))
