"""On what terms: what an act depends on, and which state has to see to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from detente.coding.actors import Cast
from detente.coding.words import Word, Words
from detente.knowledge.lexicons import lexicon
from detente.model import Actor, Condition, Span


@cache
def _phrases(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lexicon(language, 'conditions')['phrases'])})\b", re.IGNORECASE)


def conditions(
    cast: Cast, event: Word, chain: tuple[Word, ...], recipients: tuple[Actor, ...]
) -> tuple[Condition, ...]:
    """The terms attached to the act at `event` or to a word that governs it, in text order."""
    words, d = cast.words, lexicon(cast.language, "conditions")
    found: dict[int, Condition] = {}
    anchors = [event, *chain, *(words[event.head],) * (event.is_noun and event.head != event.i)]
    anchors += words.children(event, "xcomp")  # "offered to lift the embargo if ..."
    for w in anchors:
        for clause in words.children(w, "advcl", "oblcl"):
            marks = {c.lower for c in words.children(clause, "mark", "advmod")} | {clause.case or ""}
            if marks & set(d["marks"]):
                found[clause.i] = _condition(cast, clause, _extent(words, clause), recipients)
    sentence = words.sentence_span(event.sentence)
    for m in _phrases(cast.language).finditer(words.text, sentence.start, sentence.end):
        head = _governed(words, event.sentence, m.end())
        if (
            head is None
            or re.match(r"\s*(?:which|whom|that|lequel)\b", words.text[m.end() :])
            or head.i in found
            or not _belongs(words, head, anchors, event)
        ):
            continue
        span = _extent(words, head)
        start = max(m.end(), span.start)
        start += len(words.text[start : span.end]) - len(words.text[start : span.end].lstrip())
        if start < span.end:
            found[head.i] = _condition(cast, head, Span(start, span.end), recipients)
    return tuple(found[i] for i in sorted(found))


def predicated(cast: Cast, sentence: int) -> Iterator[tuple[Word, list[Word]]]:
    """Clauses that make something depend on something ("any deal is conditional on X and on Y"): predicate and terms."""
    words, d = cast.words, lexicon(cast.language, "conditions")
    first, last = words.sentences[sentence]
    for w in words.words[first:last]:
        if w.lemma in d["predicates"] and w.pos in ("ADJ", "VERB"):
            places = (w, words[w.head]) if w.pos == "ADJ" else (w,)
            terms = [
                x
                for p in places
                for o in words.obliques(p, *d["prepositions"])
                if o.i > w.i
                for x in words.conjuncts(o)
            ]
            if terms and (w.lemma != "subject" or w.role == "acomp"):
                yield w, terms


def term(cast: Cast, head: Word, recipients: tuple[Actor, ...]) -> Condition:
    """One term, as a noun with what belongs to it."""
    return _condition(cast, head, _extent(cast.words, head), recipients)


def _governed(words: Words, sentence: int, offset: int) -> Word | None:
    """The head of the clause or noun phrase that begins at `offset`."""
    first, last = words.sentences[sentence]
    after = [w for w in words.words[first:last] if w.start >= offset and w.pos not in ("PUNCT", "SPACE")]
    if not after:
        return None
    w = after[0]
    begin = w.i
    while w.head >= begin and w.head != w.i and words[w.head].sentence == sentence:
        w = words[w.head]
    return w


def _belongs(words: Words, head: Word, anchors: list[Word], event: Word) -> bool:
    ids = {a.i for a in anchors}
    above = {a.i for a in words.ancestors(head)}
    return bool(ids & above) or bool({a.i for a in words.ancestors(event)} & {head.head}) or head.head in ids


def _extent(words: Words, head: Word) -> Span:
    inside = [x for x in words.subtree(head) if x.pos not in ("PUNCT", "SPACE")]
    conjuncts = {x.i for c in words.children(head, "conj") for x in words.subtree(c)} if head.is_noun else set()
    kept = [x for x in inside if x.i not in conjuncts and x.role != "cc"] or inside
    return Span(min(x.start for x in kept), max(x.end for x in kept))


def _condition(cast: Cast, head: Word, span: Span, recipients: tuple[Actor, ...]) -> Condition:
    words = cast.words
    doer = words.child(head, "subj", "subjpass", "poss", "agent") if head.is_verb else words.child(head, "poss")
    candidates = [a.code for a in cast.loosely(doer) if a.code] if doer is not None else []
    aimed = [a.code for a in recipients if a.code]
    if not candidates and head.is_noun:
        candidates = [a.code for a in cast.loosely(head) if a.code]
    if candidates and doer is not None and doer.pos == "PRON" and aimed:
        return Condition(span, aimed[0])  # "their programme", said to the other side
    return Condition(span, candidates[0] if candidates else aimed[0] if aimed else None)
