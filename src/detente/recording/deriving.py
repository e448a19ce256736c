"""Keeping the derived tables true: the events of every stale block are thrown away and made again from the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from detente.recording.events import Event
from detente.recording.merging import Link, Merged, merge
from detente.recording.reports import reports
from detente.recording.rows import Row, interval, interval_row
from detente.recording.standing import in_force
from detente.recording.store import Record

_MENTIONS = 20_000  # so many, or one block, are derived in one transaction


def refresh(record: Record) -> int:
    """Derive the events of all stale blocks; how many blocks there were. Raises RecordError."""
    stale = record.rows(
        "SELECT s.block, count(m.id) FROM (SELECT DISTINCT block FROM stale) s"
        " LEFT JOIN mentions m ON m.block = s.block GROUP BY s.block ORDER BY s.block"
    )
    if not stale:
        return 0
    ruled = in_force(record)
    for some in _portions(stale):
        merged = merge(reports(record, ruled, blocks=some), ruled)
        with record.transaction():
            of_these = "block IN (SELECT unnest(?::VARCHAR[]))"
            record.execute(
                f"DELETE FROM event_mentions WHERE event IN (SELECT id FROM events WHERE {of_these})", [some]
            )
            record.execute(f"DELETE FROM events WHERE {of_these}", [some])
            record.execute(f"DELETE FROM links WHERE {of_these}", [some])
            _file(record, merged)
            record.execute(f"DELETE FROM stale WHERE {of_these}", [some])
    return len(stale)


def _portions(blocks: list[tuple[str, int]]) -> Iterator[list[str]]:
    some: list[str] = []
    size = 0
    for block, mentions in blocks:
        if some and size + mentions > _MENTIONS:
            yield some
            some, size = [], 0
        some.append(block)
        size += mentions
    yield some


def is_fresh(record: Record) -> bool:
    """Whether the derived tables say what the log says."""
    return not record.rows("SELECT 1 FROM stale LIMIT 1")


def rebuild(record: Record) -> int:
    """Throw all events and links away and derive them again; how many blocks there are. Raises RecordError."""
    with record.transaction():
        record.execute("DELETE FROM events")
        record.execute("DELETE FROM event_mentions")
        record.execute("DELETE FROM links")
        record.execute("DELETE FROM stale")
        record.execute("INSERT INTO stale SELECT DISTINCT block FROM mentions")
        return refresh(record)


def derive(record: Record, parties: tuple[str, ...] = (), known_by: date | None = None) -> Merged:
    """Events and links between `parties` (None given: all) as of what was known by a date, without storing them."""
    ruled = in_force(record)
    return merge(reports(record, ruled, parties=parties, known_by=known_by), ruled)


def stored(record: Record) -> tuple[list[tuple[str, Event]], list[Link]]:
    """The events on file, each with its block, and the links, as they were last derived. Raises RecordError."""
    found = record.rows(
        f"SELECT {', '.join(f'e.{c}' for c in EVENT_COLUMNS)},"
        " (SELECT list(mention ORDER BY place) FROM event_mentions x WHERE x.event = e.id), block FROM events e"
    )
    columns = (*EVENT_COLUMNS, "mentions")
    events = [(r[-1], event(dict(zip(columns, r[:-1], strict=True)) | {"origin": None, "url": None})) for r in found]
    return events, [Link(*r) for r in record.rows("SELECT block, a, b, kind, probability FROM links")]


def _file(record: Record, merged: Merged) -> None:
    record.append("events", pl.DataFrame([_row(b, e) for b, e in merged.events], schema=_EVENT))
    places = [(e.id, m, i) for _, e in merged.events for i, m in enumerate(e.mentions)]
    record.append(
        "event_mentions",
        pl.DataFrame(places, schema={"event": pl.String, "mention": pl.String, "place": pl.Int32}, orient="row"),
    )
    links = [(x.block, x.a, x.b, x.kind, x.probability) for x in merged.links]
    columns = {**dict.fromkeys(("block", "a", "b", "kind"), pl.String), "probability": pl.Float64}
    record.append("links", pl.DataFrame(links, schema=columns, orient="row"))


_LISTS = ("actors", "recipients", "actor_sectors", "recipient_sectors", "contexts")
_PLAIN = (
    "id", "reciprocal", "type", "mode", "cameo", "score", "goldstein", "quad", "factuality", "certainty", "channel",
    "level", "dated", "known", "voices", "probability",
)  # fmt: skip
_EVENT: dict[str, pl.DataType] = (
    {"block": pl.String()}
    | {c: pl.String() for c in _PLAIN}
    | {"reciprocal": pl.Boolean(), "dated": pl.Boolean(), "known": pl.Date(), "voices": pl.Int32()}
    | dict.fromkeys(("score", "goldstein", "certainty", "probability"), pl.Float64())
    | dict.fromkeys(_LISTS, pl.List(pl.String()))
    | {"happened_start": pl.Date(), "happened_end": pl.Date(), "happened_precision": pl.String()}
)


def _row(block: str, e: Event) -> Row:
    out: Row = {"block": block} | {c: getattr(e, c) for c in _PLAIN} | interval_row("happened", e.time)
    return out | {c: list(getattr(e, c)) for c in _LISTS}


EVENT_COLUMNS = (*_PLAIN, *_LISTS, "happened_start", "happened_end", "happened_precision")


def event(row: Row) -> Event:
    """An event from `EVENT_COLUMNS`, "mentions" (ids, best first), "origin" and "url"."""
    fields: dict[str, Any] = {c: row[c] for c in _PLAIN} | {c: tuple(row[c]) for c in (*_LISTS, "mentions")}
    time = interval(row["happened_start"], row["happened_end"], row["happened_precision"])
    return Event(**fields, time=time, origin=row["origin"], url=row["url"])
