"""Questions to the desk that pages and API share, each answered once for as long as the record stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from detente.measuring.network import Map, maps
from detente.measuring.observations import Observations
from detente.measuring.onrecord import batches
from detente.model import Interval
from detente.recording import judgements, lookups, queries
from detente.recording.events import Event
from detente.recording.frames import dyads
from detente.recording.store import Record
from detente.showing import panorama, portrait
from detente.showing.filters import Filters
from detente.showing.web.desk import Desk

Json = dict[str, Any]
Dyad = tuple[str, str]
FEWEST = 3  # events that a pair must have to show on the pages of the world


def pair(desk: Desk, a: str, b: str, known_by: date | None = None) -> portrait.Pair:
    """What is on record between two states. Raises RecordError."""
    return desk.answer(("pair", a, b, known_by), lambda r: portrait.pair(r, a, b, known_by))


def picture(desk: Desk, a: str, b: str, period: Interval | None, known_by: date | None) -> portrait.Portrait:
    """Two states over a period. Raises RecordError."""
    with desk.reading():  # all of it from the same state of the record
        known, whole = pair(desk, a, b, known_by), pair(desk, a, b)
        return desk.answer(("portrait", a, b, period, known_by), lambda _: portrait.over(known, whole, period))


def events(desk: Desk, a: str | None, b: str | None, f: Filters, known_by: date | None) -> list[Event]:
    """Events of one or two states, or all, that pass the filters. Raises RecordError."""
    with desk.reading():
        if a and b:
            found = pair(desk, a, b, known_by).events
        else:
            found = desk.answer(("events", a, b, known_by), lambda r: queries.events(r, a, b, known_by=known_by))

        def sentences(record: Record) -> dict[str, str]:
            told = queries.events_json(record, [e for e in found if e.mentions])
            return {e["id"]: " ".join(m.get("sentence", "") for m in e["mentions"]) for e in told}

        told = desk.answer(("sentences", a, b, known_by), sentences) if f.search else {}
    return list(f.keep(found, lambda e: told.get(e.id, "")))


def quoted(desk: Desk, some: Sequence[Event]) -> list[Json]:
    """Events as the contract has them, with their quotes. Raises RecordError."""
    with desk.reading() as record:
        return list(queries.events_json(record, some))


def pairs(desk: Desk, known_by: date | None = None) -> list[tuple[str, str, int]]:
    """Every pair of states on record and how many events it has, most first. Raises RecordError."""
    if known_by is None:
        return desk.answer(("dyads",), lookups.pairs)
    return desk.answer(("dyads", known_by), lambda r: list(dyads(r, known_by).iter_rows()))


def world(desk: Desk, known_by: date | None = None) -> list[Observations]:
    """What the measure reads of all dyads. Raises RecordError."""
    return desk.answer(("world", known_by), lambda r: list(batches(r, known_by, fewest=FEWEST)))


def moves(desk: Desk, period: Interval, known_by: date | None = None) -> dict[Dyad, Any]:
    """By how much every dyad moved in a period. Raises RecordError."""
    every = world(desk, known_by)
    return desk.answer(("moves", period, known_by), lambda _: panorama.moves(every, period))


def stands(desk: Desk, state: str, period: Interval, known_by: date | None = None) -> dict[Dyad, panorama.Stand]:
    """Where every dyad of a state stood in a period. Raises RecordError."""
    every = world(desk, known_by)
    return desk.answer(("stands", state, period, known_by), lambda _: panorama.stands(every, state, period))


def distances(desk: Desk, known_by: date | None = None) -> list[Map]:
    """The map of distances of the last years, at most twelve. Raises RecordError."""
    every = world(desk, known_by)
    years = panorama.years(every)[-12:]
    spans = [(date(y, 1, 1), date(y, 12, 31)) for y in years]
    return desk.answer(("maps", known_by), lambda _: maps(every, spans, most=24) if spans else [])


def judged(desk: Desk) -> judgements.Effects:
    """What the judgements on file amount to. Raises RecordError."""
    return desk.answer(("judged",), lambda r: judgements.effects(judgements.judgements(r)))


def queue(desk: Desk, p: portrait.Portrait) -> list[tuple[Event, float]]:
    """Events that no person has judged, and by how much the answer may be expected to move when one does: the influence of
    the event times the probability that the coder was wrong; the largest first."""
    done = judged(desk)
    seen = done.confirmed | done.corrections.keys()
    influence = {i.id: abs(i.influence) for i in p.shift.evidence}
    open_ = [(e, influence[e.id] * (1 - e.probability)) for e in p.pair.events
             if e.id in influence and e.mentions and not seen.issuperset(e.mentions)]  # fmt: skip
    return sorted(open_, key=lambda x: (-x[1], x[0].id))


def document(desk: Desk, id: str) -> tuple[Any, Any]:
    """A document and what it was found to say. Raises RecordError where there is none of that id."""
    return desk.answer(("document", id), lambda r: lookups.coded(r, id))


def disclosed(desk: Desk, id: str, known: date | None) -> list[Event]:
    """The events that nobody could read of before this document. Raises RecordError."""
    found = desk.answer(("reported", id), lambda r: lookups.reported(r, id))
    return [e for e in found if known is None or e.known >= known]
