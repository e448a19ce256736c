from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from shown import build


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that no test changes."""
    return build(tmp_path_factory.mktemp("made") / "made.duckdb")


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """One of one's own."""
    path = tmp_path / "own.duckdb"
    path.write_bytes(made.read_bytes())
    return path


@dataclass(frozen=True)
class Site:
    address: str
    token: str
    record: Path


@pytest.fixture
def site(copy: Path) -> Iterator[Site]:
    """A server of one's own, on a free port of this machine."""
    pytest.importorskip("fastapi", reason="the extra `web` is not installed")
    import socket

    import uvicorn

    from detente.showing.web.app import application
    from detente.showing.web.desk import Desk

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(application(Desk(copy), "secret-token", "tester"), log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}", "secret-token", copy)
    server.should_exit = True
    thread.join(10)
