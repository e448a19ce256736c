"""The figures are those of the scorer that measures the project from outside, where it is at hand."""

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from detente.evaluating.forms import evaluate
from detente.showing.cli import app

HERE = Path(__file__).parent.parent
SHARED = HERE.parent.parent / "shared"
pytestmark = pytest.mark.skipif(not (SHARED / "score" / "score.py").exists(), reason="the scorer is not here")

PAIRS = [
    ("Peru expelled two Chilean diplomats.", "Peru", "Chilean diplomats", "SANCTION"),
    ("Gunmen shot at a bus full of pilgrims.", "Gunmen", "pilgrims", "ASSAULT"),
    ("Rebels released three hostages to the Red Cross.", "Rebels", "three hostages", "YIELD"),
    ("The union asked the ministry for a hearing.", "union", "ministry", "AID"),
    ("Farmers in Ghent accused the town council of neglect.", "Farmers", "town council", "THREATEN"),
]


@pytest.fixture(scope="module")
def scorer() -> Any:
    """The scorer, with the command run in this process, where the models are loaded already."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def run(*args: object, stdin: str | None = None) -> str:
        done = CliRunner().invoke(app, [str(a) for a in args], input=stdin)
        assert done.exit_code == 0, done.output
        return done.stdout

    module.run = run
    return module


def figures(*paths: Path) -> Any:
    return json.loads(json.dumps(evaluate(paths).to_json()["figures"]))


def test_sentences(scorer: Any, tmp_path: Path) -> None:
    lines = (HERE / "gold" / "sentences.tsv").read_text(encoding="utf8").splitlines()
    path = tmp_path / "s.tsv"
    path.write_text("\n".join(lines[:120]) + "\n", encoding="utf8")
    assert figures(path) == scorer.sentences(path)


def test_articles(scorer: Any, tmp_path: Path) -> None:
    for name in ("kenya_somalia", "norway_iran", "spain_morocco"):
        for ending in (".txt", ".yaml"):
            shutil.copy(HERE / "gold" / "articles" / f"{name}{ending}", tmp_path)
    assert figures(tmp_path) == scorer.articles(tmp_path)


def test_pairs(scorer: Any, tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    rows = []
    for n, (text, a, r, type_) in enumerate(PAIRS):
        spans = [[text.index(x), text.index(x) + len(x)] for x in (a, r)]
        rows.append({"id": f"p{n}", "text": text, "actor": spans[0], "recipient": spans[1], "type": type_})
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf8")
    assert figures(path) == scorer.classify(path)


def test_attributions(scorer: Any, tmp_path: Path) -> None:
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    text = "The minister said on Friday that talks would go on. The union denied it."
    (tmp_path / "text" / "news_2016-09-12_talks.txt").write_text(text, encoding="utf8")
    (tmp_path / "attributions" / "news_2016-09-12_talks_1.ann").write_text(
        "T1\tSource 0 12\tx\nT2\tCue 13 17;18 27\tx\nT3\tContent 28 50\tx\nT4\tAttribution 13 17\tx\n", encoding="utf8"
    )
    assert figures(tmp_path) == scorer.attribution(tmp_path)


def test_missions(scorer: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Published: 2010-01-01\n\nThe United States opened a legation in Kabul, Afghanistan, on June 6, 1942. "
        "The American Legation in Kabul was raised to an embassy on June 5, 1948.\n", encoding="utf8"
    )  # fmt: skip
    ranges = [
        ("1940-01-01", "1942-06-05", "None"),
        ("1942-06-06", "1948-06-04", "Legation"),
        ("1948-06-05", "1950-01-01", "Embassy"),
    ]
    row = {"file": "a.txt", "holder": "USA", "host": "Afghanistan",
           "ranges": [{"start": a, "end": b, "status": s} for a, b, s in ranges]}  # fmt: skip
    (tmp_path / "m.jsonl").write_text(json.dumps(row) + "\n", encoding="utf8")
    assert figures(tmp_path / "m.jsonl") == scorer.presence(tmp_path / "m.jsonl")


def test_turns(scorer: Any, tmp_path: Path) -> None:
    days = [f"1999-{m:02}-{d:02}" for m in range(1, 13) for d in (5, 20)]
    rows = [f"{d}\tGreece\t{'Accuse' if d < '1999-07' else 'Provide aid'}\tTurkey" for d in days]
    (tmp_path / "e.tsv").write_text("date\tactor\tevent\trecipient\n" + "\n".join(rows) + "\n", encoding="utf8")
    (tmp_path / "c.tsv").write_text(
        "GRC\tTUR\t1999-07-01\t+1\nGRC\tTUR\t1999-03-01\t0\nGRC\tFRA\t1999-07-01\t-1\n", encoding="utf8"
    )
    assert figures(tmp_path / "e.tsv", tmp_path / "c.tsv") == scorer.shifts(tmp_path / "e.tsv", tmp_path / "c.tsv")
