from __future__ import annotations

import http.client
import json
import time
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from conftest import Site

KEY = {"authorization": "Bearer secret-token"}
RULING = {"action": "reject", "targets": ["none"]}


def ask(
    site: Site, path: str, method: str = "GET", data: object = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=30)
    body = data if isinstance(data, (bytes, type(None))) else json.dumps(data).encode()
    kind = {} if isinstance(data, (bytes, type(None))) else {"content-type": "application/json"}
    given = {k.replace("_", "-"): v for k, v in headers.items()}
    skip = "host" in given
    connection.putrequest(method, path, skip_host=skip)
    for name, value in (kind | given).items():
        connection.putheader(name, value)
    if method != "GET":
        connection.putheader("content-length", str(len(body or b"")))
    connection.endheaders(body)
    answer = connection.getresponse()
    found = answer.read()
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, found


def got(site: Site, path: str) -> Any:
    status, _, body = ask(site, path)
    assert status == 200, (path, body)
    return json.loads(body)


def first_event(site: Site) -> str:
    return str(got(site, "/api/v1/events?a=CAN&b=PRK")["events"][0]["id"])


def test_the_same_answers_as_the_command_line(site: Site) -> None:
    from typer.testing import CliRunner

    from detente.showing.cli import app

    for command, path in [
        (["shift", "CAN", "PRK", "--in", "2018"], "/api/v1/shift?a=Canada&b=PRK&in=2018"),
        (["series", "CAN", "PRK", "--every", "year"], "/api/v1/series?a=CAN&b=PRK&every=year"),
        (["turns", "CAN", "PRK", "--known-by", "2019"], "/api/v1/turns?a=CAN&b=PRK&known_by=2019"),
        (["gaps", "CAN", "PRK"], "/api/v1/gaps?a=CAN&b=PRK"),
        (["facts", "CAN", "PRK", "--kind", "presence"], "/api/v1/facts?a=CAN&b=PRK&kind=presence"),
    ]:
        # The server reads a copy of the file that the command reads too; neither writes.
        printed = CliRunner().invoke(
            app, [command[0], str(site.record), *command[1:], "--format", "json"], catch_exceptions=False
        )
        assert json.loads(printed.output) == got(site, path), command
    printed = CliRunner().invoke(
        app,
        ["events", str(site.record), "CAN", "PRK", "--since", "2018", "--known-by", "2018-12-31", "--format", "json"],
    )
    assert (
        json.loads(printed.output) == got(site, "/api/v1/events?a=CAN&b=PRK&since=2018&known_by=2018-12-31")["events"]
    )


def test_search_finds_the_words_of_sentences(site: Site) -> None:
    found = got(site, "/api/v1/events?a=CAN&b=PRK&search=Long+debate+VISITED")
    assert found["total"] == 1 and "visited" in found["events"][0]["mentions"][0]["sentence"]


def test_export_streams_all(site: Site) -> None:
    _, _, body = ask(site, "/api/v1/export?a=CAN&b=PRK")
    assert len(body.splitlines()) == got(site, "/api/v1/events?a=CAN&b=PRK&limit=1")["total"] == 8
    _, headers, body = ask(site, "/api/v1/export?format=csv&factuality=offered")
    assert headers["content-type"].startswith("text/csv") and len(body.decode().splitlines()) == 2


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    path = "/api/v1/shift?a=CAN&b=PRK&in=2018"
    _, headers, _ = ask(site, path)
    status, _, body = ask(site, path, if_none_match=headers["etag"])
    assert (status, body) == (304, b"")
    assert (
        ask(site, "/api/v1/judgements", "POST", {"action": "reject", "targets": [first_event(site)]}, **KEY)[0] == 201
    )
    assert ask(site, path, if_none_match=headers["etag"])[0] == 200


def test_every_address_is_described(site: Site) -> None:
    described = got(site, "/api/v1/openapi.json")
    assert {"/api/v1/events", "/api/v1/shift", "/api/v1/judgements", "/api/v1/export"} <= set(described["paths"])
    assert all(call.get("summary") for methods in described["paths"].values() for call in methods.values())
    assert b"/api/v1/shift" in ask(site, "/api")[2]


