"""What people have, in; documents, out: files, folders of them and standard input, each kind read by its own module."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from detente.model import Document
from detente.reading import jsonlines, plain, tei
from detente.reading.describing import Defaults, Failure

Reader = Callable[[BinaryIO, str, Defaults], Iterator[Document | Failure]]

READERS: dict[str, Reader] = {
    ".txt": plain.read,
    ".text": plain.read,
    ".md": plain.read,
    ".jsonl": jsonlines.read,
    ".ndjson": jsonlines.read,
    ".xml": tei.read,
    ".tei": tei.read,
}
"""Which module reads a file, by the ending of its name."""

__all__ = ["READERS", "Defaults", "Failure", "read"]


def read(paths: Iterable[str | Path], defaults: Defaults | None = None) -> Iterator[Document | Failure]:
    """The documents of files and folders, in the order given, and a Failure for whatever cannot be read.

    Folders are read with all below them, sorted by name, hidden files left out. "-" is standard input: JSON Lines if it
    begins with a brace, else one plain text. A file with an unknown ending is tried as plain text where it was named
    itself, and is a Failure inside a folder.
    """
    given = defaults or Defaults()
    for path in paths:
        if str(path) == "-":
            yield from _standard_input(given)
            continue
        where = Path(path)
        if where.is_dir():
            yield from _folder(where, given)
        else:
            yield from _file(where, READERS.get(where.suffix.lower(), plain.read), given)


def _folder(folder: Path, defaults: Defaults) -> Iterator[Document | Failure]:
    try:
        inside = sorted(p for p in folder.iterdir() if not p.name.startswith("."))
    except OSError as e:
        yield Failure(str(folder), f"cannot be read: {e.strerror}")
        return
    if not inside:
        yield Failure(str(folder), "is an empty folder")
    for p in inside:
        if p.is_dir():
            if not p.is_symlink():  # a link may lead back to where we came from
                yield from _folder(p, defaults)
        elif (reader := READERS.get(p.suffix.lower())) is not None:
            yield from _file(p, reader, defaults)
        else:
            kinds = ", ".join(sorted(READERS))
            yield Failure(str(p), f"no reader for {p.suffix or 'a name without an ending'} (known: {kinds})")


def _file(path: Path, reader: Reader, defaults: Defaults) -> Iterator[Document | Failure]:
    try:
        with path.open("rb") as stream:
            yield from reader(stream, str(path), defaults)
    except FileNotFoundError:
        yield Failure(str(path), "no such file or folder")
    except OSError as e:
        yield Failure(str(path), f"cannot be read: {e.strerror}")


def _standard_input(defaults: Defaults) -> Iterator[Document | Failure]:
    stream = sys.stdin.buffer
    start = (stream.peek(4096) if isinstance(stream, BufferedReader) else b"").lstrip(b"\xef\xbb\xbf \t\r\n")
    reader = jsonlines.read if start.startswith(b"{") else plain.read
    yield from reader(stream, "standard input", defaults)
