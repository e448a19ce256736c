"""The time expressions of a text, found by their form and resolved in the order in which the text tells them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from detente.coding.layout import Block
from detente.coding.times import absolute, relative
from detente.coding.times.clauses import in_background, tense_of
from detente.coding.times.grammar import Grammar, grammar, squeezed
from detente.coding.times.heads import written_on
from detente.coding.times.narrative import Narrative, Tense
from detente.coding.times.ranges import joined
from detente.coding.words import Word, Words
from detente.model import Document, Interval, Span

_RESOLVERS: dict[str, Callable[[Narrative, re.Match[str], Tense], Interval | None]] = {
    f.__name__: f
    for f in (absolute.iso, absolute.numeric, absolute.dmy, absolute.mdy, absolute.piece, absolute.season, absolute.month,
              absolute.decade, absolute.century, absolute.holiday, absolute.year, relative.partof, relative.count,
              relative.within, relative.over, relative.which, relative.weekday, relative.deictic, relative.nth, relative.then)
}  # fmt: skip
_ASIDE = frozenset({"within", "over", "decade", "century", "then"})  # nothing that follows counts from these
_OF_THE_DAY = frozenset({"weekday", "deictic", "nth"})  # count from the day of writing, whatever the story has reached


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when, from word `first` to word `last`.

    `relation` is the preposition that bounds ("since", "until", "by", "before", "after", "from"), `named` what the words name by
    themselves before it does. Where they count from another event ("three months after the summit"), `event` is the
    index of its word, `offset` how many of `unit` lie between, at least and at most (negative: before it), and `interval`
    is None: that event dates it.
    """

    span: Span
    first: int
    last: int
    interval: Interval | None
    relation: str | None = None
    named: Interval | None = None
    event: int | None = None
    offset: tuple[float, float] = (0.0, 0.0)
    unit: str = "day"


def expressions(words: Words, document: Document, layout: Sequence[Block], language: str) -> list[TimeExpression]:
    """All time expressions of a text, in order, resolved where they can be.

    Relative ones count from the day of writing: `document.written`, else the date at the head of a letter or cable, or in
    a dateline near the day of publication, else `document.published`; without any of these they have no interval. In
    what was written down on a day long before it was published every paragraph counts from that day anew.
    """
    g = grammar(language)
    base, of_the_day = written_on(document, layout, g)
    reader = Narrative(base, g)
    out: list[TimeExpression] = []
    for b in layout:
        if b.kind not in ("body", "heading"):
            continue
        if of_the_day and not (out and _alone(words, out[-1])):
            reader.turn_page()
        matches = list(g.pattern.finditer(words.text, b.span.start, b.span.end))
        for n, here in groupby(matches, key=lambda m: words.sentence_at(m.end() - 1)):
            out += _in_sentence(words, reader, n, list(here))
    return out


def _alone(words: Words, e: TimeExpression) -> bool:
    """Whether an expression is all there is of its sentence: a heading of what follows."""
    span = words.sentence_span(words[e.last].sentence)
    return (
        span.start <= e.span.start
        and e.span.end <= span.end
        and len(span.of(words.text)) - len(e.span.of(words.text)) <= 4
    )


def _in_sentence(words: Words, reader: Narrative, n: int, matches: list[re.Match[str]]) -> list[TimeExpression]:
    g, text = reader.g, words.text
    span = words.sentence_span(n)
    first, last = words.sentences[n]
    inside = words.words[first:last]
    out: list[TimeExpression] = []
    reader.next_sentence()
    for m in matches:
        covered = [w for w in inside if w.start < m.end() and m.start() < w.end]
        if not covered:
            continue
        kind, tense = g.kind(m), tense_of(words, covered[0].i, covered[-1].i, g)
        event, offset, unit = _from_event(words, g, m, kind, inside)
        i = None if event is not None or kind == "eve" else _resolved(reader, m, kind, tense)
        if i is None and event is None:
            continue
        # "depuis trois ans": a count may hold its own preposition
        counts = m.start("count_n") if kind == "count" else m.start()
        bound = g.relation.search(text, max(span.start, counts - 20), counts)
        relation = g.relations[squeezed(bound[1])] if bound else None
        e = TimeExpression(Span(m.start(), m.end()), covered[0].i, covered[-1].i, i, relation, i, event, offset, unit)
        out.append(_bounded(e, reader, tense))
        if i is not None and kind not in _ASIDE:
            aside = in_background(words, covered[0].i, covered[-1].i, g) or _vague(g, m, kind)
            aside = aside or (reader.running is not None and _of_a_thing(words, covered))
            _carry_on(reader, e, aside, kind, tense)
    return [_pinned(e, out) for e in joined(words, out, reader)]


