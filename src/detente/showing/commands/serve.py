"""detente serve: the page and the REST API, on this machine only."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import DetenteError

RecordPath = Annotated[Path, typer.Argument(help="the record: one DuckDB file")]


def serve(
    record: RecordPath,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free")] = 8018,
    author: Annotated[str | None, typer.Option(help="who judges; else the name you are logged in with")] = None,
) -> None:
    """Open a record as a web page and REST API on this machine; others cannot reach it."""
    import getpass
    import secrets
    import socket

    try:
        import uvicorn

        from detente.showing.web.app import application
    except ImportError as e:
        raise DetenteError(f"the page needs the package {e.name}: pip install 'detente[web]'") from None
    from detente.showing.web.desk import Desk

    desk = Desk(record)
    token = secrets.token_urlsafe(24)
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(128)  # who comes from now on waits until the server is up
    except OSError as e:
        raise DetenteError(f"--port: {port}: {e.strerror}") from None
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    sys.stdout.write(
        f"{record} at {address}/?token={token}\nthe address lets you write, keep it to yourself; Ctrl-C stops\n"
    )
    sys.stdout.flush()
    server = uvicorn.Server(uvicorn.Config(
        application(desk, token, author or getpass.getuser()), log_level="warning", lifespan="on", ws="none", server_header=False,
    ))  # fmt: skip
    server.run([listening])
