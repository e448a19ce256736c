"""The application: pages and API over one record, behind the guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from detente import __version__
from detente.errors import DetenteError, UsageError
from detente.model import content_id
from detente.recording.store import RecordError
from detente.showing.web import api, pages
from detente.showing.web.adding import Jobs
from detente.showing.web.desk import Desk
from detente.showing.web.guarding import Guard

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"
FIGURES = Path(__file__).parents[1] / "figures" / "figures.css"


def application(desk: Desk, token: str, author: str) -> ASGIApp:
    """The whole of it, as an ASGI application. `token` lets write, `author` is who judges unless a request says otherwise."""
    jobs = Jobs(desk)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        jobs.close()
        desk.close()

    app = FastAPI(
        title="Détente",
        version=__version__,
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.desk, app.state.jobs, app.state.token, app.state.author = desk, jobs, token, author
    app.include_router(api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_route("/figures.css", lambda _: FileResponse(FIGURES), methods=["GET"])
    for kind in (DetenteError, ValueError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _failed)
    return Guard(Tags(app, desk), token)


def status_of(e: Exception) -> tuple[int, str]:
    """The HTTP status that an error stands for, and its one line."""
    if isinstance(e, HTTPException):
        return e.status_code, str(e.detail)
    if isinstance(e, RequestValidationError):
        first = e.errors()[0]
        return 422, f"{'.'.join(str(x) for x in first['loc'][1:])}: {first['msg']}"
    text = str(e)
    if isinstance(e, UsageError) or not isinstance(e, DetenteError):
        return 400, text
    if "no such" in text:
        return 404, text
    return (503 if "in use by another process" in text else 409 if isinstance(e, RecordError) else 400), text


async def _failed(request: Request, e: Exception) -> Response:
    status, reason = status_of(e)
    if request.url.path.startswith("/api/v1/"):
        return JSONResponse({"error": reason}, status)
    return pages.failed(request, status, reason)


class Tags:
    """Answers that are the same as long as the record is carry a tag of its state, and are not sent again to who has them."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != "http"
            or scope["method"] != "GET"
            or scope["path"].startswith(("/static/", "/figures.css", "/api/v1/jobs/"))
        ):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        try:
            state = await run_in_threadpool(self._desk.state)
        except RecordError:
            await self._app(scope, receive, send)  # which says so in its own way
            return
        said = (headers.get(k, b"") for k in (b"cookie", b"accept-language"))
        tag = f'"{content_id(__version__, state, scope["path"], scope["query_string"], *said)}"'.encode()
        if tag in headers.get(b"if-none-match", b""):
            await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", tag)]})
            await send({"type": "http.response.body"})
            return

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message["headers"] = [
                    *message["headers"],
                    (b"etag", tag),
                    (b"cache-control", b"no-cache"),
                    (b"vary", b"cookie, accept-language"),
                ]
            await send(message)

        await self._app(scope, receive, tagged)
