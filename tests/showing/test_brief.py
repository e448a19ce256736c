from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from shown import HOSTILE_TITLE, HOSTILE_WORDS
from typer.testing import CliRunner

from detente.showing.cli import app


def brief(record: Path, *arguments: str) -> str:
    done = CliRunner().invoke(
        app, ["brief", str(record), "Canada", "PRK", "--in", "2018", *arguments], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.output


def test_it_says_who_moved_and_on_what_words(made: Path) -> None:
    text = brief(made)
    assert text.startswith("# Canada and North Korea in 2018\n")
    assert "moved closer in 2018" in text
    assert "“Canada visited North Korea after long debate 5.”" in text
    assert "on condition: if it disarmed" in text
    assert "left unsaid: “The terms are not specified”" in text
    numbers = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert numbers and numbers == set(re.findall(r"^\[\^(\d+)\]:", text, re.M))  # every footnote has its source


def test_the_same_record_gives_the_same_bytes_in_every_form(made: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    for form in ("html", "md", "json", "pdf"):
        files = [tmp_path / f"{n}.{form}" for n in (1, 2)]
        for f in files:
            brief(made, "-o", str(f))
        assert files[0].read_bytes() == files[1].read_bytes(), form


def test_a_page_needs_nothing_else_and_runs_nothing(made: Path, tmp_path: Path) -> None:
    brief(made, "-o", str(tmp_path / "brief.html"))
    page = (tmp_path / "brief.html").read_text()
    assert "<svg" in page and "<link" not in page and "src=" not in page.replace("&lt;img src=", "")
    assert "<script" not in page and "<img" not in page and "javascript:" not in page and "<u>" not in page
    assert "&lt;script&gt;" in page


def test_hostile_words_stay_words_in_markdown(made: Path) -> None:
    text = brief(made)
    assert HOSTILE_TITLE not in text and HOSTILE_WORDS not in text
    assert re.search(r"(?<!\\)<(script|img|b|u|i)\b", text) is None
    assert "javascript" not in text


def test_what_was_known_then(made: Path) -> None:
    then = brief(made, "--known-by", "2018-12-31")
    assert "From what was known by" in then and "if it disarmed" not in then


def test_in_french(made: Path) -> None:
    text = brief(made, "--language", "fr")
    assert text.startswith("# Le Canada et la Corée du Nord en 2018\n") and re.search(
        r"se sont (probablement )?rapprochés en 2018", text
    )
    assert "Ce que les sources ne disent pas" in text and "0," in text


def test_every_statement_of_json_leads_to_a_document(made: Path, tmp_path: Path) -> None:
    brief(made, "-o", str(tmp_path / "b.json"))
    told = json.loads((tmp_path / "b.json").read_text())
    known = {s["n"]: s for s in told["sources"]}
    for e in told["chronology"]:
        assert e["refs"] and any(e["quote"] in known[n]["quotes"] for n in e["refs"])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [(["-o", "x.doc"], "does not end in"), (["--language", "de"], "none of en, fr"), (["--in", "18"], "not a date")],
)
def test_wrong_use_says_what_is_wrong(made: Path, arguments: list[str], reason: str) -> None:
    done = CliRunner().invoke(app, ["brief", str(made), "CAN", "PRK", *arguments])
    assert done.exit_code != 0 and reason in str(done.exception)


def test_two_states_of_whom_nothing_is_on_record(made: Path) -> None:
    done = CliRunner().invoke(app, ["brief", str(made), "FRA", "PER"], catch_exceptions=False)
    assert done.exit_code == 0 and "not enough on record" in done.output
