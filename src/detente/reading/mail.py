"""Mail: a message, a mailbox of them, and pages that a browser saved as a message (MHTML)."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from typing import BinaryIO, cast

from detente.model import Document
from detente.reading import webpages
from detente.reading.dates import iso
from detente.reading.decoding import decode
from detente.reading.describing import Defaults, Failure, Unreadable, describe
from detente.reading.flattening import flatten
from detente.reading.parts import Part, buffered, printable

BYTE_LIMIT = 50 << 20
PART_LIMIT = 1000
LINE_LIMIT = 1 << 20

_SEPARATOR = re.compile(rb"From \S+.*\b\d{4}\b.*\r?\n?$")  # "From ida@norland.example Thu Sep 20 10:00:00 2018"
_DECORATION = frozenset(("image", "audio", "video"))
_IGNORED = frozenset(
    (
        "text/calendar",
        "text/vcard",
        "text/x-vcard",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "message/delivery-status",
        "text/rfc822-headers",
    )
)

Item = Document | Failure | Part


def message(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Item]:
    """The document of a message (its plain text, else its HTML) and a Part for each attachment.

    Its title is the subject, its author and source are the sender, published is the day in its Date line.
    """
    try:
        parsed = _parsed(_bounded(stream))
    except Unreadable as e:
        yield Failure(origin, str(e))
        return
    yield from _message(parsed, origin, defaults)


def mailbox(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Item]:
    """The messages of a mailbox in the mbox format, each as `message` gives it."""
    number = 0
    for data in _split(stream):
        number += 1
        at = f"{origin}#{number}"
        try:
            if len(data) > BYTE_LIMIT:
                raise Unreadable(f"longer than {BYTE_LIMIT:,} bytes")
            parsed = _parsed(data)
        except Unreadable as e:
            yield Failure(at, str(e))
            continue
        yield from _message(parsed, at, defaults)
    if not number:
        yield Failure(origin, "not a mailbox (no message begins with a From line), or empty")


def saved_page(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Item]:
    """The page that a browser saved as a single file."""
    try:
        parsed = _parsed(_bounded(stream))
        page = next((p for p in _walk(parsed) if p.get_content_type() == "text/html"), None)
        if page is None:
            raise Unreadable("holds no page")
        url = _header(parsed, "Snapshot-Content-Location") or _header(page, "Content-Location")
        known = replace(defaults, url=url) if url.startswith(("http://", "https://")) else defaults
        yield from webpages.read(buffered(b"\xef\xbb\xbf" + _content(page).encode("utf-8", "replace")), origin, known)
    except Unreadable as e:
        yield Failure(origin, str(e))


def _message(parsed: EmailMessage, origin: str, defaults: Defaults) -> Iterator[Item]:
    name, address = parseaddr(_header(parsed, "From"))
    fields = {
        "title": _header(parsed, "Subject"), "author": name or address, "source": name or address,
        "published": iso(_header(parsed, "Date")) or "", "marked": _header(parsed, "Content-Language"),
    }  # fmt: skip
    bodies: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    attached: list[EmailMessage] = []
    try:
        parts = list(_walk(parsed))
    except Unreadable as e:
        yield Failure(origin, str(e))
        return
    for part in parts:
        if part.get_content_type() in bodies and not part.get_filename():
            bodies[part.get_content_type()].append(_content(part))
        elif part is not parsed or part.get_filename():
            attached.append(part)
    # What a list or a gateway puts below a message is a part of its own.
    text = "\n\n".join(t.replace("\r\n", "\n") for t in bodies["text/plain"] if t.strip())
    text = text or "\n\n".join(filter(None, map(flatten, bodies["text/html"])))
    try:
        if text:
            yield describe({k: v for k, v in fields.items() if v} | {"text": text}, origin, defaults)
        elif not attached:
            raise Unreadable("not a message, or one without text")
    except Unreadable as e:
        yield Failure(origin, str(e))
    for number, part in enumerate(attached, 1):
        kind = part.get_content_type()
        decoration = part.get_content_maintype() in _DECORATION and part.get_content_disposition() != "attachment"
        if decoration or kind in _IGNORED:
            continue
        name = part.get_filename() or f"attachment-{number}{'.eml' if kind == 'message/rfc822' else ''}"
        if kind == "message/rfc822":
            inner = part.get_payload()
            data = bytes(cast(EmailMessage, inner[0])) if isinstance(inner, list) and inner else b""
        else:
            data = cast(bytes, part.get_payload(decode=True)) or b""
        yield Part(name, buffered(data), f"{origin}!{printable(name)}", defaults, kind)


def _walk(parsed: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something, a message within the message as one. Raises Unreadable for too many."""
    waiting, seen = [parsed], 0
    while waiting:
        part = waiting.pop(0)
        seen += 1
        if seen > PART_LIMIT:
            raise Unreadable(f"more than {PART_LIMIT:,} parts")
        inner = part.get_payload()
        if part.get_content_type() != "message/rfc822" and isinstance(inner, list):
            waiting[:0] = cast(list[EmailMessage], inner)
        else:
            yield part


def _content(part: EmailMessage) -> str:
    data = cast(bytes, part.get_payload(decode=True)) or b""
    charset = part.get_content_charset()
    if charset and charset.replace("_", "-") not in ("unicode-escape", "utf-7", "raw-unicode-escape", "undefined"):
        try:
            return data.decode(charset).replace("\0", "")
        except (LookupError, ValueError):
            pass  # it is not what it says
    try:
        return decode(data) if data.strip() else ""
    except Unreadable:
        return data.decode("utf-8", "replace").replace("\0", "")


def _header(part: EmailMessage, name: str) -> str:
    """A header line with its encoded words decoded; empty where there is none or it makes no sense."""
    try:
        value = part.get(name)
        return " ".join(str(value).split()).encode("utf-8", "replace").decode() if value else ""
    except (ValueError, LookupError, IndexError, AttributeError, TypeError, MessageError):
        return ""


def _bounded(stream: BinaryIO) -> bytes:
    data = stream.read(BYTE_LIMIT + 1)
    if len(data) > BYTE_LIMIT:
        raise Unreadable(f"longer than {BYTE_LIMIT:,} bytes")
    if not data.strip():
        raise Unreadable("is empty")
    return data


def _parsed(data: bytes) -> EmailMessage:
    try:
        return email.message_from_bytes(data, policy=email.policy.default)
    except (MessageError, ValueError, RecursionError, LookupError, IndexError, AttributeError) as e:
        raise Unreadable(f"not a message that can be read ({type(e).__name__})") from None


def _split(stream: BinaryIO) -> Iterator[bytes]:
    """The messages of a mailbox; of one that is too long only so much that it can be told."""
    current: io.BytesIO | None = None
    blank = True  # the start of the file counts as a blank line
    while line := stream.readline(LINE_LIMIT):
        if blank and line.startswith(b"From ") and _SEPARATOR.match(line):
            if current is not None:
                yield current.getvalue()
            current = io.BytesIO()
        elif current is not None and current.tell() <= BYTE_LIMIT:
            current.write(line.removeprefix(b">") if re.match(rb">+From ", line) else line)
        blank = not line.strip()
    if current is not None:
        yield current.getvalue()
