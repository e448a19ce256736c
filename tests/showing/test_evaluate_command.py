"""detente evaluate: what it prints and the page it writes."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.evaluating.evaluation import Error, Evaluation, Mark
from detente.model import Span
from detente.showing.cli import app
from detente.showing.evaluation.page import page

ROWS = """s1\t2019-05-14\tPeru expelled two Chilean diplomats on Monday.\tPER>CHL:SANCTION:actual
s2\t2019-05-14\tFrance "<script>alert(1)</script>" accused Germany & Italy of spying on Monday.\tFRA>DEU:AID:actual
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.tsv"
    path.write_text(ROWS, encoding="utf8")
    return path


def run(*args: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["evaluate", *map(str, args)])
    return done.exit_code, done.stdout, done.stderr if done.exception is None else f"{done.stderr}{done.exception}"


def test_json_has_the_figures_and_the_errors_with_their_text(gold: Path) -> None:
    code, out, _ = run(gold, "--format", "json")
    found = json.loads(out)
    assert code == 0 and found["as"] == "sentences" and found["n"] == 2
    assert found["figures"]["events"] == 2
    assert any("accused" in e["text"] for e in found["errors"])
    assert sum(map(sum, found["confusions"]["types"]["rows"])) >= 2
    assert 0 <= found["reliability"]["ece"] <= 1


def test_the_table_shows_figures_types_and_as_many_errors_as_asked(gold: Path) -> None:
    _, out, _ = run(gold, "--format", "table", "--errors", "0")
    assert (
        "precision" in out and "SANCTION" in out and "expected calibration error" in out and "errors to read" not in out
    )
    _, out, _ = run(gold, "--format", "table", "--errors", "1")
    assert "errors to read: 1 of" in out
    assert "<script>" in run(gold, "--format", "table", "--errors", "50")[1]


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, k, v) for k, v in attrs]


def test_the_page_holds_everything_and_runs_nothing(gold: Path, tmp_path: Path) -> None:
    code, _, _ = run(gold, "--format", "json", "-o", tmp_path / "r.html")
    text = (tmp_path / "r.html").read_text(encoding="utf8")
    found = Page(text)
    assert code == 0 and "&lt;script&gt;alert(1)" in text
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(found.tags)
    assert not [a for a in found.attributes if a[1].startswith("on") or a[1] in ("style", "src")]
    assert all(v is not None and v.startswith("#") for _, k, v in found.attributes if k == "href")
    policy = next(v for t, k, v in found.attributes if (t, k) == ("meta", "content") and "default-src" in (v or ""))
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert policy is not None and style is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy and "default-src 'none'" in policy and "unsafe" not in policy
    assert "svg" in found.tags
    ids = {v for _, k, v in found.attributes if k == "id"}
    assert {v[1:] for _, k, v in found.attributes if k == "href" and v} <= ids


def test_marks_that_overlap_or_reach_beyond_the_text_do_not_lose_a_character() -> None:
    text = "France accused Germany\x1b[2J of spying."
    marks = (Mark(Span(0, 14), "actor"), Mark(Span(7, 22), "recipient"), Mark(Span(30, 999), "said"))
    error = Error("s1", "type", "AID", "ACCUSE", text, marks, 0.5, ("types", "AID", "ACCUSE"))
    html = page(Evaluation("classify", ("g.jsonl",), 1, "pairs", {}, {}, {}, [error], None, []))
    assert "\x1b" not in html
    article = html[html.index("<article>") : html.index("</article>")]
    shown = re.sub(r"<[^>]+>", "", article)
    assert "France accused Germany [2J of spying." in shown


def test_the_diagram_alone_as_svg(gold: Path, tmp_path: Path) -> None:
    assert run(gold, "--format", "json", "-o", tmp_path / "r.svg")[0] == 0
    assert (tmp_path / "r.svg").read_text(encoding="utf8").startswith("<svg xmlns=")


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["--as", "spelling"], "--as"),
        (["--format", "csv"], "--format"),
        (["-o", "report.pdf"], "neither in .html"),
        (["-o", "nowhere/report.html"], "folder does not exist"),
    ],
)
def test_wrong_use_is_one_clear_line_before_anything_is_coded(gold: Path, args: list[str], reason: str) -> None:
    code, out, err = run(gold, *args)
    assert code != 0 and reason in err and not out


def test_rows_that_cannot_be_used_are_named_and_end_with_1(gold: Path) -> None:
    gold.write_text(ROWS + "s3\n", encoding="utf8")
    code, out, err = run(gold, "--format", "json")
    assert code == 1 and json.loads(out)["n"] == 2 and f"{gold}:3" in err
