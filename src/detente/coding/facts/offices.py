"""Who holds which office, as the text itself says."""

from __future__ import annotations

from detente.coding.actors import Cast
from detente.model import Fact, Interval, Span


def offices(cast: Cast, document: str, when: Interval | None) -> list[Fact]:
    """Who holds which office, for every person of the text whom it gives an office and a state."""
    out = []
    for p in cast.persons.everyone():
        if p.office and p.codes:
            at = next((i for i, key in cast.persons.mentions if cast.persons.by_surname(key) is p), None)
            if at is not None:
                run = cast.persons.run(cast.words[at])
                span = Span(run[0].start, run[-1].end)
                out.append(Fact(document, "office", p.codes[0], None, p.office, when, None, span, p.name))
    return out
