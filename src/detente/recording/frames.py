"""Events by columns, for measuring: one row an event between two states."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from detente.knowledge.world import valid
from detente.recording.events import Event
from detente.recording.queries import events
from detente.recording.store import Record

SCHEMA: dict[str, pl.DataType] = {
    "id": pl.String(),
    "start": pl.Date(),  # first day within which it happened; null where open
    "end": pl.Date(),  # last day
    "dated": pl.Boolean(),  # False: no source says when, `end` is the day it was first told
    "known": pl.Date(),  # from when it could be read
    "type": pl.String(),  # null for mere statements
    "mode": pl.String(),
    "cameo": pl.String(),
    "contexts": pl.List(pl.String()),
    "score": pl.Float64(),  # PLOVER's, -10 to 10
    "goldstein": pl.Float64(),
    "factuality": pl.String(),
    "certainty": pl.Float64(),
    "probability": pl.Float64(),
    "voices": pl.Int32(),
    "level": pl.String(),
    "channel": pl.String(),
    "forth": pl.Boolean(),  # a acts on b
    "back": pl.Boolean(),  # b acts on a; both where reciprocal
    "a_sector": pl.String(),
    "b_sector": pl.String(),
    "origin": pl.String(),  # the data set that it was imported from; null where documents report it
}


def dyad_events(record: Record, a: str, b: str, known_by: date | None = None) -> pl.DataFrame:
    """Everything on record between two states, columns as in `SCHEMA`, in order of time.

    Imported events have one voice, certainty and probability 1, and are known from the day they happened unless their
    file says otherwise. Raises RecordError.
    """
    return pl.DataFrame([_row(e, a, b) for e in events(record, a, b, known_by=known_by)], schema=SCHEMA)


def dyads(record: Record, known_by: date | None = None) -> pl.DataFrame:
    """Every pair of states with events on record: columns `a`, `b` (codes, a < b) and `events`, most events first.

    Raises RecordError.
    """
    pairs = [
        p
        for e in events(record, known_by=known_by, imported=False)
        for p in {tuple(sorted(x)) for x in e.pairs()}
        if valid(p[0]) and valid(p[1])
    ]
    told = pl.DataFrame(pairs, schema={"a": pl.String, "b": pl.String}, orient="row").with_columns(
        events=pl.lit(1, pl.Int64)
    )
    imported = record.frame(
        "SELECT least(actor_code, recipient_code) AS a, greatest(actor_code, recipient_code) AS b, count(*) AS events"
        " FROM imports WHERE actor_code <> recipient_code AND ($1 IS NULL OR known <= $1) GROUP BY ALL",
        [known_by],
    )
    both = pl.concat([told, imported]).group_by("a", "b").agg(pl.col("events").sum())
    return both.sort(["events", "a", "b"], descending=[True, False, False])


def _row(e: Event, a: str, b: str) -> dict[str, Any]:
    out: dict[str, Any] = {c: getattr(e, c) for c in SCHEMA if hasattr(e, c)}
    sectors = dict(zip(e.actors + e.recipients, e.actor_sectors + e.recipient_sectors, strict=True))
    out |= {"start": e.time.start if e.time else None, "end": e.time.end if e.time else None}
    out |= {"forth": (a, b) in e.pairs(), "back": (b, a) in e.pairs(), "contexts": list(e.contexts)}
    return out | {"a_sector": sectors[a], "b_sector": sectors[b]}
