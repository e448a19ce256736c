"""Where the parts of a statement stand: its words, its dates, the reach of its clause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from detente.coding.actors import Cast
from detente.coding.facts.bounds import When, bounds
from detente.coding.facts.posts import Post, posts
from detente.coding.facts.setting import Setting, paragraphs
from detente.coding.factuality import Operators, operators, status
from detente.coding.times import TimeExpression
from detente.coding.words import Word, Words
from detente.model import Interval

_HEADING = 200  # characters
_UNSURE = frozenset({"before", "until", "till", "since", "by", "prior to"})


@dataclass
class Text:
    """A parsed text as this room reads it: posts and dates by sentence, paragraphs, headings."""

    cast: Cast
    source: str
    d: dict[str, Any]
    about: Setting | None
    when: When
    dates: Sequence[TimeExpression]
    words: Words = field(init=False)
    ops: Operators = field(init=False)
    starts: list[int] = field(init=False)
    posts: list[Post] = field(init=False)

    def __post_init__(self) -> None:
        self.words = self.cast.words
        self.ops = operators(self.cast.language)
        self.starts = [w.start for w in self.words.words]
        self.posts = posts(self.words, self.cast.language, self.starts)
        self._firsts = [p.first for p in self.posts]
        self._dated = [e.first for e in self.dates]
        self.paragraph = paragraphs(self.words, self.source) if self.about else [0] * len(self.words.sentences)
        self._sizes: dict[int, int] = {}
        for n in self.paragraph:
            self._sizes[n] = self._sizes.get(n, 0) + 1

    def is_heading(self, sentence: int) -> bool:
        """Whether a sentence of a history stands over what follows: short, alone, without a full sentence's verb."""
        first, last = self.words.sentences[sentence]
        span = self.words.sentence_span(sentence)
        if self.about is None or self._sizes[self.paragraph[sentence]] > 1 or span.end - span.start > _HEADING:
            return False
        inside = self.dates_in(first, last)
        ends = bool(inside) and inside[-1].span.end >= span.end - 2
        days = any(e.interval is not None and e.interval.precision == "day" for e in inside)
        verbs = any(w.tag in ("VBD", "VBZ", "VBP") and w.pos == "AUX" for w in self.words.words[first:last])
        return not verbs and not days and (ends or self.words.text[span.end - 1] not in ".!?")

    def _since(self, w: Word) -> Interval | None:
        """ "since it broke off relations in 1978": the date of what has lasted since then."""
        for c in self.words.children(w, "advcl"):
            if any(m.lower in self.d["since"] for m in self.words.children(c, "mark")):
                return bounds(self.when(c), None)[0]
        return None

    def year_above(self, sentence: int) -> Interval | None:
        """The date in the heading over a sentence."""
        for n in range(sentence - 1, -1, -1):
            if self.is_heading(n):
                inside = self.dates_in(*self.words.sentences[n])
                return inside[-1].interval if inside else None
        return None

    def posts_in(self, first: int, last: int) -> list[Post]:
        """Posts named between two words."""
        return self.posts[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]

    def dates_in(self, first: int, last: int) -> list[TimeExpression]:
        """Time expressions between two words."""
        return list(self.dates[bisect_left(self._dated, first) : bisect_left(self._dated, last)])

    def forms(self, w: Word) -> set[str]:
        """What a word may be a form of, where a heading's capitals hide it from the tagger."""
        out = {w.lemma.lower(), w.lower}
        if w.lower.endswith("ed"):
            out |= {w.lower[:-1], w.lower[:-2]}
        elif w.lower.endswith("s"):
            out.add(w.lower[:-1])
        return out

    def within(self, a: int, b: int) -> bool:
        """Whether no clause begins between two words of one sentence."""
        lo, hi = min(a, b), max(a, b)
        return not any(w.lower in self.d["boundaries"] for w in self.words.words[lo + 1 : hi])

    def clause(self, w: Word) -> tuple[int, int]:
        """First word and end of the stretch around `w` in which no other clause begins."""
        first, last = self.words.sentences[w.sentence]
        a = b = w.i
        while a > first and self.words[a - 1].lower not in self.d["boundaries"]:
            a -= 1
        while b < last and (b == w.i or self.words[b].lower not in self.d["boundaries"]):
            b += 1
        return a, b

    def happened(self, w: Word) -> bool:
        """Whether a verb tells of something done: not denied, planned, offered, asked for or only possible."""
        s = status(self.words, w, False, self.ops)
        return s.factuality == "actual" and s.cameo is None

    def dated(self, w: Word, after: int | None = None) -> tuple[Interval | None, Interval | None]:
        """Start and end of what `w` tells of; in a history, by the nearest date of the clause where the parse has none.

        With `after`, the first date after that word and before the next "and" comes first.
        """
        start, end = bounds(self.when(w), self.cast.when if self.about is None else None)
        if self.about is None:
            return (start, end) if start or end else (self._since(w), None)
        first, last = self.clause(w)
        near = [e for e in self.dates_in(first, last) if _closed(e)]
        if not near and start is None:  # "was raised to an embassy when she presented her credentials on 5 March"
            near = [e for e in self.dates_in(*self.words.sentences[w.sentence]) if _closed(e)]
            near = near if len(near) == 1 else []
        if after is not None:
            near = [e for e in near if e.first > after] or near
            start = None
        if (start is None or start.precision not in ("day", "month")) and near:
            best = min(near, key=lambda e: (told(e).precision != "day", abs(e.first - (after or w.i))))  # type: ignore[union-attr]
            i = told(best)
            if start is None or (i is not None and i.within(start)):
                start = i
        return start, None


def _closed(e: TimeExpression) -> bool:
    i = told(e)
    return i is not None and i.start is not None and i.end is not None and e.relation not in _UNSURE


def told(e: TimeExpression) -> Interval | None:
    """What an expression names: of "those appointed after 1888" that year, near which they were."""
    return e.named if e.relation in ("after", "by", "before") else e.interval


def near(p: Iterator[Post] | list[Post], i: int) -> Post | None:
    """Of several posts the one nearest to word `i`."""
    return min(p, key=lambda x: min(abs(x.last - i), abs(x.first - i)), default=None)


def year_of(i: Interval | None) -> int | None:
    """The year in which an interval begins."""
    return i.start.year if i is not None and i.start is not None and i.start > date.min else None
