"""How rows reach a person or a program: a table on a terminal, JSON lines, CSV or one JSON object."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from detente.errors import DetenteError

Row = Mapping[str, Any]


class Format(StrEnum):
    """What `--format` takes."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    json = "json"


def chosen(given: Format | None, one_object: bool = False) -> Format:
    """The format asked for; else a table on a terminal and JSON lines (JSON for one object) into a pipe."""
    if given is not None:
        return given
    if sys.stdout.isatty():
        return Format.table
    return Format.json if one_object else Format.jsonl


def rows(items: Iterable[Row], form: Format, columns: Sequence[str], title: str | None = None) -> None:
    """Print rows. Tables show `columns`; CSV has them too, with nested values as JSON; JSON forms have every field."""
    if form is Format.jsonl:
        for item in items:
            sys.stdout.write(dumps(item) + "\n")
    elif form is Format.json:
        sys.stdout.write(dumps(list(items), indent=2) + "\n")
    elif form is Format.csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(columns)
        writer.writerows([_cell(item.get(c)) for c in columns] for item in items)
    else:
        _table(items, columns, title)


def one(item: Row, form: Format) -> None:
    """Print one object as JSON, or as a CSV of one row. Raises DetenteError for a table, which the caller draws."""
    if form in (Format.json, Format.jsonl):
        sys.stdout.write(dumps(item, indent=2 if form is Format.json else None) + "\n")
    elif form is Format.csv:
        rows([item], form, list(item))
    else:
        raise DetenteError("no table for this answer")


def dumps(item: object, indent: int | None = None) -> str:
    """JSON as the contract prints it: Unicode as it is, no NaN."""
    return json.dumps(item, ensure_ascii=False, indent=indent, allow_nan=False, default=str)


def _cell(value: Any) -> Any:
    if isinstance(value, (dict, list, tuple)):
        return dumps(value)
    return "" if value is None else value


def _table(items: Iterable[Row], columns: Sequence[str], title: str | None) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold", pad_edge=False)
    for c in columns:  # the last column holds the words and takes what room is left
        last = c == columns[-1]
        table.add_column(c, no_wrap=not last, overflow="fold" if last else "ellipsis", min_width=24 if last else None)
    n = 0
    for item in items:
        table.add_row(*(Text(str(_cell(item.get(c)))) for c in columns))
        n += 1
    console = Console()
    if n:
        console.print(table)
    else:
        console.print("nothing on record", style="dim")