@pytest.mark.parametrize(("path", "status"), [
    ("/api/v1/shift?a=CAN&b=PRK", 400), ("/api/v1/shift?a=CAN&b=Narnia&in=2018", 400), ("/api/v1/shift?a=CAN&b=PRK&in=soon", 400),
    ("/api/v1/events?type=HUG", 400), ("/api/v1/events?limit=0", 422), ("/api/v1/document?id=none", 404), ("/api/v1/jobs/none", 404),
    ("/api/v1/parse?id=papers&start=5&end=2", 400), ("/dyad/CAN/CAN", 400), ("/document?id=none", 404), ("/event?id=none", 404),
    ("/nothing", 404), ("/dyad/CAN/PRK?in=0000", 400), ("/static/../app.py", 404), ("/static/%2e%2e/app.py", 404),
])  # fmt: skip
def test_wrong_questions_are_told_apart(site: Site, path: str, status: int) -> None:
    found, _, body = ask(site, path)
    assert found == status, body
    assert b"Traceback" not in body and body


WRITES = [("/api/v1/judgements", RULING), ("/api/v1/documents", {"text": "Canada met North Korea."}),
          ("/api/v1/files?name=a.txt", b"Canada met North Korea."), ("/api/v1/addresses", {"url": "http://127.0.0.1/"})]  # fmt: skip


@pytest.mark.parametrize(("path", "data"), WRITES)
def test_nothing_is_written_without_the_token_or_from_elsewhere(site: Site, path: str, data: object) -> None:
    before = got(site, "/api/v1/record")
    port = urlsplit(site.address).port
    for headers, status in [
        ({}, 401),
        ({"authorization": "Bearer wrong"}, 401),
        ({"cookie": "detente-00000000=secret-token"}, 401),
        (KEY | {"origin": "http://evil.example"}, 403),
        (KEY | {"origin": "null"}, 403),
        (KEY | {"origin": f"http://localhost.evil.example:{port}"}, 403),
        (KEY | {"sec_fetch_site": "cross-site"}, 403),
        (KEY | {"host": "evil.example"}, 421),
        (KEY | {"host": f"127.0.0.1.evil.example:{port}"}, 421),
    ]:
        assert ask(site, path, "POST", data, **headers)[0] == status, headers
    for method in ("PUT", "DELETE", "PATCH"):
        assert ask(site, path, method, b"", **KEY)[0] == 405
    time.sleep(0.1)
    assert got(site, "/api/v1/record") == before


def test_reading_under_another_name_is_refused(site: Site) -> None:
    assert ask(site, "/api/v1/record", host="rebound.example")[0] == 421
    status, headers, body = ask(site, "/", host="rebound.example")
    assert status == 421 and b"Canada" not in body and "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/", "/dyad/CAN/PRK", "/document?id=papers", "/api", "/static/page.js", "/nothing", "/api/v1/record"]
)
def test_every_answer_forbids_what_is_not_ours(site: Site, path: str) -> None:
    _, headers, _ = ask(site, path)
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff" and "access-control-allow-origin" not in headers


@pytest.mark.parametrize("path", ["/", "/dyad/CAN/PRK?in=2018", "/queue/CAN/PRK?in=2018", "/documents", "/document?id=" + quote("../<i>evil</i>"),
                                  "/documents?search=" + quote("<script>alert(1)</script>"), "/dyad/CAN/PRK?search=" + quote("\"><script>alert(1)</script>"),
                                  "/nothing/" + quote("<script>"), "/world"])  # fmt: skip
def test_words_of_documents_and_requests_never_become_markup(site: Site, path: str) -> None:
    page = ask(site, path)[2].decode()
    import re

    assert re.findall(r"<script\b[^>]*>", page) in ([], ['<script src="/static/page.js" defer>'])
    for bad in ("<img", "<b>Bold", "<i>evil", "<u>Source", 'href="javascript', " style=", ' onerror="', "49"):
        assert bad not in page or bad == "49", bad


