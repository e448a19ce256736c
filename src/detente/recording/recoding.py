"""Coding again what is on file, with a newer coder: each document whole or not at all, and any time to be gone on with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from detente import __version__
from detente.model import Document
from detente.recording import rows
from detente.recording.deriving import refresh
from detente.recording.filing import BATCH, Item
from detente.recording.placing import place, touched
from detente.recording.queries import texts_of
from detente.recording.standing import in_force
from detente.recording.store import Record

_TABLES = ("mentions", "facts", "gaps", "attributions")


@dataclass(frozen=True, slots=True)
class Recoded:
    """What became of one document: `changed` where anything it says is now noted otherwise."""

    document: str
    status: Literal["same", "changed"]


def begin(record: Record, documents: Iterable[str] | None = None, *, everything: bool = False) -> int:
    """Set down which documents are to be coded again, and return how many wait now.

    Where a recoding that was cut short still has documents waiting and none are named, that is gone on with. Else: the
    documents named, or all, or by default those that another version of the program coded. Raises RecordError.
    """
    with record.transaction():
        where: str = "coder <> ?"
        values: list[Any] = [__version__]
        if documents is not None:
            where, values = "list_contains(?::VARCHAR[], id)", [sorted(documents)]
        elif everything:
            where, values = "TRUE", []
        elif n := waiting(record):
            return n
        record.execute(
            f"INSERT INTO recoding SELECT id FROM documents WHERE {where} AND id NOT IN (SELECT document FROM recoding)",
            values,
        )
    return waiting(record)


def waiting(record: Record) -> int:
    """How many documents are to be coded again. Raises RecordError."""
    n: int = record.rows("SELECT count(*) FROM recoding")[0][0]
    return n


def documents(record: Record) -> Iterator[Document]:
    """The documents that wait, by id; read some at a time, so others may be written meanwhile. Raises RecordError."""
    ids = [r[0] for r in record.rows("SELECT document FROM recoding ORDER BY document")]
    for start in range(0, len(ids), BATCH):
        yield from (d for _, d in sorted(texts_of(record, ids[start : start + BATCH]).items()))


def recode(record: Record, items: Iterable[Item], batch: int = BATCH) -> Iterator[Recoded]:
    """Put new codings in the place of the old, `batch` documents in one transaction; each is told of once that is durable.

    Judgements stay: they hold for the mentions that now rest on the same words. Events are derived when all is done.
    Raises RecordError where the record cannot be written; what was told of by then is stored.
    """
    some: list[Item] = []
    for item in items:
        some.append(item)
        if len(some) >= batch:
            yield from _replace(record, some)
            some = []
    if some:
        yield from _replace(record, some)
    refresh(record)


def _replace(record: Record, items: list[Item]) -> list[Recoded]:
    ids = [d.id for d, _ in items]
    of_these = "document IN (SELECT unnest(?::VARCHAR[]))"
    before = _said(record, ids)
    with record.transaction():
        stale = f"INSERT INTO stale SELECT DISTINCT block FROM mentions WHERE {of_these}"
        record.execute(stale, [ids])
        for table in _TABLES:
            record.execute(f"DELETE FROM {table} WHERE {of_these}", [ids])
        for table, frame in rows.coding_frames(items).items():
            record.append(table, frame)
        record.execute("UPDATE documents SET coder = ? WHERE id IN (SELECT unnest(?::VARCHAR[]))", [__version__, ids])
        record.execute(f"DELETE FROM recoding WHERE {of_these}", [ids])
        ruled = in_force(record)
        judged = touched(ruled)
        if judged:
            place(record, judged, ruled)
        record.execute(stale, [ids])
    after = _said(record, ids)
    return [Recoded(id, "same" if before.get(id) == after.get(id) else "changed") for id in ids]


def _said(record: Record, ids: list[str]) -> dict[str, list[tuple[str, str]]]:
    out: dict[str, list[tuple[str, str]]] = {}
    for table in _TABLES:
        for id, payload in record.rows(
            f"SELECT document, payload FROM {table} WHERE document IN (SELECT unnest(?::VARCHAR[])) ORDER BY 1, 2",
            [ids],
        ):
            out.setdefault(id, []).append((table, payload))
    return out
