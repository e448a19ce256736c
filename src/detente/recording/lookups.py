"""Looking up one thing on file: a document with all it was found to say, the events it reports, and what settled what."""

from __future__ import annotations

from datetime import date

import orjson

from detente import contract
from detente.knowledge.world import valid
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


def pairs(record: Record) -> list[tuple[str, str, int]]:
    """Every pair of states on record in alphabetical order, and how many events it has, most first. Derived tables must be fresh.

    The same as `frames.dyads`, without making the events. Raises RecordError.
    """
    found = record.rows(_PAIRS)
    return [(a, b, n) for a, b, n in found if valid(a) and valid(b)]


_PAIRS = """
    WITH sides AS (
        SELECT id, CASE WHEN reciprocal THEN actors || recipients ELSE actors END AS x,
            CASE WHEN reciprocal THEN actors || recipients ELSE recipients END AS y FROM events
    ), ones AS (SELECT id, unnest(x) AS a, y FROM sides), twos AS (SELECT id, a, unnest(y) AS b FROM ones),
    told AS (SELECT least(a, b) AS a, greatest(a, b) AS b, count(DISTINCT id) AS n FROM twos WHERE a <> b GROUP BY ALL),
    imported AS (
        SELECT least(actor_code, recipient_code) AS a, greatest(actor_code, recipient_code) AS b, count(*) AS n FROM imports
        WHERE actor_code <> recipient_code GROUP BY ALL
    )
    SELECT a, b, sum(n)::BIGINT AS n FROM (FROM told UNION ALL FROM imported) GROUP BY a, b ORDER BY n DESC, a, b
"""


def _events(record: Record, where: str, values: list[object]) -> list[Event]:
    found = record.rows(
        f"SELECT {', '.join(f'e.{c}' for c in EVENT_COLUMNS)},"
        " (SELECT list(mention ORDER BY place) FROM event_mentions x WHERE x.event = e.id)"
        f" FROM events e WHERE {where} ORDER BY coalesce(e.happened_start, e.happened_end), e.id",
        values,
    )
    return [
        event(dict(zip((*EVENT_COLUMNS, "mentions"), r, strict=True)) | {"origin": None, "url": None}) for r in found
    ]
