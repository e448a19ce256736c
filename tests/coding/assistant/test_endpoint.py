"""Questions to an endpoint: where they may go, and what comes of bad servers."""

import time
from http.server import BaseHTTPRequestHandler

import pytest
from standing_in import Model

from detente.coding.assistant import endpoint
from detente.coding.assistant.endpoint import Endpoint, NoAnswer, loopback
from detente.errors import UsageError

ASKED = [{"role": "system", "content": "s"}, {"role": "user", "content": "{}"}]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://model.example/v1", "this machine only"),
        ("http://127.0.0.1.example/v1", "this machine only"),
        ("http://10.0.0.3:8080/v1", "this machine only"),
        ("ftp://localhost/v1", "not a web address"),
        ("https:///v1", "not a web address"),
        ("https://host:port/v1", "not a web address"),
        ("https://user:secret@model.example/v1", "DETENTE_MODEL_KEY"),
        ("https://model.example/v1\r\nX-Evil: 1/é", "not a web address"),
        ("localhost:8080", "not a web address"),
    ],
)
def test_addresses_that_are_refused(url: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason) as raised:
        Endpoint(url, "m")
    assert "secret" not in str(raised.value)


def test_addresses_that_will_do() -> None:
    for url in (
        "https://model.example/v1",
        "http://localhost:11434/v1/",
        "http://[::1]:8080/v1",
        "http://127.0.0.2/v1",
    ):
        assert Endpoint(url, "m").url.endswith("/v1/chat/completions")
    assert Endpoint("https://m.example/openai/chat/completions?api-version=1", "m").url.endswith(
        "/openai/chat/completions?api-version=1"
    )
    assert loopback("LOCALHOST") and not loopback("localhost.example") and not loopback("0.0.0.0")


def test_a_key_that_would_break_the_header_is_refused() -> None:
    with pytest.raises(UsageError, match="DETENTE_MODEL_KEY"):
        Endpoint("https://m.example", "m", "abc\r\nX-Evil: 1")


def test_the_question_and_the_key_arrive(model: Model) -> None:
    model.answer = lambda _: "fine"
    assert Endpoint(model.url, "tiny", "k-123").ask(ASKED) == "fine"
    (asked,) = model.requests
    assert asked["model"] == "tiny" and asked["messages"] == ASKED and asked["temperature"] == 0
    assert asked["path"] == "/v1/chat/completions" and model.headers[0]["Authorization"] == "Bearer k-123"
    Endpoint(model.url, "tiny").ask(ASKED)
    assert "Authorization" not in model.headers[1]


def test_a_server_that_takes_no_extras_is_asked_without(model: Model) -> None:
    def picky(handler: BaseHTTPRequestHandler) -> None:
        plain = set(model.requests[-1]) == {"model", "messages", "path"}
        data = b'{"choices": [{"message": {"content": "plain"}}]}' if plain else b"{}"
        handler.send_response(200 if plain else 400)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    model.raw = picky
    assert Endpoint(model.url, "m").ask(ASKED) == "plain"
    assert len(model.requests) == 2


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b'{"choices": []}', b'{"choices": [{"message": {"content": null}}]}', b"[" * 50_000],
)
def test_what_is_no_chat_completion_is_no_answer(model: Model, body: bytes) -> None:
    model.answer = lambda _: body
    with pytest.raises(NoAnswer, match="answered"):
        Endpoint(model.url, "m").ask(ASKED)


def test_refusals_are_named_by_their_number_and_redirects_are_not_followed(model: Model) -> None:
    other = Model()
    try:

        def redirect(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(307)
            handler.send_header("Location", f"{other.url}/chat/completions")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        model.raw = redirect
        with pytest.raises(NoAnswer, match="answered 307"):
            Endpoint(model.url, "m", "k-123").ask(ASKED)
        assert not other.requests
    finally:
        other.close()
    model.raw, model.status, model.answer = None, 401, lambda _: b'{"error": "key k-123 is wrong"}'
    with pytest.raises(NoAnswer) as raised:
        Endpoint(model.url, "m", "k-123").ask(ASKED)
    assert str(raised.value) == "answered 401 Unauthorized"


def test_oversized_answers_are_cut_off(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "BYTE_LIMIT", 10_000)
    model.answer = lambda _: "x" * 20_000
    with pytest.raises(NoAnswer, match="more than 10,000 bytes"):
        Endpoint(model.url, "m").ask(ASKED)


def test_a_server_that_drips_is_cut_off_in_time(model: Model) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    model.raw = drip
    began = time.monotonic()
    with pytest.raises(NoAnswer, match=r"took more than 0\.4 seconds"):
        Endpoint(model.url, "m", seconds=0.4).ask(ASKED)
    assert time.monotonic() - began < 2


def test_nobody_there(model: Model) -> None:
    model.close()
    with pytest.raises(NoAnswer, match="cannot be reached"):
        Endpoint(model.url, "m", seconds=2).ask(ASKED)
