"""Fit the weights of merging to the labelled reports, and say how well merging does on matters that it was not fitted to.

    python training/fit_merging.py [--folds 5] [--strength 2.0]

Each sign's weight is the most probable one under a normal prior around a weight set by hand, with the given precision, so
a sign that the reports do not show keeps that. Matters are dealt to the folds in turn. Prints the fitted weights, to be
copied into `recording/resemblance.py` and `recording/courses.py`, and one JSON object of figures.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "recording"))

from merging_gold import Counts, Report, counts, links, rates, reports

from detente.recording import courses, resemblance
from detente.recording.blocks import block_of, content_words, trigger_word
from detente.recording.reports import Report as Read

# Set by hand from the meaning of each sign, before any label was looked at.
EVENT_PRIOR = {
    "base": -2.2,
    "same day": 3.0,
    "next day": 2.0,
    "day within longer": 0.8,
    "same span": 1.3,
    "overlap": 1.0,
    "vague": 0.0,
    "undated, within 4 days": 0.5,
    "undated, within 30 days": 0.0,
    "undated, within 60 days": -0.6,
    "undated, later": -1.5,
    "no other": 1.5,
    "wording": 5.0,
    "nothing shared": -1.0,
    "same trigger": 0.5,
    "copies": 1.0,
    "same document": 0.7,
    "same document, undated": -0.3,
    "other mode": -1.5,
    "same mode": 0.3,
    "same code": 0.4,
    "kindred type": -1.0,
    "other type": -2.5,
    "same person": 0.5,
    "other person": -2.0,
    "same place": 0.7,
    "other place": -1.0,
}
COURSE_PRIOR = {
    "base": -1.5,
    "wording": 6.0,
    "nothing shared": -1.5,
    "same trigger": 0.5,
    "same type": 1.0,
    "days overlap": 1.0,
    "within 10 days": 0.5,
    "later than 120 days": -1.0,
    "same place": 0.5,
    "same person": 0.3,
    "same document": -1.5,
}

Features = list[tuple[dict[str, float], bool]]


def block(some: Iterable[Report]) -> resemblance.Block:
    """Labelled reports as merging sees them."""
    read = []
    for r in some:
        d, m = r.document, r.mention
        assert d.published is not None and d.published.end is not None
        day = d.published.end
        words = frozenset(content_words(m, d.text, "en"))
        read.append(Read(m.id, m, block_of(m), day, day, d.id, trigger_word(m, d.text), words, frozenset()))
    return resemblance.Block(read)


def by_parties(some: Iterable[Report]) -> list[list[Report]]:
    """Reports by block."""
    out: dict[str, list[Report]] = {}
    for r in some:
        out.setdefault(block_of(r.mention), []).append(r)
    return list(out.values())


def same_event(some: list[Report]) -> Features:
    """The signs of every two reports that could be of one event, and whether they are."""
    out: Features = []
    for group in by_parties(some):
        b = block(group)
        every = np.arange(b.count)
        possible = ~b.clash(every, every) & (b.course[:, None] == b.course[None, :])
        signs = [(n, np.broadcast_to(s, possible.shape)) for n, s in b.signs(every, every)]
        for i, j in zip(*np.nonzero(np.triu(possible, 1)), strict=True):
            out.append(({n: float(s[i, j]) for n, s in signs}, group[i].event == group[j].event))
    return out


def same_matter(some: list[Report]) -> Features:
    """The signs of every two reports that could be stages of one matter, and whether they are."""
    right = {(a, b) for a, b, _ in links(some)}
    out: Features = []
    for group in by_parties(some):
        b = block(group)
        every = np.arange(b.count)
        order = courses.in_order(b, every[:, None], every[None, :])
        order &= resemblance.shared(b.words, every, every) >= courses.FEWEST
        signs = [(n, np.broadcast_to(s, order.shape)) for n, s in courses.signs(b, every, every)]
        for i, j in zip(*np.nonzero(order), strict=True):
            if i != j and courses.kind_of(group[i].mention, group[j].mention) is not None:
                out.append(({n: float(s[i, j]) for n, s in signs}, (group[i].event, group[j].event) in right))
    return out


def fit(features: Features, prior: dict[str, float], strength: float) -> dict[str, float]:
    """The most probable weights."""
    names = list(prior)
    x = np.array([[1.0 if n == "base" else f.get(n, 0.0) for n in names] for f, _ in features])
    y = np.array([1.0 if same else -1.0 for _, same in features])
    start = np.array([prior[n] for n in names])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = y * (x @ w)
        p = 1 / (1 + np.exp(margin))
        away = w - start
        return float(np.logaddexp(0, -margin).sum() + strength / 2 * away @ away), -(x.T @ (y * p)) + strength * away

    found = minimize(loss, start, jac=True, method="L-BFGS-B")
    return {n: round(float(w), 2) for n, w in zip(names, found.x, strict=True)}


def main() -> None:
    """Fit on all, and by folds; print weights and figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--strength", type=float, default=2.0)
    args = parser.parse_args()
    every = reports()
    matters = list(dict.fromkeys(r.matter for r in every))
    parts: list[tuple[dict[str, float], Callable[[list[Report]], Features], dict[str, float]]] = [
        (resemblance.WEIGHTS, same_event, EVENT_PRIOR),
        (courses.WEIGHTS, same_matter, COURSE_PRIOR),
    ]
    held_out: list[Counts] = []
    for n in range(args.folds):
        test = {m for k, m in enumerate(matters) if k % args.folds == n}
        for weights, features, prior in parts:
            weights.update(fit(features([r for r in every if r.matter not in test]), prior, args.strength))
        held_out.append(counts([r for r in every if r.matter in test]))
    for weights, features, prior in parts:
        weights.update(fit(features(every), prior, args.strength))
        print("\n".join(f'    "{n}": {w},' for n, w in weights.items()))
    total = {k: [sum(c[k][i] for c in held_out) for i in range(3)] for k in held_out[0]}
    print(json.dumps({"held out": rates(total), "fitted to": rates(counts(every))}))


if __name__ == "__main__":
    main()
