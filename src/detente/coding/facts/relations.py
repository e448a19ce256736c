"""Relations between two states: established, severed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.coding.actors import Cast
from detente.coding.facts.bounds import When, bounds
from detente.coding.factuality import local, operators
from detente.coding.roles import subject
from detente.coding.words import Word
from detente.model import Fact


def relations(cast: Cast, d: dict[str, Any], document: str, when: When) -> Iterator[Fact]:
    """Every statement that two named states established or broke off relations, in text order."""
    nouns, opening, severing = (
        frozenset(d["relations"]),
        frozenset(d["establishing"]) | set(d["resuming"]),
        set(d["severing"]),
    )
    for w in cast.words.words:
        if w.is_noun and w.lemma.lower() in nouns and w.head != w.i and w.role in ("obj", "subjpass"):
            verb = cast.words[w.head]
            if not verb.is_verb or verb.lemma not in opening | severing:
                continue
            if local(cast.words, verb, operators(cast.language))[0] != "actual":
                continue
            became = "severed" if verb.lemma in severing else "established"
            formal = any(c.lower in d["formal"] for c in cast.words.children(w, "amod", "compound"))
            if formal or became == "severed":
                pair = _pair(cast, d, w, verb)
                if len(pair) == 2:
                    start, _ = bounds(when(verb), cast.when)
                    span = cast.words.sentence_span(w.sentence)
                    yield Fact(document, "relations", pair[0], pair[1], became, start, None, span)


def _pair(cast: Cast, d: dict[str, Any], w: Word, verb: Word) -> list[str]:
    words = cast.words
    found = [a.code for x in words.obliques(w, *d["with"]) for a in cast.all_at(x) if a.code]
    found += [a.code for x in words.obliques(verb, *d["with"]) for a in cast.all_at(x) if a.code]
    s = subject(words, verb, operators(cast.language))
    if s is not None:
        found = [a.code for a in cast.all_at(s) if a.code] + found
    return list(dict.fromkeys(found))[:2]
