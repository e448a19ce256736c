"""Which expression dates which act, and what one act's date says of another's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding.layout import Block
from detente.coding.times.distance import clause_of, distance, told_of_it
from detente.coding.times.expressions import TimeExpression
from detente.coding.times.grammar import grammar
from detente.coding.times.heads import written_on
from detente.coding.times.relative import counted
from detente.coding.words import Word, Words
from detente.model import Document, Interval, Time

_NEVER_ALONE = frozenset({"by", "before"})  # these bound an act on one side only, unless it is to come


@dataclass(frozen=True, slots=True)
class _Heading:
    time: Time
    block: int | None  # the one block that it dates


class Dates:
    """The dates of a text's acts.

    An expression must belong to the act's own word, to its phrase, or to the clause it stands in; one inside another
    clause dates that one. An act that another is counted from ("three months after the summit") is dated back, wherever
    the text tells of it. A line that is nothing but a date, as chronicles have, dates what stands under it.
    """

    def __init__(
        self, words: Words, found: Sequence[TimeExpression], document: Document, layout: Sequence[Block], language: str
    ) -> None:
        self.words = words
        self.g = grammar(language)
        base, _ = written_on(document, layout, self.g)
        self._anchor = base.end if base is not None else None
        self._blocks = [b.span.start for b in layout]
        self._here: dict[int, list[TimeExpression]] = {}
        for e in found:
            self._here.setdefault(words[e.last].sentence, []).append(e)
        self._headings = {n: h for n, here in self._here.items() if (h := self._heading(n, here)) is not None}
        self._counted = [e for e in found if e.event is not None]
        self._known: dict[int, Time | None] = {}
        self._asked: set[int] = set()
        self._alike: dict[object, list[Word]] = {}

    def of(self, w: Word) -> Time | None:
        """The time that dates the act named by `w`, or None where the text does not say."""
        if w.i not in self._known:
            if w.i in self._asked:  # two acts counted from one another
                return None
            self._asked.add(w.i)
            self._known[w.i] = self._counted_back(w) or self._stated(w) or self._by_clause(w) or self._under_heading(w)
            self._asked.discard(w.i)
        return self._known[w.i]

    def _stated(self, w: Word, directly: bool = False) -> Time | None:
        """By an expression of its clause; `directly`: by one that needs no other act."""
        best: tuple[float, TimeExpression, Interval] | None = None
        for e in self._here.get(w.sentence, ()):
            if e.event is not None and (directly or self._is_event(w, e)):
                continue
            if e.named is not None and told_of_it(self.words, w, e, self.g):
                return Time(e.named, e.span)
            if e.event is None and e.interval is None:
                continue
            away = distance(self.words, w, e, self.g)
            if away is None or (best is not None and away >= best[0]):
                continue
            interval = self._of_expression(w, e)
            if interval is not None:
                best = (away, e, interval)
        return Time(best[2], best[1].span) if best else None

    def _is_event(self, w: Word, e: TimeExpression) -> bool:
        """Whether `w` is the event that an expression counts from, or what was announced in it."""
        if e.event is None:
            return False
        x: Word = w
        for _ in range(4):
            if x.i == e.event:
                return True
            above = self.words[x.head]
            if x.role not in ("ccomp", "xcomp", "conj") or (
                x.role == "ccomp" and above.lemma not in self.g.d["performative"]
            ):
                return False
            x = above
        return False

    def _of_expression(self, w: Word, e: TimeExpression) -> Interval | None:
        if e.event is not None:
            base = self._of_event(self.words[e.event])
            return counted(base, e.offset, e.unit) if base is not None else None
        i = e.interval
        if i is not None and e.relation == "until" and _negated(self.words, w):
            return e.named  # "did not exchange ambassadors until September 1972"
        if i is None or i.start is None or i.end is None:
            return None if e.relation in _NEVER_ALONE else i
        return i

    # ---- one act counted from another ------------------------------------------------------------------------------

    def _of_event(self, event: Word) -> Interval | None:
        """When an event that something is counted from took place: by its own clause, or where else the text tells of it."""
        own = self.of(event)
        if own is not None and _closed(own.interval):
            return own.interval
        best: tuple[int, bool, int, Interval] | None = None
        around = self._company(event)
        for other in self._like(event):
            if other.i == event.i or (
                other.sentence == event.sentence and any(e.event == other.i for e in self._counted)
            ):
                continue
            time = self._stated(other, directly=True)
            if time is None or not _closed(time.interval) or self._to_come(time.interval):
                continue
            shared = len(around & self._company(other)) * 2 + (other.lemma == event.lemma)
            rank = (shared, other.i < event.i, -abs(other.i - event.i))
            if best is None or rank > best[:3]:
                best = (*rank, time.interval)
        return best[3] if best else None

    def _to_come(self, i: Interval) -> bool:
        return self._anchor is not None and i.end is not None and i.end > self._anchor

    def _like(self, event: Word) -> list[Word]:
        """All words of the text that may tell of the same event."""
        key: object = self.g.same_event.get(event.lemma, event.lemma)
        if key not in self._alike:
            self._alike[key] = [
                w for w in self.words.words
                if (w.is_verb or w.pos == "NOUN") and self.g.same_event.get(w.lemma, w.lemma) == key
            ]  # fmt: skip
        return self._alike[key]

    def _company(self, w: Word) -> set[str]:
        """The names and nouns that stand with a word in its clause: "the Israelis" are those of "an Israeli delegation"."""
        top = w if w.is_verb else (self.words.clause_verb(w) or w)
        return {
            x.lower.rstrip("s") if x.text[:1].isupper() else x.lemma
            for x in self.words.subtree(top)
            if x.i != w.i and (x.pos in ("PROPN", "NOUN") or (x.pos == "ADJ" and x.text[:1].isupper()))
        }

    def _counted_back(self, w: Word) -> Time | None:
        """ "In September 2018, three months after the first summit": the summit was in June."""
        for e in self._counted:
            if self.words[e.event or 0].sentence != w.sentence or not self._is_event(w, e):
                continue
            if any(f.interval is not None and clause_of(self.words, f).i == e.event for f in self._here[w.sentence]):
                return None
            for base in self._bases(e):
                i = counted(base, (-e.offset[1], -e.offset[0]), e.unit)
                if i is not None:
                    return Time(i, None)
        return None

    def _bases(self, e: TimeExpression) -> list[Interval]:
        """Dates of the act that stands so long before or after the event: in its own clause, or of the noun that heads it."""
        words = self.words
        g = clause_of(words, e)
        out = []
        for f in self._here.get(g.sentence, ()):
            near = clause_of(words, f).i == g.i or abs(f.first - e.last) <= 2 or abs(e.first - f.last) <= 2
            beside = f.event is None and f.interval is not None and near
            if beside and _closed(f.interval):
                out.append(f.interval)
        if not out:
            known = self._stated(g, directly=True)
            subject = words.child(g, "subj", "subjpass")
            if known is not None and _closed(known.interval):
                out.append(known.interval)
            elif subject is not None and subject.pos == "NOUN" and (i := self._of_event(subject)) is not None:
                out.append(i)
        return [i for i in out if i is not None]

    # ---- by the clause beside, by the heading above -------------------------------------------------------------------

    def _by_clause(self, w: Word) -> Time | None:
        """ "Since they met in April", "when he came in May": the date of one clause for the one above it."""
        for clause in self.words.children(w, "advcl", "oblcl"):
            marks = {c.lower for c in self.words.children(clause, "mark", "advmod")} | {clause.case or ""}
            since = any(self.g.relations.get(m) == "since" for m in marks)
            if not since and not marks & set(self.g.d["when"]):
                continue
            time = self._stated(clause, directly=True)
            if time is None or not _closed(time.interval):
                continue
            if not since:
                return time
            if self._anchor is not None and time.interval.start is not None and time.interval.start <= self._anchor:
                return Time(Interval(time.interval.start, self._anchor, "open"), time.span)
        return None

    def _heading(self, n: int, here: Sequence[TimeExpression]) -> _Heading | None:
        """A line that is nothing but a date, or what follows a date and a colon."""
        span, e = self.words.sentence_span(n), here[0]
        if e.interval is None or e.relation is not None:
            return None
        before, after = (
            self.words.text[span.start : e.span.start].strip(),
            self.words.text[e.span.end : span.end].strip(),
        )
        if len(here) == 1 and len(before + after.strip(" .:–—-")) <= 4:
            return _Heading(Time(e.interval, e.span), None)
        if len(before) <= 3 and after[:1] in (":", "—", "–"):
            return _Heading(Time(e.interval, e.span), bisect_right(self._blocks, e.span.start))
        return None

    def _under_heading(self, w: Word) -> Time | None:
        n = max((n for n in self._headings if n <= w.sentence), default=None)
        if n is None:
            return None
        block = self._headings[n].block
        return self._headings[n].time if block is None or block == bisect_right(self._blocks, w.start) else None


def _closed(i: Interval | None) -> bool:
    return i is not None and i.start is not None and i.end is not None


def _negated(words: Words, w: Word) -> bool:
    return any(c.role == "neg" for c in words.children(w))
