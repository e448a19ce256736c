"""Commands that take event data of others into a record, and give its events to other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import DetenteError, UsageError
from detente.showing.commands.record import KnownBy, RecordPath

IMPORTS = "table (date, actor, event, recipient), icews, gdelt, gdelt2 (events or mentions), polecat, phoenix, plover"
EXPORTS = "csv, parquet, jsonl, gdelt, phoenix, plover or ftm; else by the file's ending"


def import_(
    record: RecordPath,
    files: Annotated[list[Path], typer.Argument(help="files of the data set, plain, gzipped or zipped")],
    format: Annotated[str, typer.Option("--format", help=IMPORTS)] = "table",
) -> None:
    """Import an existing event data set. Each file is stored whole, and once."""
    from detente.recording.datasets import FORMATS
    from detente.recording.importing import import_file
    from detente.showing import arguments

    if format not in FORMATS:
        raise UsageError(f"--format: no importer for {format!r} (there are: {', '.join(FORMATS)})")
    failed = 0
    with arguments.record(record, write=True, create=True) as opened:
        for file in files:
            try:
                done = import_file(opened, file, format)
            except DetenteError as e:
                if len(files) == 1:
                    raise
                failed += 1
                sys.stderr.write(f"detente: {e}\n")
                continue
            for problem in done.problems:
                sys.stderr.write(f"detente: {problem}\n")
            if done.one_sided:
                sys.stderr.write(f"detente: {file}: {done.one_sided} rows name one party only and are left out\n")
            name = f"{file}: " if len(files) > 1 else ""
            sys.stdout.write(
                f"{name}{done.imported} imported, {done.already} already on record, {done.skipped} skipped\n"
            )
            sys.stdout.flush()
    if failed:
        raise typer.Exit(1)


def export(
    record: RecordPath,
    file: Annotated[Path, typer.Argument(help="where to write")],
    format: Annotated[str | None, typer.Option("--format", help=EXPORTS)] = None,
    a: Annotated[str | None, typer.Option("--of", help="only events of this country")] = None,
    known_by: KnownBy = None,
    by_month: Annotated[bool, typer.Option(help="Parquet in a folder, a file for each month")] = False,
) -> None:
    """Write all events to a file, one row an event."""
    from detente.recording.exporting import FORMATS, export_events
    from detente.showing import arguments

    form = format or ("parquet" if by_month else file.suffix.lstrip(".").lower())
    if form not in FORMATS or (by_month and form != "parquet"):
        raise UsageError(f"--format: {form!r} is none of {'parquet' if by_month else ', '.join(FORMATS)}")
    of, known = arguments.country(a) if a else None, arguments.day(known_by, "--known-by")
    with arguments.record(record) as opened:
        try:
            n = export_events(opened, file, form, of, known, by_month=by_month)
        except OSError as e:
            raise DetenteError(f"{file}: {e.strerror}") from None
    what = {"ftm": "entities"}.get(form, "events")
    sys.stdout.write(f"{n} {what} written to {file}\n")
