"""A mention with all that decides which event it belongs to, read from the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.model import Mention
from detente.recording import rows
from detente.recording.judgements import Effects
from detente.recording.store import Record
from detente.recording.voices import voice_of, voices


@dataclass(frozen=True, slots=True)
class Report:
    """A mention, as corrected by judgements, and what merging needs to know of its document.

    `id` is the mention's as it was found: a correction of its type or parties leaves it. `told` is the last day on
    which it can have been written; `known` the day from which it could be read.
    """

    id: str
    mention: Mention
    block: str
    told: date
    known: date
    voice: str
    trigger: str
    words: frozenset[str]
    places: frozenset[str]
    confirmed: bool = False


_SELECT = (
    "SELECT m.block, m.payload, m.trigger, m.words, m.places, d.known,"
    " coalesce(d.written_end, d.written_start, d.published_end, d.published_start, d.known)"
    " FROM mentions m JOIN documents d ON d.id = m.document"
)


def reports(
    record: Record,
    effects: Effects,
    *,
    blocks: list[str] | None = None,
    parties: tuple[str, ...] = (),
    known_by: date | None = None,
) -> list[Report]:
    """Reports on file, less the rejected, sorted by block and id: of some blocks, or between some parties, or all."""
    where: list[str] = ["TRUE"]
    values: list[Any] = []
    if blocks is not None:
        where.append("m.block IN (SELECT unnest(?::VARCHAR[]))")
        values.append(blocks)
    for party in parties:
        where.append("list_contains(m.parties, ?)")
        values.append(party)
    if known_by is not None:
        where.append("d.known <= ?")
        values.append(known_by)
    known = voices(record, known_by)
    out = []
    for block, payload, trigger, words, places, day, told in record.rows(
        f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY m.block, m.id", values
    ):
        m = rows.mention(payload)
        id = m.id
        if id in effects.rejected:
            continue
        voice = voice_of(m.document, known)
        alike = (frozenset(words), frozenset(places))
        out.append(Report(id, effects.corrected(m), block, told, day, voice, trigger, *alike, id in effects.confirmed))
    return out
