"""detente brief: the page to hand over."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import DetenteError, UsageError

RecordPath = Annotated[Path, typer.Argument(help="the record: one DuckDB file")]
Country = Annotated[str, typer.Argument(help="country: a name or an ISO alpha-3 code")]


def brief(
    record: RecordPath,
    a: Country,
    b: Country,
    in_: Annotated[str | None, typer.Option("--in", help="a year, month or FROM..TO, against the one before")] = None,
    output: Annotated[
        str, typer.Option("-o", "--output", help="a file ending in .html, .md, .pdf or .json; '-' prints Markdown")
    ] = "-",
    language: Annotated[str, typer.Option(help="en or fr")] = "en",
    known_by: Annotated[str | None, typer.Option("--known-by", help="only what could be known by this date")] = None,
) -> None:
    """Write a brief on two countries: verdict, chart, chronology, who said so, what is not known, sources with quotes."""
    from detente.showing import arguments
    from detente.showing.brief import FORMATS, compose, write
    from detente.showing.portrait import portrait
    from detente.showing.words import words

    x, y = arguments.dyad(a, b)
    assert x is not None and y is not None
    form = "md" if output == "-" else Path(output).suffix.lstrip(".").lower()
    if form not in FORMATS:
        raise UsageError(f"--output: {output!r} does not end in one of .{', .'.join(FORMATS)}")
    say = words(language)
    period = arguments.interval(in_, "--in") if in_ else None
    known = arguments.day(known_by, "--known-by")
    with arguments.record(record) as opened:
        made = write(compose(opened, portrait(opened, x, y, period, known), say), form)
    if output == "-":
        sys.stdout.write(made.decode())
        return
    try:
        Path(output).write_bytes(made)
    except OSError as e:
        raise DetenteError(f"{output}: {e.strerror}") from None
    sys.stdout.write(f"brief written to {output}\n")
