"""detente knowledge: list, lookup, validate (update: tests/knowledge/test_updating.py)."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detente.errors import DetenteError, UsageError
from detente.showing.cli import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["knowledge", *arguments])


@pytest.mark.parametrize(
    "arguments",
    [["Pyongyang", "--on", "1985"], ["who is Pyongyang in 1985?"], ["Who", "was", "Pyongyang", "in", "1985"]],
)
def test_a_question_is_a_lookup_on_a_date(arguments: list[str]) -> None:
    found = list(csv.DictReader(run("lookup", *arguments, "--format", "csv").stdout.splitlines()))
    assert (found[0]["kind"], found[0]["code"], found[0]["means"]) == ("capital", "PRK", "North Korea")
    assert "Kim Il-sung" in {r["name"] for r in found} and "Kim Jong-il" not in {r["name"] for r in found}
    assert len({tuple(r.values()) for r in found}) == len(found)


def test_a_name_that_nobody_bears_says_so() -> None:
    for name, reason in (
        ("Qwertz", "nobody is known as 'Qwertz'"),
        ("Kremlin in 1800", "on 1800, though at other times"),
    ):
        done = run("lookup", name)
        assert isinstance(done.exception, DetenteError) and reason in str(done.exception)
    assert isinstance(run("lookup", "Moscow", "--on", "someday").exception, UsageError)


def test_a_lookup_reads_the_users_own(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text("actors: [{names: [Strelsau], code: RURGOV}]", encoding="utf8")
    row = json.loads(run("lookup", "Strelsau", "--actors", str(file), "--format", "jsonl").stdout)
    assert row["code"] == "RURGOV" and row["means"] == f"{file}:1"


@pytest.mark.parametrize("what", ["states", "organisations", "groups", "offices", "acts"])
@pytest.mark.parametrize("form", ["table", "jsonl", "csv", "json"])
def test_every_list_prints_in_every_form(what: str, form: str) -> None:
    done = run("list", what, "--format", form)
    assert done.exit_code == 0 and len(done.stdout.splitlines()) > 50


def test_a_list_can_be_of_one_state_on_one_day() -> None:
    done = run("list", "offices", "--of", "Canada", "--on", "2018-03", "--format", "csv")
    assert "CAN,prime minister,2015-11-04,2025-03-14,Justin Trudeau" in done.stdout
    assert all(line.startswith(("CAN,", "code,")) for line in done.stdout.splitlines())
    assert isinstance(run("list", "acts", "--of", "HUG").exception, UsageError)
    assert isinstance(run("list", "offices", "--of", "Ruritania").exception, UsageError)


def test_what_ships_has_no_faults() -> None:
    done = run("validate")
    assert done.exit_code == 0 and done.stdout == ""


def test_a_fault_is_a_line_and_doubts_alone_are_no_failure(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.yml"
    good.write_text("RURITANIA [RUR]\n", encoding="utf8")
    bad.write_text("actors:\n  - names: [A]\nagents:\n  - {words: [b], code: '?'}\n", encoding="utf8")
    done = run("validate", str(good))
    assert done.exit_code == 0 and done.stdout.startswith(f"{good}:1: doubtful: RUR (RURITANIA)")
    done = run("validate", str(good), str(bad), str(tmp_path / "none"))
    assert isinstance(done.exception, DetenteError) and str(done.exception) == "3 faults"
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == [
        f"{good}:1", f"{bad}:2", f"{bad}:4", str(tmp_path / "none"),
    ]  # fmt: skip
