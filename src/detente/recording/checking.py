"""Whether a record is sound: the log whole, and all that is derived from it as it would come out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import orjson

from detente import contract
from detente.model import Document, Mention, Span
from detente.recording import rows
from detente.recording.blocks import block_of, content_words, parties_of, place_words, trigger_word
from detente.recording.deriving import derive, refresh, stored
from detente.recording.placing import place, places, touched
from detente.recording.queries import texts_of
from detente.recording.standing import in_force
from detente.recording.store import Record
from detente.recording.voices import file_signatures, signed

_SLICE = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. What is derived can be made again; what is part of the log cannot."""

    what: str
    derived: bool


def check(record: Record) -> list[Problem]:
    """All that is wrong with a record; empty where it is sound. What has yet to be derived is no fault.

    Where the log itself is damaged, what is derived from it is not looked at. Raises RecordError where the file itself
    cannot be read.
    """
    return list(_log(record)) or [*_columns(record), *_voices(record), *_events(record)]


def repair(record: Record) -> None:
    """Derive again everything that is derived, from the log alone, in one transaction. Raises RecordError."""
    with record.transaction():
        for table in ("events", "event_mentions", "links", "stale", "signatures", "bands", "copies"):
            record.execute(f"DELETE FROM {table}")
        for documents in _documents(record):
            for m, _ in _mentions(record, documents):
                d = documents[m.document]
                record.execute(
                    "UPDATE mentions SET block = ?, parties = ?, trigger = ?, words = ?, places = ? WHERE id = ?",
                    [block_of(m), list(parties_of(m)), *_telling(m, d), m.id],
                )
            file_signatures(record, documents.values())
        ruled = in_force(record)
        place(record, touched(ruled), ruled)
        record.execute("DELETE FROM stale")
        record.execute("INSERT INTO stale SELECT DISTINCT block FROM mentions")
        refresh(record)


def _documents(record: Record) -> Iterator[dict[str, Document]]:
    ids = [r[0] for r in record.rows("SELECT id FROM documents ORDER BY id")]
    for start in range(0, len(ids), _SLICE):
        yield texts_of(record, ids[start : start + _SLICE])


def _mentions(record: Record, documents: dict[str, Document]) -> Iterator[tuple[Mention, tuple[object, ...]]]:
    for payload, *columns in record.rows(
        "SELECT payload, id, document, block, parties, trigger, words, places FROM mentions"
        " WHERE document IN (SELECT unnest(?::VARCHAR[])) ORDER BY id",
        [sorted(documents)],
    ):
        yield rows.mention(payload), tuple(columns)


def _telling(m: Mention, d: Document) -> tuple[str, list[str], list[str]]:
    return trigger_word(m, d.text), content_words(m, d.text, d.language), place_words(m, d.text)


def _log(record: Record) -> Iterator[Problem]:
    """Every row of the log belongs to a document on file, can be read, and points into its text."""
    for table in ("mentions", "facts", "gaps", "attributions"):
        for (id,) in record.rows(
            f"SELECT DISTINCT document FROM {table} WHERE document NOT IN (SELECT id FROM documents) ORDER BY 1"
        ):
            yield Problem(f"{table}: of a document that is not on file: {id}", False)
    for id, n in record.rows("SELECT id, count(*) FROM mentions GROUP BY id HAVING count(*) > 1 ORDER BY id"):
        yield Problem(f"mentions: {id} is on file {n} times", False)
    for documents in _documents(record):
        for table in ("mentions", "facts", "gaps", "attributions"):
            for document, payload in record.rows(
                f"SELECT document, payload FROM {table} WHERE document IN (SELECT unnest(?::VARCHAR[])) ORDER BY 1, 2",
                [sorted(documents)],
            ):
                if why := _fault(table, payload, documents[document]):
                    yield Problem(f"{table}: of document {document}: {why}", False)
    for name, rows_then, rows_now in record.rows(
        "SELECT s.name, s.rows, count(i.id) FROM sources s LEFT JOIN imports i ON i.source = s.id"
        " WHERE s.format <> 'gdelt2 mentions' GROUP BY ALL HAVING s.rows <> count(i.id) ORDER BY 1"
    ):
        yield Problem(f"imports: {rows_now} rows of {name}, where {rows_then} were stored", False)


