"""How likely two mentions of one block report the same event.

A log-odds sum over what they share: dates, wording, voice, persons, places, mode and code. The weights below were set
by hand from the meaning of each sign and are plain data, so that a labelled set of pairs can replace them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from detente.recording.blocks import course_of, side
from detente.recording.reports import Report

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

WEIGHTS = {
    "base": -2.2,
    "same day": 3.0,
    "next day": 2.0,
    "day within longer": 0.8,  # a day, and a week or month that holds it
    "same span": 1.3,  # longer than a day, and the same for both
    "overlap": 1.0,  # both up to a month
    "vague": 0.0,  # one of them longer than that
    # One or both undated: by the days between their telling, or between the telling of one and the date of the other.
    "undated, within 4 days": 0.5,
    "undated, within 30 days": 0.0,
    "undated, within 60 days": -0.6,
    "undated, later": -1.5,
    "wording": 5.0,  # times the cosine of content words
    "copies": 1.0,
    "same document": 0.7,
    "same document, undated": -0.3,  # a text seldom tells one act twice without a date
    "other mode": -1.5,
    "same mode": 0.3,
    "same code": 0.4,
    "other type": -1.0,
    "same person": 0.5,
    "other person": -2.0,
    "same place": 0.7,
    "other place": -1.0,
}
THRESHOLD = 0.5

_OPEN = 10_000_000  # beyond any date's ordinal
_CHUNK = 512


class Block:
    """The reports of one block by columns, to be compared all with all."""

    def __init__(self, reports: Sequence[Report]) -> None:
        """`reports` in any order; results speak of them by index."""
        self.reports = reports
        n = len(reports)
        times = [r.mention.time.interval if r.mention.time else None for r in reports]
        self.dated: Bools = np.array([t is not None and bool(t.start or t.end) for t in times], bool)
        self.told: Ints = np.array([r.told.toordinal() for r in reports], np.int64)
        self.low: Ints = np.array([t.start.toordinal() if t and t.start else 0 for t in times], np.int64)
        self.high: Ints = np.array([t.end.toordinal() if t and t.end else _OPEN for t in times], np.int64)
        self.course = _codes(course_of(r.mention.factuality) for r in reports)
        # What has happened, happened before it was told.
        past = np.array([course_of(r.mention.factuality) == "happened" for r in reports], bool)
        self.high = np.where(past, np.maximum(np.minimum(self.high, self.told + 1), self.low), self.high)
        self.document = _codes(r.mention.document for r in reports)
        self.voice = _codes(r.voice for r in reports)
        self.type = _codes(r.mention.type for r in reports)
        self.mode = _codes(r.mention.mode for r in reports)
        self.cameo = _codes(r.mention.cameo for r in reports)
        self.direction = _codes(None if r.mention.reciprocal else side(r.mention.actors) for r in reports)
        # A meeting has no direction, but a visit has.
        self.undirected = np.array(
            [r.mention.reciprocal or (r.mention.type == "CONSULT" and r.mention.mode != "visit") for r in reports], bool
        )
        self.words = _incidence([r.words for r in reports])
        self.size: Floats = np.maximum(1.0, np.sqrt(np.array([len(r.words) for r in reports], float)))
        self.places = _incidence([r.places for r in reports])
        self.placed = np.array([bool(r.places) for r in reports], bool)
        named = [{(a.code, a.name) for a in (*r.mention.actors, *r.mention.recipients) if a.name} for r in reports]
        self.persons = _incidence(named)
        self.represented = _incidence([{code for code, _ in some} for some in named])
        self.count = n

    def clash(self, i: Ints, j: Ints) -> Bools:
        """Whether reports cannot be of one event: rows `i` against columns `j`."""
        a, b = i[:, None], j[None, :]
        gap = np.maximum(self.low[a], self.low[b]) - np.minimum(self.high[a], self.high[b])
        exact = (self.high - self.low <= 2) & self.dated
        slack = np.where(exact[a] & exact[b], 1, 0)
        opposed = (self.direction[a] != self.direction[b]) & ~self.undirected[a] & ~self.undirected[b]
        out: Bools = (gap > slack) | opposed
        return out

    def pairs(self) -> Iterable[tuple[int, int, float]]:
        """All (i, j, probability) with i < j, likely enough and not clashing, whatever the course of either."""
        everyone = np.arange(self.count)
        for start in range(0, self.count, _CHUNK):
            i = everyone[start : start + _CHUNK]
            odds = np.where(self.clash(i, everyone), -np.inf, self._odds(i, everyone))
            odds[everyone[None, :] <= i[:, None]] = -np.inf
            for a, b in zip(*np.nonzero(odds >= np.log(THRESHOLD / (1 - THRESHOLD))), strict=True):
                yield start + int(a), int(b), round(float(1 / (1 + np.exp(-odds[a, b]))), 6)

    def _odds(self, i: Ints, j: Ints) -> Floats:
        w, a, b = WEIGHTS, i[:, None], j[None, :]

        def same(column: Ints) -> Bools:
            out: Bools = column[a] == column[b]
            return out

        document, voice = same(self.document), same(self.voice)
        odds: Floats = w["base"] + self._dates(a, b)
        odds = odds + w["wording"] * _shared(self.words, i) / (self.size[a] * self.size[b])
        within = np.where(self.dated[a] & self.dated[b], w["same document"], w["same document, undated"])
        odds += np.where(document, within, w["copies"] * voice)
        moded = (self.mode[a] >= 0) & (self.mode[b] >= 0)
        odds += np.where(moded, np.where(same(self.mode), w["same mode"], w["other mode"]), 0)
        odds += w["same code"] * same(self.cameo) + w["other type"] * ~same(self.type)
        met, person = _shared(self.represented, i) > 0, _shared(self.persons, i) > 0
        odds += np.where(met, np.where(person, w["same person"], w["other person"]), 0)
        placed = self.placed[a] & self.placed[b]
        odds += np.where(placed, np.where(_shared(self.places, i) > 0, w["same place"], w["other place"]), 0)
        return odds

    def _dates(self, a: Ints, b: Ints) -> Floats:
        w = WEIGHTS
        width = self.high - self.low
        longer, shorter = np.maximum(width[a], width[b]), np.minimum(width[a], width[b])
        gap = np.maximum(self.low[a], self.low[b]) - np.minimum(self.high[a], self.high[b])
        dated = np.select(
            [
                (longer <= 2) & (gap <= 0),
                longer <= 2,
                (self.low[a] == self.low[b]) & (self.high[a] == self.high[b]),
                (longer <= 31) & (shorter <= 2),
                longer <= 31,
            ],
            [w["same day"], w["next day"], w["same span"], w["day within longer"], w["overlap"]],
            w["vague"],
        )
        at = np.where(self.dated & (width < 400), (self.low + self.high) // 2, self.told)
        apart = np.abs(self.told[a] - self.told[b])
        apart = np.minimum(apart, np.minimum(np.abs(at[a] - self.told[b]), np.abs(self.told[a] - at[b])))
        undated = np.select(
            [apart <= 4, apart <= 30, apart <= 60],
            [w[f"undated, within {n} days"] for n in (4, 30, 60)],
            w["undated, later"],
        )
        return np.where(self.dated[a] & self.dated[b], dated, undated)


def _codes(values: Iterable[object]) -> Ints:
    seen: dict[object, int] = {None: -1}
    return np.array([seen.setdefault(v, len(seen) - 1) for v in values], np.int64)


def _incidence(sets: Sequence[Iterable[object]]) -> csr_matrix:
    columns: dict[object, int] = {}
    at = [(row, columns.setdefault(x, len(columns))) for row, some in enumerate(sets) for x in some]
    rows, cols = ([p[k] for p in at] for k in (0, 1))
    return csr_matrix((np.ones(len(at)), (rows, cols)), shape=(len(sets), max(1, len(columns))))


def _shared(incidence: csr_matrix, i: Ints) -> Floats:
    out: Floats = (incidence[i] @ incidence.T).toarray()
    return out
