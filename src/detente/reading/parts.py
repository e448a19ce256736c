"""What containers hold: parts to be read by their own kind, links to be followed, and how far all that may grow."""

from __future__ import annotations

import io
import lzma
import os
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from detente.reading.describing import Defaults, Unreadable

RATIO = 100
"""Most bytes that one byte of an archive may become. Prose becomes 3 to 5, repetitive tables 20, a bomb 1,000."""

ALLOWANCE = 64 << 20
"""Bytes that any archive may become, however small it is."""

DEPTH_LIMIT = 4
"""Containers within one another: a message with an archive in an archive is 3."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something inside something: an archive's member, a message's attachment, a page of a crawl, an answer from a server.

    `name` (by its ending) and `media` (a MIME type, which wins where it is known) say what kind it is. The stream is
    read before the next part is asked for.
    """

    name: str
    stream: io.BufferedReader
    origin: str
    defaults: Defaults
    media: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A page that a feed points to; `summary` is what the feed itself says of it, for where the page cannot be had."""

    url: str
    origin: str
    defaults: Defaults
    summary: str = ""


class Budget:
    """How many bytes an archive, with all archives in it, may still become."""

    def __init__(self, size: int) -> None:
        self.left = RATIO * size + ALLOWANCE

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.left < 0

    def spend(self, count: int) -> None:
        """Take `count` bytes. Raises Unreadable where there are no more."""
        self.left -= count
        if self.spent:
            raise Unreadable(f"becomes more than {RATIO} times its size when unpacked (a bomb?): not read further")


BROKEN = (EOFError, OSError, NotImplementedError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError)
"""What the libraries raise for archives that are broken or not of their kind."""


class _Member(io.RawIOBase):
    def __init__(self, stream: BinaryIO, budget: Budget | None) -> None:
        self._stream, self._budget = stream, budget
        self._count = 0

    def tell(self) -> int:
        return self._count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except BROKEN as e:
            raise Unreadable(f"cannot be unpacked ({reason(e)})") from None
        if self._budget is not None:
            self._budget.spend(len(data))
        self._count += len(data)
        buffer[: len(data)] = data
        return len(data)


def member(stream: BinaryIO, budget: Budget | None = None) -> io.BufferedReader:
    """A stream of an archive's insides, whose reads raise Unreadable where it is broken or the budget is spent."""
    return io.BufferedReader(_Member(stream, budget), 1 << 16)


def reason(e: Exception) -> str:
    """Why, in a few words on one line."""
    if isinstance(e, OSError) and e.errno is not None:
        return os.strerror(e.errno)
    return printable(" ".join(str(e).split()))[:100].rstrip(".") or type(e).__name__


def buffered(data: bytes) -> io.BufferedReader:
    """A stream of `data`."""
    return io.BufferedReader(io.BytesIO(data))


def printable(name: str) -> str:
    """A name from a stranger's file, on one line and without what a terminal would obey."""
    return "".join(c if c.isprintable() else "?" for c in name)[:300]
