"""Office holders from Wikidata: asked of a stand-in on this machine, written to the user's own table, and read from there.

`wikidata_answer.json` has the form of the query service's answers; what it says of the years after 2025 is made up.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.errors import DetenteError
from detente.knowledge import wikidata, world
from detente.knowledge.updating import update
from detente.knowledge.world import holding
from detente.knowledge.world.holding import Holding, merged
from detente.reading.fetching import Fetcher
from detente.showing.cli import app

ANSWER = Path(__file__).with_name("wikidata_answer.json")
TODAY = date(2031, 3, 1)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's own folder; the tables are read anew in it, and again after it."""
    monkeypatch.setenv("DETENTE_DATA", str(tmp_path / "data"))
    forget()
    yield tmp_path / "data" / "holders.tsv"
    monkeypatch.undo()
    forget()


def forget() -> None:
    from detente.knowledge.world import people

    holding.table.cache_clear()
    for f in (people._by_state, people._family_first_keys, people.persons, people.surnames):
        f.cache_clear()


@pytest.fixture
def service() -> Iterator[tuple[str, list[str]]]:
    """A query service that answers every query with the recorded answer, and the queries that it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = ANSWER.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json;charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://query.example:{server.server_address[1]}/sparql", asked
    server.shutdown()
    server.server_close()


def test_a_service_is_asked_once_and_what_is_new_is_written(own: Path, service: tuple[str, list[str]]) -> None:
    endpoint, asked = service
    fetcher = Fetcher(resolve=lambda host, port: ["127.0.0.1"], allowed=lambda a: a == "127.0.0.1")
    done = update(fetcher.ask, TODAY, 2024, endpoint)
    (path,) = asked
    query = parse_qs(urlsplit(path).query)
    assert query["format"] == ["json"] and "wdt:P298" in query["query"][0] and '"2024-01-01T' in query["query"][0]
    assert done.path == own and done.statements == 10
    table = [line.split("\t") for line in own.read_text(encoding="utf8").splitlines() if not line.startswith("#")]
    assert table == [
        ["code", "office", "name", "also", "start", "end", "source"],
        ["FRA", "foreign minister", "Aurélie Exemple", "", "2030-05", "", "Wikidata Q900001, retrieved 2031-03-01"],
        [
            "NOR",
            "prime minister",
            "Jonas Gahr Støre",
            "",
            "2021-10-14",
            "2031-02-01",
            "Wikidata Q1058, retrieved 2031-03-01",
        ],
        ["NOR", "prime minister", "Kari Eksempel", "", "2031-02-01", "", "Wikidata Q900002, retrieved 2031-03-01"],
        ["POL", "president", "Jan Przyk ład", "", "2030", "", "Wikidata Q900003, retrieved 2031-03-01"],
    ]


def test_the_tables_are_brought_up_to_date_by_what_was_written(own: Path) -> None:
    before = len(world.holdings())
    update(lambda _: ANSWER.read_bytes(), TODAY)
    forget()

    def held(code: str, office: str, day: str) -> list[str]:
        return [h.name for h in world.holders(date.fromisoformat(day), code, office)]

    assert held("NOR", "prime minister", "2030-01-01") == ["Jonas Gahr Støre"]
    assert held("NOR", "prime minister", "2032-01-01") == ["Kari Eksempel"]
    assert held("FRA", "foreign minister", "2030-06-01") == ["Aurélie Exemple"]
    assert len(world.holdings()) == before + 3  # one of the four was there, without its end
    assert [h.source for h in world.persons()["kari", "eksempel"]] == ["Wikidata Q900002, retrieved 2031-03-01"]
    assert world.validate() == []


def test_asked_again_it_writes_the_same_and_keeps_the_users_own_lines(own: Path) -> None:
    update(lambda _: ANSWER.read_bytes(), TODAY)
    first = own.read_text(encoding="utf8")
    mine = "# mine\nFJI\tpresident\tMy Own President\t\t2031-01-01\t\tthe gazette\n"
    own.write_text(first + mine, encoding="utf8")
    update(lambda _: ANSWER.read_bytes(), TODAY)
    assert sorted(own.read_text(encoding="utf8").splitlines()) == sorted((first + mine).splitlines())


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"[]", b'{"results": {}}', b'{"results": {"bindings": []}}', b"[" * 10**5]
)
def test_what_is_no_answer_changes_nothing(answer: bytes, own: Path) -> None:
    update(lambda _: ANSWER.read_bytes(), TODAY)
    before = own.read_bytes()
    with pytest.raises(DetenteError) as e:
        update(lambda _: answer, TODAY)
    assert (
        "\n" not in str(e.value) and own.read_bytes() == before and [p.name for p in own.parent.iterdir()] == [own.name]
    )


@given(st.binary(max_size=50) | st.recursive(
    st.none() | st.text(max_size=3), lambda x: st.lists(x, max_size=2) | st.dictionaries(st.sampled_from(
        ["code", "post", "person", "personLabel", "start", "startPrecision", "value"]), x, max_size=4),
).map(lambda x: json.dumps({"results": {"bindings": [x]}}).encode()))  # fmt: skip
def test_no_answer_whatever_breaks_the_reader(answer: bytes) -> None:
    try:
        assert isinstance(wikidata.held(answer), list)
    except wikidata.NoAnswer as e:
        assert "\n" not in str(e)


def test_a_broken_table_of_the_users_is_one_clear_line(own: Path) -> None:
    own.parent.mkdir()
    own.write_text("code\toffice\tname\talso\tstart\tend\tsource\nFJI\tchief\tX\t\t2031\t\tme\n", encoding="utf8")
    done = CliRunner().invoke(app, ["knowledge", "lookup", "Fiji"])
    assert isinstance(done.exception, DetenteError)
    assert str(done.exception).startswith(f"{own}: holders.tsv, line 2: X: unknown office 'chief'")


def test_the_command_takes_an_answer_fetched_elsewhere(own: Path) -> None:
    done = CliRunner().invoke(app, ["knowledge", "update", "--from", str(ANSWER), "--format", "csv"])
    assert done.exit_code == 0 and "NOR,prime minister,2031-02-01,,Kari Eksempel" in done.stdout
    assert f"4 new or changed, in {own}" in done.stderr
    assert "SELECT" in CliRunner().invoke(app, ["knowledge", "update", "--query"]).stdout


def test_the_command_asks_no_machine_of_the_users_own_network(own: Path, service: tuple[str, list[str]]) -> None:
    port = urlsplit(service[0]).port
    done = CliRunner().invoke(app, ["knowledge", "update", "--endpoint", f"http://127.0.0.1:{port}/sparql"])
    assert isinstance(done.exception, DetenteError) and "not on the public internet" in str(done.exception)
    assert not service[1] and not own.exists()


def test_a_later_holder_ends_the_holding_before() -> None:
    def row(
        name: str, start: str, end: str | None = None, office: str = "president"
    ) -> tuple[Holding, tuple[str, ...]]:
        ends = date.fromisoformat(end) if end else None
        return Holding(name, office, "FJI", None, date.fromisoformat(start), ends, "head"), ()

    one, two = row("A One", "2020-01-01"), row("B Two", "2024-01-01")
    ((a, _), (b, _)) = merged([one], [two])
    assert (a.end, b.end) == (date(2024, 1, 1), None)
    ((b, _), (a, _)) = merged([two], [one])  # and one that came before it ends when it begins
    assert (a.name, a.end, b.end) == ("A One", date(2024, 1, 1), None)
    # Another spelling of who took office in the same days is the same holding; of an office that many hold, it is not.
    (((same, also),)) = merged([one], [row("Aye Wun", "2020-01-11", "2022-01-01")])
    assert (same.name, also, same.end) == ("A One", ("Aye Wun",), date(2022, 1, 1))
    assert (
        len(merged([row("A One", "2020-01-01", office="envoy")], [row("Aye Wun", "2020-01-11", office="envoy")])) == 2
    )
