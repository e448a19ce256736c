"""The measure over a record: the same answers for the command line, the Python API and the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from detente.measuring.observations import Dyad, Observations, Standing
from detente.measuring.weights import Weights, default
from detente.recording import queries
from detente.recording.frames import dyads

if TYPE_CHECKING:
    from detente.recording.store import Record

_STANDING = ("presence", "relations", "sanctions")
OFFICIAL = ("GOV", "MIL", "SPY", "LEG", "UNK")
"""Sectors that act for their state; an actor whose sector is not known is mostly a person in office."""
MOST_EVENTS = 2_000_000
MOST_DYADS = 4_000


def observations(record: Record, a: str, b: str, known_by: date | None = None) -> Observations:
    """Everything on record between two states (codes), with the facts that stand between them.

    Mere statements of imported data sets are left out: they say nothing of the relation. Raises RecordError.
    """
    pair = min(a, b), max(a, b)
    numbers = pl.DataFrame({"a": [pair[0]], "b": [pair[1]], "dyad": [0]})
    imported = _imported(record, numbers, known_by)
    reported = _told(record, known_by, pair).filter(pl.col("a") == pair[0], pl.col("b") == pair[1]).drop("a", "b")
    rows = pl.concat([Observations.of([pair], x).events for x in (imported, reported)])
    if pair != (a, b):
        rows = rows.with_columns(-pl.col("directed"))
    facts = _standing(record, (a, b), known_by).get((a, b), [])
    usual = usual_tone(record, known_by=known_by) if len(imported) else 0.0
    return Observations(((a, b),), rows, tuple(facts), usual)


def usual_tone(record: Record, weights: Weights | None = None, known_by: date | None = None) -> float:
    """Mean value on the score scale of the imported acts between states, of those known by a day; 0 where there are none.

    An event data set reports dealings, and most dealings are friendly: what is usual in it is not neutral. Raises
    RecordError.
    """
    softness = (weights or default()).softness
    found = record.rows(
        "SELECT sum(n * tanh(s)) / sum(n) FROM (SELECT score / ? AS s, count(*) AS n FROM imports"
        " WHERE type IS NOT NULL AND actor_code <> recipient_code AND known <= coalesce(?, known) GROUP BY ALL)",
        [softness, known_by],
    )
    return softness * found[0][0] if found[0][0] is not None else 0.0


def batches(
    record: Record,
    known_by: date | None = None,
    *,
    fewest: int = 1,
    most_events: int = MOST_EVENTS,
    most_dyads: int = MOST_DYADS,
) -> Iterator[Observations]:
    """Every dyad with at least `fewest` events on record, some at a time, most events first; memory stays flat.

    A batch holds about `most_events` events (one dyad at least) and no more than `most_dyads` dyads, each a pair of codes
    in alphabetical order. Raises RecordError.
    """
    every = dyads(record, known_by).filter(pl.col("events") >= fewest)
    if every.is_empty():
        return
    told = _told(record, known_by)
    usual = usual_tone(record, known_by=known_by)
    facts = _standing(record, None, known_by)
    size = pl.col("events").cum_sum() // most_events
    every = every.with_columns(batch=size.rank("dense")).with_columns(
        part=pl.col("batch").cum_count().over("batch") // (most_dyads + 1)
    )
    for some in every.partition_by("batch", "part", maintain_order=True):
        some = some.with_row_index("dyad")
        pairs = list(some.select("a", "b").iter_rows())
        numbers = some.select("a", "b", "dyad")
        imported = _imported(record, numbers, known_by)
        reported = told.join(numbers, on=["a", "b"]).drop("a", "b")
        rows = pl.concat([Observations.of(pairs, x).events for x in (imported, reported) if len(x)] or [_NOTHING])
        standing = [s for n, pair in enumerate(pairs) for s in _numbered(facts.get(pair, []), n)]
        yield Observations(tuple(pairs), rows, tuple(standing), usual)


_NOTHING = Observations.of([], {"id": [], "start": [], "score": []}).events

# Sorted, so that sums of floats come out the same in every run.
_IMPORTED = """
    SELECT g.dyad, i.id, i.date AS start, i.known, i.score, i.goldstein, i.type, i.contexts,
        coalesce(i.actor_sector IN {official}, FALSE)::INTEGER
            + coalesce(i.recipient_sector IN {official}, FALSE)::INTEGER AS officials,
        CASE WHEN i.actor_code = g.a THEN 1 ELSE -1 END AS directed
    FROM imports i JOIN given g
        ON least(i.actor_code, i.recipient_code) = g.a AND greatest(i.actor_code, i.recipient_code) = g.b
    WHERE i.type IS NOT NULL {known} ORDER BY g.dyad, i.date, i.id
"""


def _imported(record: Record, numbers: pl.DataFrame, known_by: date | None) -> pl.DataFrame:
    known = "" if known_by is None else f"AND i.known <= '{known_by}'"
    return record.against(numbers, _IMPORTED.format(known=known, official=OFFICIAL))


def _told(record: Record, known_by: date | None, pair: Dyad | tuple[()] = ()) -> pl.DataFrame:
    # What documents report, one row for every dyad of an event.
    columns = ("id", "known", "score", "goldstein", "factuality", "certainty", "probability", "voices", "type", "level")
    out: list[dict[str, object]] = []
    for e in queries.events(record, *pair, known_by=known_by, imported=False):
        row = {c: getattr(e, c) for c in columns} | {"contexts": list(e.contexts)}
        row |= {"start": e.time.start if e.time else None, "end": e.time.end if e.time else None}
        pairs, sectors = (
            e.pairs(),
            dict(zip(e.actors + e.recipients, e.actor_sectors + e.recipient_sectors, strict=True)),
        )
        for a, b in sorted({(min(p), max(p)) for p in pairs}):
            officials = (sectors[a] in OFFICIAL) + (sectors[b] in OFFICIAL)
            out.append(
                row | {"officials": officials, "a": a, "b": b, "directed": ((a, b) in pairs) - ((b, a) in pairs)}
            )
    dates = dict.fromkeys(("known", "start", "end"), pl.Date)
    texts = dict.fromkeys(("id", "a", "b", "factuality", "type", "level"), pl.String)
    schema: dict[str, Any] = {
        **dates,
        **texts,
        "contexts": pl.List(pl.String),
        "directed": pl.Int8,
        "officials": pl.Int8,
        "voices": pl.Int32,
    }
    schema |= dict.fromkeys(("score", "goldstein", "certainty", "probability"), pl.Float64)
    return pl.DataFrame(out, schema=schema)


def _standing(record: Record, dyad: Dyad | None, known_by: date | None) -> dict[Dyad, list[Standing]]:
    # The dated states of affairs that documents report, in either direction, by dyad (as asked for, else alphabetical).
    asked = [(None, None)] if dyad is None else [dyad, dyad[::-1]]
    out: dict[Dyad, list[Standing]] = {}
    for cited in (c for holder, host in asked for c in queries.facts(record, holder, host, known_by=known_by)):
        f, published = cited.value, cited.document.published
        if f.fact not in _STANDING or f.host is None or (f.start is None and f.end is None):
            continue
        start, end = (f.start.start if f.start else None), (f.end.end if f.end else None)
        told = Standing(0, f.fact, f.status, start, end, published.end if published else None)
        pair = dyad or (min(f.holder, f.host), max(f.holder, f.host))
        out.setdefault(pair, []).append(told)
    return out


def _numbered(found: list[Standing], number: int) -> Iterator[Standing]:
    return (Standing(number, s.kind, s.status, s.start, s.end, s.known, s.score) for s in found)
