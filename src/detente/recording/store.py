"""The file: one DuckDB database that one process writes at a time, opened, upgraded and closed here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import polars as pl

from detente.errors import DetenteError
from detente.recording.schema import STEPS, VERSION


class RecordError(DetenteError):
    """A record that cannot be opened, read or written, and why."""


class Record:
    """An open record. Use as a context manager, or `close` it."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection, read_only: bool) -> None:
        """Meant for `Record.open`, which checks what it opens."""
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._depth = 0

    @classmethod
    def open(cls, path: str | Path, create: bool = True, read_only: bool = False) -> Record:
        """Open the record at `path` (":memory:" for one that is never stored), upgrading an older schema.

        Raises RecordError where there is none and it may not be created, where the file is another program's or a
        newer version's, or where another process holds it.
        """
        where = Path(path)
        memory = str(path) == ":memory:"
        if not memory and not where.exists():
            if read_only or not create:
                raise RecordError(f"{where}: no such record")
            if not where.parent.is_dir():
                raise RecordError(f"{where}: its folder does not exist")
        if not memory and where.is_dir():
            raise RecordError(f"{where}: is a folder, not a record")
        connection = _connect(where, read_only)
        try:
            version = _version(where, connection)
            if version > VERSION:
                raise RecordError(
                    f"{where}: written by a newer version of Détente (schema {version}; this one knows {VERSION})"
                )
            if version < VERSION:
                if read_only:
                    connection.close()
                    cls.open(where).close()
                    return cls.open(where, create, read_only)
                _upgrade(connection, version)
        except duckdb.Error as e:
            connection.close()
            raise RecordError(f"{where}: {_first_line(e)}") from None
        except RecordError:
            connection.close()
            raise
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET enable_progress_bar = false")  # it would be drawn among the answers
        if not memory:
            connection.execute("SET memory_limit = '1GB'")  # beyond it, DuckDB works on disk
        return cls(where, connection, read_only)

    def close(self) -> None:
        """Close the file; what was committed is in it."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement, for its effect. Raises RecordError."""
        with self._errors():
            self._connection.execute(sql, list(parameters))

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query; all rows as tuples of Python values. Raises RecordError."""
        with self._errors():
            return self._connection.execute(sql, list(parameters)).fetchall()

    def stream(self, sql: str, parameters: Sequence[Any] = (), size: int = 10_000) -> Iterator[list[tuple[Any, ...]]]:
        """Run a query whose answer may be larger than memory; `size` rows at a time. Raises RecordError.

        Other statements may run between two portions.
        """
        with self._errors():
            found = self._connection.cursor().execute(sql, list(parameters))
        while True:
            with self._errors():
                some = found.fetchmany(size)
            if not some:
                return
            yield some

    def frame(self, sql: str, parameters: Sequence[Any] = ()) -> pl.DataFrame:
        """Run a query; the answer by columns. Raises RecordError."""
        with self._errors():
            out = pl.from_arrow(self._connection.sql(sql, params=list(parameters)).to_arrow_table())
        assert isinstance(out, pl.DataFrame)
        return out

    def append(self, table: str, frame: pl.DataFrame) -> None:
        """Add the rows of `frame` to `table`, columns by name. Raises RecordError."""
        if frame.height == 0:
            return
        with self._lent(frame) as name, self._errors():
            self._connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM {name}")

    def against(self, frame: pl.DataFrame, sql: str) -> pl.DataFrame:
        """Run a query that may name `frame` as the table `given`. Raises RecordError."""
        with self._lent(frame, "given"):
            return self.frame(sql)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done inside becomes durable together at the end, or not at all. Nested ones join the outer.

        Raises RecordError where the database fails (a full disk, say), after rolling back.
        """
        if self._depth:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            return
        with self._errors():
            self._connection.execute("BEGIN")
        self._depth = 1
        try:
            yield
            with self._errors():
                self._connection.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):  # the failure itself may have ended the transaction
                self._connection.execute("ROLLBACK")
            raise
        finally:
            self._depth = 0

    @contextmanager
    def _lent(self, frame: pl.DataFrame, name: str = "lent") -> Iterator[str]:
        self._connection.register(name, frame.to_arrow())
        try:
            yield name
        finally:
            self._connection.unregister(name)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as e:
            raise RecordError(f"{self.path}: {_first_line(e)}") from e


def _connect(where: Path, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(where), read_only=read_only)
    except duckdb.Error as e:
        text = str(e)
        if "lock" in text:
            pid = re.search(r"PID (\d+)", text)
            by = f" (process {pid[1]})" if pid else ""
            raise RecordError(f"{where}: in use by another process{by}; try again when it has finished") from None
        if "not a valid DuckDB" in text:
            raise RecordError(f"{where}: not a record of Détente, nor any DuckDB file") from None
        raise RecordError(f"{where}: {_first_line(e)}") from None


def _version(where: Path, connection: duckdb.DuckDBPyConnection) -> int:
    tables = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "detente" in tables:
        row = connection.execute("SELECT max(version) FROM detente").fetchone()
        assert row is not None
        return int(row[0])
    if tables:
        raise RecordError(f"{where}: a DuckDB file of another program, not a record of Détente")
    return 0


def _upgrade(connection: duckdb.DuckDBPyConnection, version: int) -> None:
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE IF NOT EXISTS detente (version INTEGER NOT NULL)")
    for number in range(version, VERSION):
        connection.execute(STEPS[number])
        connection.execute("INSERT INTO detente VALUES (?)", [number + 1])
    connection.execute("COMMIT")


def _first_line(e: BaseException) -> str:
    return str(e).strip().split("\n", 1)[0]
