"""Values of the model to rows of the record, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

import orjson
import polars as pl

from detente import contract
from detente.model import Coding, Document, Interval, Mention, Precision, Region, Span
from detente.recording.blocks import block_of, content_words, parties_of, place_words, trigger_word

Row = dict[str, Any]

_TEXT, _DATE, _LIST = pl.String(), pl.Date(), pl.List(pl.String())
_INTERVALS = {"published", "written", "happened"}


def _schema(names: str, **kinds: pl.DataType) -> dict[str, pl.DataType]:
    out: dict[str, pl.DataType] = {}
    for name in names.split():
        if name in _INTERVALS:
            out |= {f"{name}_start": _DATE, f"{name}_end": _DATE, f"{name}_precision": _TEXT}
        else:
            out[name] = kinds.get(name, _TEXT)
    return out


_DOCUMENT = _schema(
    "id text title published written source url language home origin author regions known entered coder",
    known=_DATE,
    entered=pl.Datetime("us"),
)
_MENTION = _schema(
    "id document position type factuality happened parties block trigger words places payload",
    position=pl.Int32(),
    parties=_LIST,
    words=_LIST,
    places=_LIST,
)
_FACT = _schema("id document position fact holder host status payload", position=pl.Int32())
_GAP = _schema("id document position gap payload", position=pl.Int32())
_ATTRIBUTION = _schema("document position payload", position=pl.Int32())


def interval_row(name: str, i: Interval | None) -> Row:
    """Three columns for one interval."""
    values = (i.start, i.end, i.precision) if i else (None, None, None)
    return dict(zip((f"{name}_start", f"{name}_end", f"{name}_precision"), values, strict=True))


def interval(start: date | None, end: date | None, precision: str | None) -> Interval | None:
    """An interval from its three columns; None where they are empty."""
    return Interval(start, end, cast(Precision, precision)) if precision is not None else None


def pack(value: Any) -> str:
    """The JSON text of a value, keys as given."""
    return orjson.dumps(value).decode()


def document_frame(documents: Sequence[Document], entered: datetime, coder: str) -> pl.DataFrame:
    """Rows of `documents`. `known` is the last day of publication, the earliest on which it surely could be read."""

    def row(d: Document) -> Row:
        published = (d.published.end or d.published.start) if d.published else None
        return (
            {"id": d.id, "text": d.text, "title": d.title, "source": d.source, "url": d.url, "language": d.language}
            | {"home": d.home, "origin": d.origin, "author": d.author, "regions": _regions(d), "coder": coder}
            | {"entered": entered}
            | {"known": published or entered.date()}
            | interval_row("published", d.published)
            | interval_row("written", d.written)
        )

    return pl.DataFrame([row(d) for d in documents], schema=_DOCUMENT)


def _regions(d: Document) -> str | None:
    return pack([[r.span.start, r.span.end, r.page, r.box] for r in d.regions]) if d.regions else None


def coding_frames(codings: Iterable[tuple[Document, Coding]]) -> dict[str, pl.DataFrame]:
    """Rows of `mentions`, `facts`, `gaps` and `attributions`, by table; what a document says twice is filed once."""
    rows: dict[str, list[Row]] = {"mentions": [], "facts": [], "gaps": [], "attributions": []}
    for document, coding in codings:
        rows["mentions"] += [_mention_row(m, document) for m in {m.id: m for m in reversed(coding.mentions)}.values()]
        rows["facts"] += [
            {"id": f.id, "position": f.span.start, "fact": f.fact, "holder": f.holder, "host": f.host}
            | {"document": f.document, "status": f.status, "payload": pack(contract.fact_to_json(f, None))}
            for f in {f.id: f for f in coding.facts}.values()
        ]
        rows["gaps"] += [
            {"id": g.id, "document": g.document, "position": g.span.start, "gap": g.gap}
            | {"payload": pack(contract.gap_to_json(g, None))}
            for g in {g.id: g for g in coding.gaps}.values()
        ]
        rows["attributions"] += [
            {"document": a.document, "position": min(s.start for s in a.cue + a.source + a.content)}
            | {"payload": pack(contract.attribution_to_json(a, None))}
            for a in coding.attributions
        ]
    schemas = {"mentions": _MENTION, "facts": _FACT, "gaps": _GAP, "attributions": _ATTRIBUTION}
    return {table: pl.DataFrame(rows[table], schema=schemas[table]) for table in rows}


def _mention_row(m: Mention, document: Document) -> Row:
    return (
        {"id": m.id, "document": m.document, "position": m.trigger.start, "type": m.type, "factuality": m.factuality}
        | interval_row("happened", m.time.interval if m.time else None)
        | {"parties": list(parties_of(m)), "block": block_of(m)}
        | {"trigger": trigger_word(m, document.text)}
        | {"words": content_words(m, document.text, document.language), "places": place_words(m, document.text)}
        | {"payload": pack(contract.mention_to_json(m, None))}
    )


def mention(payload: str) -> Mention:
    """A mention from its stored form."""
    return contract.mention_from_json(orjson.loads(payload))


DOCUMENT_COLUMNS = (
    "id, text, title, published_start, published_end, published_precision, written_start, written_end,"
    " written_precision, source, url, language, home, origin, author, regions"
)


def document(row: tuple[Any, ...]) -> Document:
    """A document from the columns named in `DOCUMENT_COLUMNS`."""
    id, text, title, *rest = row
    source, url, language, home, origin, author, regions = rest[6:]
    times = (interval(*rest[:3]), interval(*rest[3:6]))
    lines = tuple(Region(Span(a, b), page, tuple(box)) for a, b, page, box in orjson.loads(regions or "[]"))
    return Document(id, text, title, *times, source, url, language, home, origin, author, lines)
