"""CSV, TSV and Parquet: a document a row, by the names of its columns."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

from detente.model import Document
from detente.reading.dates import iso
from detente.reading.decoding import decode
from detente.reading.describing import FIELDS, TEXT_LIMIT, Defaults, Failure, Unreadable, describe
from detente.reading.parts import printable, reason

_ALSO = {
    "text": ("body", "content", "article", "fulltext", "full_text", "maintext", "article_text"),
    "published": ("date", "publish_date", "published_at", "publication_date", "pub_date", "pubdate", "date_publish"),
    "title": ("headline",),
    "source": ("publisher", "outlet", "newspaper", "publication", "media", "source_name"),
    "author": ("authors", "byline"),
    "url": ("link", "source_url"),
    "language": ("lang",),
}
"""Names that columns go by where `--columns` does not say which is which."""

_IN_MEMORY = 32 << 20


def comma(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure]:
    """The documents of a CSV file (or one with semicolons or tabs, told by its first line)."""
    yield from _separated(stream, origin, defaults, None)


def tab(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure]:
    """The documents of a file with tabs between its columns."""
    yield from _separated(stream, origin, defaults, "\t")


def parquet(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure]:
    """The documents of a Parquet file, read a part at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
        source: Any = stream
        if not (isinstance(getattr(stream, "name", None), str) and stream.seekable()):
            while data := stream.read(1 << 20):
                copy.write(data)
            copy.seek(0)
            source = copy
        try:
            file = pq.ParquetFile(source)
            columns = _columns(file.schema_arrow.names, defaults)
            wanted = list(dict.fromkeys(columns.values()))
            number = 0
            for batch in file.iter_batches(batch_size=256, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield _row(row, columns, f"{origin}:{number}", defaults)
        except Unreadable as e:
            yield Failure(origin, str(e))
        except (pa.ArrowException, OSError, ValueError, MemoryError) as e:
            yield Failure(origin, f"not a Parquet file that can be read ({reason(e)})")


def _separated(
    stream: BinaryIO, origin: str, defaults: Defaults, separator: str | None
) -> Iterator[Document | Failure]:
    lines = _Lines(stream)
    try:
        first = lines.first()
        separator = separator or max(",;\t", key=first.count)
        csv.field_size_limit(2 * TEXT_LIMIT)
        rows = csv.reader(lines, delimiter=separator)
        header = [h.strip() for h in next(rows)]
        columns = _columns(header, defaults)
    except (Unreadable, csv.Error) as e:
        yield Failure(origin, str(e))
        return
    empty = True
    while True:
        at = f"{origin}:{rows.line_num + 1}"
        try:
            row = next(rows)
        except StopIteration:
            break
        except (Unreadable, csv.Error) as e:
            empty = False
            yield Failure(at, f"not read from here on: {e}")
            break
        if not any(row):
            continue
        empty = False
        if len(row) != len(header):
            yield Failure(at, f"has {len(row)} columns where the first line has {len(header)}")
            continue
        yield _row(dict(zip(header, row, strict=True)), columns, at, defaults)
    if empty:
        yield Failure(origin, "has no rows below its first line")


class _Lines:
    """The lines of a table as text, each of bounded length; the encoding is that of the first megabyte."""

    _LONGEST = 4 * TEXT_LIMIT

    def __init__(self, stream: BinaryIO) -> None:
        self._start = stream.read(1 << 20)
        self._stream = io.BufferedReader(_Chained(self._start, stream))
        self._encoding = "utf-8"

    def first(self) -> str:
        """The first line; also finds the encoding. Raises Unreadable where the file is no text."""
        if not self._start.strip():
            raise Unreadable("is empty")
        self._start = self._start.removeprefix(b"\xef\xbb\xbf")
        whole = self._start.rpartition(b"\n")[0] or self._start
        if whole.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Unreadable("in UTF-16; save the table as UTF-8")
        text = decode(whole)
        try:
            whole.decode()
        except UnicodeDecodeError:
            self._encoding = "cp1252"
        return text.partition("\n")[0]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self._LONGEST + 1)
        if not line:
            raise StopIteration
        if len(line) > self._LONGEST:
            raise Unreadable(f"a line longer than {self._LONGEST:,} bytes")
        try:
            text = line.decode(self._encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as e:
            raise Unreadable(f"not {self._encoding.upper()} (byte {e.start + 1} of the line)") from None
        if "\0" in text:
            raise Unreadable("holds NUL characters")
        return text


class _Chained(io.RawIOBase):
    """Bytes that were read ahead, then the rest of their stream."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        self._start, self._stream = io.BytesIO(start), stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._start.read(len(buffer)) or self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _columns(header: list[str], defaults: Defaults) -> Mapping[str, str]:
    """Which column holds which field: as asked for, else by the field's own name, else by another that it goes by."""
    there = {h.strip().lower(): h for h in reversed(header)}
    out: dict[str, str] = {}
    for field, column in defaults.columns.items():
        if column.strip().lower() not in there:
            raise Unreadable(f"has no column {printable(column)!r} (there are: {_listed(header)})")
        out[field] = there[column.strip().lower()]
    for field in FIELDS:
        for name in (field, *_ALSO.get(field, ())):
            if field not in out and name in there and there[name] not in out.values():
                out[field] = there[name]
    if "text" not in out:
        raise Unreadable(f"which column holds the text? (--columns text=NAME; there are: {_listed(header)})")
    return out


def _listed(header: list[str]) -> str:
    return printable(", ".join(header[:30])) + (" ..." if len(header) > 30 else "")


def _row(row: Mapping[str, Any], columns: Mapping[str, str], at: str, defaults: Defaults) -> Document | Failure:
    fields = {field: _value(field, row.get(column)) for field, column in columns.items()}
    try:
        return describe(fields, at, defaults)
    except Unreadable as e:
        return Failure(at, str(e))


def _value(field: str, value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if field in ("published", "written") and isinstance(value, int):
        return f"{value:04}" if value < 10_000 else str(value)
    if isinstance(value, str):
        if field in ("published", "written"):
            return iso(value) or value
        return value if field == "text" else value.strip() or None
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ", ".join(value)
    return value