def _fault(table: str, payload: str, d: Document) -> str | None:
    try:
        o = orjson.loads(payload)
        if table == "mentions":
            m = contract.mention_from_json(o)
            spans = [m.sentence, m.trigger, *(a.span for a in (*m.actors, *m.recipients))]
        elif table == "attributions":
            a = contract.attribution_from_json(o)
            spans = [*a.source, *a.cue, *a.content]
        else:
            spans = [Span(*o["span"])]
            (contract.fact_from_json if table == "facts" else contract.gap_from_json)(o)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as e:
        return f"cannot be read: {type(e).__name__} {e}"
    out = next((s for s in spans if not 0 <= s.start <= s.end <= len(d.text)), None)
    return f"points outside the text: {out.start} to {out.end} of {len(d.text)}" if out else None


def _columns(record: Record) -> Iterator[Problem]:
    """What is kept beside each mention, to find and compare it by, is as its payload and the judgements have it."""
    ruled = in_force(record)
    moved = places(record, touched(ruled), ruled)
    for documents in _documents(record):
        for m, (id, document, block, parties, *telling) in _mentions(record, documents):
            if (m.id, m.document) != (id, document):
                yield Problem(f"mentions: {id} is not what its payload says it is", False)
                continue
            lies = moved.get(m.id, (block_of(m), list(parties_of(m))))
            if lies != (block, parties):
                yield Problem(f"mentions: {id} lies in block {block!r}, not {lies[0]!r}", True)
            if _telling(m, documents[m.document]) != tuple(telling):
                yield Problem(f"mentions: the words kept of {id} are not those of its sentence", True)


def _voices(record: Record) -> Iterator[Problem]:
    """Every document is signed, as its text has it, and every pair of copies is one."""
    for documents in _documents(record):
        found = dict(
            record.rows(
                "SELECT document, signature FROM signatures WHERE document IN (SELECT unnest(?::VARCHAR[]))",
                [sorted(documents)],
            )
        )
        for id, d in documents.items():
            if id not in found:
                yield Problem(f"signatures: none of document {id}", True)
            elif not np.array_equal(np.frombuffer(found[id], np.uint32), signed(d.text)):
                yield Problem(f"signatures: that of document {id} is not of its text", True)
    for (id,) in record.rows(
        "SELECT document FROM signatures s WHERE document NOT IN (SELECT document FROM bands) ORDER BY 1"
    ):
        yield Problem(f"bands: none of document {id}", True)
    for a, b in record.rows(
        "SELECT a, b FROM copies WHERE a NOT IN (SELECT id FROM documents) OR b NOT IN (SELECT id FROM documents) ORDER BY 1, 2"
    ):
        yield Problem(f"copies: of documents that are not both on file: {a}, {b}", True)


def _events(record: Record) -> Iterator[Problem]:
    """Events and links are as they come out when derived again; blocks that are known to be stale aside."""
    stale = {r[0] for r in record.rows("SELECT DISTINCT block FROM stale")}
    merged = derive(record)
    events = {(b, replace(e, links=())) for b, e in merged.events if b not in stale}
    links = {x for x in merged.links if x.block not in stale}
    on_file = stored(record)
    there = {(b, e) for b, e in on_file[0] if b not in stale}
    tied = {x for x in on_file[1] if x.block not in stale}
    for what, wrong in (
        ("events: {} should be there and is not, or is otherwise", events - there),
        ("events: {} should not be there as it is", there - events),
    ):
        yield from (Problem(what.format(e.id), True) for _, e in sorted(wrong, key=lambda p: p[1].id))
    for what, ties in (
        ("links: {} to {} is missing", links - tied),
        ("links: {} to {} should not be there", tied - links),
    ):
        yield from (Problem(what.format(x.a, x.b), True) for x in sorted(ties, key=lambda x: (x.a, x.b, x.kind)))
