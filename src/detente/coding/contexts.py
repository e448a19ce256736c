"""What it is about: PLOVER's contexts of an act."""

from __future__ import annotations

from functools import cache

from detente.coding.words import Words
from detente.knowledge.lexicons import lexicon

_LONGEST = 4  # words of an entry: "right of the man"


@cache
def _index(language: str) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for context, lemmas in lexicon(language, "contexts").items():
        for lemma in lemmas:
            out.setdefault(str(lemma), []).append(context)
    return {k: tuple(v) for k, v in out.items()}


def contexts(words: Words, sentence: int, given: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The contexts an act's code brings with it, then those its sentence shows, each once, in a fixed order."""
    index = _index(language)
    first, last = words.sentences[sentence]
    found = dict.fromkeys(given)
    lemmas = [w.lemma for w in words.words[first:last]]
    for i in range(len(lemmas)):
        for n in range(1, _LONGEST + 1):
            found.update(dict.fromkeys(index.get(" ".join(lemmas[i : i + n]), ())))
    return tuple(found)
