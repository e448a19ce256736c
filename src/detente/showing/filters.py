"""What a listing is narrowed to: the same filters, with the same meanings, on the command line, the page and the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from detente.errors import UsageError
from detente.knowledge.ontology import TYPES
from detente.model import Channel, Factuality
from detente.recording.events import Event


@dataclass(frozen=True, slots=True)
class Filters:
    """Events that may have happened from `since` to `until` (inclusive), of a type, factuality and channel, as likely as
    `min_probability` at least, whose sentences hold all words of `search` (in any case)."""

    since: date | None = None
    until: date | None = None
    type: str | None = None
    factuality: str | None = None
    channel: str | None = None
    min_probability: float = 0.0
    search: str = ""

    def keep(self, events: Iterable[Event], text: Callable[[Event], str]) -> Iterator[Event]:
        """Those of `events` that pass; `text` gives the words that `search` looks through."""
        words = self.search.casefold().split()
        for e in events:
            end = (e.time.end if e.time else None) or date.max
            start = ((e.time.start if e.dated else e.time.end) if e.time else None) or date.min
            if (
                (self.since is None or end >= self.since)
                and (self.until is None or start <= self.until)
                and (self.type is None or e.type == self.type)
                and (self.factuality is None or e.factuality == self.factuality)
                and (self.channel is None or e.channel == self.channel)
                and e.probability >= self.min_probability
                and (not words or all(w in text(e).casefold() for w in words))
            ):
                yield e


def one_of(value: str | None, values: Sequence[str], argument: str) -> str | None:
    """A value that must be one of some; None where it is empty. Raises UsageError naming the argument."""
    if value and value not in values:
        raise UsageError(f"{argument}: {value!r} is none of {', '.join(values)}")
    return value or None


def filters(
    since: str | None = None, until: str | None = None, type: str | None = None, factuality: str | None = None,
    channel: str | None = None, min_probability: float = 0.0, search: str | None = None,
) -> Filters:  # fmt: skip
    """Filters from what a person wrote; empty texts are left out. Raises UsageError naming what is wrong."""
    from detente.showing.arguments import day

    if not 0 <= min_probability <= 1:
        raise UsageError(f"--min-probability: not between 0 and 1: {min_probability}")
    return Filters(
        day(since or None, "--since", last=False),
        day(until or None, "--until"),
        one_of(type and type.upper(), TYPES, "--type"),
        one_of(factuality, get_args(Factuality), "--factuality"),
        one_of(channel, get_args(Channel), "--channel"),
        min_probability,
        search or "",
    )
