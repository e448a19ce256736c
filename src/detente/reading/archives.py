"""ZIP, TAR and compressed files: every member by its own kind. Nothing is unpacked to a name of the archive's choosing."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from detente.reading.describing import Defaults, Failure, Unreadable
from detente.reading.parts import BROKEN, Budget, Part, member, printable, reason

MEMBER_LIMIT = 1_000_000
_IN_MEMORY = 8 << 20


def zipped(stream: BinaryIO, origin: str, defaults: Defaults, budget: Budget) -> Iterator[Part | Failure]:
    """The members of a ZIP archive, in its order; a Failure for each that cannot be read, or should not be.

    Raises Unreadable where the archive as a whole cannot be.
    """
    with seekable(stream) as file:
        try:
            archive = zipfile.ZipFile(file)
        except (*BROKEN, ValueError) as e:
            raise Unreadable(f"not a ZIP archive that can be read ({reason(e)})") from None
        entries = archive.infolist()
        if len(entries) > MEMBER_LIMIT:
            raise Unreadable(f"holds more than {MEMBER_LIMIT:,} files")
        kept = [e for e in entries if not e.is_dir() and not _hidden(e.filename)]
        if not kept:
            raise Unreadable("holds no files")
        for entry in kept:
            at = f"{origin}!{printable(entry.filename)}"
            try:
                _check(entry.filename)
                if entry.flag_bits & 1:
                    raise Unreadable("is encrypted")
                with archive.open(entry) as inside:
                    yield Part(entry.filename, member(cast(BinaryIO, inside), budget), at, defaults)
            except Unreadable as e:
                yield Failure(at, str(e))
            except (*BROKEN, ValueError, RuntimeError) as e:
                yield Failure(at, f"cannot be unpacked ({reason(e)})")
            if budget.spent:
                return


def tarred(stream: BinaryIO, origin: str, defaults: Defaults, budget: Budget) -> Iterator[Part | Failure]:
    """The members of a TAR archive, compressed or not, in its order; links and devices are Failures.

    Raises Unreadable where the archive cannot be read to its end.
    """
    try:
        # What lies between the members is counted too, so that it cannot be a bomb either.
        with tarfile.open(fileobj=member(decompressed(stream), budget), mode="r|") as archive:
            empty = True
            for n, entry in enumerate(archive):
                if n >= MEMBER_LIMIT:
                    raise Unreadable(f"holds more than {MEMBER_LIMIT:,} files")
                archive.members = []  # type: ignore[attr-defined]  # or it would remember every one
                if entry.isdir() or _hidden(entry.name):
                    continue
                empty = False
                at = f"{origin}!{printable(entry.name)}"
                try:
                    _check(entry.name)
                    inside = archive.extractfile(entry) if entry.isreg() and not entry.issparse() else None
                    if inside is None:
                        raise Unreadable("is a link or a device, not a file")
                except Unreadable as e:
                    yield Failure(at, str(e))
                    continue
                yield Part(entry.name, member(cast(BinaryIO, inside)), at, defaults)
                if budget.spent:
                    return
            if empty:
                raise Unreadable("holds no files")
    except (*BROKEN, ValueError) as e:
        raise Unreadable(f"not a TAR archive that can be read to its end ({reason(e)})") from None


def compressed(stream: BinaryIO, origin: str, defaults: Defaults, budget: Budget) -> Iterator[Part | Failure]:
    """The one file in a .gz, .bz2 or .xz, under its name without that ending."""
    name = PurePosixPath(origin.replace("\\", "/").split("!")[-1]).stem
    yield Part(name, member(decompressed(stream), budget), origin, defaults)


def decompressed(stream: BinaryIO) -> BinaryIO:
    """What a gzip, bzip2 or xz stream holds; the stream itself where it is none."""
    start = stream.peek(6)[:6] if hasattr(stream, "peek") else b""
    if start.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.open(stream))
    if start.startswith(b"BZh"):
        return cast(BinaryIO, bz2.open(stream))
    if start.startswith(b"\xfd7zXZ\0"):
        return cast(BinaryIO, lzma.open(stream))
    return stream


def seekable(stream: BinaryIO) -> BinaryIO:
    """`stream`, or a copy of it where it cannot be read from its end, as a ZIP archive is; to be closed by the caller."""
    if isinstance(getattr(stream, "name", None), str) and stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed by the caller)
    while data := stream.read(1 << 16):
        copy.write(data)
    copy.seek(0)
    return cast(BinaryIO, copy)


def _check(name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or parts[0].endswith(":"):
        raise Unreadable("its name leads out of the archive: left out")


def _hidden(name: str) -> bool:
    parts = [p for p in name.replace("\\", "/").split("/") if p not in (".", "..")]
    return "__MACOSX" in parts or any(p.startswith(".") for p in parts)
