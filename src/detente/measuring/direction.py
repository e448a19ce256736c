"""Who moves and who answers: the conduct of each side toward the other, and how each replies to the other's.

Each act is explained by what its actor did of late, by what the other side did to it of late, and by the course of the
relation in that year: value = year + own * own lately + reply * other lately + noise, by weighted least squares
(reciprocity in the sense of Goldstein and Pevehouse 1997, who fit the same on weekly sums).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from detente.measuring.evidence import acts
from detente.measuring.observations import Bools, Floats, Ints, Observations, bounds, one_dyad
from detente.measuring.shift import Shift, shift
from detente.measuring.weights import Hyper, Weights, default
from detente.model import Interval

LATELY = 28  # days
FEWEST = 12
"""With fewer replies of a side to look at, how it replies is not told."""


@dataclass(frozen=True, slots=True)
class Conduct:
    """How one side acts on the other.

    `shift` is the change of its own conduct. `reply` is by how much the value of its acts rises when the other's acts of
    the four weeks before were better by 1, with its 90 % interval and the probability that it is above 0; None where too
    little is on record. `replies` counts the acts this rests on.
    """

    actor: str
    shift: Shift
    reply: float | None
    interval: tuple[float, float] | None
    answers: float | None
    replies: int


def direction(
    obs: Observations,
    before: Interval,
    after: Interval,
    *,
    hyper: Hyper | None = None,
    weights: Weights | None = None,
) -> tuple[Conduct, Conduct]:
    """The conduct of both sides of one dyad, the dyad's first country first: shift between two periods, and reply.

    What the two do together counts for both in the shift, and for neither in the reply. Raises ValueError for more than
    one dyad or an open period.
    """
    a, b = one_dyad(obs, "comparison of two sides")
    weights = weights or default()
    bounds(before), bounds(after)
    way = obs.events["directed"].to_numpy()
    out = []
    for actor, sign in ((a, 1), (b, -1)):
        own = obs.only((way == sign) | (way == 0)).with_standing(())
        reply, interval, answers, n = _reply(obs, sign, weights)
        out.append(Conduct(actor, shift(own, before, after, hyper=hyper, weights=weights), reply, interval, answers, n))
    return out[0], out[1]


def _reply(
    obs: Observations, sign: int, weights: Weights
) -> tuple[float | None, tuple[float, float] | None, float | None, int]:
    a = acts(obs, weights)
    way = obs.events["directed"].to_numpy()[a.dated]
    short = (a.end - a.start <= 7) & (a.weight > 0)  # acts whose week is known
    mine, theirs = np.flatnonzero(short & (way == sign)), np.flatnonzero(short & (way == -sign))
    day = a.start
    own_lately, own_seen = _lately(day[mine], day[mine], a.value[mine], a.weight[mine])
    their_lately, their_seen = _lately(day[mine], day[theirs], a.value[theirs], a.weight[theirs])
    use = their_seen
    if use.sum() < FEWEST:
        return None, None, None, int(use.sum())
    # Where the actor itself was silent of late, it is taken to have been as usual.
    usual = np.average(a.value[mine], weights=a.weight[mine])
    year = day[mine] // 365
    years = (year[:, None] == np.unique(year[use])[None, :]).astype(float)
    x = np.column_stack([np.where(own_seen, own_lately - usual, 0.0), their_lately, years])[use]
    y, w = a.value[mine][use], a.weight[mine][use]
    inner = x.T * w @ x
    rank = int(np.linalg.matrix_rank(inner))
    freedom = len(y) - rank
    if freedom < 5:
        return None, None, None, int(use.sum())
    inverse = np.linalg.pinv(inner)
    beta = inverse @ (x.T * w @ y)
    rest = y - x @ beta
    # Robust to acts of unequal spread and to bursts: sandwich with small-sample factor (HC1; White 1980).
    meat = (x.T * (w * rest) ** 2) @ x
    sd = float(np.sqrt(max((inverse @ meat @ inverse)[1, 1] * len(y) / freedom, 1e-12)))
    reach = float(stdtrit(freedom, 0.95)) * sd
    reply = float(beta[1])
    return reply, (reply - reach, reply + reach), float(stdtr(freedom, reply / sd)), int(use.sum())


def _lately(at: Ints, day: Ints, value: Floats, weight: Floats) -> tuple[Floats, Bools]:
    # Weighted mean of values on the days before each of `at`, and whether there were any.
    order = np.argsort(day, kind="stable")
    day = day[order]
    sums = [np.concatenate([[0.0], np.cumsum(x[order])]) for x in (weight, weight * value)]
    hi, lo = np.searchsorted(day, at, "left"), np.searchsorted(day, at - LATELY, "left")
    w, wy = (s[hi] - s[lo] for s in sums)
    seen = w > 1e-9
    return np.where(seen, wy / np.where(seen, w, 1.0), 0.0), seen
