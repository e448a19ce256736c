"""detente demo: see what it does, in a minute."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    folder: Annotated[Path | None, typer.Argument(help="where to keep the record (else a temporary folder)")] = None,
) -> None:
    """Build a record from the documents that ship with it, and show what it says."""
    import tempfile

    from detente.recording.store import Record
    from detente.showing.demo import build, show

    place = folder or Path(tempfile.gettempdir()) / "detente-demo"
    place.mkdir(parents=True, exist_ok=True)
    path = place / "demo.duckdb"
    with Record.open(path) as record:
        build(record)
        show(record, path)
