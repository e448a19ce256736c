"""One question to an OpenAI-compatible endpoint, bounded in time and size; its answer as text."""

from __future__ import annotations

import http.client
import ipaddress
import json
import re
import socket
import ssl
import threading
import time
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from detente.errors import UsageError

BYTE_LIMIT = 2 << 20
"""Most bytes of a reply; an answer about some twenty sentences has a few thousand."""

SECONDS = 60.0
_EXTRAS = {"temperature": 0, "seed": 0, "response_format": {"type": "json_object"}}
_PATH = "/chat/completions"


class NoAnswer(Exception):
    """Why there is none, in one line without the address, the key or anything that the server wrote."""


class Endpoint:
    """A model at an address: https, or http on this machine. The key is sent to it and nowhere else.

    Redirects are not followed and proxies of the environment are not used. Raises UsageError for an address that is
    neither, or a key that cannot be sent.
    """

    def __init__(self, url: str, model: str, key: str | None = None, seconds: float = SECONDS) -> None:
        self.model, self._seconds = model, seconds
        try:
            parts = urlsplit(url.strip())
            self._host, port = parts.hostname or "", parts.port
        except ValueError:
            raise UsageError(f"--model-endpoint: not a web address: {url[:100]!r}") from None
        if parts.scheme not in ("http", "https") or not self._host:
            raise UsageError(f"--model-endpoint: not a web address (https://...): {url[:100]!r}")
        if parts.username is not None or parts.password is not None:
            raise UsageError(
                "--model-endpoint: a user's name or password in the address; the key goes into DETENTE_MODEL_KEY"
            )
        self._secure = parts.scheme == "https"
        if not self._secure and not loopback(self._host):
            raise UsageError(f"--model-endpoint: http is for this machine only; use https for {self._host[:100]}")
        if not model.strip():
            raise UsageError("--model: is empty")
        if key is not None and not re.fullmatch(r"[\x21-\x7e]+", key):
            raise UsageError("DETENTE_MODEL_KEY: holds characters that no key has")
        self._key = key
        self._port = port or (443 if self._secure else 80)
        path = parts.path.rstrip("/")
        self._target = (path if path.endswith(_PATH) else path + _PATH) + (f"?{parts.query}" if parts.query else "")
        if not re.fullmatch(r"[\x21-\x7e]+", self._target):
            raise UsageError(f"--model-endpoint: not a web address: {url[:100]!r}")
        self.url = f"{parts.scheme}://{self._host}:{self._port}{self._target}"

    def ask(self, messages: list[dict[str, str]]) -> str:
        """The content of the model's reply. Raises NoAnswer.

        The question is asked again with nothing but model and messages where the server does not take the rest.
        """
        body = {"model": self.model, "messages": messages}
        deadline = time.monotonic() + self._seconds
        try:
            status, data = self._post(body | _EXTRAS, deadline)
            if status in (400, 422):
                status, data = self._post(body, deadline)
        except TimeoutError:
            raise NoAnswer(f"took more than {self._seconds:g} seconds") from None
        except (OSError, http.client.HTTPException) as e:
            raise NoAnswer(f"cannot be reached ({type(e).__name__})") from None
        if status != 200:
            raise NoAnswer(f"answered {status} {http.client.responses.get(status, '')}".rstrip())
        return _content(data)

    def _post(self, body: dict[str, Any], deadline: float) -> tuple[int, bytes]:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection: http.client.HTTPConnection
        if self._secure:
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection(self._host, self._port, timeout=left, context=context)
        else:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=left)
        expired = threading.Event()
        wires: list[socket.socket] = []

        def expire() -> None:  # a server that drips would begin the socket's timeout anew with every byte
            expired.set()
            for wire in wires:
                with suppress(OSError):
                    wire.shutdown(socket.SHUT_RDWR)

        watch = threading.Timer(left, expire)
        watch.daemon = True
        watch.start()
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Connection": "close"}
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        try:
            connection.connect()
            wires.append(connection.sock)
            connection.request("POST", self._target, json.dumps(body, ensure_ascii=False).encode(), headers)
            response = connection.getresponse()
            data = response.read(BYTE_LIMIT + 1)
            if expired.is_set():
                raise TimeoutError
        except (OSError, http.client.HTTPException):
            if expired.is_set():
                raise TimeoutError from None
            raise
        finally:
            watch.cancel()
            connection.close()
        if len(data) > BYTE_LIMIT:
            raise NoAnswer(f"answered with more than {BYTE_LIMIT:,} bytes")
        return response.status, data


def loopback(host: str) -> bool:
    """Whether a host is this machine by its name or address alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _content(data: bytes) -> str:
    try:
        content = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, TypeError, LookupError, RecursionError):
        raise NoAnswer("answered with something else than a chat completion") from None
    if not isinstance(content, str):
        raise NoAnswer("answered without text")
    return content
