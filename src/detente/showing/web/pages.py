"""The pages: two states, a document, the world, the queue, adding; each made whole on the server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.errors import DetenteError
from detente.knowledge import ontology
from detente.measuring.weights import DIMENSIONS
from detente.model import Channel, Factuality, Interval, Span
from detente.recording import lookups, queries
from detente.recording.events import Event
from detente.showing import arguments, panorama
from detente.showing.figures import dyad as figures
from detente.showing.figures import world as world_figures
from detente.showing.filters import Filters, filters
from detente.showing.verdict import LIKELY, change, verdict
from detente.showing.web import asking, scans
from detente.showing.web.desk import Desk
from detente.showing.web.guarding import cookie_name, known
from detente.showing.web.marking import KINDS, marks, pieces, window
from detente.showing.web.rows import rows, to_document
from detente.showing.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from jinja2 import Environment

    from detente.showing.portrait import Portrait

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
HERE = Path(__file__).parent
PER_PAGE = 40
In = Annotated[str | None, Query(alias="in")]


@cache
def templates() -> Environment:
    """The templates, with everything that is put into them escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip


def language_of(request: Request) -> str:
    """The language chosen before, else the first that the browser asks for and there is."""
    chosen = request.cookies.get("detente-language", "")
    asked = [part.split(";")[0].strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    return next((x for x in (chosen, *asked) if x in LANGUAGES), "en")


def page(request: Request, name: str, status: int = 200, **given: object) -> HTMLResponse:
    """A page from its template."""
    app = request.app.state
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    common = {
        "say": words(language_of(request)), "languages": LANGUAGES, "record": app.desk.path.name, "here": here,
        "may_write": known("", request.headers.get("cookie", ""), app.token), "author": app.author,
    }  # fmt: skip
    return HTMLResponse(templates().get_template(f"{name}.html").render(common | given), status)


def failed(request: Request, status: int, reason: str) -> HTMLResponse:
    """The page that says what went wrong."""
    return page(request, "failed", status, reason=reason, number=status)


def _desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


@router.get("/")
def front(
    request: Request, token: str | None = None, search: str = "", in_: In = None, to: str | None = None
) -> Response:
    app = request.app.state
    if token is not None:
        answer = RedirectResponse("/", 303)
        if known(f"Bearer {token}", "", app.token):
            answer.set_cookie(cookie_name(app.token), token, httponly=True, samesite="strict")
        return answer
    say = words(language_of(request))
    every = asking.pairs(_desk(request))
    wanted = search.casefold().split()
    named = [(a, b, n, say.bare(a), say.bare(b)) for a, b, n in every]
    found = [x for x in named if all(w in f"{x[0]} {x[1]} {x[3]} {x[4]}".casefold() for w in wanted)]
    return page(request, "front", search=search, found=found[:100], total=len(found), every=len(every),
                query=urlencode({k: v for k, v in (("in", in_), ("to", to)) if v}))  # fmt: skip


@router.get("/world")
def world(request: Request, in_: In = None, to: str | None = None) -> Response:
    desk, say = _desk(request), words(language_of(request))
    years = panorama.years(asking.world(desk))
    if not years:
        return page(request, "world", years=[], period="")
    period = arguments.interval(in_, "in") if in_ else Interval.parse(f"{years[-1]:04}")
    moved = asking.moves(desk, period)
    surest = [m for m in moved.values() if m.least > 0][:12]
    state = arguments.country(to) if to else _busiest(asking.pairs(desk))
    stood = {next(c for c in pair if c != state): s for pair, s in asking.stands(desk, state, period).items()}
    told = asking.distances(desk)
    reach = max((max(abs(x) for x in m.interval) for m in surest), default=1.0)
    states = sorted({c for a, b, _ in asking.pairs(desk) for c in (a, b)}, key=say.bare)
    return page(
        request, "world", period=in_ or f"{years[-1]}", years=years, state=state, states=states,
        closer=[m for m in surest if m.change > 0], apart=[m for m in surest if m.change < 0], reach=reach,
        map=world_figures.planisphere(state, stood, say), distances=[world_figures.distances(m, say) for m in told],
        map_years=[m.start.year for m in told],
    )  # fmt: skip


def _busiest(pairs: list[tuple[str, str, int]]) -> str:
    many: dict[str, int] = {}
    for a, b, n in pairs:
        many[a], many[b] = many.get(a, 0) + n, many.get(b, 0) + n
    return max(sorted(many), key=lambda c: many[c])


@router.get("/dyad")
def chosen_dyad(a: str, b: str) -> Response:
    x, y = arguments.dyad(a, b)
    return RedirectResponse(f"/dyad/{x}/{y}", 303)


@router.get("/dyad/{a}/{b}")
def dyad(
    request: Request, a: str, b: str, in_: In = None, known_by: str = "", since: str = "", until: str = "", type: str = "",
    factuality: str = "", channel: str = "", search: str = "", all_: Annotated[bool, Query(alias="all")] = False,
    page_: Annotated[int, Query(alias="page", ge=1)] = 1,
) -> Response:  # fmt: skip
    desk, say = _desk(request), words(language_of(request))
    p = _portrait(desk, a, b, in_, known_by)
    narrowed = filters(since, until, type, factuality, channel, 0.0, search)
    found = asking.events(desk, *p.pair.dyad, narrowed, p.pair.known_by)[::-1]
    some = found[(page_ - 1) * PER_PAGE : page_ * PER_PAGE]
    (x, y), asked = p.pair.dyad, dict(request.query_params)
    path = f"/dyad/{x}/{y}"
    period, days = in_ or p.after.iso(), p.days
    weights = {i.id: i.influence for i in p.shift.evidence}
    return page(
        request, "dyad", p=p, path=path, period=period, asked=asked, narrowed=narrowed,
        a=say.bare(x), b=say.bare(y),
        title=say("brief.title", a=say.state(x, start=True), b=say.state(y), when=say.period(p.after)),
        verdict=verdict(p.shift, say), change=change(p.shift, say) if p.shift.enough else "", direction=direction(p.shift.closer),
        counts=say("verdict.counts", before=p.shift.events[0], after=p.shift.events[1]),
        chart=figures.closeness(p.pair.series if all_ else p.recent, p.pair.turns, p.pair.events, p.pair.presence, p.compared,
                                say, _leading(path, asked)),
        days=[d.isoformat() for d in days], day_names=[say.day(d) for d in days], at=_index(days, p.pair.known_by),
        events=list(rows(some, asking.quoted(desk, some), asking.judged(desk), weights, say)),
        total=len(found), page_number=page_, pages=-(-len(found) // PER_PAGE), gaps=_gaps(p, say),
        open=list(rows(p.pair.open[::-1][:12], asking.quoted(desk, p.pair.open[::-1][:12]), asking.judged(desk), {}, say)),
        steps=_steps(p.after), types=ontology.TYPES, factualities=get_args(Factuality), channels=get_args(Channel),
        link=lambda **changes: _link(path, asked | changes), urlencode=urlencode,
    )  # fmt: skip


@router.get("/dyad/{a}/{b}/more")
def dyad_more(request: Request, a: str, b: str, in_: In = None, known_by: str = "") -> Response:
    """What takes longer to work out: dimensions, and what could be said when."""
    desk, say = _desk(request), words(language_of(request))
    p = _portrait(desk, a, b, in_, known_by)
    reach = max((max(abs(x.mean) for x in s) for s in p.pair.dimensions.values() if s), default=1.0) * 1.6 or 1.0
    told = [
        {"name": say(f"dimension.{name}"), "change": p.shift.dimensions[name], "closer": say.chance(p.shift.dimensions[name].closer),
         "part": say.number(p.shift.dimensions[name].contribution, sign=True), "direction": direction(p.shift.dimensions[name].closer),
         "chart": figures.small(p.pair.dimensions[name], p.compared, reach, say("figure.dimension", name=say(f"dimension.{name}")))}
        for name in DIMENSIONS
    ]  # fmt: skip
    return page(request, "more", dimensions=told, known=figures.known(p.known, p.pair.known_by or p.days[-1], say))


@router.get("/queue/{a}/{b}")
def queue(request: Request, a: str, b: str, in_: In = None) -> Response:
    desk, say = _desk(request), words(language_of(request))
    p = _portrait(desk, a, b, in_, "")
    found = asking.queue(desk, p)
    some = [e for e, _ in found[:20]]
    moves = {e.id: m for e, m in found[:20]}
    told = [
        r | {"moves": say.number(moves[r["id"]], 3)}
        for r in rows(some, asking.quoted(desk, some), asking.judged(desk), {}, say)
    ]
    x, y = p.pair.dyad
    return page(request, "queue", p=p, a=say.bare(x), b=say.bare(y), path=f"/dyad/{x}/{y}",
                period=in_ or p.after.iso(), verdict=verdict(p.shift, say), direction=direction(p.shift.closer), events=told,
                total=len(found), types=ontology.TYPES, factualities=get_args(Factuality), channels=get_args(Channel))  # fmt: skip


@router.get("/event")
def event(request: Request, id: str) -> Response:
    """Lead to the sentence of an event's best report."""
    with _desk(request).reading() as record:
        found = lookups.by_ids(record, [id])
        mentions = queries.mentions_of(record, found)
    best = next((mentions[m] for e in found for m in e.mentions if m in mentions), None)
    if best is None:
        raise DetenteError(f"no such event on file: {id}")
    return RedirectResponse(to_document(best.document, best.sentence.start, best.sentence.end), 303)


@router.get("/documents")
def documents(
    request: Request, a: str = "", b: str = "", search: str = "", page_: Annotated[int, Query(alias="page", ge=1)] = 1
) -> Response:
    desk = _desk(request)
    pair = arguments.dyad(a or None, b or None)
    every = desk.answer(("documents", pair), lambda r: [h.to_json() for h in queries.documents(r, *pair)])
    wanted = search.casefold().split()
    found = [
        d
        for d in reversed(every)
        if all(w in f"{d['title']} {d['source']} {d['id']} {d['published']}".casefold() for w in wanted)
    ]
    some = found[(page_ - 1) * 100 : page_ * 100]
    return page(request, "documents", documents=some, total=len(found), search=search, a=a, b=b, page_number=page_,
                pages=-(-len(found) // 100), to_document=to_document,
                link=lambda **x: _link("/documents", dict(request.query_params) | x))  # fmt: skip


@router.get("/document")
def document(
    request: Request, id: str, at: str = "", page_: Annotated[int | None, Query(alias="page", ge=1)] = None
) -> Response:
    desk, say = _desk(request), words(language_of(request))
    d, coding = asking.document(desk, id)
    m = re.fullmatch(r"(\d{1,9})-(\d{1,9})", at)
    target = Span(int(m[1]), int(m[2])) if m and int(m[1]) < int(m[2]) <= len(d.text) else None
    shown = window(len(d.text), target)
    found = [*marks(coding), *([(target, "target", None)] if target else [])]
    disclosed = asking.disclosed(desk, id, (d.published.end or d.published.start) if d.published else None)
    with desk.reading() as record:
        reported = lookups.reported(record, id)
    events = list(rows(reported, asking.quoted(desk, reported), asking.judged(desk), {}, say))
    mine = {m.id: m for m in coding.mentions}
    for r, e in zip(events, reported, strict=True):
        r["mentions"] = [i for i in e.mentions if i in mine]
        r["spans"] = [(mine[i].sentence.start, mine[i].sentence.end) for i in r["mentions"]]
        r["conditions"] = [c.span.of(d.text) for i in r["mentions"] for c in mine[i].conditions]
    leaf = page_ or scans.page_of(d, target)
    url = d.url if d.url and d.url.lower().startswith(("http://", "https://")) else None
    return page(
        request, "document", d=d, url=url, pieces=pieces(d.text, found, shown), at=target.start if target else None, kinds=KINDS,
        shown=shown, events=events,
        disclosed={e.id for e in disclosed}, gaps=[(say.of("gap", g.gap), g.span.of(d.text)) for g in coding.gaps],
        facts=[(f.fact, f.holder, f.host, f.status, f.person, f.start, f.end) for f in coding.facts],
        published=say.time(d.published) if d.published else None, written=say.time(d.written) if d.written else None,
        leaf=leaf if leaf and scans.page_of(d, None) else None, leaves=scans.pages(d),
        boxes=scans.boxes(d, leaf, target) if leaf else [], urlencode=urlencode,
        origin=PurePath(d.origin).name if d.origin else None,
        earlier=to_document(id, max(shown.start - 1, 0), max(shown.start, 1)) if shown.start else None,
        later=to_document(id, shown.end, shown.end + 1) if shown.end < len(d.text) else None,
        types=ontology.TYPES, factualities=get_args(Factuality), channels=get_args(Channel),
    )  # fmt: skip


@router.get("/page-picture")
def page_picture(request: Request, id: str, page_: Annotated[int, Query(alias="page", ge=1)]) -> Response:
    """A page of the PDF that a document was read from."""
    d, _ = asking.document(_desk(request), id)
    return Response(scans.picture(d, page_), media_type="image/png")


@router.get("/add")
def add(request: Request) -> Response:
    return page(request, "add")


@router.get("/api")
def reference(request: Request) -> Response:
    """The API's documentation, from its own description."""
    described = request.app.openapi()
    calls = [
        {"method": method.upper(), "path": path, "summary": call.get("summary", ""),
         "parameters": [{"name": x["name"], "required": x["required"], "about": x.get("description") or x["schema"].get("type", "text")}
                        for x in call.get("parameters", ())]}
        for path, methods in described["paths"].items() for method, call in methods.items()
    ]  # fmt: skip
    return page(request, "reference", calls=calls)


@router.get("/language/{language}")
def language(language: str, back: str = "/") -> Response:
    safe = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    answer = RedirectResponse(safe, 303)
    if language in LANGUAGES:
        answer.set_cookie("detente-language", language, samesite="strict")
    return answer


def direction(closer: float) -> str:
    """Which way a probability of "closer" points, once it is likely."""
    return "closer" if closer >= LIKELY else "apart" if closer <= 1 - LIKELY else "unclear"


def _portrait(desk: Desk, a: str, b: str, in_: str | None, known_by: str) -> Portrait:
    x, y = arguments.dyad(a, b)
    assert x is not None and y is not None
    period = arguments.interval(in_, "in") if in_ else None
    return asking.picture(desk, x, y, period, arguments.day(known_by or None, "known_by"))


def _link(path: str, asked: Mapping[str, object]) -> str:
    query = urlencode({k: v for k, v in asked.items() if v not in (None, "")})
    return f"{path}?{query}" if query else path


def _leading(path: str, asked: Mapping[str, str]) -> figures.Linked:
    def to(event: Event | None = None, since: date | None = None, until: date | None = None) -> str:
        if event is not None and event.mentions:
            return f"/event?{urlencode({'id': event.id})}"
        if event is not None and event.time is not None:
            since, until = event.time.start, event.time.end
        return _link(path, {**asked, "since": since, "until": until, "page": None}) + "#timeline"

    return to


def _index(days: list[date], known_by: date | None) -> int:
    return sum(d <= known_by for d in days) - 1 if known_by else len(days) - 1


def _steps(after: Interval) -> tuple[str, str]:
    """The periods before and after a whole year or month, as one writes them."""
    assert after.start is not None and after.end is not None
    if after == Interval.parse(f"{after.start:%Y}"):
        return f"{after.start.year - 1:04}", f"{after.start.year + 1:04}"
    n = after.start.year * 12 + after.start.month - 1
    return tuple(f"{(n + k) // 12:04}-{(n + k) % 12 + 1:02}" for k in (-1, 1))  # type: ignore[return-value]


def _gaps(p: Portrait, say: Words) -> list[dict[str, Any]]:
    return [
        {"gap": say.of("gap", g.value.gap), "text": g.value.span.of(g.document.text), "source": g.document.source,
         "title": g.document.title, "href": to_document(g.document.id, g.value.span.start, g.value.span.end)}
        for g in p.pair.gaps[::-1][:30]
    ]  # fmt: skip


__all__ = ["Filters", "failed", "page", "router"]
