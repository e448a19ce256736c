"""A user's own dictionaries on the command line: code and add take them, and what is wrong with them is said in a line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detente.errors import DetenteError, UsageError
from detente.showing.cli import app

TEXT = "The Ruritanian gendarmes arrested two Graustark diplomats. Ruritania expelled the Graustark envoy."


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "actors.txt").write_text("RURITANIA [RUR]\n+RURITANIAN\nGRAUSTARK [GRA]\nBROKEN\n", encoding="utf8")
    (tmp_path / "agents.txt").write_text("GENDARME [~COP]\nDIPLOMAT [~GOV]\nENVOY [~GOV]\n", encoding="utf8")
    (tmp_path / "acts.yml").write_text("acts:\n  - {type: AID, verbs: [expel]}\nforget: [expel]\n", encoding="utf8")
    (tmp_path / "d.jsonl").write_text(json.dumps({"id": "d", "text": TEXT, "published": "1995-03-01"}), encoding="utf8")
    return {p.stem: str(p) for p in tmp_path.iterdir()}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def test_code_takes_dictionaries(files: dict[str, str]) -> None:
    done = run("code", files["d"], "--actors", files["actors"], "--agents", files["agents"], "--format", "jsonl")
    assert done.exit_code == 0
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {o["dictionary"] for o in found if o["kind"] == "actor"} == {"RURCOP", "GRAGOV", "RUR"}
    event = next(o for o in found if o["kind"] == "event" and o["trigger"]["text"] == "expelled")
    assert [a["dictionary"] for a in event["actors"]] == ["RUR"]
    assert done.stderr == f"detente: {files['actors']}:4: no code for 'BROKEN'\n"


def test_a_table_shows_the_users_codes(files: dict[str, str]) -> None:
    done = run("code", files["d"], "--actors", files["actors"], "--agents", files["agents"], "--format", "csv")
    assert any(
        line.startswith("event,d,") and ",RUR," in line and ",GRAGOV," in line for line in done.stdout.splitlines()
    )


def test_an_ontology_overrides_what_a_word_means(files: dict[str, str]) -> None:
    done = run("code", files["d"], "--actors", files["actors"], "--ontology", files["acts"], "--format", "jsonl")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [o["type"] for o in found if o["kind"] == "event" and o["trigger"]["text"] == "expelled"] == ["AID"]


def test_workers_have_the_dictionaries_too(files: dict[str, str]) -> None:
    options = ["--actors", files["actors"], "--agents", files["agents"], "--format", "jsonl"]
    assert run("code", files["d"], *options, "--workers", "2").stdout == run("code", files["d"], *options).stdout


def test_countries_of_the_users_own_can_be_asked_of_the_record(files: dict[str, str], tmp_path: Path) -> None:
    record = str(tmp_path / "r.duckdb")
    assert "1 added" in run("add", record, files["d"], "--actors", files["actors"], "--agents", files["agents"]).stdout
    done = run("events", record, "RUR", "gra", "--format", "jsonl")
    assert done.exit_code == 0 and "expelled" in done.stdout
    other = run("events", record, "RUX")
    assert isinstance(other.exception, UsageError) and "unknown country: 'RUX'" in str(other.exception)


@pytest.mark.parametrize(
    ("option", "name", "reason"),
    [
        ("--actors", "agents", "no actors in it"),
        ("--agents", "actors", "no agents in it"),
        ("--ontology", "actors", "acts are read from YAML"),
        ("--actors", "d", "no actors in it"),
    ],
)
def test_a_file_for_the_wrong_thing_stops_at_once(option: str, name: str, reason: str, files: dict[str, str]) -> None:
    done = run("code", files["d"], option, files[name])
    assert (
        isinstance(done.exception, DetenteError)
        and reason in str(done.exception)
        and files[name] in str(done.exception)
    )
    assert "\n" not in str(done.exception) and not done.stdout


def test_many_faults_are_counted_after_the_first(files: dict[str, str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("GOOD [RUR]\n" + "BAD\n" * 100, encoding="utf8")
    done = run("code", files["d"], "--actors", str(bad))
    assert done.exit_code == 0 and len(done.stderr.splitlines()) == 21 and "and 80 more faults" in done.stderr
