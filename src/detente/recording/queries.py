"""Questions to the record. Each can be asked as of what was known by a date: by `known_by`, inclusive.

A document is known from the day it was published or, where that is not known, entered; an event from the day on which
the first document that reports it was.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Generic, TypeVar

import orjson

from detente import contract
from detente.model import Document, Fact, Factuality, Gap, Mention, Type
from detente.recording import rows
from detente.recording.deriving import EVENT_COLUMNS, derive, event, is_fresh, refresh
from detente.recording.events import Event, linked
from detente.recording.store import Record
from detente.recording.voices import voice_of, voices

Json = dict[str, Any]
Stated = TypeVar("Stated", Fact, Gap)
_SLICE = 500


@dataclass(frozen=True, slots=True)
class Held:
    """A document on file: when it was entered (UTC), whose copy it is, and how many acts it mentions."""

    document: Document
    entered: datetime
    voice: str
    mentions: int

    def to_json(self) -> Json:
        """One object a document, without its text."""
        d = self.document
        return {
            "kind": "document",
            "id": d.id,
            "title": d.title,
            "published": d.published.iso() if d.published else None,
            "written": d.written.iso() if d.written else None,
            "source": d.source,
            "url": d.url,
            "language": d.language,
            "home": d.home,
            "origin": d.origin,
            "entered": self.entered.isoformat(timespec="seconds") + "Z",
            "voice": self.voice,
            "mentions": self.mentions,
        }


@dataclass(frozen=True, slots=True)
class Cited(Generic[Stated]):
    """A fact or a gap, with the document that it stands in."""

    value: Stated
    document: Document

    def to_json(self) -> Json:
        """The contract's object with the words that say so, and who published them when."""
        v, d = self.value, self.document
        out = contract.fact_to_json(v, d.text) if isinstance(v, Fact) else contract.gap_to_json(v, d.text)
        return out | {"source": d.source, "published": d.published.iso() if d.published else None}


def events(
    record: Record,
    a: str | None = None,
    b: str | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
    type: Type | None = None,
    factuality: Factuality | None = None,
    known_by: date | None = None,
    min_probability: float = 0.0,
    imported: bool = True,
) -> list[Event]:
    """Events in order of time, then id: those that involve `a`, or take place between `a` and `b` (codes), or all.

    `since` and `until` (inclusive) keep what may have happened then; an undated event counts as of the day on which it
    was first told. With `imported` False, only what documents report. Raises RecordError.
    """
    parties = tuple(x for x in (a, b) if x is not None)
    found = _reported(record, parties, known_by)
    if imported:
        found += (e for some in _imported(record, parties, known_by) for e in some)

    def wanted(e: Event) -> bool:
        end = (e.time.end if e.time else None) or date.max
        start = ((e.time.start if e.dated else e.time.end) if e.time else None) or date.min
        return (
            (len(parties) < 2 or parties in e.pairs() or parties[::-1] in e.pairs())
            and (since is None or end >= since)
            and (until is None or start <= until)
            and (type is None or e.type == type)
            and (factuality is None or e.factuality == factuality)
            and e.probability >= min_probability
        )

    return sorted(filter(wanted, found), key=_order)


def stream(record: Record, a: str | None = None, known_by: date | None = None) -> Iterator[Event]:
    """Events in the same order as `events` gives them, of `a` or all, imported ones taken from the file as they come.

    Raises RecordError.
    """
    parties = (a,) if a is not None else ()
    imported = (e for some in _imported(record, parties, known_by) for e in some)
    return heapq.merge(sorted(_reported(record, parties, known_by), key=_order), imported, key=_order)


def events_json(record: Record, found: Iterable[Event]) -> Iterator[Json]:
    """Events as the contract has them, each report quoted from the stored text.

    `links` names those that are stages of the same matter: the plan that was carried out, the offer refused, the denial.
    """
    waiting = iter(found)
    while some := list(islice(waiting, _SLICE)):
        mentions = mentions_of(record, some)
        documents = texts_of(record, {m.document for m in mentions.values()})
        for e in some:
            yield e.to_json(mentions, documents)


