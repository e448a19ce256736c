"""What each dimension of a relation adds to the whole, and what it says by itself.

The posterior mean is linear in what is observed. An event adds to it its weight there times its distance from what the
standing facts alone lead one to expect; a fact adds what it adds alone. An event's part is shared among the dimensions it
speaks of (`evidence.shares`), a fact's goes to the dimension of its kind, so the parts of all dimensions sum to the whole.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.measuring.closeness import Evidence, Posterior, gather, posterior
from detente.measuring.evidence import shares, standing
from detente.measuring.observations import Floats, Observations
from detente.measuring.weights import DIMENSIONS, Weights


def parts(obs: Observations, whole: Posterior, contrasts: Floats, weights: Weights) -> Floats:
    """What each dimension adds to weighted sums of one dyad's closeness over cells, shape (dimensions, columns of `contrasts`).

    They sum to the posterior mean of each sum, less the prior mean. `whole` is the posterior of `obs`.
    """
    e = whole.evidence
    alone = _facts_alone(e, whole)
    weighs = np.where(e.weight > 0, e.weight, 1.0)
    lever = whole.covariance(contrasts) * whole.precision / weighs
    act, cell = e.spread.act, e.spread.cell
    told = e.spread.part * e.acts.weight[act] * (e.acts.value[act] - alone.mean[cell, 0])
    share = shares(obs, weights)[e.acts.dated]
    out: Floats = share[act].T @ (told[:, None] * lever[cell])
    weighs = np.where(alone.evidence.weight > 0, alone.evidence.weight, 1.0)
    lever = alone.covariance(contrasts) * alone.precision / weighs
    for k, name in enumerate(DIMENSIONS):
        w, wy = standing(facts_of(obs, name, weights), e.edges, weights)
        out[k] += (lever * (wy - w * whole.centre)).sum(axis=0)
    # Events and facts of one cell share its `burst`, so that the sums differ in the last digits: those go with presence.
    out[0] += (contrasts * (whole.mean - whole.centre)).sum(axis=0) - out.sum(axis=0)
    return out


def own(obs: Observations, name: str, e: Evidence, whole: Posterior, weights: Weights) -> Posterior:
    """The posterior of closeness from the evidence of one dimension alone, on the cells of `e`."""
    share = shares(obs, weights)[:, DIMENSIONS.index(name)]
    keep = share > 0
    mine = facts_of(obs.only(keep), name, weights)
    return posterior(gather(mine, e.edges, weights, share[keep]), whole.hyper, obs.usual)


def facts_of(obs: Observations, name: str, weights: Weights) -> Observations:
    """The same events between those standing facts alone that speak of a dimension."""
    return obs.with_standing([s for s in obs.standing if weights.of_fact.get(s.kind, "presence") == name])


def _facts_alone(e: Evidence, whole: Posterior) -> Posterior:
    cells, dyads = e.weight.shape
    flat = e.spread.cell * dyads + e.acts.dyad[e.spread.act]
    w = e.acts.weight[e.spread.act] * e.spread.part
    sums = [np.bincount(flat, x, cells * dyads).reshape(cells, dyads) for x in (w, w * e.acts.value[e.spread.act])]
    weight = e.weight - sums[0]
    left = weight > 1e-9
    facts = replace(e, weight=np.where(left, weight, 0.0), total=np.where(left, e.total - sums[1], 0.0))
    return posterior(facts, whole.hyper, whole.centre - whole.hyper.centre)
