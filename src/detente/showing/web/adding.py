"""Adding in place: texts, files and addresses are read, coded and filed one after another while the page shows how far it is."""

from __future__ import annotations

import secrets
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from detente.errors import DetenteError, UsageError
from detente.model import Document
from detente.reading.describing import Defaults, Failure, Unreadable, describe
from detente.showing.web.desk import Desk

Json = dict[str, Any]
KEPT = 100


@dataclass(slots=True)
class Job:
    """One thing to add: how far it is and what became of it."""

    id: str
    what: str
    status: str = "waiting"
    added: int = 0
    already: int = 0
    problems: list[str] = field(default_factory=list)
    documents: list[Json] = field(default_factory=list)

    def to_json(self) -> Json:
        """What a page shows of it."""
        return {"id": self.id, "what": self.what, "status": self.status, "added": self.added, "already": self.already,
                "problems": self.problems[-50:], "documents": self.documents[-200:]}  # fmt: skip


class Jobs:
    """Work on one desk, one job at a time, in the order in which it came."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="adding")
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Finish what is under way, and drop what waits."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def text(self, fields: Mapping[str, Any]) -> Json:
        """Add a text given with what is known of it. Raises UsageError where that makes no document."""
        try:
            document = describe(fields, "pasted", Defaults())
        except Unreadable as e:
            raise UsageError(str(e)) from None
        return self._begin(document.title or "text", lambda job: self._add(job, [document]))

    def file(self, name: str, data: bytes) -> Json:
        """Add a file; of a path only the last part is taken. Raises UsageError where it has no name."""
        plain = PurePosixPath(name.replace("\\", "/").replace("\0", "")).name.lstrip(".")[-150:]
        if not plain:
            raise UsageError(f"name: not a file name: {name!r}")

        def work(job: Job) -> None:
            from detente.reading.sources import read

            with tempfile.TemporaryDirectory(prefix="detente-") as folder:
                path = Path(folder) / plain
                path.write_bytes(data)
                self._add(job, (_named(item, folder) for item in read([path])))

        return self._begin(plain, work)

    def address(self, url: str) -> Json:
        """Fetch a web address and add what is there."""

        def work(job: Job) -> None:
            from detente.reading.sources import read

            self._add(job, read([url]))

        return self._begin(url, work)

    def look(self, id: str) -> Json:
        """How far a job is. Raises DetenteError where there is none."""
        with self._lock:
            if id not in self._jobs:
                raise DetenteError(f"no such job: {id}")
            return self._jobs[id].to_json()

    def _begin(self, what: str, work: Callable[[Job], None]) -> Json:
        job = Job(secrets.token_hex(8), what)
        with self._lock:
            self._jobs[job.id] = job
            for old in list(self._jobs)[:-KEPT]:
                del self._jobs[old]

        def run() -> None:
            job.status = "working"
            try:
                work(job)
            except Exception as e:
                job.problems.append(str(e) if isinstance(e, DetenteError) else f"{type(e).__name__}: {e}")
            job.status = "done"

        self._pool.submit(run)
        return job.to_json()

    def _add(self, job: Job, items: Iterable[Document | Failure]) -> None:
        from detente.coding.coder import DEFAULT_LANGUAGE, code
        from detente.coding.parsing import LANGUAGES
        from detente.recording.filing import file, unfiled

        for item in items:
            if isinstance(item, Failure):
                job.problems.append(str(item))
                continue
            if (item.language or DEFAULT_LANGUAGE) not in LANGUAGES:
                job.problems.append(f"{item.origin or item.id}: in a language without a coder ({item.language})")
                continue
            with self._desk.reading() as record:
                standing = unfiled(record, item)
            found: Json = {"id": item.id, "title": item.title, "events": None}
            if standing is None:
                ((_, coding),) = code([item])
                with self._desk.writing() as record:
                    (standing,) = file(record, [(item, coding)])
                found["events"] = len(coding.mentions)
            if standing.status == "failed":
                job.problems.append(standing.reason or standing.document)
                continue
            job.added += standing.status == "added"
            job.already += standing.status == "already"
            job.documents.append(found)


def _named(item: Document | Failure, folder: str) -> Document | Failure:
    """The item with its own name for an origin, not where it lay meanwhile."""
    return replace(item, origin=(item.origin or "").removeprefix(folder).lstrip("/\\"))