def mentions_of(record: Record, found: Iterable[Event]) -> dict[str, Mention]:
    """The mentions that events rest on, by id, as they were coded."""
    ids = sorted({m for e in found for m in e.mentions})
    return dict(
        _load(record, "SELECT id, payload FROM mentions WHERE id IN (SELECT unnest(?::VARCHAR[]))", ids, rows.mention)
    )


def documents(
    record: Record,
    a: str | None = None,
    b: str | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
    known_by: date | None = None,
) -> list[Held]:
    """Documents by date of publication, then id: those that mention an act of `a`, or of both, or all.

    `since` and `until` (inclusive) are of publication. Raises RecordError.
    """
    where, values = _between("d.id", a, b, known_by)
    for clause, day in (("d.known >= ?", since), ("d.known <= ?", until)):
        if day is not None:
            where.append(clause)
            values.append(day)
    columns = ", ".join(f"d.{c.strip()}" for c in rows.DOCUMENT_COLUMNS.split(","))
    known = voices(record, known_by)
    found = record.rows(
        f"SELECT {columns}, d.entered, (SELECT count(*) FROM mentions m WHERE m.document = d.id)"
        f" FROM documents d WHERE {' AND '.join(where)} ORDER BY d.known, d.id",
        values,
    )
    return [Held(rows.document(r[:-2]), r[-2], voice_of(r[0], known), r[-1]) for r in found]


def facts(
    record: Record,
    a: str | None = None,
    b: str | None = None,
    *,
    kind: str | None = None,
    known_by: date | None = None,
) -> list[Cited[Fact]]:
    """Facts as the documents state them, in order of their beginning: `a` is the holder or the host; with `b`, `a` the
    holder and `b` the host. Raises RecordError.
    """
    where: list[str] = ["TRUE"]
    values: list[Any] = []
    if a is not None and b is not None:
        where.append("f.holder = ? AND f.host = ?")
        values += [a, b]
    elif a is not None:
        where.append("(f.holder = ? OR f.host = ?)")
        values += [a, a]
    if kind is not None:
        where.append("f.fact = ?")
        values.append(kind)
    found = _cited(record, "facts f", where, values, known_by, contract.fact_from_json)

    def begins(c: Cited[Fact]) -> tuple[object, ...]:
        f = c.value
        return (f.start and f.start.start) or date.min, f.fact, f.holder, f.host or "", f.document, f.span.start

    return sorted(found, key=begins)


def gaps(
    record: Record, a: str | None = None, b: str | None = None, *, known_by: date | None = None
) -> list[Cited[Gap]]:
    """What the documents say is not known: of those that mention an act of `a`, or of both, or all, oldest first.

    Raises RecordError.
    """
    where, values = _between("f.document", a, b, None)
    return _cited(record, "gaps f", where, values, known_by, contract.gap_from_json)


def _order(e: Event) -> tuple[date, date, str]:
    start = ((e.time.start if e.dated else e.time.end) if e.time else None) or date.min
    return start, (e.time.end if e.time else None) or date.max, e.id


def _reported(record: Record, parties: tuple[str, ...], known_by: date | None) -> list[Event]:
    if known_by is None and not record.read_only:
        refresh(record)
    if known_by is None and is_fresh(record):
        return _stored(record, parties)
    merged = derive(record, parties, known_by)
    return linked([e for _, e in merged.events], ((x.a, x.b, x.kind, x.probability) for x in merged.links))


def _stored(record: Record, parties: tuple[str, ...]) -> list[Event]:
    where = "".join(" AND (list_contains(e.actors, ?) OR list_contains(e.recipients, ?))" for _ in parties)
    found = record.rows(
        f"SELECT {', '.join(f'e.{c}' for c in EVENT_COLUMNS)},"
        " (SELECT list(mention ORDER BY place) FROM event_mentions x WHERE x.event = e.id)"
        f" FROM events e WHERE TRUE{where}",
        [p for party in parties for p in (party, party)],
    )
    events = [
        event(dict(zip((*EVENT_COLUMNS, "mentions"), r, strict=True)) | {"origin": None, "url": None}) for r in found
    ]
    return linked(events, record.rows("SELECT a, b, kind, probability FROM links ORDER BY a, b, kind"))


