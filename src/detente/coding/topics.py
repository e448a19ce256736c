"""Whether a sentence is about something else entirely: sport, culture, food, markets, though it names countries."""

from __future__ import annotations

import re
from functools import cache

from detente.coding.words import Words
from detente.knowledge.lexicons import lexicon


@cache
def _lists(language: str) -> tuple[dict[str, frozenset[str]], frozenset[str], re.Pattern[str]]:
    d = lexicon(language, "domain")
    return (
        {topic: frozenset(map(str, words)) for topic, words in d["topics"].items()},
        frozenset(d["diplomatic"]),
        re.compile(d["sport_scores"]),
    )


def elsewhere(words: Words, sentence: int, language: str) -> bool:
    """Whether the sentence's words belong to one of the other topics and none of them to diplomacy."""
    topics, diplomatic, scores = _lists(language)
    first, last = words.sentences[sentence]
    tokens = {x for w in words.words[first:last] for x in (w.lower, w.lemma)}
    if tokens & diplomatic:
        return False
    weight = max(
        len({w.lemma for w in words.words[first:last] if w.lower in t or w.lemma in t}) for t in topics.values()
    )
    span = words.sentence_span(sentence)
    return weight >= 2 or (weight >= 1 and scores.search(words.text, span.start, span.end) is not None)
