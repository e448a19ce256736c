"""Filing: documents and what they were found to say go into the record, each whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from detente import __version__
from detente.model import Coding, Document
from detente.recording import rows
from detente.recording.deriving import refresh
from detente.recording.store import Record
from detente.recording.voices import file_signatures

Item = tuple[Document, Coding]
BATCH = 32


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one document. `reason` says why one failed."""

    document: str
    status: Literal["added", "already", "failed"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of many."""

    added: int
    already: int
    failed: tuple[Filed, ...]


def add(record: Record, items: Iterable[Item]) -> Added:
    """File documents with their codings; those that are there already are left as they are. Raises RecordError."""
    done = list(file(record, items))
    count = {s: sum(f.status == s for f in done) for s in ("added", "already")}
    return Added(count["added"], count["already"], tuple(f for f in done if f.status == "failed"))


def file(record: Record, items: Iterable[Item], batch: int = BATCH) -> Iterator[Filed]:
    """File documents, `batch` at a time in one transaction, and say of each what became of it once that is durable.

    Events are derived when all are filed; where this is cut short, by the next that opens the record and asks.
    Raises RecordError where the record cannot be written; what was yielded by then is stored.
    """
    waiting: list[Item] = []
    for item in items:
        waiting.append(item)
        if len(waiting) >= batch:
            yield from _file(record, waiting)
            waiting = []
    if waiting:
        yield from _file(record, waiting)
    refresh(record)


def unfiled(record: Record, document: Document) -> Filed | None:
    """None where `document` has yet to be filed; else what filing it would answer, so that it need not be coded."""
    return _standing(record, [document])[0]


def _standing(record: Record, documents: list[Document]) -> list[Filed | None]:
    first: dict[str, str] = {}
    out: list[Filed | None] = []
    for d in documents:
        # One by one, by the index; a join would read all texts.
        there = record.rows("SELECT text FROM documents WHERE id = ?", [d.id]) or (
            [(first[d.id],)] if d.id in first else []
        )
        first.setdefault(d.id, d.text)
        if not there:
            out.append(None)
        elif there[0][0] == d.text:
            out.append(Filed(d.id, "already"))
        else:
            out.append(Filed(d.id, "failed", f"{d.origin or d.id}: another text is on file under the id {d.id!r}"))
    return out


def _file(record: Record, items: list[Item]) -> list[Filed]:
    answers: list[Filed] = []
    new: list[Item] = []
    for (document, coding), standing in zip(items, _standing(record, [d for d, _ in items]), strict=True):
        if standing is None:
            new.append((document, coding))
        answers.append(standing or Filed(document.id, "added"))
    if new:
        documents = [d for d, _ in new]
        with record.transaction():
            record.append(
                "documents", rows.document_frame(documents, datetime.now(UTC).replace(tzinfo=None), __version__)
            )
            for table, frame in rows.coding_frames(new).items():
                record.append(table, frame)
                if table == "mentions" and frame.height:
                    record.append("stale", frame.select("block").unique(maintain_order=True))
            file_signatures(record, documents)
    return answers