def _resolved(reader: Narrative, m: re.Match[str], kind: str, tense: Tense) -> Interval | None:
    try:
        return _RESOLVERS[kind](reader, m, tense)
    except (ValueError, OverflowError):
        return None  # a day that no calendar has


def _of_a_thing(words: Words, covered: list[Word]) -> bool:
    """ "The declaration of 1956": a date that only tells which thing is meant."""
    ids = {w.i for w in covered}
    top = next((w for w in covered if w.head not in ids), covered[0])
    return top.role == "nmod" and top.case == "of"


def _vague(g: Grammar, m: re.Match[str], kind: str) -> bool:
    """ "A few days after": nothing is counted on from there."""
    found = relative.amount(g, m) if kind == "count" else None
    return found is not None and found[0] != found[1]


def _carry_on(reader: Narrative, e: TimeExpression, aside: bool, kind: str, tense: Tense) -> None:
    """Let what follows count from a date: but not from one to come, nor from the day on which a story of old was told."""
    i = e.named
    if i is None or i.start is None or (reader.anchor is not None and i.start > reader.anchor):
        return
    if kind in _OF_THE_DAY and reader.looks_back:
        return
    flashback = tense.before_then and reader.running is not None
    if aside or flashback or e.relation in ("since", "until", "by", "after", "before", "from"):
        if not (aside and e.relation in ("after", "before")):
            reader.mention(i, passing=aside)
    else:
        reader.tell(i)


def _from_event(
    words: Words, g: Grammar, m: re.Match[str], kind: str, inside: list[Word]
) -> tuple[int | None, tuple[float, float], str]:
    """ "Three months after the first summit": the event's word, and how far from it."""
    none = (None, (0.0, 0.0), "day")
    if kind == "eve":
        span, unit = (-1.0, -1.0), "day"
    elif kind == "count" and squeezed(m["count_r"] or "") in g.d["from_event"]:
        found = relative.amount(g, m)
        if found is None:
            return none
        span, unit = found, g.unit(m["count_u"])
    else:
        return none
    after = [w for w in inside if w.start >= m.end() and w.pos != "SPACE"]
    if not after or after[0].pos == "PUNCT" or after[0].lower in g.d["demonstratives"]:
        return none
    mark = next((w for w in reversed(inside) if w.start < m.end() and w.end > m.start()), None)
    if mark is not None and mark.role == "mark" and mark.head != mark.i:
        return mark.head, span, unit
    noun = next((w for w in after[:6] if w.is_noun or w.tag == "VBG"), None)
    if noun is None or (after[0].is_verb and after[0].tag != "VBG"):
        return none
    while noun.role in ("compound", "poss", "amod", "nmod") and noun.i < noun.head <= after[min(8, len(after) - 1)].i:
        noun = words[noun.head]
    if noun.pos == "PRON":
        clause = words.clause_verb(noun)
        return (clause.i, span, unit) if clause is not None and noun.role == "subj" and clause.i > noun.i else none
    # "three months after the two had met": a clause whose mark the parser has taken for a preposition
    clause = words[noun.head]
    if noun.role in ("subj", "subjpass") and clause.is_verb and clause.i > noun.i:
        return clause.i, span, unit
    return noun.i, span, unit


def _pinned(e: TimeExpression, here: list[TimeExpression]) -> TimeExpression:
    """ "Three days after 5 May": counted from a date that stands beside it."""
    if e.event is None:
        return e
    base = next((f.named for f in here if f is not e and f.first <= e.event <= f.last and f.named is not None), None)
    if base is None:
        return e
    return replace(e, event=None, interval=relative.counted(base, e.offset, e.unit))


def _bounded(e: TimeExpression, reader: Narrative, tense: Tense) -> TimeExpression:
    """ "Since 2010" opens an interval that reaches to the day of writing, "until 1990" closes one."""
    i, anchor = e.interval, reader.anchor
    if i is None or i.start is None:
        return e
    if e.relation == "since":
        return replace(
            e, interval=Interval(i.start, anchor if anchor is not None and anchor >= i.start else None, "open")
        )
    if e.relation == "until":
        return replace(e, interval=Interval(None, i.end, "open"))
    if e.relation == "after":
        return replace(e, interval=Interval(i.end, None, "open"))
    if e.relation in ("by", "before"):
        coming = tense.forward and not tense.from_then and anchor is not None and i.end is not None and anchor <= i.end
        return replace(e, interval=Interval(anchor, i.end, "range") if coming else Interval(None, i.end, "open"))
    return e
