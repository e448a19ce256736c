"""The course of one matter: which events are about one act, and what the later says became of the earlier.

What is planned or offered, what happened and what did not are never one event. They are linked: a plan that was carried
out, an offer accepted, refused or withdrawn, a report denied. The weights were fitted as those of `resemblance` were.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from detente.model import Mention
from detente.recording.blocks import course_of, family_of, side
from detente.recording.resemblance import Block, Bools, Floats, Ints, shared

Kind = Literal["carried out", "did not happen", "accepted", "refused", "withdrawn", "contradicted", "denied"]

WEIGHTS = {
    "base": -1.57,
    "wording": 6.14,
    "nothing shared": -1.5,
    "same trigger": 0.57,
    "same type": 1.38,
    "days overlap": 1.55,  # the act was to take place, or is denied to have taken place, when it did
    "within 10 days": 1.34,
    "later than 120 days": -1.75,
    "same place": 0.5,
    "same person": 0.3,
    "same document": -1.5,  # whose acts are close in time and alike in wording anyway
}
THRESHOLD = 0.5
FEWEST = 1
"""Content words that two stages of one matter must share; being close in time says little where two states deal often."""
WINDOW = 400
"""Days after which what happens is no longer put down to what was said before."""

_HARM = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE"})
_KIND = frozenset({"CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
_AHEAD = frozenset({"offered", "requested", "conditional"})


def kind_of(x: Mention, y: Mention) -> Kind | None:
    """What `y`, told later, may say of `x`: None where the two cannot be stages of one matter."""
    was, now = course_of(x.factuality), course_of(y.factuality)
    alike = family_of(x.type) == family_of(y.type)
    by_same, by_other = _by(x, y)
    offer = x.factuality in _AHEAD or (x.type in ("AGREE", "REQUEST") and was != "not")
    if now == "not":
        if x.type == "ACCUSE" and y.factuality == "denied" and not alike and by_other:
            return "denied"
        if not alike or not by_same:
            return None
        return "did not happen" if was == "open" else "contradicted" if was == "happened" else None
    if now == "open" or was == "not":
        return None
    if offer and y.type == "REJECT":
        return "refused" if by_other else "withdrawn"
    if was == "open" and y.type == "SANCTION" and not alike and by_same and x.quad.endswith("cooperation"):
        return "withdrawn"
    if was == "open" and alike and by_same:
        return "carried out"
    if offer and by_other and y.type in ("AGREE", "SUPPORT", "CONCEDE"):
        return "accepted"
    if x.type == "THREATEN" and y.type in _HARM and by_same:
        return "carried out"
    if x.type == "AGREE" and y.type in _KIND and by_same:
        return "carried out"
    return None


def _by(x: Mention, y: Mention) -> tuple[bool, bool]:
    """Whether who acted in `x` may be who acts in `y`, and whether who was acted on may be."""
    if x.reciprocal or y.reciprocal or (x.type == y.type == "CONSULT"):
        return True, not x.reciprocal
    same = set(side(x.actors)) & set(side(y.actors))
    other = set(side(x.recipients)) & set(side(y.actors))
    return bool(same), bool(other) and not same


def candidates(block: Block) -> Iterator[tuple[int, int, Kind, float]]:
    """Pairs of reports (earlier, later) that are likely enough to be stages of one matter: kind and probability."""
    least = np.log(THRESHOLD / (1 - THRESHOLD))
    ahead = np.array([_opens(r.mention) for r in block.reports], bool)
    for i, j in block.chunks(WINDOW):
        odds = np.full((len(i), len(j)), WEIGHTS["base"])
        for name, sign in signs(block, i, j):
            odds += WEIGHTS[name] * sign
        a, b = i[:, None], j[None, :]
        told = block.told[b] - block.told[a]
        apart = (told < 0) | (told > WINDOW) | ~in_order(block, a, b)
        # One sentence is like itself, whatever its acts have to do with each other.
        one_sentence = (block.document[a] == block.document[b]) & (block.sentence[a] == block.sentence[b])
        unlike = shared(block.words, i, j) < FEWEST
        odds[~ahead[a] | one_sentence | unlike | apart] = -np.inf
        for x, y in zip(*np.nonzero(odds >= least), strict=True):
            kind = kind_of(block.reports[i[x]].mention, block.reports[j[y]].mention)
            if kind is not None:
                yield int(i[x]), int(j[y]), kind, round(float(1 / (1 + np.exp(-odds[x, y]))), 6)


def _opens(m: Mention) -> bool:
    # Whether anything can become of it: denials and negations end a matter.
    return course_of(m.factuality) != "not"


def in_order(block: Block, a: Ints, b: Ints) -> Bools:
    """Whether what `b` tells of can have come after what `a` does; what is denied is of the time of what was told."""
    denial = np.array([course_of(r.mention.factuality) == "not" for r in block.reports], bool)
    begun = np.where(block.dated & (block.low < block.told), block.low, block.told)
    out: Bools = denial[b] | (block.high[b] >= begun[a] - 3)
    return out


def signs(block: Block, i: Ints, j: Ints) -> Iterator[tuple[str, Floats | Bools]]:
    """Each sign in `WEIGHTS` but the base, and how much of it rows `i` and columns `j` show."""
    a, b = i[:, None], j[None, :]
    cosine = shared(block.words, i, j) / (block.size[a] * block.size[b])
    yield "wording", cosine
    yield "nothing shared", cosine == 0
    yield "same trigger", block.trigger[a] == block.trigger[b]
    yield "same type", block.family[a] == block.family[b]
    gap = np.maximum(block.low[a], block.low[b]) - np.minimum(block.high[a], block.high[b])
    yield "days overlap", block.dated[a] & block.dated[b] & (gap <= 0)
    apart = block.told[b] - block.told[a]
    yield "within 10 days", apart <= 10
    yield "later than 120 days", apart > 120
    yield "same place", shared(block.places, i, j) > 0
    yield "same person", shared(block.persons, i, j) > 0
    yield "same document", block.document[a] == block.document[b]
