"""Answers as JSON in the contract's shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.measuring.series import Period
    from detente.measuring.shift import Known, Shift
    from detente.measuring.turns import Turn
    from detente.model import Interval

Json = dict[str, Any]


def _ends(i: Interval) -> list[str | None]:
    return [i.start.isoformat() if i.start else None, i.end.isoformat() if i.end else None]


def shift_json(s: Shift, history: Sequence[Known] = ()) -> Json:
    """`detente shift --format json`; `evidence` is event ids, weightiest first, `influence` what each one carries,
    `as_known` what would have been said by earlier dates."""
    return {
        "dyad": list(s.dyad),
        "before": _ends(s.before),
        "after": _ends(s.after),
        "closer": round(s.closer, 4),
        "change": round(s.change, 4),
        "interval": [round(x, 4) for x in s.interval],
        "dimensions": {
            name: {
                "closer": round(d.closer, 4),
                "change": round(d.change, 4),
                "interval": [round(x, 4) for x in d.interval],
                "events": d.n,
                "contribution": round(d.contribution, 4),
            }
            for name, d in s.dimensions.items()
        },
        "events": {"before": s.events[0], "after": s.events[1]},
        "evidence": [i.id for i in s.evidence],
        "influence": [round(i.influence, 4) for i in s.evidence],
        "enough": s.enough,
        "words": s.words,
        "known_by": s.known_by.isoformat() if s.known_by else None,
        "as_known": [known_json(k) for k in history],
    }


def known_json(k: Known) -> Json:
    """What would have been said by one date."""
    return {
        "known_by": k.known_by.isoformat(),
        "closer": round(k.closer, 4),
        "change": round(k.change, 4),
        "interval": [round(x, 4) for x in k.interval],
        "events": {"before": k.events[0], "after": k.events[1]},
        "enough": k.enough,
    }


def series_json(p: Period) -> Json:
    """One period of `detente series`: mean closeness with its 5 % and 95 % bounds and the events in it."""
    return {
        "start": p.start.isoformat(),
        "end": p.end.isoformat(),
        "mean": round(p.mean, 4),
        "low": round(p.low, 4),
        "high": round(p.high, 4),
        "events": p.n,
        "usual": round(p.usual, 4),
        "dimensions": {name: round(x, 4) for name, x in p.dimensions.items()},
    }


def turn_json(t: Turn) -> Json:
    """One turning point of `detente turns`."""
    return {
        "date": t.date.isoformat(),
        "from": t.interval.start.isoformat() if t.interval.start else None,
        "to": t.interval.end.isoformat() if t.interval.end else None,
        "direction": "closer" if t.change > 0 else "apart",
        "probability": round(t.probability, 4),
        "change": round(t.change, 4),
        "evidence": list(t.evidence),
    }
