"""Other evidence shown beside the measure: what stood in two periods, and how far it moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from detente.measuring.elsewhere.files import Elsewhere
from detente.measuring.observations import Observations, bounds, day_number
from detente.measuring.weights import Weights, default
from detente.model import Interval


@dataclass(frozen=True, slots=True)
class Beside:
    """One file's word on two periods: mean score on the days it speaks of (None: it does not), and every status with its days."""

    title: str
    file: str
    before: float | None
    after: float | None
    statuses: tuple[str, ...]

    @property
    def change(self) -> float | None:
        """After less before; None where one is not known."""
        return None if self.before is None or self.after is None else self.after - self.before


def beside(
    e: Elsewhere, before: Interval, after: Interval, known_by: date | None = None, weights: Weights | None = None
) -> Beside:
    """Compare what a file says of two closed periods, as known by the end of a day. Raises ValueError where one is open."""
    weights = weights or default()
    seen = replace(
        e, standing=tuple(s for s in e.standing if known_by is None or s.known is None or s.known <= known_by)
    )
    b, a = bounds(before), bounds(after)
    within = [s for s in seen.standing if any(_days(s.start, s.end, p) > 0 for p in (b, a))]
    told = dict.fromkeys(s.status for s in within)
    return Beside(e.title, e.file, _mean(seen, b, weights), _mean(seen, a, weights), tuple(told))


def included(obs: Observations, others: tuple[Elsewhere, ...]) -> Observations:
    """One dyad's observations with other evidence among what stands between the two."""
    return obs.with_standing((*obs.standing, *(s for e in others for s in e.standing)))


def _days(start: date | None, end: date | None, period: tuple[int, int]) -> int:
    lo = day_number(start) if start else period[0]
    hi = day_number(end) + 1 if end else period[1]
    return min(hi, period[1]) - max(lo, period[0])


def _mean(e: Elsewhere, period: tuple[int, int], weights: Weights) -> float | None:
    days = total = 0.0
    for s in e.standing:
        n = max(0, _days(s.start, s.end, period))
        score = s.score if s.score is not None else weights.standing.get((s.kind, s.status), (None, 0.0))[0]
        if score is not None:
            days, total = days + n, total + n * score
    return total / days if days else None
