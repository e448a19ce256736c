"""How likely two mentions of one block report the same event.

A log-odds sum over signs: dates, wording, voice, trigger, persons, places, mode, code and type, and whether there is any
other act on record that a vague date could mean. The weights were fitted by `training/fit_merging.py` to the labelled
reports of `tests/gold/merging.tsv`; those of signs that the labelled reports do not show (copies, one document, persons,
places) were set by hand from their meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from detente.knowledge import ontology
from detente.recording.blocks import course_of, family_of, side
from detente.recording.reports import Report

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

WEIGHTS = {
    "base": -2.64,
    "same day": 2.74,
    "next day": 1.63,
    "day within longer": 1.11,  # a day, and a week or month that holds it
    "same span": 1.32,  # longer than a day, and the same for both
    "overlap": 1.17,  # both up to a month
    "vague": 0.77,  # one of them longer than that
    # One or both undated: by the days between their telling, or between the telling of one and the date of the other.
    "undated, within 4 days": 0.96,
    "undated, within 30 days": -0.12,
    "undated, within 60 days": -0.6,
    "undated, later": -2.92,
    "no other": 1.25,  # of the dated acts on record only this one can be meant
    "wording": 5.01,  # times the cosine of content words
    "nothing shared": -1.32,  # no content word, where both have some
    "same trigger": 0.03,
    "copies": 1.0,
    "same document": 0.7,
    "same document, undated": -0.3,  # a text seldom tells one act twice without a date
    "other mode": -1.77,
    "same mode": 0.64,
    "same code": 1.54,
    "kindred type": -1.28,  # another type, which another telling may well be given
    "other type": -2.93,
    "same person": 0.5,
    "other person": -2.0,
    "same place": 0.7,
    "other place": -1.0,
}
THRESHOLD = 0.5

_OPEN = 10_000_000  # beyond any date's ordinal
_EXACT = 2  # days by which a date that counts as exact may be uncertain
_CHUNK = 512
_FEW = 3  # content words from which it means something that none is shared


class Block:
    """The reports of one block by columns, to be compared all with all."""

    def __init__(self, reports: Sequence[Report]) -> None:
        """`reports` in any order; results speak of them by index."""
        self.reports = reports
        n = len(reports)
        mentions = [r.mention for r in reports]
        times = [m.time.interval if m.time else None for m in mentions]
        self.dated: Bools = np.array([t is not None and bool(t.start or t.end) for t in times], bool)
        self.told: Ints = np.array([r.told.toordinal() for r in reports], np.int64)
        self.low: Ints = np.array([t.start.toordinal() if t and t.start else 0 for t in times], np.int64)
        self.high: Ints = np.array([t.end.toordinal() if t and t.end else _OPEN for t in times], np.int64)
        self.course = _codes(course_of(m.factuality) for m in mentions)
        # What has happened, happened before it was told.
        past = np.array([course_of(m.factuality) == "happened" for m in mentions], bool)
        self.high = np.where(past, np.maximum(np.minimum(self.high, self.told + 1), self.low), self.high)
        self.document = _codes(m.document for m in mentions)
        self.sentence: Ints = np.array([m.sentence.start for m in mentions], np.int64)
        self.voice = _codes(r.voice for r in reports)
        self.type = _codes(m.type for m in mentions)
        self.family = _codes(family_of(m.type) for m in mentions)
        self.quad = _codes(ontology.quad(m.type) for m in mentions)
        self.mode = _codes(m.mode for m in mentions)
        self.cameo = _codes(m.cameo for m in mentions)
        self.trigger = _codes(r.trigger for r in reports)
        self.direction = _codes(None if m.reciprocal else side(m.actors) for m in mentions)
        # A meeting has no direction, but a visit has.
        self.undirected = np.array(
            [m.reciprocal or (m.type == "CONSULT" and m.mode != "visit") for m in mentions], bool
        )
        self.words = incidence([r.words for r in reports])
        self.size: Floats = np.maximum(1.0, np.sqrt(np.array([len(r.words) for r in reports], float)))
        self.telling = np.array([len(r.words) >= _FEW for r in reports], bool)
        self.places = incidence([r.places for r in reports])
        self.placed = np.array([bool(r.places) for r in reports], bool)
        named = [{(a.code, a.name) for a in (*m.actors, *m.recipients) if a.name} for m in mentions]
        self.persons = incidence(named)
        self.represented = incidence([{code for code, _ in some} for some in named])
        self.count = n
        width = self.high - self.low
        self.exact: Bools = self.dated & (width <= _EXACT)
        self.at: Ints = np.where(self.dated & (width < 400), (self.low + self.high) // 2, self.told)
        self.alone = self._without_rival()

    def clash(self, i: Ints, j: Ints) -> Bools:
        """Whether reports cannot be of one event: rows `i` against columns `j`."""
        a, b = i[:, None], j[None, :]
        gap = np.maximum(self.low[a], self.low[b]) - np.minimum(self.high[a], self.high[b])
        slack = np.where(self.exact[a] & self.exact[b], 1, 0)
        opposed = (self.direction[a] != self.direction[b]) & ~self.undirected[a] & ~self.undirected[b]
        out: Bools = (gap > slack) | opposed | (self.quad[a] != self.quad[b])
        return out

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """All (i, j, probability) with i < j that are likely enough and do not clash, of one course."""
        least = np.log(THRESHOLD / (1 - THRESHOLD))
        for i, j in self.chunks():
            odds = np.full((len(i), len(j)), WEIGHTS["base"])
            for name, sign in self.signs(i, j):
                odds += WEIGHTS[name] * sign
            impossible = self.clash(i, j) | (self.course[i][:, None] != self.course[j][None, :])
            odds[impossible | (j[None, :] <= i[:, None])] = -np.inf
            for a, b in zip(*np.nonzero(odds >= least), strict=True):
                yield int(i[a]), int(j[b]), round(float(1 / (1 + np.exp(-odds[a, b]))), 6)

    def chunks(self, apart: int = 0) -> Iterator[tuple[Ints, Ints]]:
        """All pairs that come within `apart` days of each other, as some rows against the columns they may go with."""
        order = np.lexsort((self.high, self.low))
        for start in range(0, self.count, _CHUNK):
            i = np.sort(order[start : start + _CHUNK])
            near = (self.low <= self.high[i].max() + 1 + apart) & (self.high >= self.low[i].min() - 1 - apart)
            yield i, np.flatnonzero(near)

    def signs(self, i: Ints, j: Ints) -> Iterator[tuple[str, Floats | Bools]]:
        """Each sign in `WEIGHTS` but the base, and how much of it rows `i` and columns `j` show."""
        a, b = i[:, None], j[None, :]

        def same(column: Ints) -> Bools:
            out: Bools = column[a] == column[b]
            return out

        yield from self._dates(a, b)
        cosine = shared(self.words, i, j) / (self.size[a] * self.size[b])
        yield "wording", cosine
        yield "nothing shared", (cosine == 0) & self.telling[a] & self.telling[b]
        yield "same trigger", same(self.trigger)
        document, dated = same(self.document), self.dated[a] & self.dated[b]
        yield "same document", document & dated
        yield "same document, undated", document & ~dated
        yield "copies", same(self.voice) & ~document
        moded = (self.mode[a] >= 0) & (self.mode[b] >= 0)
        yield "same mode", moded & same(self.mode)
        yield "other mode", moded & ~same(self.mode)
        yield "same code", same(self.cameo)
        kindred = same(self.family)
        yield "kindred type", ~same(self.type) & kindred
        yield "other type", ~same(self.type) & ~kindred
        met, person = shared(self.represented, i, j) > 0, shared(self.persons, i, j) > 0
        yield "same person", met & person
        yield "other person", met & ~person
        placed, place = self.placed[a] & self.placed[b], shared(self.places, i, j) > 0
        yield "same place", placed & place
        yield "other place", placed & ~place

    def _dates(self, a: Ints, b: Ints) -> Iterator[tuple[str, Bools]]:
        width = self.high - self.low
        longer, shorter = np.maximum(width[a], width[b]), np.minimum(width[a], width[b])
        gap = np.maximum(self.low[a], self.low[b]) - np.minimum(self.high[a], self.high[b])
        apart = np.abs(self.told[a] - self.told[b])
        apart = np.minimum(apart, np.minimum(np.abs(self.at[a] - self.told[b]), np.abs(self.told[a] - self.at[b])))
        dated = self.dated[a] & self.dated[b]
        rest = dated.copy()
        for name, holds in (
            ("same day", (longer <= _EXACT) & (gap <= 0)),
            ("next day", longer <= _EXACT),
            ("same span", (self.low[a] == self.low[b]) & (self.high[a] == self.high[b])),
            ("day within longer", (longer <= 31) & (shorter <= _EXACT)),
            ("overlap", longer <= 31),
            ("vague", np.True_),
        ):
            yield name, rest & holds
            rest &= ~holds
        rest = ~dated
        for days in (4, 30, 60, _OPEN):
            yield (f"undated, within {days} days" if days < _OPEN else "undated, later"), rest & (apart <= days)
            rest &= apart > days
        exact = self.exact[a] ^ self.exact[b]
        yield "no other", exact & np.where(self.exact[a], self.alone[b], self.alone[a])

    def _without_rival(self) -> Bools:
        """Of each report without an exact date, whether the exact dates it could mean are all of one act."""
        out = np.zeros(self.count, bool)
        exact = np.flatnonzero(self.exact)
        vague = np.flatnonzero(~self.exact)
        for start in range(0, len(vague), _CHUNK):
            i = vague[start : start + _CHUNK]
            may = ~self.clash(i, exact) & (self.course[i][:, None] == self.course[exact][None, :])
            may &= self.family[i][:, None] == self.family[exact][None, :]
            # An undated report is news: it means what happened a few days before it was told.
            news = np.abs(self.told[i][:, None] - self.at[exact][None, :]) <= 4
            may &= self.dated[i][:, None] | news
            for row, some in zip(i, may, strict=True):
                days = np.unique(self.low[exact[some]])
                out[row] = len(days) > 0 and bool((np.diff(days) <= 1).all())
        return out


def _codes(values: Iterable[object]) -> Ints:
    seen: dict[object, int] = {None: -1}
    return np.array([seen.setdefault(v, len(seen) - 1) for v in values], np.int64)


def incidence(sets: Sequence[Iterable[object]]) -> csr_matrix:
    """Rows by what is in them: 1 where a set holds the thing that a column stands for."""
    columns: dict[object, int] = {}
    at = [(row, columns.setdefault(x, len(columns))) for row, some in enumerate(sets) for x in some]
    rows, cols = ([p[k] for p in at] for k in (0, 1))
    return csr_matrix((np.ones(len(at)), (rows, cols)), shape=(len(sets), max(1, len(columns))))


def shared(some: csr_matrix, i: Ints, j: Ints) -> Floats:
    """How many things the sets of rows `i` and of rows `j` have in common."""
    out: Floats = (some[i] @ some[j].T).toarray()
    return out