def test_the_token_in_the_address_is_kept_in_a_cookie_and_taken_from_the_address(site: Site) -> None:
    status, headers, _ = ask(site, "/?token=secret-token")
    assert status == 303 and headers["location"] == "/"
    assert "HttpOnly" in headers["set-cookie"] and "samesite=strict" in headers["set-cookie"].lower()
    assert "set-cookie" not in ask(site, "/?token=wrong")[1]


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_choosing_a_language_leads_nowhere_else(site: Site, back: str) -> None:
    assert ask(site, f"/language/fr?back={quote(back)}")[1]["location"] == "/"


def test_judging_and_undoing(site: Site) -> None:
    event = first_event(site)
    before = got(site, "/api/v1/shift?a=CAN&b=PRK&in=2018")
    status, _, body = ask(
        site,
        "/api/v1/judgements",
        "POST",
        {"action": "correct", "targets": [event], "changes": {"factuality": "denied"}},
        **KEY,
    )
    made = json.loads(body)
    assert status == 201 and made["author"] == "tester"
    assert got(site, "/api/v1/shift?a=CAN&b=PRK&in=2018") != before
    assert ask(site, "/api/v1/judgements", "POST", {"action": "undo", "targets": [made["id"]]}, **KEY)[0] == 201
    assert got(site, "/api/v1/shift?a=CAN&b=PRK&in=2018") == before
    assert [j["action"] for j in got(site, "/api/v1/judgements")] == ["correct", "undo"]
    assert ask(site, "/api/v1/judgements", "POST", {"action": "confirm", "targets": ["none"]}, **KEY)[0] == 404
    assert (
        ask(
            site,
            "/api/v1/judgements",
            "POST",
            {"action": "correct", "targets": [event], "changes": {"score": 10}},
            **KEY,
        )[0]
        == 409
    )


def test_the_queue_puts_first_what_could_move_the_answer_most(site: Site) -> None:
    found = got(site, "/api/v1/queue?a=CAN&b=PRK&in=2018")
    moves = [e["moves"] for e in found]
    assert len(found) == 8 and moves == sorted(moves, reverse=True) and moves[0] > 0
    assert ask(site, "/api/v1/judgements", "POST", {"action": "confirm", "targets": [found[0]["id"]]}, **KEY)[0] == 201
    assert found[0]["id"] not in {e["id"] for e in got(site, "/api/v1/queue?a=CAN&b=PRK&in=2018")}


def test_files_with_forged_names_stay_in_their_place(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = site.record.parent / "escaped.zip"
    for name in ("../../escaped.zip", "..\\escaped.zip", str(outside), "\0", "..", ""):
        status, _, body = ask(site, f"/api/v1/files?name={quote(name)}", "POST", b"not a zip", **KEY)
        if status == 202:
            job = json.loads(body)
            for _ in range(100):
                if (job := got(site, f"/api/v1/jobs/{job['id']}"))["status"] == "done":
                    break
                time.sleep(0.05)
            assert job["added"] == 0 and job["problems"] and "detente-" not in job["problems"][0]
        else:
            assert status == 400
    assert not outside.exists() and got(site, "/api/v1/record")["documents"] == 8


def test_a_record_that_another_program_writes_to_is_busy_and_then_seen_anew(site: Site) -> None:
    from detente.recording.judging import judge
    from detente.recording.store import Record

    event = first_event(site)
    time.sleep(2.5)  # the desk lets the file go
    import subprocess
    import sys

    hold = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(site.record)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == b"held\n"
        status, _, body = ask(site, "/api/v1/record")
        assert status == 503 and b"in use by another process" in body
        assert other.stdin is not None
        other.stdin.close()
        other.wait(10)
    with Record.open(site.record) as record:
        judge(record, "reject", [event], author="somebody else")
    assert got(site, "/api/v1/events?a=CAN&b=PRK")["total"] == 7
