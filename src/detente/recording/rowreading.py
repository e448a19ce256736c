"""The rows of a file of event data, whatever its format, compression or heading, into the table `import_rows`."""

from __future__ import annotations

import gzip
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO

import orjson
import polars as pl

from detente.recording.datasets import FIELDS, LAYOUTS, REQUIRED, Layout, plover_rows
from detente.recording.store import Record, RecordError

MOST_UNPACKED = 64 * 2**30
"""Bytes that a compressed file may unpack to."""

_JSON_ROWS = 20_000  # so many are read at a time


@contextmanager
def plain(path: Path) -> Iterator[Path]:
    """The file itself, or an unpacked copy that goes when done."""
    with path.open("rb") as f:
        start = f.read(4)
    if not start.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        yield path
        return
    with tempfile.NamedTemporaryFile(suffix=".import") as out:
        try:
            if start.startswith(b"PK"):
                with zipfile.ZipFile(path) as z:
                    names = [i for i in z.infolist() if not i.is_dir()]
                    if len(names) != 1:
                        raise RecordError(f"{path}: an archive of {len(names)} files; unpack it and import each")
                    with z.open(names[0]) as inside:
                        _copy(inside, out, path)
            else:
                with gzip.open(path) as inside:
                    _copy(inside, out, path)
        except (OSError, EOFError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as e:
            raise RecordError(f"{path}: cannot be unpacked: {e}") from None
        out.flush()
        yield Path(out.name)


def _copy(inside: IO[bytes] | gzip.GzipFile, out: IO[bytes], path: Path) -> None:
    room = min(MOST_UNPACKED, shutil.disk_usage(tempfile.gettempdir()).free // 2)
    while data := inside.read(2**20):
        room -= len(data)
        if room < 0:
            raise RecordError(f"{path}: unpacks to more than there is room for")
        out.write(data)


ROWS = """
    CREATE TEMP TABLE import_rows (line BIGINT, told VARCHAR, date DATE, known DATE, key VARCHAR, actor VARCHAR,
        actor_country VARCHAR, actor_sectors VARCHAR, event VARCHAR, mode VARCHAR, contexts VARCHAR[], recipient VARCHAR,
        recipient_country VARCHAR, recipient_sectors VARCHAR, voices INTEGER, url VARCHAR);
    CREATE TEMP TABLE import_acts (event VARCHAR, given_mode VARCHAR, cameo VARCHAR, type VARCHAR, mode VARCHAR,
        contexts VARCHAR[], score DOUBLE, goldstein DOUBLE, quad VARCHAR);
    CREATE TEMP TABLE import_parties (party VARCHAR, country VARCHAR, sectors VARCHAR, year INTEGER, code VARCHAR,
        sector VARCHAR, name VARCHAR, generic BOOLEAN);
"""
"""The tables that an import works in: its rows as read, what their events mean, and who their parties are."""


def head(table: Path, path: Path) -> str:
    """The first line; raises RecordError where it is not UTF-8."""
    with table.open("rb") as f:
        first = f.readline(100_000)
    try:
        return next(iter(first.decode("utf-8-sig").splitlines()), "")
    except UnicodeDecodeError:
        raise RecordError(f"{path}:1: not UTF-8 text") from None


def _plain_name(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())


def _columns(first: str, separator: str, path: Path, form: str) -> tuple[Layout, list[str], bool]:
    """The layout that a file has, the names of its columns in order, and whether its first line holds them."""
    names = [n.strip().strip('"') for n in first.split(separator)]
    plain = [_plain_name(n) for n in names]
    layouts = LAYOUTS[form]
    for layout in layouts:
        if not layout.columns and all(any(a in plain for a in layout.fields[f]) for f in REQUIRED):
            return layout, plain, True
        if layout.columns and len(names) in (len(layout.columns), len(layout.columns) - (form == "gdelt")):
            return layout, list(layout.columns[: len(names)]), plain[0] in ("globaleventid", "eventid")
    numbered = next((x for x in layouts if x.columns), None)
    if numbered is not None:
        raise RecordError(f"{path}:1: {len(names)} columns, where a file of {form} has {len(numbered.columns)}")
    lacking = [f for f in REQUIRED if not any(a in plain for a in layouts[-1].fields[f])]
    raise RecordError(f"{path}:1: no column {', '.join(lacking)} (found: {', '.join(names)[:200]})")


def read_table(record: Record, table: Path, path: Path, form: str) -> list[str]:
    """Fill `import_rows`, where `date` is null if it is none; the lines that are no text, one problem each."""
    first = head(table, path)
    separator = "\t" if "\t" in first else ";" if ";" in first and "," not in first else ","
    layout, names, headed = _columns(first, separator, path, form)
    columns = {f"c{i}": "VARCHAR" for i in range(len(names))}

    def column(name: str) -> str:
        given = [f"nullif(trim(c{names.index(a)}), '')" for a in layout.fields.get(name, ()) if a in names]
        return f"coalesce({', '.join(given)})" if given else "NULL"

    def day(name: str) -> str:
        text = column(name)
        tried = ", ".join(f"try_strptime({text}, '{d}')" for d in layout.dates)
        return f"coalesce({tried})::DATE" if text != "NULL" else "NULL"

    def value(name: str) -> str:
        if name in ("date", "known"):
            return day(name)
        if name == "contexts":
            return f"regexp_extract_all(nullif(lower({column(name)}), 'none'), '[a-z][a-z_-]{{2,}}')"
        if name == "voices":
            return f"try_cast({column(name)} AS INTEGER)"
        if name.endswith(("_country", "_sectors")):
            return f"coalesce(regexp_replace({column(name)}, '^(None|NONE|NA|null)$', ''), '')"
        if name in ("actor", "recipient") and form != "table":
            return f"coalesce(regexp_replace({column(name)}, '^(None|NONE|NA|null)$', ''), '')"
        return column(name) if name in ("key", "mode", "url") else f"coalesce({column(name)}, '')"

    quote = "" if separator == "\t" else '"'
    record.execute(
        f"INSERT INTO import_rows BY NAME SELECT row_number() OVER () + {int(headed)} AS line, {column('date')} AS told,"
        f" {', '.join(f'{value(f)} AS {f}' for f in FIELDS)}"
        " FROM read_csv(?, delim = ?, quote = ?, escape = ?, header = ?, all_varchar = true, null_padding = true,"
        " auto_detect = false, columns = ?, strict_mode = false, compression = 'none', ignore_errors = true,"
        " store_rejects = true, rejects_limit = 1000)",
        [str(table), separator, quote, quote, headed, columns],
    )
    record.execute("UPDATE import_rows SET known = coalesce(known, date)")
    rejected = record.rows("SELECT DISTINCT line, error_message FROM reject_errors ORDER BY line")
    record.execute("DROP TABLE reject_errors; DROP TABLE reject_scans")
    return [f"{path}:{line}: {' '.join(str(why).split())[:200]}" for line, why in rejected]


_JSON_SCHEMA: dict[str, pl.DataType] = (
    {"line": pl.Int64(), "told": pl.String(), "date": pl.Date(), "known": pl.Date(), "contexts": pl.List(pl.String())}
    | {f: pl.String() for f in FIELDS if f not in ("date", "known", "contexts", "voices")}
    | {"voices": pl.Int32()}
)  # fmt: skip


def read_json(record: Record, file: Path, path: Path) -> list[str]:
    """Fill `import_rows` from JSON lines, or from one list of objects; a problem for each that is none."""
    problems: list[str] = []

    def objects() -> Iterator[tuple[int, bytes | object]]:
        with file.open("rb") as f:
            if (start := f.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")) and start.startswith(b"["):
                f.seek(0)
                try:
                    yield from enumerate(orjson.loads(f.read().removeprefix(b"\xef\xbb\xbf")), 1)
                except orjson.JSONDecodeError as e:
                    raise RecordError(f"{path}: not JSON: {e}") from None
                return
            f.seek(0)
            yield from ((n, line) for n, line in enumerate(f, 1) if line.strip())

    def rows() -> Iterator[dict[str, object]]:
        for number, item in objects():
            try:
                for row in plover_rows(orjson.loads(item) if isinstance(item, bytes) else item):
                    yield row | {"line": number, "told": row["date"], "date": _day(str(row["date"]))}
            except (ValueError, TypeError, AttributeError) as e:
                problems.append(f"{path}:{number}: {str(e)[:200]}")

    found = rows()
    while some := list(islice(found, _JSON_ROWS)):
        frame = pl.DataFrame([r | {"known": r["date"]} for r in some], schema=_JSON_SCHEMA)
        empty = [pl.col(c).fill_null("") for c in FIELDS if c.endswith(("_country", "_sectors"))]
        record.append("import_rows", frame.with_columns(empty))
    return problems


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
