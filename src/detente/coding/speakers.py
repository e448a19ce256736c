"""Who a source is: the state it speaks for, the person or news organisation it is, and what "we know" rests on."""

from __future__ import annotations

from dataclasses import replace

from detente.coding.actors import Cast
from detente.coding.words import Word
from detente.knowledge.lexicons import lexicon
from detente.knowledge.world import media
from detente.model import Attribution, Span

_BACK = 600  # characters over which a document goes on being what a text reports from


def identified(cast: Cast, found: list[Attribution]) -> list[Attribution]:
    """The attributions of a text, in the same order, with the state, the name and the kind of their sources."""
    text = cast.words.text
    named = media.outlets(text)
    return [_identified(cast, a, text, named) for a in found]


def _identified(cast: Cast, a: Attribution, text: str, named: list[media.Outlet]) -> Attribution:
    for span in a.source:
        actors = [x for w in _nouns(cast, span) for x in cast.at(w) if x.code]
        outlet = media.cited(span.of(text), named) if a.kind != "official" else None
        kind = "media" if outlet is not None and a.kind in ("person", "anonymous", "organisation") else a.kind
        name = outlet.name if outlet is not None else next((x.name for x in actors if x.name), None)
        if actors or name:
            # A paper speaks for itself, not for its country.
            return replace(a, code=actors[0].code if actors and kind != "media" else None, name=name, kind=kind)
    return a


def _nouns(cast: Cast, span: Span) -> list[Word]:
    return [w for w in cast.words.between(span) if w.is_noun]


def grounds(cast: Cast, attributions: list[Attribution], a: Attribution) -> Attribution | None:
    """The document or paper on which something rests that is said to be known or revealed, by nobody in particular.

    "The documents do not say whether the talks went well. We know, however, that ...": the documents.
    """
    d = lexicon(cast.language, "attribution")
    text = cast.words.text
    nobody = not a.source or all(s.of(text).lower() in d["impersonal"] for s in a.source)
    knowing = any(w.lemma in d["knowing"] for s in a.cue for w in cast.words.between(s))
    earlier = any(w.lower in d["earlier"] for s in a.cue for w in cast.words.between(s))  # another, older disclosure
    if not (nobody and knowing and a.cue) or earlier:
        return None
    before = [
        b for b in attributions
        if b.source and b.kind in ("document", "media") and 0 <= a.cue[0].start - b.source[0].start < _BACK
    ]  # fmt: skip
    return replace(before[-1], content=a.content) if before else None
