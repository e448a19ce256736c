"""The figures are those of the scorer that measures the project from outside, where it is at hand."""

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from labelling import giving, mention
from typer.testing import CliRunner

from detente.contract import mention_to_json
from detente.evaluating import sentences
from detente.evaluating.evaluation import NOTHING
from detente.evaluating.forms import evaluate
from detente.model import Coding, Mention
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


WORDS = ["talked", "struck", "helped", "warned"]
TEXT = f"They {', '.join(WORDS)} and went home on Monday."
STATES, SOME_TYPES, SOME = ["FRA", "RUS", "DEU"], ["AID", "ACCUSE", "CONSULT"], ["actual", "planned", "denied"]


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    a, b = draw(st.permutations(STATES))[:2]
    return mention(
        TEXT, draw(st.sampled_from(WORDS)), a, b, draw(st.sampled_from(SOME_TYPES)), draw(st.sampled_from(SOME)),  # type: ignore[arg-type]
        reciprocal=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def labels(draw: st.DrawFn) -> str:
    a, b = draw(st.permutations(STATES))[:2]
    types, factualities = (
        draw(st.lists(st.sampled_from(x), min_size=1, max_size=2, unique=True)) for x in (SOME_TYPES, SOME)
    )
    return f"{draw(st.sampled_from(['', '~']))}{a}{draw(st.sampled_from('>='))}{b}:{'|'.join(types)}:{'|'.join(factualities)}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.lists(labels(), max_size=4), st.lists(mentions(), max_size=5)), min_size=1, max_size=4))
def test_sentences_whatever_is_labelled_and_coded(
    scorer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[tuple[list[str], list[Mention]]]
) -> None:
    path = tmp_path / "random.tsv"
    lines = [f"s{n}\t2019-05-14\t{TEXT} {n}\t{';'.join(acts) or '-'}" for n, (acts, _) in enumerate(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
    said = {f"{TEXT} {n}": Coding("d", tuple(found)) for n, (_, found) in enumerate(rows)}
    monkeypatch.setattr(
        scorer, "code", lambda documents: {d["id"]: [mention_to_json(m, d["text"]) for m in said[d["text"]].mentions] for d in documents}
    )  # fmt: skip
    found = sentences.evaluate(path, giving(said))
    assert dict(found.figures) == scorer.sentences(path)
    # What adds up: every act that is to be found, and every one that is wrong, stands in exactly one cell.
    cells = found.confusions["types"].cells
    counts = found.classes["types"].counts.values()
    assert sum(c.tp for c in counts) + sum(c.fn for c in counts) == sum(
        n for (r, _), n in cells.items() if r != NOTHING
    )
    assert sum(c.tp for c in counts) + sum(c.fp for c in counts) == sum(
        n for (_, s), n in cells.items() if s != NOTHING
    )
    assert sum(found.confusions["factualities"].cells.values()) == sum(c.tp for c in counts)
