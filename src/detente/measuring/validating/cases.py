"""Known changes and placebos: does the measure get them right, and does it better than a mean of Goldstein scores?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from detente.errors import DetenteError
from detente.knowledge import world
from detente.measuring.closeness import averaging, gather, posterior
from detente.measuring.observations import Dyad, Observations, bounds
from detente.measuring.shift import around, edges_around
from detente.measuring.weights import Hyper, Weights, default

WINDOW = 182
FEWEST = 3  # events on either side without which a case is not decided
ALARM = 0.95
STEP = 14


@dataclass(frozen=True, slots=True)
class Case:
    """At a date a dyad moved closer (1), apart (-1), or stayed as it was, as far as is known (0)."""

    dyad: Dyad
    at: date
    way: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said of a case: P(closer), events before and after, and the change of the mean Goldstein score (None: no events)."""

    case: Case
    closer: float
    events: tuple[int, int]
    goldstein: float | None

    @property
    def decided(self) -> bool:
        """Whether it is a change with enough events on both sides."""
        return self.case.way != 0 and min(self.events) >= FEWEST

    @property
    def right(self) -> bool:
        """Whether the likelier way is the one it went."""
        return (self.closer > 0.5) == (self.case.way > 0)

    @property
    def alarm(self) -> bool:
        """Whether a change is told with more than 95 % where nothing is known to have changed."""
        return self.case.way == 0 and not 1 - ALARM <= self.closer <= ALARM


def read(path: Path | None = None) -> list[Case]:
    """Cases from a table a, b, date, +1/-1/0 (tabs, # comments); those of the package without a path. Raises DetenteError."""
    path = path or Path(__file__).with_name("cases.tsv")
    out = []
    try:
        lines = path.read_text(encoding="utf8").splitlines()
    except (OSError, UnicodeDecodeError) as e:
        raise DetenteError(f"{path}: cannot be read: {e}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            a, b, at, way, *_ = line.split("\t")
            case = Case((a.strip(), b.strip()), date.fromisoformat(at.strip()), int(way))
        except ValueError:
            raise DetenteError(f"{path}, line {number}: no case: a, b, date and +1, -1 or 0") from None
        if not all(map(world.valid, case.dyad)) or case.dyad[0] == case.dyad[1] or case.way not in (-1, 0, 1):
            raise DetenteError(f"{path}, line {number}: no two states, or neither +1, -1 nor 0")
        out.append(case)
    return out


def outcome(case: Case, obs: Observations, weights: Weights | None = None, hyper: Hyper | None = None) -> Outcome:
    """What the measure says of a case."""
    weights = weights or default()
    b, a = (bounds(p) for p in around(case.at, WINDOW))
    edges = edges_around(obs, b, a, weights, STEP)
    whole = posterior(gather(obs, edges, weights), hyper or weights.parameters, obs.usual)
    closer = float(whole.contrast(averaging(edges, *a) - averaging(edges, *b)).closer()[0])
    acts = whole.evidence.acts
    score = obs.events["goldstein"].to_numpy()[acts.dated]
    means = [score[(acts.start >= p[0]) & (acts.start < p[1])] for p in (b, a)]
    change = float(np.mean(means[1]) - np.mean(means[0])) if all(map(len, means)) else None
    return Outcome(case, closer, (int(acts.within(*b).sum()), int(acts.within(*a).sum())), change)


def goldstein_right(outcomes: Sequence[Outcome]) -> int:
    """How many decided cases the change of the mean Goldstein score gets right."""
    return sum(o.goldstein is not None and (o.goldstein > 0) == (o.case.way > 0) for o in outcomes if o.decided)
