"""The REST API, version 1: what the command line answers, over HTTP, with the same names, filters and shapes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from detente import __version__, contract
from detente.measuring import shift as measure
from detente.measuring.onrecord import observations
from detente.measuring.series import PERIODS, series
from detente.measuring.turns import turns
from detente.recording import judgements, queries, states
from detente.recording.events import Event
from detente.recording.judging import judge
from detente.recording.store import Record
from detente.showing import answers, arguments
from detente.showing.brief import compose, write
from detente.showing.commands.record import EVENT_COLUMNS
from detente.showing.filters import Filters, filters, one_of
from detente.showing.tables import event_line
from detente.showing.web import asking
from detente.showing.web.adding import Jobs
from detente.showing.web.desk import Desk
from detente.showing.web.parsing import parsed
from detente.showing.words import words

Json = dict[str, Any]
router = APIRouter(prefix="/api/v1")
SLICE = 500

One = Annotated[str, Query(description="country: a name or an ISO 3166-1 alpha-3 code")]
Country = Annotated[str | None, Query(description="country: a name or an ISO 3166-1 alpha-3 code")]
KnownBy = Annotated[
    str | None, Query(description="only what could be known by this date (YYYY, YYYY-MM or YYYY-MM-DD)")
]
In = Annotated[str | None, Query(alias="in", description="a year, month or FROM..TO, against the one before")]
Limit = Annotated[int, Query(ge=1, le=1000)]
Offset = Annotated[int, Query(ge=0)]


def desk(request: Request) -> Desk:
    """The record being shown."""
    found: Desk = request.app.state.desk
    return found


At = Annotated[Desk, Depends(desk)]


def narrowed(
    since: Annotated[str | None, Query(description="what happened on or after this date")] = None,
    until: Annotated[str | None, Query(description="what happened on or before this date")] = None,
    type: Annotated[str | None, Query(description="PLOVER event type")] = None,
    factuality: Annotated[str | None, Query(description="actual, planned, denied ...")] = None,
    channel: Annotated[str | None, Query(description="secret, unofficial or public")] = None,
    min_probability: Annotated[float, Query(ge=0, le=1)] = 0.0,
    search: Annotated[str | None, Query(description="words that its sentences must hold")] = None,
) -> Filters:
    """The filters of a listing of events."""
    return filters(since, until, type, factuality, channel, min_probability, search)


Narrowed = Annotated[Filters, Depends(narrowed)]


@router.get("/record", summary="What is on record, in numbers")
def record(at: At) -> Json:
    with at.reading() as r:
        count = {t: r.rows(f"SELECT count(*) FROM {t}")[0][0] for t in ("documents", "events", "imports", "judgements")}
    return {"record": at.path.name, "version": __version__, "state": at.state(), **count}


@router.get("/dyads", summary="Pairs of states, most events first")
def dyads(at: At, known_by: KnownBy = None, limit: Limit = 100, offset: Offset = 0) -> Json:
    found = asking.pairs(at, arguments.day(known_by, "known_by"))
    some = [{"dyad": [a, b], "events": n} for a, b, n in found[offset : offset + limit]]
    return {"total": len(found), "dyads": some}


@router.get("/movers", summary="The dyads that moved most in a period")
def movers(at: At, in_: In = None, known_by: KnownBy = None, limit: Limit = 20) -> list[Json]:
    period = arguments.interval(in_ or "", "in")
    found = asking.moves(at, period, arguments.day(known_by, "known_by"))
    return [
        {"dyad": list(m.dyad), "closer": round(m.closer, 4), "change": round(m.change, 4),
         "interval": [round(x, 4) for x in m.interval], "events": {"before": m.events[0], "after": m.events[1]}}
        for m in list(found.values())[:limit]
    ]  # fmt: skip


@router.get("/events", summary="Events: what happened, would have, or did not, each with its reports")
def events(
    at: At,
    narrowed: Narrowed,
    a: Country = None,
    b: Country = None,
    known_by: KnownBy = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Json:
    found = asking.events(at, *arguments.dyad(a, b), narrowed, arguments.day(known_by, "known_by"))
    return {"total": len(found), "events": asking.quoted(at, found[offset : offset + limit])}


@router.get("/export", summary="All events that pass the filters, streamed")
def export(
    at: At, narrowed: Narrowed, a: Country = None, b: Country = None, known_by: KnownBy = None,
    format: Literal["jsonl", "csv"] = "jsonl",
) -> StreamingResponse:  # fmt: skip
    found = asking.events(at, *arguments.dyad(a, b), narrowed, arguments.day(known_by, "known_by"))
    form, kind = (_jsonl, "application/x-ndjson") if format == "jsonl" else (_csv, "text/csv; charset=utf-8")
    return StreamingResponse(form(at, found), media_type=kind)


def _quoted(at: Desk, found: Sequence[Event]) -> Iterator[list[Json]]:
    # The record is lent for one slice at a time, so that a slow reader keeps nobody waiting.
    return (asking.quoted(at, found[i : i + SLICE]) for i in range(0, len(found), SLICE))


def _jsonl(at: Desk, found: Sequence[Event]) -> Iterator[bytes]:
    for some in _quoted(at, found):
        yield b"".join(orjson.dumps(e) + b"\n" for e in some)


def _csv(at: Desk, found: Sequence[Event]) -> Iterator[bytes]:
    columns = ("id", *EVENT_COLUMNS)
    yield (",".join(columns) + "\r\n").encode()
    for some in _quoted(at, found):
        text = io.StringIO()
        csv.writer(text).writerows([_cell(line.get(c)) for c in columns] for line in map(event_line, some))
        yield text.getvalue().encode()


def _cell(value: Any) -> Any:
    # A spreadsheet would run a cell that begins like a formula.
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


@router.get("/facts", summary="States of affairs; of presence between two states the merged timeline")
def facts(
    at: At, a: Country = None, b: Country = None, kind: str | None = None, known_by: KnownBy = None
) -> list[Json]:
    with at.reading() as r:
        return list(states.facts_json(r, *arguments.dyad(a, b), kind, arguments.day(known_by, "known_by")))


@router.get("/gaps", summary="What the sources say they do not know, will not say, or have withheld")
def gaps(at: At, a: Country = None, b: Country = None, known_by: KnownBy = None) -> list[Json]:
    with at.reading() as r:
        return [
            c.to_json() for c in queries.gaps(r, *arguments.dyad(a, b), known_by=arguments.day(known_by, "known_by"))
        ]


@router.get("/documents", summary="Documents on record, without their text")
def documents(
    at: At, a: Country = None, b: Country = None, since: str | None = None, until: str | None = None,
    known_by: KnownBy = None, limit: Limit = 100, offset: Offset = 0,
) -> Json:  # fmt: skip
    first, last = arguments.day(since, "since", last=False), arguments.day(until, "until")
    known = arguments.day(known_by, "known_by")
    with at.reading() as r:
        found = queries.documents(r, *arguments.dyad(a, b), since=first, until=last, known_by=known)
    return {"total": len(found), "documents": [h.to_json() for h in found[offset : offset + limit]]}


@router.get("/document", summary="One document with its text and all that it was found to say")
def document(at: At, id: str) -> Json:
    d, coding = asking.document(at, id)
    shown = {"id": d.id, "title": d.title, "source": d.source, "url": d.url, "language": d.language, "home": d.home}
    days = {k: i.iso() if i else None for k, i in (("published", d.published), ("written", d.written))}
    return shown | days | {"text": d.text, "coding": list(contract.to_json(coding, d.text))}


@router.get("/parse", summary="How the coder reads one sentence of a document")
def parse(at: At, id: str, start: int, end: int) -> Json:
    return parsed(asking.document(at, id)[0], start, end)


@router.get("/shift", summary="Did two countries move closer?")
def shift(
    at: At, a: One, b: One, in_: In = None, on: Annotated[str | None, Query(alias="at")] = None,
    window: Annotated[int, Query(ge=1)] = 182, before: str | None = None, after: str | None = None, known_by: KnownBy = None,
) -> Json:  # fmt: skip
    x, y = _two(a, b)
    periods, known = arguments.periods(in_, on, window, before, after), arguments.day(known_by, "known_by")

    def work(r: Record) -> Json:
        obs = observations(r, x, y, known)
        history = measure.as_known(obs, *periods) if len(obs) else []
        return answers.shift_json(measure.shift(obs, *periods, known), history)

    return at.answer(("shift", x, y, periods, known), work)


@router.get("/series", summary="Closeness over time, with its 90 % band")
def over_time(at: At, a: One, b: One, every: str = "month", known_by: KnownBy = None) -> list[Json]:
    x, y = _two(a, b)
    one_of(every, tuple(PERIODS), "every")
    known = arguments.day(known_by, "known_by")
    found = at.answer(("series", x, y, every, known), lambda r: series(observations(r, x, y, known), every))
    return [answers.series_json(p) for p in found]


@router.get("/turns", summary="Dates at which the relation changed course")
def changes_of_course(at: At, a: One, b: One, known_by: KnownBy = None) -> list[Json]:
    x, y = _two(a, b)
    known = arguments.day(known_by, "known_by")
    return [
        answers.turn_json(t) for t in at.answer(("turns", x, y, known), lambda r: turns(observations(r, x, y, known)))
    ]


@router.get("/brief", summary="A brief on two countries", response_class=Response)
def brief(
    at: At, a: One, b: One, in_: In = None, known_by: KnownBy = None, format: Literal["html", "md", "pdf", "json"] = "html",
    language: str = "en",
) -> Response:  # fmt: skip
    period = arguments.interval(in_, "in") if in_ else None
    p = asking.picture(at, *_two(a, b), period, arguments.day(known_by, "known_by"))
    with at.reading() as r:
        made = write(compose(r, p, words(language)), format)
    kinds = {
        "html": "text/html; charset=utf-8",
        "md": "text/markdown; charset=utf-8",
        "pdf": "application/pdf",
        "json": "application/json",
    }
    name = f"{p.pair.dyad[0]}-{p.pair.dyad[1]}-{p.after.iso().replace('/', '-')}.{format}"
    return Response(made, media_type=kinds[format], headers={"content-disposition": f'attachment; filename="{name}"'})


@router.get("/queue", summary="What to judge first: by how much each judgement may be expected to move the answer")
def queue(at: At, a: One, b: One, in_: In = None, limit: Limit = 20) -> list[Json]:
    p = asking.picture(at, *_two(a, b), arguments.interval(in_, "in") if in_ else None, None)
    found = asking.queue(at, p)[:limit]
    return [
        e | {"moves": round(m, 4)} for e, (_, m) in zip(asking.quoted(at, [e for e, _ in found]), found, strict=True)
    ]


class Ruling(BaseModel):
    """A judgement to file."""

    action: Literal["confirm", "reject", "correct", "merge", "split", "undo"]
    targets: list[str] = Field(
        min_length=1, max_length=100, description="ids of events or mentions; for undo, of a judgement"
    )
    author: str | None = Field(None, description="who judges; else the name that the server was started with")
    reason: str | None = None
    changes: Json | None = Field(None, description="for correct: new values by field")


def _ruling(j: judgements.Judgement) -> Json:
    return {"id": j.id, "at": j.at.isoformat() + "Z", "author": j.author, "reason": j.reason, "action": j.action,
            "targets": list(j.targets), "changes": j.payload}  # fmt: skip


@router.get("/judgements", summary="All judgements on file, oldest first")
def rulings(at: At) -> list[Json]:
    with at.reading() as r:
        return [_ruling(j) for j in judgements.judgements(r)]


@router.post("/judgements", status_code=201, summary="Confirm, reject, correct, merge, split or undo (token)")
def rule(at: At, request: Request, given: Ruling) -> Json:
    author = given.author or request.app.state.author
    with at.writing() as r:
        made = judge(r, given.action, given.targets, author=author, reason=given.reason, changes=given.changes)
    return _ruling(made)


class Text(BaseModel):
    """A text to add."""

    text: str = Field(min_length=1)
    title: str | None = None
    published: str | None = None
    written: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    home: str | None = None


class Address(BaseModel):
    """A web page, feed or file to fetch and add."""

    url: str = Field(pattern=r"^https?://\S+$")


def jobs(request: Request) -> Jobs:
    """The work under way."""
    found: Jobs = request.app.state.jobs
    return found


Under = Annotated[Jobs, Depends(jobs)]


@router.post("/documents", status_code=202, summary="Add a text (token); answers with a job")
def add_text(under: Under, given: Text) -> Json:
    return under.text(given.model_dump(exclude_none=True))


@router.post("/files", status_code=202, summary="Add a file, sent as the body (token); answers with a job")
async def add_file(under: Under, request: Request, name: str) -> Json:
    return under.file(name, await request.body())


@router.post(
    "/addresses", status_code=202, summary="Fetch a web address and add what is there (token); answers with a job"
)
def add_address(under: Under, given: Address) -> Json:
    return under.address(given.url)


@router.get("/jobs/{id}", summary="How far a job is, and what it found")
def job(under: Under, id: str) -> Json:
    return under.look(id)


def _two(a: str, b: str) -> tuple[str, str]:
    x, y = arguments.dyad(a, b)
    assert x is not None and y is not None
    return x, y
