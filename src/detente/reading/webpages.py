"""HTML: the story on a page without what surrounds it, and what the page says of itself."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from detente.model import Document
from detente.reading.dates import iso
from detente.reading.decoding import decode
from detente.reading.describing import Defaults, Failure, Unreadable, describe
from detente.reading.naming import named

BYTE_LIMIT = 10 << 20
TAG_LIMIT = 100_000
"""Most tags on a page: to look for its story among 200,000 paragraphs took 16 seconds."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_SAVED = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S{4,2000})")
_NOT_TEXT = frozenset(("utf7", "utf_7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"))
_PUBLISHED = (
    "article:published_time", "datepublished", "dcterms.issued", "dc.date.issued", "citation_publication_date",
    "citation_date", "publishdate", "pubdate", "publication_date", "sailthru.date", "parsely-pub-date", "date",
    "dc.date", "dcterms.date",
)  # fmt: skip
_WRITTEN = ("dcterms.created", "dc.date.created")
_SOURCE = ("og:site_name", "dcterms.publisher", "dc.publisher", "citation_journal_title", "publisher")
_BLOCKS = frozenset(("p", "head", "item", "cell", "quote", "code", "ab", "list", "table", "row", "lb", "div"))


def read(stream: BinaryIO, origin: str, defaults: Defaults) -> Iterator[Document | Failure]:
    """The one document of a page: its story, in blocks separated by blank lines.

    Its dates are those of its metadata (JSON-LD, meta elements, then what htmldate finds without guessing); where it
    has none, that of its name.
    """
    try:
        data = stream.read(BYTE_LIMIT + 1)
        if len(data) > BYTE_LIMIT:
            raise Unreadable(f"longer than {BYTE_LIMIT:,} bytes")
        if not data.strip():
            raise Unreadable("is empty")
        if data.count(b"<") > TAG_LIMIT:
            raise Unreadable(f"more than {TAG_LIMIT:,} tags")
        page = _decoded(data)
        fields, text = extract(page, defaults.url)
        if not fields.get("source") and not defaults.source and (host := _host(fields.get("url"))):
            fields["source"] = host
        yield describe(named(origin) | fields | {"text": text}, origin, defaults)
    except Unreadable as e:
        yield Failure(origin, str(e))


def extract(page: str, url: str | None = None) -> tuple[dict[str, str], str]:
    """What a page says of itself, by field, and its story. Raises Unreadable where there is no story."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports what is reported here
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    fields = _described(page, url)
    found: Any = trafilatura.bare_extraction(
        page, url=url, with_metadata=True, include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    if found is not None:
        text = "\n\n".join(_blocks(found.body))
        # It gives the host where the page names no site; who asked for the page may know a better name.
        site = found.sitename if not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?", found.sitename or "") else None
        guessed = {"title": found.title, "author": found.author, "source": site, "published": found.date}
        fields = {k: v for k, v in guessed.items() if v} | fields
    else:  # too short for what looks for a story among other things
        text = "\n\n".join(line.strip() for line in trafilatura.baseline(page)[1].splitlines() if line.strip())
    if not text:
        raise Unreadable("has no text (perhaps a page that a script fills)")
    return fields, text


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _decoded(data: bytes) -> str:
    """By its mark, then by what the page says, then as any text is."""
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    m = None if marked else _CHARSET.search(data, 0, 4096)
    if m:
        name = m[1].decode("ascii").lower()
        name = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}.get(name, name)
        try:
            codec = codecs.lookup(name)
            if codec.name.replace("-", "_") not in _NOT_TEXT:
                return data.decode(name).replace("\0", "")
        except (LookupError, UnicodeDecodeError):
            pass  # it is not what it says
    try:
        return decode(data.replace(b"\0", b"") if not marked else data)
    except Unreadable:
        if not re.search(rb"<(?:html|body|p|div)\b", data[:8192], re.IGNORECASE):
            raise
        return data.decode("utf-8", "replace")  # a few broken characters in a page that is otherwise good


def _described(page: str, url: str | None) -> dict[str, str]:
    from lxml import etree, html

    out: dict[str, str] = {}
    try:
        tree = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return out
    metas: dict[str, str] = {}
    for e in tree.iter("meta", "time"):
        name = e.get("property") or e.get("name") or e.get("itemprop")
        value = e.get("content") or e.get("datetime")
        if name and value:
            metas.setdefault(name.strip().lower(), value.strip())
    linked = _linked(tree)
    out["published"] = linked.get("published") or _first_date(metas, _PUBLISHED)
    out["written"] = _first_date(metas, _WRITTEN)
    out["source"] = linked.get("source") or next((metas[k] for k in _SOURCE if k in metas), "")
    out["title"] = linked.get("title", "")
    out["author"] = linked.get("author", "")
    out["marked"] = linked.get("language") or tree.get("lang") or metas.get("dc.language") or ""
    saved = _SAVED.search(page[:8192])
    canonical = next((e.get("href") or "" for e in tree.iter("link") if e.get("rel") == "canonical"), "")
    addresses = (url, saved[1] if saved else "", canonical, metas.get("og:url", ""))
    out["url"] = next((a for a in addresses if a and a.startswith(("http://", "https://"))), "")
    return {k: " ".join(v.split())[:2000] for k, v in out.items() if v}


def _first_date(metas: dict[str, str], names: tuple[str, ...]) -> str:
    return next((day for k in names if k in metas and (day := iso(metas[k]))), "")


def _linked(tree: Any) -> dict[str, str]:
    """What the first article described in JSON-LD says; empty where none is."""
    for e in tree.iter("script"):
        if e.get("type") != "application/ld+json" or not e.text:
            continue
        try:
            waiting = [json.loads(e.text)]
        except (ValueError, RecursionError):
            continue
        for o in waiting:  # grows as it goes
            if isinstance(o, list):
                waiting += o[:100]
            elif isinstance(o, dict):
                waiting += [o[k] for k in ("@graph", "mainEntity") if k in o]
                published = iso(str(o.get("datePublished") or ""))
                if published:
                    out = {"published": published, "title": o.get("headline"), "language": o.get("inLanguage")}
                    out |= {"author": _name(o.get("author")), "source": _name(o.get("publisher"))}
                    return {k: v for k, v in out.items() if isinstance(v, str) and v.strip()}
            if len(waiting) > 1000:
                break
    return {}


def _name(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(n for n in map(_name, value[:20]) if n)
    if isinstance(value, dict):
        value = value.get("name")
    return value if isinstance(value, str) else ""


def _blocks(body: Any) -> Iterator[str]:
    current: list[str] = []

    def flush() -> Iterator[str]:
        text = " ".join("".join(current).split())
        current.clear()
        if text:
            yield text

    def walk(e: Any) -> Iterator[str]:
        block = e.tag in _BLOCKS
        if block:
            yield from flush()
        current.append(e.text or "")
        for child in e:
            yield from walk(child)
            current.append(child.tail or "")
        if block:
            yield from flush()

    yield from walk(body)
    yield from flush()
