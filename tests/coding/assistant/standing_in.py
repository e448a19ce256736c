"""A stand-in for a language model's server, on this machine: it answers what a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any]], object]


class Model:
    """`answer` gets the question (the user's message, read as JSON) and gives what the model writes: text, or something
    that is sent as JSON; bytes are sent as the whole body; an exception it raises becomes `status`. Or it gets the
    handler itself where `raw` is set."""

    def __init__(self) -> None:
        self.answer: Answer = lambda _: {"acts": []}
        self.raw: Callable[[BaseHTTPRequestHandler], None] | None = None
        self.status = 200
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                model.requests.append(body | {"path": self.path})
                model.headers.append(dict(self.headers))
                if model.raw is not None:
                    model.raw(self)
                    return
                said = model.answer(json.loads(body["messages"][-1]["content"]))
                if isinstance(said, bytes):
                    data = said
                else:
                    content = said if isinstance(said, str) else json.dumps(said)
                    data = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()
                self.send_response(model.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def act(quote: str, actor: object, recipient: object, type: str = "REQUEST", **more: object) -> dict[str, object]:
    """One act as a model writes it."""
    return {
        "sentence": 1, "quote": quote, "actors": [actor], "recipients": [recipient], "reciprocal": False, "type": type,
        "factuality": "actual",
    } | more  # fmt: skip
