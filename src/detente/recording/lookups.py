"""Looking up one thing on file: a document with all it was found to say, the events it reports, and what settled what."""

from __future__ import annotations

from datetime import date

import orjson

from detente import contract
from detente.model import Coding, Document
from detente.recording import rows
from detente.recording.deriving import EVENT_COLUMNS, derive, event, is_fresh
from detente.recording.events import Event
from detente.recording.store import Record, RecordError


def coded(record: Record, id: str) -> tuple[Document, Coding]:
    """A document and all that it was found to say, as it was coded. Raises RecordError where there is none of that id."""
    found = record.rows(f"SELECT {rows.DOCUMENT_COLUMNS} FROM documents WHERE id = ?", [id])
    if not found:
        raise RecordError(f"no such document on file: {id}")

    def stated(table: str) -> list[str]:
        return [r[0] for r in record.rows(f"SELECT payload FROM {table} WHERE document = ? ORDER BY position", [id])]

    return rows.document(found[0]), Coding(
        id,
        tuple(map(rows.mention, stated("mentions"))),
        tuple(contract.fact_from_json(orjson.loads(p)) for p in stated("facts")),
        tuple(contract.gap_from_json(orjson.loads(p)) for p in stated("gaps")),
        tuple(contract.attribution_from_json(orjson.loads(p)) for p in stated("attributions")),
    )


def reported(record: Record, document: str) -> list[Event]:
    """The events that a document reports, in order of time. Derived tables must be fresh. Raises RecordError."""
    return _events(
        record,
        "e.id IN (SELECT x.event FROM event_mentions x JOIN mentions m ON m.id = x.mention WHERE m.document = ?)",
        [document],
    )


def by_ids(record: Record, ids: list[str]) -> list[Event]:
    """Events that documents report, by id, in order of time; an id that is not on file is left out. Raises RecordError."""
    return _events(record, "e.id IN (SELECT unnest(?::VARCHAR[]))", [ids])


def settled(record: Record, parties: tuple[str, ...], known_by: date | None = None) -> frozenset[str]:
    """Events between `parties` that a later one carried out, refused, denied or took back, by what was known. Raises RecordError."""
    if known_by is None and is_fresh(record):
        return frozenset(r[0] for r in record.rows("SELECT DISTINCT a FROM links"))
    return frozenset(x.a for x in derive(record, parties, known_by).links)


def _events(record: Record, where: str, values: list[object]) -> list[Event]:
    found = record.rows(
        f"SELECT {', '.join(f'e.{c}' for c in EVENT_COLUMNS)},"
        " (SELECT list(mention ORDER BY place) FROM event_mentions x WHERE x.event = e.id)"
        f" FROM events e WHERE {where} ORDER BY coalesce(e.happened_start, e.happened_end), e.id",
        values,
    )
    return [event(dict(zip((*EVENT_COLUMNS, "mentions"), r, strict=True)) | {"origin": None}) for r in found]
