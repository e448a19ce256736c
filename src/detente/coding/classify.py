"""Which act one given party does to another: the event type between two spans of a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from detente.coding.acts import Predicate, act_lexicon, predicates
from detente.coding.factuality import Status, operators, status
from detente.coding.parsing import pipeline, view
from detente.coding.roles import owner, subject
from detente.coding.words import Word, Words
from detente.knowledge import ontology
from detente.model import Pair, Span, Type

LANGUAGE = "en"
_BATCH = 64


def classify_all(pairs: Iterable[Pair]) -> Iterator[dict[str, Any]]:
    """For each pair, in order: `id`, `type`, `mode`, and the `probability` of that type."""
    nlp = pipeline(LANGUAGE)
    stream = ((nlp.make_doc(p.text), p) for p in pairs)
    for doc, p in nlp.pipe(stream, as_tuples=True, batch_size=_BATCH):
        yield {"id": p.id} | _classify(view(doc, LANGUAGE), p)


def _classify(words: Words, p: Pair) -> dict[str, Any]:
    best: tuple[float, Type, str | None] = (0.0, "CONSULT", None)
    ops = operators(LANGUAGE)
    for n in range(len(words.sentences)):
        for found in predicates(words, n, act_lexicon(LANGUAGE)):
            hostile = (found.naming.type or ontology.act(found.naming.cameo).type or "") in ontology.HOSTILE
            s = status(words, found.word, hostile, ops)
            act = ontology.act(s.cameo or found.naming.cameo)
            type_ = act.type if s.cameo else (found.naming.type or act.type)
            mode = act.mode if s.cameo else (found.naming.mode or act.mode)
            score = _fit(words, found, s, p)
            if type_ is not None and score > best[0]:
                best = (score, type_, mode)
    return {"type": best[1], "mode": best[2], "probability": round(best[0] / (1 + best[0]), 3)}


def _fit(words: Words, found: Predicate, s: Status, p: Pair) -> float:
    """How well an act's parties match the two spans: its doer in the actor's, what it is done to in the recipient's."""
    ops = operators(LANGUAGE)
    score = 0.3 + 0.2 * min(found.specificity, 4.0)
    event = s.event
    doer = subject(words, event, ops) if event.is_verb or event.pos == "ADJ" else owner(words, event, ops)
    if doer is not None and any(_inside(x, p.actor) for x in (doer, *words.conjuncts(doer))):
        score += 2.0
    elif any(_inside(x, p.actor) for x in words.subtree(event)):
        score += 0.7
    below = [x for w in (event, found.word) for x in words.subtree(w) if _inside(x, p.recipient)]
    if below:
        score += 1.5
    if _inside(found.word, p.actor) or _inside(found.word, p.recipient):
        score *= 0.4
    lo, hi = min(p.actor.start, p.recipient.start), max(p.actor.end, p.recipient.end)
    if lo <= event.start < hi:
        score += 0.5
    return score


def _inside(w: Word, span: Span) -> bool:
    return span.start <= w.start < span.end
