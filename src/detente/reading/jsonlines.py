"""JSON Lines: one document a line, in the shape of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from detente.model import Document
from detente.reading.describing import TEXT_LIMIT, Defaults, Failure, Unreadable, describe, mapped

LINE_LIMIT = 6 * TEXT_LIMIT
"""Most bytes in a line: JSON can take six for a character (`\\u00e9`)."""

_CHUNK = 1 << 20


def read(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure]:
    """The documents of a file, line by line; a line that cannot be read is a Failure and the rest goes on."""
    number = 0
    empty = True
    while line := stream.readline(LINE_LIMIT + 1):
        number += 1
        at = f"{origin}:{number}"
        if len(line) > LINE_LIMIT:
            _skip(stream)
            empty = False
            yield Failure(at, f"longer than {LINE_LIMIT:,} bytes")
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        empty = False
        try:
            yield describe(mapped(_object(line), defaults.columns), at, defaults)
        except Unreadable as e:
            yield Failure(at, str(e))
    if empty:
        yield Failure(origin, "is empty")


def _skip(stream: BinaryIO) -> None:
    while (more := stream.readline(_CHUNK)) and not more.endswith(b"\n"):
        pass


def _object(line: bytes) -> dict[str, object]:
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as e:
        raise Unreadable(f"not UTF-8 (byte {e.start + 1} of the line)") from None
    except json.JSONDecodeError as e:
        raise Unreadable(f"not JSON: {e.msg} (character {e.pos + 1} of the line)") from None
    except RecursionError:
        raise Unreadable("not a document: nested too deeply") from None
    if not isinstance(found, dict):
        raise Unreadable('must be an object, {"text": ...}')
    return found
