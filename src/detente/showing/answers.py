"""Answers as JSON in the contract's shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.measuring.direction import Conduct
    from detente.measuring.elsewhere import Beside
    from detente.measuring.movers import Mover
    from detente.measuring.network import Map
    from detente.measuring.series import Period
    from detente.measuring.shift import Known, Shift
    from detente.measuring.triads import Together, Triad
    from detente.measuring.turns import Turn
    from detente.model import Interval

Json = dict[str, Any]


def _ends(i: Interval) -> list[str | None]:
    return [i.start.isoformat() if i.start else None, i.end.isoformat() if i.end else None]


def shift_json(s: Shift, history: Sequence[Known] = (), others: Sequence[Beside] = ()) -> Json:
    """`detente shift --format json`; `evidence` is event ids, weightiest first, `influence` what each one carries,
    `as_known` what would have been said by earlier dates, `beside` what other evidence says."""
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
        "beside": [beside_json(b) for b in others],
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


def beside_json(b: Beside) -> Json:
    """What one file of other evidence says of two periods, on the score scale."""
    return {
        "title": b.title,
        "file": b.file,
        "before": None if b.before is None else round(b.before, 4),
        "after": None if b.after is None else round(b.after, 4),
        "change": None if b.change is None else round(b.change, 4),
        "statuses": list(b.statuses),
    }


def mover_json(m: Mover) -> Json:
    """One dyad of `detente movers`."""
    return {
        "dyad": list(m.dyad),
        "closer": round(m.closer, 4),
        "change": round(m.change, 4),
        "interval": [round(x, 4) for x in m.interval],
        "events": {"before": m.events[0], "after": m.events[1]},
    }


def conduct_json(c: Conduct) -> Json:
    """One side of `detente sides`: the shift of its own conduct, and how it replies to the other's."""
    return {
        "actor": c.actor,
        "closer": round(c.shift.closer, 4),
        "change": round(c.shift.change, 4),
        "interval": [round(x, 4) for x in c.shift.interval],
        "events": {"before": c.shift.events[0], "after": c.shift.events[1]},
        "enough": c.shift.enough,
        "reply": None if c.reply is None else round(c.reply, 4),
        "reply_interval": None if c.interval is None else [round(x, 4) for x in c.interval],
        "reciprocates": None if c.answers is None else round(c.answers, 4),
        "replies": c.replies,
    }


def triad_json(t: Triad) -> Json:
    """`detente triad`: the shifts of three dyads, and how the first one's changes go with those of the other two."""

    def together(x: Together) -> Json:
        return {
            "dyads": [list(d) for d in x.dyads],
            "correlation": None if x.correlation is None else round(x.correlation, 4),
            "interval": None if x.interval is None else [round(v, 4) for v in x.interval],
            "costs": None if x.costs is None else round(x.costs, 4),
            "quarters": x.quarters,
        }

    keep = ("dyad", "before", "after", "closer", "change", "interval", "events", "enough")
    shifts = [{k: v for k, v in shift_json(s).items() if k in keep} for s in t.shifts]
    return {"shifts": shifts, "together": [together(x) for x in t.together]}


def map_json(m: Map) -> Json:
    """One period of `detente network`: `distance` and `weight` are matrices in the order of `states`."""
    return {
        "start": m.start.isoformat(),
        "end": m.end.isoformat(),
        "states": list(m.states),
        "place": {s: [round(float(x), 4) for x in xy] for s, xy in zip(m.states, m.place, strict=True)},
        "stress": round(m.stress, 4),
        "distance": [[round(float(x), 4) for x in row] for row in m.distance],
        "weight": [[round(float(x), 4) for x in row] for row in m.weight],
    }
