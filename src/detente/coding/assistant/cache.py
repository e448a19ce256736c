"""Answers kept on disk by what was asked, so that the same question has the same answer and costs nothing again."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

SIZE = 256 << 20
"""Most bytes of answers kept; the longest unused go first."""

_LONGEST = 4 << 20  # of one entry; longer ones were not written here


def folder() -> Path:
    """Where answers are kept unless said otherwise: `detente/assistant` in the user's cache folder (XDG)."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache") / "detente" / "assistant"


class Cache:
    """A folder of answers, one file each, readable by its owner alone. What cannot be read or written is as if not there."""

    def __init__(self, where: Path, size: int = SIZE) -> None:
        self._where, self._size = where, size
        self._held: int | None = None  # bytes, counted at the first write

    @staticmethod
    def key(*parts: object) -> str:
        """SHA-256 of what was asked, of whom."""
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def get(self, key: str) -> str | None:
        """The answer kept under a key; None where there is none, or its file is damaged."""
        path = self._path(key)
        try:
            with path.open("rb") as stream:
                data = stream.read(_LONGEST + 1)
            found = json.loads(data)
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(found, dict) or found.get("key") != key or not isinstance(found.get("answer"), str):
            return None
        with suppress(OSError):
            os.utime(path)
        return str(found["answer"])

    def keep(self, key: str, answer: str) -> str:
        """Keep an answer, whole or not at all; the one that holds: an earlier one where another process was faster."""
        data = json.dumps({"key": key, "answer": answer}, ensure_ascii=False).encode()
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
            partial = Path(name)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
                if (earlier := self.get(key)) is not None:
                    return earlier
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)
            self._bound(len(data))
        except OSError:
            pass  # a full or read-only disk costs the answer its place, not the coding its answer
        return answer

    def _path(self, key: str) -> Path:
        return self._where / key[:2] / f"{key}.json"

    def _bound(self, added: int) -> None:
        self._held = self._held + added if self._held is not None else sum(s for _, s, _ in self._files())
        if self._held <= self._size:
            return
        for _, size, path in sorted(self._files()):
            if self._held <= self._size * 0.9:
                break
            path.unlink(missing_ok=True)
            self._held -= size

    def _files(self) -> list[tuple[float, int, Path]]:
        out = []
        for path in self._where.glob("??/*.json"):
            with suppress(OSError):
                stat = path.stat()
                out.append((stat.st_mtime, stat.st_size, path))
        return out
