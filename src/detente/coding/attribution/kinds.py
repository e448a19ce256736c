"""What kind of source speaks."""

from __future__ import annotations

import re
from functools import cache

from detente.coding.attribution import lexicon
from detente.coding.attribution.parse import Parse
from detente.knowledge.lexicons import lexicon as load
from detente.model import SourceKind

_NOT_NAMED = frozenset({"NOUN", "ADJ"})


@cache
def _marks(language: str) -> re.Pattern[str]:
    return re.compile("|".join(load(language, "attribution")["anonymous_marks"]))


def kind_of(p: Parse, s: int) -> SourceKind:
    """Kind by the head noun of the source, its titles and what it is said to be."""
    if p.pos[s] == "PRON" or p.tag[s] in ("WP", "WDT"):
        return (
            _kind_of_noun(p, p.head[p.head[s]])
            if p.tag[s] in ("WP", "WDT") and p.dep[p.head[s]] == "relcl"
            else "person"
        )
    return _kind_of_noun(p, s)


def _kind_of_noun(p: Parse, s: int) -> SourceKind:
    heads = lexicon.kind_heads(p.language)
    word = p.lemma[s].lower()
    kind = heads.get(word) or heads.get(p.lower[s])
    if word in lexicon.words(p.language, "always_anonymous"):
        return "anonymous"
    if word in lexicon.words(p.language, "anonymous"):
        a, b = p.under(s)
        if _marks(p.language).search(p.text[p.start[a] : p.end[b - 1] + 120].lower()):
            return "anonymous"
    if kind:
        return kind  # type: ignore[return-value]
    for c in p.kids[s]:
        if p.dep[c] in ("compound", "appos", "amod") and heads.get(p.lower[c]) == "official":
            return "official"
    return "person"