def _imported(record: Record, parties: tuple[str, ...], known_by: date | None) -> Iterator[list[Event]]:
    where = "".join(" AND ? IN (i.actor_code, i.recipient_code)" for _ in parties)
    known = known_by or date.max
    columns = (
        "id", "actor_code", "actor_sector", "recipient_code", "recipient_sector", "type", "mode", "contexts", "cameo",
        "score", "goldstein", "quad", "date", "known", "url",
    )  # fmt: skip
    found = record.stream(
        f"SELECT {', '.join(f'i.{c}' for c in columns)}, s.name, coalesce(told.voices, i.voices, 1)"
        " FROM imports i JOIN sources s ON s.id = i.source"
        " LEFT JOIN (SELECT key, count(DISTINCT publisher) AS voices FROM import_mentions WHERE known <= ? GROUP BY key)"
        " told ON told.key = i.key AND s.format = 'gdelt2'"
        f" WHERE i.known <= ?{where} ORDER BY i.date, i.id",
        [known, known, *parties],
    )
    return ([_import(dict(zip((*columns, "origin", "voices"), r, strict=True))) for r in some] for some in found)


def _import(row: rows.Row) -> Event:
    out = {
        c: row[c]
        for c in (
            "id", "type", "mode", "contexts", "cameo", "score", "goldstein", "quad", "known", "origin", "url", "voices",
        )
    }  # fmt: skip
    for name in ("actor", "recipient"):
        code = row[f"{name}_code"]
        out |= {f"{name}s": (code,) if code else (), f"{name}_sectors": (row[f"{name}_sector"],) if code else ()}
    out |= {"happened_start": row["date"], "happened_end": row["date"], "happened_precision": "day"}
    out |= {"reciprocal": False, "factuality": "actual", "certainty": 1.0, "channel": None, "level": None}
    return event(out | {"dated": True, "probability": 1.0, "mentions": ()})


def _between(column: str, a: str | None, b: str | None, known_by: date | None) -> tuple[list[str], list[Any]]:
    where: list[str] = ["TRUE"]
    values: list[Any] = []
    parties = [x for x in (a, b) if x is not None]
    if parties:
        inside = " AND ".join("list_contains(m.parties, ?)" for _ in parties)
        where.append(f"{column} IN (SELECT m.document FROM mentions m WHERE {inside})")
        values += parties
    if known_by is not None:
        where.append("d.known <= ?")
        values.append(known_by)
    return where, values


def _cited(
    record: Record,
    table: str,
    where: list[str],
    values: list[Any],
    known_by: date | None,
    read: Callable[[Json], Stated],
) -> list[Cited[Stated]]:
    if known_by is not None:
        where, values = [*where, "d.known <= ?"], [*values, known_by]
    found = record.rows(
        f"SELECT f.payload FROM {table} JOIN documents d ON d.id = f.document WHERE {' AND '.join(where)}"
        " ORDER BY d.known, f.document, f.position, f.id",
        values,
    )
    stated = [read(orjson.loads(r[0])) for r in found]
    texts = texts_of(record, {s.document for s in stated})
    return [Cited(s, texts[s.document]) for s in stated]


def texts_of(record: Record, ids: Iterable[str]) -> dict[str, Document]:
    """Documents on file by id; an id that is none is left out. Raises RecordError."""
    found = record.rows(
        f"SELECT {rows.DOCUMENT_COLUMNS} FROM documents WHERE id IN (SELECT unnest(?::VARCHAR[]))", [sorted(ids)]
    )
    return {r[0]: rows.document(r) for r in found}


Read = TypeVar("Read")


def _load(record: Record, sql: str, ids: list[str], read: Callable[[str], Read]) -> Iterator[tuple[str, Read]]:
    return ((id, read(payload)) for id, payload in record.rows(sql, [ids]))
