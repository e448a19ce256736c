"""How near a time expression stands to an act in the parse: whether it can date it."""

from __future__ import annotations

from collections.abc import Sequence

from detente.coding.times.clauses import fronted
from detente.coding.times.expressions import TimeExpression
from detente.coding.times.grammar import Grammar
from detente.coding.words import Word, Words

_THROUGH = frozenset({"xcomp", "conj", "oblcl", "acl", "advcl", "ccomp", "relcl"})
_NOMINAL = frozenset({"subj", "subjpass", "obj", "obl", "nmod", "attr", "conj", "iobj", "appos"})


def head_of(words: Words, e: TimeExpression) -> Word:
    """The word of an expression that the parse hangs the rest on."""
    for i in range(e.first, e.last + 1):
        w = words[i]
        if not e.first <= w.head <= e.last or w.head == w.i:
            return w
    return words[e.first]


def governor_of(words: Words, e: TimeExpression) -> Word:
    """The word that an expression modifies: the main verb where it opens the sentence before a comma."""
    x = head_of(words, e)
    opened = fronted(words, e.first, e.last)
    if opened is not None and not any(e.first <= h.i <= e.last for h in words.ancestors(opened)):
        return opened
    marked = any(words[i].role == "mark" and words[i].head == e.event for i in range(e.first, e.last + 1))
    if e.event is not None and x.head == e.event and marked:  # "three months before they met": not of meeting
        return words[words[e.event].head]
    return words[x.head]


def clause_of(words: Words, e: TimeExpression) -> Word:
    """The verb of the clause that an expression modifies, or the word it modifies where there is no verb above."""
    g = governor_of(words, e)
    return g if g.is_verb else (words.clause_verb(g) or g)


def told_of_it(words: Words, w: Word, e: TimeExpression, g: Grammar) -> bool:
    """ "Since November 2013, when Egypt expelled ...", "on 2 April, the day on which troops landed"."""
    top = w
    while top.role in ("xcomp", "conj", "oblcl") and top.head != top.i:
        top = words[top.head]
    if top.role not in ("relcl", "advcl", "acl"):
        return False
    head = words[top.head]
    if head.role == "appos" and head.head != head.i:
        head = words[head.head]
    when = top.role != "advcl" or any(c.lower in g.d["when"] for c in words.children(top, "advmod", "mark"))
    if head.lemma in g.d["calendar"] and head.case is None and e.last < head.i <= e.last + 4:
        return True  # "on 2 April, the day on which ...", however the parser hung the day
    return when and e.first <= head.i <= e.last


def distance(words: Words, w: Word, e: TimeExpression, g: Grammar) -> float | None:
    """How far an expression stands from an act in the parse; None where it belongs to another clause."""
    if e.first <= w.i <= e.last:
        return None
    climb: list[Word] = []
    governor = governor_of(words, e)
    while (
        governor.is_noun and governor.i != w.i and governor.head != governor.i and governor.lemma not in g.d["calendar"]
    ):
        # "the talks of May in Oslo": up from the noun it modifies, unless that is the act itself
        climb.append(governor)
        governor = words[governor.head]
    above = [w, *_clause_chain(words, w, g.d["performative"])]
    for depth, a in enumerate(above):
        if governor.i == a.i:
            penalty = 0.6 * len(climb)
            if depth and climb and any(c.i in {z.i for z in words.subtree(w)} for c in climb):
                penalty = 0.1
            return depth + penalty
        if any(c.i == a.i for c in climb):
            return depth + 0.3
    # Inside the act's own phrase or clause, however the parser hung it.
    if e.first in {z.i for z in _own(words, w)}:
        return 1.5
    if e.first < w.i and e.first - words.sentences[w.sentence][0] <= 2 and _framed(words, w, governor):
        return 4.0
    return None


def _framed(words: Words, w: Word, governor: Word) -> bool:
    """Whether an act lies under the clause that a fronted expression opens, reported speech left out."""
    current = w
    while current.head != current.i:
        if current.role == "ccomp":
            return False
        current = words[current.head]
        if current.i == governor.i:
            return True
    return False


def _clause_chain(words: Words, w: Word, performative: Sequence[str]) -> list[Word]:
    """The words above an act whose adverbials hold for it too."""
    out: list[Word] = []
    current = w
    while current.head != current.i and len(out) < 6:
        g = words[current.head]
        if current.is_noun and current.role in _NOMINAL:
            if g.is_verb and current.role == "obl" and current.case in ("after", "before", "since"):
                break
            out.append(g)
        elif current.role in _THROUGH:
            alone = not (g.is_verb and any(True for _ in words.children(g, "subj")))
            if current.role == "ccomp" and (alone or g.lemma in performative):
                out.append(g)
            elif current.role in ("ccomp", "relcl", "acl") or (
                current.role == "advcl" and words.child(current, "mark", "subj")
            ):
                break
            else:
                out.append(g)
        else:
            break
        current = g
    return out


def _own(words: Words, w: Word) -> list[Word]:
    """The words of an act's clause or phrase, other clauses left out."""
    out, stack = [], [w]
    while stack:
        x = stack.pop()
        out.append(x)
        for c in words.children(x):
            if not (c.is_verb and c.role in ("relcl", "ccomp", "advcl", "conj", "acl", "parataxis")):
                stack.append(c)
    return out
