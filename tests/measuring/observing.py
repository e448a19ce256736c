"""Observations for the tests: events at dates, with a score each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from detente.measuring.observations import Observations, Standing

DYAD = ("CAN", "PRK")


def told(
    events: Sequence[tuple[str, float]], standing: Sequence[Standing] = (), **columns: Sequence[object]
) -> Observations:
    """One dyad with an event for each (ISO date, score); other columns as in `observations.COLUMNS`."""
    base = {
        "id": [f"e{i}" for i in range(len(events))],
        "start": [date.fromisoformat(d) for d, _ in events],
        "score": [s for _, s in events],
        "known": [date.fromisoformat(d) for d, _ in events],
        "type": ["CONSULT"] * len(events),
    }
    return Observations.of([DYAD], base | columns, standing)


def spread(start: str, end: str, many: int, score: float, seed: int = 0, other: float = 0.0) -> list[tuple[str, float]]:
    """`many` events at random days from `start` to `end`; a share `other` of them scores the opposite."""
    rng = np.random.default_rng(seed)
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    days = sorted(int(x) for x in rng.integers(0, (last - first).days + 1, many))
    signs = np.where(rng.random(many) < other, -1.0, 1.0)
    return [((first + timedelta(days=d)).isoformat(), float(score * s)) for d, s in zip(days, signs, strict=True)]
