"""What one or more mentions report: the event, and its form in the contract's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any, Literal

from detente.model import Channel, Document, Factuality, Interval, Level, Mention, Quad, Type

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Linked:
    """Another event of the same matter: whether this one or that is the later stage, and what the later says."""

    event: str
    kind: str
    this: Literal["earlier", "later"]
    probability: float


@dataclass(frozen=True, slots=True)
class Event:
    """One act on record.

    `actors` and `recipients` are sorted codes of states, or of organisations where no state acts; `*_sectors` are the
    sectors beside them in the same order. `time` is the days within which it happened; where no source dates it, its
    start is open, its end is the date of the earliest document, and `dated` is False. `known` is the day on which the
    first report of it could be read. `mentions` are ids, the best report first; an imported event has none. `type` is
    None for the mere statements of an imported data set.
    """

    id: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    reciprocal: bool
    actor_sectors: tuple[str, ...]
    recipient_sectors: tuple[str, ...]
    type: Type | None
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    score: float
    goldstein: float
    quad: Quad | None
    factuality: Factuality
    certainty: float
    channel: Channel | None
    level: Level | None
    time: Interval | None
    dated: bool
    known: date
    voices: int
    probability: float
    mentions: tuple[str, ...] = ()
    origin: str | None = None  # the data set that it was imported from
    url: str | None = None  # where that data set found it
    links: tuple[Linked, ...] = ()

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Ordered (actor, recipient) codes; a reciprocal act counts both ways."""
        sides = (self.actors + self.recipients,) * 2 if self.reciprocal else (self.actors, self.recipients)
        return frozenset((a, r) for a in sides[0] for r in sides[1] if a != r)

    def to_json(
        self, mentions: Mapping[str, Mention] | None = None, documents: Mapping[str, Document] | None = None
    ) -> Json:
        """The event in the contract's vocabulary.

        With the mentions and documents it rests on, each report is quoted: its sentence and trigger are cut from the
        stored text. `dyads` are the unordered pairs of parties between whom it took place.
        """
        out: Json = {
            "kind": "event",
            "id": self.id,
            "dyads": sorted({tuple(sorted(p)) for p in self.pairs()}),
            "actors": _parties(self.actors, self.actor_sectors),
            "recipients": _parties(self.recipients, self.recipient_sectors),
            "reciprocal": self.reciprocal,
            "type": self.type,
            "mode": self.mode,
            "contexts": list(self.contexts),
            "cameo": self.cameo,
            "score": self.score,
            "goldstein": self.goldstein,
            "quad": self.quad,
            "factuality": self.factuality,
            "certainty": self.certainty,
            "channel": self.channel,
            "level": self.level,
            "time": _time(self.time, self.dated),
            "first_known": self.known.isoformat(),
            "voices": self.voices,
            "probability": self.probability,
        }
        if self.origin is not None:
            out |= {"origin": self.origin, "url": self.url}
        out["links"] = [asdict(x) for x in self.links]
        out["mentions"] = [_report(i, (mentions or {}).get(i), documents or {}) for i in self.mentions]
        return out


def linked(events: Iterable[Event], links: Iterable[tuple[str, str, str, float]]) -> list[Event]:
    """The events, each with those of `links` (earlier, later, kind, probability) that it is an end of."""
    ends: dict[str, list[Linked]] = {}
    for a, b, kind, probability in links:
        ends.setdefault(a, []).append(Linked(b, kind, "earlier", probability))
        ends.setdefault(b, []).append(Linked(a, kind, "later", probability))
    order = attrgetter("event", "kind", "this")
    return [replace(e, links=tuple(sorted(ends[e.id], key=order))) if e.id in ends else e for e in events]


def _parties(codes: tuple[str, ...], sectors: tuple[str, ...]) -> list[Json]:
    return [{"code": c, "sector": s} for c, s in zip(codes, sectors, strict=True)]


def _time(time: Interval | None, dated: bool) -> Json | None:
    if time is None:
        return None
    ends = {"start": time.start, "end": time.end}
    return {k: d.isoformat() if d else None for k, d in ends.items()} | {"precision": time.precision, "dated": dated}


def _report(id: str, m: Mention | None, documents: Mapping[str, Document]) -> Json:
    if m is None:
        return {"id": id}
    out: Json = {"id": id, "document": m.document}
    document = documents.get(m.document)
    if document is not None:
        out |= {"sentence": m.sentence.of(document.text), "trigger": m.trigger.of(document.text)}
        out |= {"title": document.title, "source": document.source, "url": document.url}
        out |= {"published": document.published.iso() if document.published else None}
    return out | {"span": [m.sentence.start, m.sentence.end], "factuality": m.factuality}
