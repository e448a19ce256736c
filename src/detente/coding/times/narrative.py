"""What undated words count from: the day of writing, and the date that the story has reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from detente.coding.times.arithmetic import add_months
from detente.coding.times.grammar import Grammar, squeezed
from detente.model import Interval

_LOOKING_BACK = timedelta(
    days=300
)  # from a date so far before writing a story goes on there, not in the news of the day
_COARSE = frozenset({"year", "decade", "century"})


@dataclass(frozen=True, slots=True)
class Tense:
    """How the clause around an expression is told: of what is to come, seen from now or from then; of what had been before."""

    forward: bool = False
    from_then: bool = False  # "would": forward from the date the story has reached
    before_then: bool = False  # "had": back from there


class Narrative:
    """The dates that a text has reached, as its expressions are read in order.

    `base` is the interval of writing (or publication), `running` the date of what was told last, `named` the date that
    was mentioned last, in whatever clause ("that year" points to it).
    """

    def __init__(self, base: Interval | None, grammar: Grammar) -> None:
        self.base = base if base is not None and base.start is not None and base.end is not None else None
        self.g = grammar
        self.running: Interval | None = None
        self.named: Interval | None = None
        self.day: Interval | None = None  # the day that was mentioned last: "that same day"
        self._passing = False

    @property
    def anchor(self) -> date | None:
        """The last day of writing."""
        return self.base.end if self.base is not None else None

    def tell(self, i: Interval) -> None:
        """The story has reached `i`."""
        self.running = i
        self.mention(i, passing=False)

    def mention(self, i: Interval, passing: bool) -> None:
        """`i` is mentioned; in `passing`, only the same sentence may point to it."""
        self.named = i
        self._passing = passing
        if i.precision == "day":
            self.day = i

    def next_sentence(self) -> None:
        """What was mentioned in passing is past."""
        if self._passing:
            self.named, self._passing = self.running, False

    def turn_page(self) -> None:
        """What follows counts from the day of writing again."""
        self.running = self.named = self.day = None

    @property
    def looks_back(self) -> bool:
        """Whether the story is at a date long before it was written."""
        r = self.running
        if r is None or r.start is None or self.anchor is None:
            return r is not None
        return self.anchor - r.start > _LOOKING_BACK and r.start.year < self.anchor.year

    def which_year(self, words: str) -> int | None:
        """The year of "2018", "last year", "of the same year"."""
        text = squeezed(words)
        digits = next((w for w in text.replace(",", " ").split() if w.isdigit() and len(w) == 4), None)
        if digits is not None:
            return int(digits)
        kind = self.g.which_in(text) or "same"
        if kind in ("last", "this", "next"):
            return self.anchor.year + {"last": -1, "this": 0, "next": 1}[kind] if self.anchor else None
        reached = self.reached(kind)
        if reached is None or reached.start is None or reached.end is None:
            return None
        return {"following": reached.end.year + 1, "previous": reached.start.year - 1}.get(
            kind or "", reached.start.year
        )

    def reached(self, kind: str | None) -> Interval | None:
        """The date that "the same", "the following" or "the previous" count from."""
        if kind == "same" and self.named is not None:
            return self.named
        return self.running or self.base

    def year_of_month(self, month: int, tense: Tense) -> int | None:
        """The year of a month that stands without one."""
        r = self.running
        told = (self.looks_back and not tense.forward) or tense.from_then
        if r is not None and r.start is not None and r.end is not None and told:
            return self._within_story(r.start, r.end, r.precision in _COARSE, month, tense)
        if self.anchor is None:
            return r.start.year if r is not None and r.start is not None else None
        if tense.forward and not tense.from_then:
            return self.anchor.year + (month < self.anchor.month)
        return self.anchor.year - (month > self.anchor.month)

    def _within_story(self, start: date, end: date, coarse: bool, month: int, tense: Tense) -> int:
        if coarse:
            return start.year
        if tense.before_then:
            return end.year - (month > end.month)
        if month >= start.month - (0 if tense.from_then else 1):
            return start.year
        later = start.year + 1
        return later if self.anchor is None or date(later, month, 1) <= self.anchor else start.year

    def nearest_day(self, day: int, months: int | None, tense: Tense) -> date | None:
        """ "The 19th": the last such day up to that of writing, the next one where the clause points forward; with `months`
        the day in the month so many months from that of writing. Raises ValueError where no month has such a day."""
        base = self.running.end if self.looks_back and self.running is not None else self.anchor
        if months is not None:
            return add_months(self.anchor.replace(day=1), months).replace(day=day) if self.anchor else None
        if base is None:
            return None
        step = 1 if tense.forward or (self.looks_back and not tense.before_then) else -1
        first = base.replace(day=1)
        for _ in range(3):
            try:
                found = first.replace(day=day)
            except ValueError:
                found = None
            if found is not None and (found - base).days * step >= 0:
                return found
            first = add_months(first, step)
        return None
