"""What people have, in; documents, out: files, folders, pages, feeds and archives, each kind read by its own module."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BufferedReader
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from detente.model import Document
from detente.reading import jsonlines, kinds, plain
from detente.reading.describing import Defaults, Failure, Unreadable, describe
from detente.reading.fetching import Answer, Fetcher
from detente.reading.kinds import READERS, Reader, Unpacker
from detente.reading.parts import DEPTH_LIMIT, Budget, Link, Part, buffered

__all__ = ["READERS", "Defaults", "Failure", "read"]

Item = Document | Failure
_SAVED_WITH = ("_files", "_fichiers", "-Dateien", ".files")  # what browsers name the folder of a saved page's pictures


def read(
    paths: Iterable[str | Path],
    defaults: Defaults | None = None,
    fetcher: Fetcher | None = None,
    known: Callable[[str], bool] = lambda url: False,
) -> Iterator[Document | Failure]:
    """The documents of files, folders and web addresses, in the order given, and a Failure for whatever cannot be read.

    Folders are read with all below them, sorted by name; hidden files, and the folder of pictures beside a saved page,
    are left out. Archives, mailboxes and feeds give a document for each thing in them. "-" is standard input: JSON
    Lines if it begins with a brace, else by its first bytes, else one plain text. A file with an unknown ending is
    tried as plain text where it was named itself, and is a Failure inside a folder. Nothing is fetched but the web
    addresses given here and the pages that a feed at one of them points to, less those that are `known` by their address;
    `fetcher` says how.
    """
    given = defaults or Defaults()
    reading = _Reading(fetcher or Fetcher(), known)
    for path in paths:
        if str(path) == "-":
            yield from reading.standard_input(given)
        elif str(path).startswith(("http://", "https://")):
            yield from reading.page(Link(str(path), str(path), given))
        elif (where := Path(path)).is_dir():
            yield from reading.folder(where, given)
        else:
            yield from reading.file(where, given, named=True)


class _Reading:
    """One call of `read`."""

    def __init__(self, fetcher: Fetcher, known: Callable[[str], bool]) -> None:
        self._fetcher = fetcher
        self._known = known

    def folder(self, folder: Path, defaults: Defaults) -> Iterator[Item]:
        try:
            inside = sorted(p for p in folder.iterdir() if not p.name.startswith("."))
        except OSError as e:
            yield Failure(str(folder), f"cannot be read: {e.strerror}")
            return
        if not inside:
            yield Failure(str(folder), "is an empty folder")
        pages = {p.stem for p in inside if p.suffix.lower() in (".html", ".htm")}
        for p in inside:
            if not p.is_dir() and p.exists() and not p.is_file():
                yield Failure(str(p), "is a pipe or a device, not a file")  # which could be waited for without end
            elif not p.is_dir():
                yield from self.file(p, defaults, named=False)
            elif p.is_symlink() or any(p.name == stem + tail for stem in pages for tail in _SAVED_WITH):
                continue  # a link may lead back to where we came from; the other is the pictures of a saved page
            else:
                yield from self.folder(p, defaults)

    def file(self, path: Path, defaults: Defaults, named: bool) -> Iterator[Item]:
        try:
            with path.open("rb") as stream:
                size = path.stat().st_size
                part = Part(path.name, stream, str(path), defaults)
                yield from self._part(part, 0, Budget(size), plain.read if named else None)
        except FileNotFoundError:
            yield Failure(str(path), "no such file or folder")
        except OSError as e:
            yield Failure(str(path), f"cannot be read: {e.strerror}")

    def standard_input(self, defaults: Defaults) -> Iterator[Item]:
        stream = sys.stdin.buffer
        start = (stream.peek(4096) if isinstance(stream, BufferedReader) else b"").lstrip(b"\xef\xbb\xbf \t\r\n")
        reader: Reader = jsonlines.read if start.startswith(b"{") else plain.read
        if isinstance(stream, BufferedReader):
            yield from self._part(Part("", stream, "standard input", defaults), 0, Budget(0), reader)
        else:
            yield from self._expanded(reader(stream, "standard input", defaults), 0, Budget(0))

    def page(self, link: Link, depth: int = 0) -> Iterator[Item]:
        try:
            answer = self._fetcher.fetch(link.url)
        except Unreadable as e:
            yield from _summary(link, str(e))
            return
        name = PurePosixPath(urlsplit(answer.url).path).name
        defaults = replace(link.defaults, url=answer.url)
        stream = buffered(_transcoded(answer))
        part = Part(name, stream, link.url, defaults, answer.media)
        found: Iterable[Item] = self._part(part, depth, Budget(len(answer.data)), None)
        if link.summary:
            found = list(found)
            if not any(isinstance(f, Document) for f in found):
                yield from _summary(link, next((f.reason for f in found if isinstance(f, Failure)), "has no text"))
                return
        yield from found

    def _part(self, part: Part, depth: int, budget: Budget, otherwise: Reader | None) -> Iterator[Item]:
        try:
            reader = kinds.reader(part, otherwise)
            if isinstance(reader, Unpacker):
                if depth >= DEPTH_LIMIT:
                    raise Unreadable(f"more than {DEPTH_LIMIT} archives within one another: not read")
                yield from self._expanded(reader.unpack(part.stream, part.origin, part.defaults, budget), depth, budget)
            else:
                yield from self._expanded(reader(part.stream, part.origin, part.defaults), depth, budget)
        except Unreadable as e:
            yield Failure(part.origin, str(e))

    def _expanded(
        self, items: Iterable[Document | Failure | Part | Link], depth: int, budget: Budget
    ) -> Iterator[Item]:
        for item in items:
            if isinstance(item, Part):
                yield from self._part(item, depth + 1, budget, None)
            elif isinstance(item, Link) and depth == 0 and self._known(item.url):
                continue
            elif isinstance(item, Link) and depth == 0:
                yield from self.page(item, depth + 1)
            elif isinstance(item, Link):  # or feeds could lead to feeds without end
                yield from _summary(item, "not fetched, as its feed was not asked for itself")
            else:
                yield item


def _summary(link: Link, reason: str) -> Iterator[Item]:
    """What a feed says of a page that cannot be had, and that this is all there is."""
    if not link.summary:
        yield Failure(link.url, reason)
        return
    yield Failure(link.url, f"{reason}; only what the feed says of it is read")
    try:
        yield describe({"text": link.summary}, link.origin, link.defaults)
    except Unreadable as e:
        yield Failure(link.origin, str(e))


def _transcoded(answer: Answer) -> bytes:
    """Text as UTF-8 with its mark where the server says what it is in, which goes before what the text says."""
    charset = answer.media.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    if not charset or not answer.media.lower().startswith("text/"):
        return answer.data
    try:
        return b"\xef\xbb\xbf" + answer.data.decode(charset).removeprefix("\ufeff").encode()
    except (LookupError, ValueError):
        return answer.data
