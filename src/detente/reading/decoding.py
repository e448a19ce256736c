"""Bytes to text: UTF-8, UTF-16 and UTF-32 by their marks, and at last Windows-1252 where it reads like prose."""

from __future__ import annotations

import codecs

from detente.reading.describing import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive (or a Word document)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "an RTF document (save it as DOCX)"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
)


def decode(data: bytes) -> str:
    """The text of `data`, line ends as `\\n`. Raises Unreadable where it is no text, or in no encoding known here."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(f"{kind}, not text")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lines(_strictly(data, encoding))
    if b"\0" in data:
        raise Unreadable("a binary file (it holds NUL bytes), not text")
    try:
        return _lines(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _lines(_western(data))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        raise Unreadable(f"marked as {encoding.upper().removesuffix('-SIG')} but is not (byte {e.start})") from None


def _western(data: bytes) -> str:
    refusal = Unreadable("neither UTF-8 nor Western European text; convert it to UTF-8 first")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise refusal from None
    high = [c for c in text if ord(c) > 127]
    control = sum(ord(c) < 32 and c not in "\t\n\r\f\v" for c in text)
    # In Western European prose accents and quotation marks are few among plain letters; other alphabets and binary
    # files are mostly high bytes.
    if control or len(high) > 0.3 * len(text):
        raise refusal
    return text


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
