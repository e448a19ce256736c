"""Where: the places that an act's clause names."""

from __future__ import annotations

from detente.coding.actors import Cast
from detente.coding.words import Word
from detente.model import Place, Span

_AT = ("in", "at", "to", "near", "off", "outside", "through", "into", "from", "à", "en", "dans", "près")


def places(cast: Cast, event: Word, inner: Word, dates: list[Span]) -> tuple[Place, ...]:
    """Places under the act's word, the word it swallowed, or the verb above a nominal act, in text order.

    Words inside one of `dates` ("in November") are no places.
    """
    words = cast.words
    heads = [event, inner]
    if event.is_noun and event.head != event.i:
        heads.append(words[event.head])
    for h in (event, inner):
        heads += [o for o in words.children(h, "obj", "subjpass")]
    found: dict[int, Place] = {}
    for h in heads:
        for x in words.obliques(h, *_AT):
            for y in words.conjuncts(x):
                code = cast.place_code(y)
                if any(d.start <= y.start < d.end for d in dates):
                    continue
                if code is not None or (y.pos == "PROPN" and x.case in ("in", "at", "near") and y.i in _runs(cast)):
                    found[y.i] = Place(words.phrase(y) if code is None else words.span(y), code)
    return tuple(found[i] for i in sorted(found))


def _runs(cast: Cast) -> frozenset[int]:
    return frozenset(w.i for w in cast.words.words if cast.persons.run(w) and cast.persons.at(w) is None)
