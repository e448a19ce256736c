"""States of affairs over time: what the documents state of one holder and host, put together without overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args

from detente.model import Fact, Interval, PresenceStatus
from detente.recording.queries import Cited, facts
from detente.recording.store import Record

Json = dict[str, Any]
MERGED = ("presence",)
"""Kinds of fact of which a holder and host have one status at a time."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One status from `start` to `end`: as precise as stated, None where open; `end` is the last day, inclusive."""

    fact: str
    holder: str
    host: str
    status: str
    start: Interval | None
    end: date | None
    evidence: tuple[Cited[Fact], ...]

    def to_json(self) -> Json:
        """The contract's fact object, with every statement that it rests on."""
        return {
            "kind": "fact",
            "fact": self.fact,
            "holder": self.holder,
            "host": self.host,
            "status": self.status,
            "start": self.start.iso() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "evidence": [c.to_json() for c in self.evidence],
        }


def facts_json(
    record: Record, a: str | None = None, b: str | None = None, kind: str | None = None, known_by: date | None = None
) -> Iterator[Json]:
    """Facts as `queries.facts` finds them, or where they are of a kind in `MERGED` between two states, their timeline.

    Raises RecordError.
    """
    found = facts(record, a, b, kind=kind, known_by=known_by)
    merged = timeline(found) if kind in MERGED and a is not None and b is not None else found
    return (x.to_json() for x in merged)


def timeline(found: Sequence[Cited[Fact]]) -> list[Stretch]:
    """Stretches in order, without overlaps, from statements of one kind about one holder and host.

    A status holds from its beginning until its stated end or until another begins. Of two that begin together the one
    that more documents state holds, then the one told last. A statement of the end alone ends a stretch of its status
    that is running, or stands for the time before it.
    """
    out: list[Stretch] = []
    for c in sorted(found, key=_begins):
        f = c.value
        start, end = f.start, _last(f)
        running = out[-1] if out else None
        if running is not None and running.status == f.status and _reaches(running, start):
            out[-1] = _joined(running, c, end)
            continue
        if running is not None and start is None:
            # It ran before its end, but another status was running: it can only have followed that one.
            if running.end is not None and end is not None and running.end < end:
                out.append(replace(_stretch(c), start=Interval.day(running.end + timedelta(days=1))))
            continue
        if running is not None and start is not None and running.start is not None:
            if running.start.start == start.start:
                if _weight(running, found) >= _weight(_stretch(c), found):
                    continue
                out.pop()
            else:
                out[-1] = _cut(running, start)
        out.append(_stretch(c))
    return out


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
    return Stretch(f.fact, f.holder, f.host or "", f.status, f.start, _last(f), (c,))


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


def _cut(running: Stretch, start: Interval) -> Stretch:
    if start.start is None:
        return running
    before = start.start - timedelta(days=1)
    return replace(running, end=before if running.end is None else min(running.end, before))


_RANK = {status: i for i, status in enumerate(get_args(PresenceStatus))}


def _weight(s: Stretch, found: Sequence[Cited[Fact]]) -> tuple[int, date, int]:
    """How many documents say so, when the last of them was known, and the higher rank."""
    same = [c for c in found if c.value.status == s.status and c.value.start and s.start]
    same = [c for c in same if c.value.start and s.start and c.value.start.start == s.start.start]
    told = max(
        ((c.document.published.end if c.document.published else None) or date.min for c in same), default=date.min
    )
    return len({c.document.id for c in same}), told, -_RANK.get(s.status, len(_RANK))
