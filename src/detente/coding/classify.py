"""Which act one given party does to another: the event type between two spans of a sentence.

The learned model reads the sentence with both parties marked; the lexicon says which types the words between them name.
A type's probability is the model's times exp(LEXICON_WEIGHT * fit), rescaled to add up to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from detente.coding.acts import Predicate, act_lexicon, predicates
from detente.coding.factuality import Status, operators, status
from detente.coding.learned.labels import NONE, TYPES
from detente.coding.learned.network import Answer, Question, network
from detente.coding.parsing import pipeline, view
from detente.coding.roles import owner, subject
from detente.coding.words import Word, Words
from detente.knowledge import ontology
from detente.model import Pair, Span, Type

LANGUAGE = "en"
LEXICON_WEIGHT = 0.2  # small: it decides between types that the model holds for nearly as likely; docs/accuracy.md
_BATCH = 64

Named = dict[Type, tuple[float, str | None]]  # how well the lexicon's best act of a type fits, and its mode


def classify_all(pairs: Iterable[Pair]) -> Iterator[dict[str, Any]]:
    """For each pair, in order: `id`, `type`, `mode`, and the calibrated `probability` of that type.

    A mode is given where a word of the lexicon names it.
    """
    nlp = pipeline(LANGUAGE)
    stream = iter(pairs)
    while chunk := list(islice(stream, _BATCH)):
        answers = network().answers(
            [Question(p.text, [[_ends(p.actor)], [_ends(p.recipient)]], [(0, 1)]) for p in chunk]
        )
        for p, (answer,), doc in zip(chunk, answers, nlp.pipe([p.text for p in chunk]), strict=True):
            yield {"id": p.id} | _together(answer, named(view(doc, LANGUAGE), p))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _together(answer: Answer, lexicon: Named) -> dict[str, Any]:
    from math import exp

    weights = [
        float(answer.types[0][k]) * exp(LEXICON_WEIGHT * lexicon.get(t, (0.0, None))[0])
        for k, t in enumerate(TYPES[:NONE])
    ]
    best = max(range(NONE), key=lambda k: weights[k])
    mode = lexicon.get(TYPES[best], (0.0, None))[1]
    return {"type": TYPES[best], "mode": mode, "probability": round(weights[best] / sum(weights), 3)}


def named(words: Words, p: Pair) -> Named:
    """The types that words of a text name between two spans, each with how well its parties fit and its mode.

    The fit runs from 0 to about 5: the actor's span holds the doer, the recipient's stands below the word, the word
    stands between them, and the more of its clause a phrase pins down the better.
    """
    ops = operators(LANGUAGE)
    out: Named = {}
    for n in range(len(words.sentences)):
        for found in predicates(words, n, act_lexicon(LANGUAGE)):
            hostile = (found.naming.type or ontology.act(found.naming.cameo).type or "") in ontology.HOSTILE
            s = status(words, found.word, hostile, ops)
            act = ontology.act(s.cameo or found.naming.cameo)
            type_ = act.type if s.cameo else (found.naming.type or act.type)
            mode = act.mode if s.cameo else (found.naming.mode or act.mode)
            score = _fit(words, found, s, p)
            if type_ is not None and score > out.get(type_, (0.0, None))[0]:
                out[type_] = (score, mode)
    return out


def _fit(words: Words, found: Predicate, s: Status, p: Pair) -> float:
    ops = operators(LANGUAGE)
    score = 0.3 + 0.2 * min(found.specificity, 4.0)
    event = s.event
    doer = subject(words, event, ops) if event.is_verb or event.pos == "ADJ" else owner(words, event, ops)
    if doer is not None and any(_inside(x, p.actor) for x in (doer, *words.conjuncts(doer))):
        score += 2.0
    elif any(_inside(x, p.actor) for x in words.subtree(event)):
        score += 0.7
    if any(_inside(x, p.recipient) for w in (event, found.word) for x in words.subtree(w)):
        score += 1.5
    if _inside(found.word, p.actor) or _inside(found.word, p.recipient):
        score *= 0.4
    lo, hi = min(p.actor.start, p.recipient.start), max(p.actor.end, p.recipient.end)
    if lo <= event.start < hi:
        score += 0.5
    return score


def _inside(w: Word, span: Span) -> bool:
    return span.start <= w.start < span.end
