"""detente mcp: the record for assistants."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.errors import DetenteError


def mcp(record: Annotated[Path, typer.Argument(help="the record: one DuckDB file")]) -> None:
    """Speak the Model Context Protocol over standard input and output: search, events, shift, turning points, gaps; read-only."""
    try:
        import mcp as _  # noqa: F401
    except ImportError:
        raise DetenteError("assistants need the package mcp: pip install 'detente[mcp]'") from None
    from detente.recording.deriving import refresh
    from detente.recording.store import Record
    from detente.showing.contextprotocol import server

    with Record.open(record, create=False) as opened:
        refresh(opened)
    server(record).run("stdio")
