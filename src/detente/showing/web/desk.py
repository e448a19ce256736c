"""The desk: one record, lent to one request at a time, and what was worked out from it for as long as it stays as it is.

The file is open only while somebody asks, and for writing only while something is written, so that other programs can add
to it meanwhile; what they wrote is seen at the next request.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from detente.model import content_id
from detente.recording.deriving import refresh
from detente.recording.store import Record

T = TypeVar("T")
IDLE = 2.0  # seconds after the last request until the file is let go
KEPT = 400  # answers kept


class Desk:
    """A record being shown. All methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Bring the record at `path` up to date. Raises RecordError where there is none, or another process holds it."""
        self.path = path
        self._lock = threading.RLock()
        self._record: Record | None = None
        self._idle: threading.Timer | None = None
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._state = ""
        with self.writing() as record:
            refresh(record)

    @contextmanager
    def reading(self) -> Iterator[Record]:
        """The record, for reading. Raises RecordError while another process writes to it."""
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            if self._record is None:
                self._record = Record.open(self.path, read_only=True)
                self._seen()
            try:
                yield self._record
            finally:
                self._idle = threading.Timer(IDLE, self.close)
                self._idle.daemon = True
                self._idle.start()

    @contextmanager
    def writing(self) -> Iterator[Record]:
        """The record, for writing. Raises RecordError while another process has it open."""
        with self._lock:
            self.close()
            with Record.open(self.path, create=False) as record:
                yield record

    def close(self) -> None:
        """Let the file go, until it is asked for again."""
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
                self._idle = None
            if self._record is not None:
                self._record.close()
                self._record = None

    def state(self) -> str:
        """A text that is another whenever the record has changed."""
        with self.reading():
            return self._state

    def answer(self, key: Hashable, work: Callable[[Record], T]) -> T:
        """What `work` makes of the record: once, as long as the record stays as it is."""
        with self.reading() as record:
            if key not in self._answers:
                self._answers[key] = work(record)
                while len(self._answers) > KEPT:
                    self._answers.popitem(last=False)
            self._answers.move_to_end(key)
            found: T = self._answers[key]
            return found

    def _seen(self) -> None:
        # While the file is open for reading nobody can write to it.
        stat = self.path.stat()
        state = content_id(stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if state != self._state:
            self._state = state
            self._answers.clear()
