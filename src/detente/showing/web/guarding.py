"""Who may ask for what: requests to this machine's own name only, writing with the token only, and pages that can run nothing."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost", "[::1]")
SAFE = ("GET", "HEAD")
MOST_BYTES = 64 * 1024 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)


class Guard:
    """Stands before the application. A request that it refuses reaches nothing behind it."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # no web sockets
        headers = {k.decode("latin1").lower(): v.decode("latin1") for k, v in scope["headers"]}

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        refusal = self._refusal(scope["method"], headers)
        if refusal is None:
            await self._app(scope, receive, guarded)
            return
        status, reason = refusal
        body = f"{reason}\n".encode()
        start = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        await guarded({"type": "http.response.start", "status": status, "headers": start})
        await send({"type": "http.response.body", "body": body})

    def _refusal(self, method: str, headers: dict[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if host.rsplit(":", 1)[0] not in NAMES and host not in NAMES:
            # Another name that leads here belongs to a page elsewhere that wants to read what is here (DNS rebinding).
            return 421, "this server answers to 127.0.0.1 and localhost only"
        if method in SAFE:
            return None
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return 403, "requests from other sites are refused"
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "requests from other sites are refused"
        length = headers.get("content-length", "")
        if not length.isdecimal():
            return 411, "say how long the request is"
        if int(length) > MOST_BYTES:
            return 413, f"more than {MOST_BYTES // 1024 // 1024} MiB at once"
        return None if self.knows(headers) else (401, "writing needs the token that `detente serve` printed")

    def knows(self, headers: dict[str, str]) -> bool:
        """Whether a request carries the token, as `Authorization: Bearer TOKEN` or in the cookie."""
        return known(headers.get("authorization", ""), headers.get("cookie", ""), self._token)


def cookie_name(token: str) -> str:
    """The name of the cookie; it differs by token, as all ports of a machine share their cookies."""
    from detente.model import content_id

    return f"detente-{content_id(token)[:8]}"


def known(authorization: str, cookies: str, token: str) -> bool:
    """Whether either header holds the token."""
    given = [authorization.removeprefix("Bearer ").strip()] if authorization.startswith("Bearer ") else []
    for pair in cookies.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == cookie_name(token):
            given.append(value)
    return any(hmac.compare_digest(g.encode(), token.encode()) for g in given)
