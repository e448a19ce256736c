"""The common view of a parsed text: words with roles that mean the same in every language.

A language module (`coding/languages/`) turns its parser's labels into these roles; everything else in `coding` reads
only this view. The words of closed classes (prepositions, marks, articles) go by their English names. Prepositions are
folded into their nouns: "sanctions on Iran" gives *Iran* the role `nmod`, the case
"on" and the head *sanctions*. Roles: subj, subjpass, obj, iobj, agent, obl (noun under a verb, with case), nmod (noun
under a noun, with case), oblcl (verb under a preposition, with case), attr, acomp, xcomp, ccomp, advcl, acl, relcl,
appos, conj, poss, amod, compound, neg, aux, mark, particle, root, and the parser's own label for the rest.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.model import Span

CLAUSAL = frozenset({"xcomp", "ccomp", "advcl", "acl", "relcl", "oblcl", "csubj", "parataxis"})
_PREMODIFIERS = frozenset({"amod", "compound", "poss", "nmod", "nummod", "det", "advmod", "quantmod", "predet"})


@dataclass(slots=True, eq=False)
class Word:
    """One token; `head` is the index of its governor (itself for a root), `case` its preposition if any.

    `lower` is the lower-case form; in other languages than English the common name of a word of a closed class ("that" for
    "que"), and the lemma of a verb.
    """

    i: int
    text: str
    lower: str
    lemma: str
    pos: str  # Universal POS
    tag: str
    role: str
    head: int
    start: int
    end: int
    sentence: int
    case: str | None = None
    passive: bool = False
    modal: str | None = None  # what a verb's ending says that English says with a modal: will, would, reportedly
    children: list[int] = field(default_factory=list)

    @property
    def is_verb(self) -> bool:
        return self.pos in ("VERB", "AUX")

    @property
    def is_noun(self) -> bool:
        return self.pos in ("NOUN", "PROPN", "PRON")


class Words:
    """All words of one text, with the questions that the coder asks of a parse."""

    def __init__(self, text: str, words: list[Word], sentences: list[tuple[int, int]]) -> None:
        self.text = text
        self.words = words
        # What is searched for phrases: lower case, of the same length (a few letters become two in lower case).
        low = text.lower()
        self.lowered = low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        self.sentences = sentences  # [first, last) word indices
        self._starts = [w.start for w in words]
        for w in words:
            if w.head != w.i:
                words[w.head].children.append(w.i)

    def __getitem__(self, i: int) -> Word:
        return self.words[i]

    def __len__(self) -> int:
        return len(self.words)

    def sentence_span(self, n: int) -> Span:
        """Characters of the n-th sentence, white space at its ends left out."""
        a, b = self.sentences[n]
        inner = [w for w in self.words[a:b] if w.pos != "SPACE"] or self.words[a:b]
        return Span(inner[0].start, inner[-1].end)

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence in which a character stands; it counts to the word before it where it is white space."""
        return self.words[max(0, bisect_right(self._starts, offset) - 1)].sentence

    def children(self, w: Word, *roles: str) -> Iterator[Word]:
        """Direct dependents, in text order, with one of `roles` (all where none is given)."""
        for c in w.children:
            child = self.words[c]
            if not roles or child.role in roles:
                yield child

    def child(self, w: Word, *roles: str) -> Word | None:
        """The first dependent with one of `roles`."""
        return next(self.children(w, *roles), None)

    def obliques(self, w: Word, *cases: str) -> Iterator[Word]:
        """Nouns under `w` that carry one of the prepositions `cases` (all where none is given)."""
        for c in self.children(w, "obl", "nmod"):
            if not cases or c.case in cases:
                yield c

    def conjuncts(self, w: Word) -> list[Word]:
        """`w` and everything coordinated with it to its right, in text order."""
        out = [w]
        for c in self.children(w, "conj"):
            out += self.conjuncts(c)
        return sorted(out, key=lambda x: x.i)

    def first_conjunct(self, w: Word) -> Word:
        """The word that heads the coordination `w` belongs to (itself where it belongs to none)."""
        while w.role == "conj" and self.words[w.head] is not w:
            w = self.words[w.head]
        return w

    def subtree(self, w: Word) -> Iterator[Word]:
        """`w` and all its descendants, unordered."""
        stack = [w.i]
        while stack:
            x = self.words[stack.pop()]
            yield x
            stack.extend(x.children)

    def ancestors(self, w: Word) -> Iterator[Word]:
        """Governors from the nearest to the root."""
        while w.head != w.i:
            w = self.words[w.head]
            yield w

    def phrase(self, w: Word) -> Span:
        """The noun phrase around head `w`: its premodifiers, itself, and an "of" complement; no clauses."""
        first, last = w.i, w.i
        for c in sorted(self.children(w), key=lambda c: c.i):
            if c.i < w.i and (c.role in _PREMODIFIERS) and c.case is None:
                first = min(first, min(x.i for x in self.subtree(c)))
            elif c.i == last + 1 and c.role in ("amod", "compound") and c.case is None:
                last = c.i  # "le régime nord-coréen"
            elif c.i > w.i and c.role == "nmod" and c.case in ("of", "de") and c.i - last <= 6:
                last = max(last, c.i)
        while self.words[first].pos in ("PUNCT", "SPACE", "CCONJ", "ADP") and first < w.i:
            first += 1
        return Span(self.words[first].start, self.words[last].end)

    def span(self, w: Word) -> Span:
        """The characters of one word."""
        return Span(w.start, w.end)

    def between(self, span: Span) -> list[Word]:
        """The words that begin within `span`."""
        first = bisect_left(self._starts, span.start)
        return self.words[first : bisect_left(self._starts, span.end)]

    def clause_verb(self, w: Word) -> Word | None:
        """The nearest verb above `w`."""
        return next((a for a in self.ancestors(w) if a.is_verb), None)
