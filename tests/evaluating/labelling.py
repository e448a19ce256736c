"""Codings made by hand, and a coder that gives them: what is evaluated here is the comparison, not the coder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from detente.knowledge import ontology
from detente.model import Actor, Coding, Document, Factuality, Mention, Span, Type


def mention(
    text: str,
    trigger: str,
    a: str,
    b: str,
    type: Type,
    factuality: Factuality = "actual",
    *,
    reciprocal: bool = False,
    probability: float = 0.8,
    **more: object,
) -> Mention:
    """What a coder might say of `text`: a does `type` to b, at the word `trigger`."""
    start = text.index(trigger)
    at = Span(start, start + len(trigger))
    sides = (Actor(at, a),), (Actor(at, b),)
    if reciprocal:
        sides = (sides[0] + sides[1],) * 2
    fields: dict[str, object] = {
        "document": "d", "sentence": Span(0, len(text)), "trigger": at, "actors": sides[0], "recipients": sides[1],
        "reciprocal": reciprocal, "type": type, "mode": None, "contexts": (), "cameo": "000",
        "score": ontology.score(type), "goldstein": 0.0, "quad": ontology.quad(type), "factuality": factuality,
        "certainty": 1.0, "channel": None, "time": None, "places": (), "attribution": (), "conditions": (),
        "probability": probability,
    }  # fmt: skip
    return Mention(**(fields | more))  # type: ignore[arg-type]


def giving(codings: dict[str, Coding]) -> Callable[[Iterable[Document]], Iterator[tuple[Document, Coding]]]:
    """A coder that finds in each text what `codings` has for it, and nothing in others."""

    def coder(documents: Iterable[Document]) -> Iterator[tuple[Document, Coding]]:
        for d in documents:
            yield d, codings.get(d.text, Coding(d.id))

    return coder
