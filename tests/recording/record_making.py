"""Documents and mentions for the tests, made without the coder."""

from __future__ import annotations

from detente.knowledge import ontology
from detente.model import (
    Actor,
    Coding,
    Document,
    Factuality,
    Interval,
    Mention,
    Place,
    Span,
    Time,
)


def doc(id: str, text: str, published: str | None = "2018-09-20", **more: str | None) -> Document:
    return Document(id, text, published=Interval.parse(published) if published else None, language="en", **more)  # type: ignore[arg-type]


def find(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def said(
    document: Document,
    trigger: str,
    actor: str,
    recipient: str,
    cameo: str = "040",
    *,
    when: str | Interval | None = None,
    factuality: Factuality = "actual",
    reciprocal: bool = False,
    mode: str | None = None,
    probability: float = 0.8,
    certainty: float = 1.0,
    names: tuple[str | None, str | None] = (None, None),
    place: str | None = None,
    words: tuple[str, str] | None = None,
) -> Mention:
    """A mention at the word `trigger` between two states, in the sentence around it."""
    text = document.text
    at = find(text, trigger)
    start = text.rfind(". ", 0, at.start) + 2 if ". " in text[: at.start] else 0
    stop = text.find(". ", at.end)
    sentence = Span(start, len(text) if stop < 0 else stop + 1)
    act = ontology.act(cameo)
    assert act.type is not None and act.quad is not None
    spans = [find(text, w) for w in words] if words else [at, at]
    sides = tuple((Actor(s, code, name=n),) for s, code, n in zip(spans, (actor, recipient), names, strict=True))
    if reciprocal:
        sides = (sides[0] + sides[1],) * 2
    interval = Interval.parse(when) if isinstance(when, str) else when
    return Mention(
        document=document.id,
        sentence=sentence,
        trigger=at,
        actors=sides[0],
        recipients=sides[1],
        reciprocal=reciprocal,
        type=act.type,
        mode=mode or act.mode,
        contexts=act.contexts,
        cameo=cameo,
        score=act.score,
        goldstein=act.goldstein,
        quad=act.quad,
        factuality=factuality,
        certainty=certainty,
        channel=None,
        time=Time(interval) if interval else None,
        places=(Place(find(text, place)),) if place else (),
        attribution=(),
        conditions=(),
        probability=probability,
    )


def coded(document: Document, *mentions: Mention) -> tuple[Document, Coding]:
    return document, Coding(document.id, mentions)
