"""How openly: whether an act was done in secret, unofficially, or in public."""

from __future__ import annotations

import re
from functools import cache

from detente.coding.words import Word, Words
from detente.knowledge.lexicons import lexicon
from detente.model import Channel

_ORDER: tuple[Channel, ...] = ("secret", "unofficial", "public")


@cache
def _pattern(language: str) -> re.Pattern[str]:
    d = lexicon(language, "channel")
    groups = []
    for kind in _ORDER:
        phrases = sorted((re.escape(p).replace(r"\ ", r"\s+") for p in d[kind]), key=len, reverse=True)
        groups.append(f"(?P<{kind}>{'|'.join(phrases)})")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?![\w-])", re.IGNORECASE)


def channels(words: Words, sentence: int, language: str) -> list[tuple[Word, Channel]]:
    """Each expression of openness in a sentence, by the word of it that the parse hangs the rest on."""
    span = words.sentence_span(sentence)
    first, last = words.sentences[sentence]
    out: list[tuple[Word, Channel]] = []
    for m in _pattern(language).finditer(words.text, span.start, span.end):
        inside = [w for w in words.words[first:last] if m.start() <= w.start and w.end <= m.end()]
        kind = next(k for k in _ORDER if m.group(k))
        if inside:
            held = {w.i for w in inside}
            out.append((next((w for w in inside if w.head not in held or w.head == w.i), inside[-1]), kind))
    return out


def channel_of(words: Words, found: list[tuple[Word, Channel]], event: Word, chain: tuple[Word, ...]) -> Channel | None:
    """The channel of the act at `event`: an expression on it, on a word above it in its clause, or on its object."""
    mine = {event.i, *(w.i for w in chain)}
    mine |= {c.i for c in words.children(event, "obj", "subjpass", "obl", "nmod", "xcomp", "oblcl")}
    if event.is_noun and event.head != event.i:
        mine.add(event.head)
    for kind in _ORDER:
        for w, k in found:
            verb = words.clause_verb(w)
            if k == kind and (w.i in mine or w.head in mine or (verb is not None and verb.i in mine)):
                return k
    return None
