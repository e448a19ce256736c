"""Questions for `detente classify`: JSON lines with a text and the spans of two parties in it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from detente.model import Pair, Span
from detente.reading.describing import Failure


def pairs(path: str) -> Iterator[Pair | Failure]:
    """Read `{"id", "text", "actor": [start, end], "recipient": [start, end]}` from a file, or "-" for standard input.

    A line that is none, or whose spans lie outside its text, is a Failure and the rest goes on.
    """
    if path == "-":
        yield from _lines(sys.stdin.buffer, "standard input")
        return
    try:
        with Path(path).open("rb") as stream:
            yield from _lines(stream, path)
    except OSError as e:
        yield Failure(path, f"cannot be read: {e.strerror}")


def _lines(stream: BinaryIO, origin: str) -> Iterator[Pair | Failure]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            o = json.loads(line)
            text = o["text"]
            actor, recipient = (_span(o, key, text) for key in ("actor", "recipient"))
            yield Pair(str(o.get("id", number)), text, actor, recipient)
        except (ValueError, TypeError, KeyError, AttributeError) as e:
            reason = f"missing {e}" if isinstance(e, KeyError) else f"not a question: {e}"
            yield Failure(f"{origin}:{number}", reason)


def _span(o: dict[str, Any], key: str, text: str) -> Span:
    start, end = o[key]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise ValueError(f"{key} {o[key]} lies outside the text")
    return Span(start, end)
