"""The record's events written to a file, or a folder with a part a month, in the columns of one format or another."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from typing import IO

import orjson
import polars as pl
import pyarrow as pa

from detente.recording.events import Event
from detente.recording.exportrows import FLAT, Cited, flat, gdelt, phoenix, plover
from detente.recording.moneytrail import entities
from detente.recording.queries import events_json, mentions_of, stream, texts_of
from detente.recording.store import Record

FORMATS = ("csv", "parquet", "jsonl", "gdelt", "phoenix", "plover", "ftm")
"""`csv` and `parquet`: one row an event; `jsonl`: the contract's objects with their quotes; `gdelt`, `phoenix`: the columns
of GDELT 1.0 and Phoenix, tab-separated, without a heading; `plover`: PLOVER JSON; `ftm`: FollowTheMoney entities."""

_SLICE = 2000


def export_events(
    record: Record,
    path: Path,
    form: str,
    of: str | None = None,
    known_by: date | None = None,
    *,
    by_month: bool = False,
) -> int:
    """Write all events (those of country `of` where given) in order of time and return how many rows that made.

    With `by_month` (Parquet only), `path` is a folder that must not hold anything yet: `year=YYYY/month=MM/events.parquet`
    by the month in which an event may have begun, or for an undated one was first told of. All is written beside its
    place and moved there whole; memory does not grow with the number of imported events. Raises OSError where it cannot
    be, ValueError for another form.
    """
    if form not in FORMATS or (by_month and form != "parquet"):
        raise ValueError(f"no export format {form!r}" + (" by month" if by_month else ""))
    found = stream(record, of, known_by)
    partial = path.with_name(f".{path.name}.partial")
    try:
        if by_month:
            if path.is_dir() and any(path.iterdir()):
                raise FileExistsError(17, "the folder is not empty", str(path))
            shutil.rmtree(partial, ignore_errors=True)
            n = _by_month(partial, found)
            with suppress(FileNotFoundError):
                path.rmdir()
        else:
            n = _parquet(partial, found) if form == "parquet" else _text(record, partial, form, found)
        partial.replace(path)
    finally:
        if partial.is_dir():
            shutil.rmtree(partial)
        partial.unlink(missing_ok=True)
    return n


def _portions(found: Iterable[Event]) -> Iterator[list[Event]]:
    events = iter(found)
    while some := list(islice(events, _SLICE)):
        yield some


def _frame(some: list[Event]) -> pl.DataFrame:
    return pl.DataFrame([flat(e) for e in some], schema=FLAT)


def _parquet(path: Path, found: Iterable[Event]) -> int:
    import pyarrow.parquet as pq

    n = 0
    schema: pa.Schema = _frame([]).to_arrow().schema
    with pq.ParquetWriter(path, schema) as out:
        for some in _portions(found):
            out.write_table(_frame(some).to_arrow())
            n += len(some)
    return n


def _by_month(folder: Path, found: Iterable[Event]) -> int:
    n = 0
    folder.mkdir()
    for month, some in groupby(found, key=_month):
        part = folder / f"year={month.year:04}" / f"month={month.month:02}" / "events.parquet"
        part.parent.mkdir(parents=True)
        n += _parquet(part, some)
    return n


def _month(e: Event) -> date:
    start = ((e.time.start if e.dated else e.time.end) if e.time else None) or date.min
    return start.replace(day=1)


def _text(record: Record, path: Path, form: str, found: Iterable[Event]) -> int:
    n = 0
    seen: set[str] = set()
    with path.open("wb") as out:
        if form == "csv":
            out.write((",".join(FLAT) + "\n").encode())
        for some in _portions(found):
            n += _write(record, out, form, some, seen)
    return n


def _write(record: Record, out: IO[bytes], form: str, some: list[Event], seen: set[str]) -> int:
    if form == "csv":
        out.write(_frame(some).write_csv(include_header=False).encode())
        return len(some)
    if form == "jsonl":
        out.writelines(orjson.dumps(e) + b"\n" for e in events_json(record, some))
        return len(some)
    mentions = mentions_of(record, some)
    texts = texts_of(record, {m.document for m in mentions.values()})
    cited = Cited(mentions, texts)
    if form in ("plover", "ftm"):
        made = [o for e in some for o in (plover(e, cited) if form == "plover" else entities(e, cited, seen))]
        out.writelines(orjson.dumps(o) + b"\n" for o in made)
        return len(made)
    lines = [row for e in some for row in (gdelt if form == "gdelt" else phoenix)(e, cited)]
    out.writelines("\t".join(map(_cell, row)).encode() + b"\n" for row in lines)
    return len(lines)


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
