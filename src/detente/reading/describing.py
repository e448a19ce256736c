"""From what a source says of a text to a `Document`, with everything checked once, whatever kind of source it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.model import Document, Interval, Region, content_id
from detente.reading.language import detect

TEXT_LIMIT = 5_000_000
"""Most characters of text in one document: some 800,000 words, beyond any story, cable or volume of papers."""

FIELDS = ("id", "text", "title", "author", "published", "written", "source", "url", "language", "home")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for documents that do not say otherwise themselves.

    `columns` maps fields (by the names in `FIELDS`) to the columns of a table, or the keys of JSON lines, that hold them.
    """

    published: Interval | None = None
    source: str | None = None
    language: str | None = None
    home: str | None = None
    title: str | None = None
    author: str | None = None
    url: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read: where (a path, with the line where there are lines) and why, in one line."""

    origin: str
    reason: str

    def __str__(self) -> str:
        return f"{self.origin}: {self.reason}"


class Unreadable(Exception):
    """Why something cannot be read, in one line without the origin."""


def describe(fields: Mapping[str, Any], origin: str, defaults: Defaults, regions: tuple[Region, ...] = ()) -> Document:
    """The document that `fields` (by the names in `FIELDS`; others are ignored) and `defaults` describe.

    The language is what the document states, else the default, else what its words look like, else what its container
    marks it as (the field `marked`, often a template's and wrong). Without an id, its id depends on text, publication
    date and source alone, so the same story read from elsewhere is the same document. Raises Unreadable, naming the
    field and what is wrong with it.
    """
    text = fields.get("text")
    if text is None:
        raise Unreadable("text: missing")
    if not isinstance(text, str):
        raise Unreadable(f"text: must be text, not {_kind(text)}")
    if not text.strip():
        raise Unreadable("text: is empty")
    if len(text) > TEXT_LIMIT:
        raise Unreadable(f"text: longer than {TEXT_LIMIT:,} characters")
    if "\0" in text:
        raise Unreadable("text: holds NUL characters")
    published = _date(fields, "published") or defaults.published
    source = _text(fields, "source") or defaults.source
    id = fields.get("id")
    id = _text({"id": str(id) if isinstance(id, int) and not isinstance(id, bool) else id}, "id")
    return Document(
        id=id or content_id("document", _encodable("text", text), published.iso() if published else "", source or ""),
        text=text,
        title=_text(fields, "title") or defaults.title,
        published=published,
        written=_date(fields, "written"),
        source=source,
        url=_text(fields, "url") or defaults.url,
        language=_language(fields) or defaults.language or detect(text) or language_code(fields.get("marked")),
        home=_home(fields) or defaults.home,
        origin=origin,
        author=_text(fields, "author") or defaults.author,
        regions=regions,
    )


def mapped(row: Mapping[str, Any], columns: Mapping[str, str]) -> Mapping[str, Any]:
    """The fields of a row, those in `columns` taken from the columns that it names for them."""
    return {**row, **{field: row.get(column) for field, column in columns.items()}} if columns else row


def language_code(value: object) -> str | None:
    """The ISO 639-1 code in a language tag ("en-GB", "fr_CA"); None where it holds none."""
    primary = str(value or "").strip().replace("_", "-").split("-")[0].lower()
    return primary if len(primary) == 2 and primary.isascii() and primary.isalpha() else None


def country(code: str) -> str:
    """An ISO alpha-3 code (or a historical one that is in use here), upper-cased. Raises Unreadable for any other."""
    from detente.knowledge import world

    if not world.valid(code.strip().upper()):
        raise Unreadable(f"home: no such country code: {_shown(code)} (ISO 3166-1 alpha-3, as in CAN)")
    return code.strip().upper()


def date(name: str, value: str) -> Interval:
    """YYYY, YYYY-MM or YYYY-MM-DD, with or without a time of day after it. Raises Unreadable, naming `name`."""
    try:
        return Interval.parse(value)
    except ValueError:
        raise Unreadable(f"{name}: not a date (YYYY, YYYY-MM or YYYY-MM-DD): {_shown(value)}") from None


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Unreadable(f"{name}: must be text, not {_kind(value)}")
    return _encodable(name, value.strip()) or None


def _encodable(name: str, value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Unreadable(f"{name}: holds half of a character (a lone surrogate)") from None
    return value


def _date(fields: Mapping[str, Any], name: str) -> Interval | None:
    value = _text(fields, name)
    return date(name, value) if value else None


def _language(fields: Mapping[str, Any]) -> str | None:
    value = _text(fields, "language")
    if value is None:
        return None
    code = language_code(value)
    if code is None:
        raise Unreadable(f"language: not an ISO 639-1 code, as in en: {_shown(value)}")
    return code


def _home(fields: Mapping[str, Any]) -> str | None:
    value = _text(fields, "home")
    return country(value) if value else None


def _kind(value: object) -> str:
    names = {"bool": "true or false", "int": "a number", "float": "a number", "list": "a list", "dict": "an object"}
    return names.get(type(value).__name__, type(value).__name__)


def _shown(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:57] + "...")
