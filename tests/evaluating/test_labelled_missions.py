"""Missions day by day: labels against the timelines that articles are read as."""

import json
from pathlib import Path
from typing import Any

import pytest
from labelling import giving

from detente.evaluating.gold import GoldError
from detente.evaluating.presences import evaluate
from detente.model import Coding, Fact, Interval, Span

TEXT = "The legation in Kabul opened in 1942 and became an embassy on June 5, 1948."


def fact(status: str, start: str, end: str | None = None) -> Fact:
    return Fact(
        "d", "presence", "USA", "AFG", status, Interval.parse(start), Interval.parse(end) if end else None, Span(4, 12)
    )


def labels(tmp_path: Path, *ranges: tuple[str, str, str], **more: Any) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf8")
    row = {"file": "a.txt", "holder": "USA", "host": "Afghanistan"} | more
    row["ranges"] = [{"start": a, "end": b, "status": s} for a, b, s in ranges]
    path = tmp_path / "m.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf8")
    return path


def coded(*facts: Fact) -> Any:
    def coder(documents: Any) -> Any:
        for document, _ in giving({})(documents):
            own = tuple(Fact(document.id, *[getattr(f, k) for k in ("fact", "holder", "host", "status", "start", "end", "span")])
                        for f in facts)  # fmt: skip
            yield document, Coding(document.id, facts=own)

    return coder


def test_months_and_changes(tmp_path: Path) -> None:
    path = labels(
        tmp_path,
        ("1940-01-01", "1942-06-05", "None"),
        ("1942-06-06", "1948-06-04", "Legation"),
        ("1948-06-05", "1949-12-31", "Embassy"),
    )
    right = evaluate(path, coded(fact("legation", "1942-06-06"), fact("embassy", "1948-06-05")))
    assert right.figures == {
        "month_accuracy": 1.0, "coarse_accuracy": 1.0, "transitions": {"precision": 1.0, "recall": 1.0, "f1": 1.0}, "countries": 1,
    }  # fmt: skip
    assert not right.errors
    late = evaluate(path, coded(fact("embassy", "1944-01-01")))
    # 30 + 73 + 19 months are asked: none to June 1942, legation from 6 June 1942, embassy from 5 June 1948.
    months = 30 + 73 + 19
    assert late.n == months
    # Right are the first 30 and the last 19; coarsely also the legation from 1944 on (54 months).
    assert late.figures["month_accuracy"] == round(49 / months, 4)
    assert late.figures["coarse_accuracy"] == round((49 + 54) / months, 4)
    assert late.figures["transitions"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert [(e.right, e.said) for e in late.errors] == [("legation", "none"), ("legation", "embassy")]
    assert late.errors[1].id == "Afghanistan 1944-01-01 to 1948-06-04"
    assert late.confusions["statuses"].cells["legation", "embassy"] == 54


def test_labels_write_a_status_in_their_own_way(tmp_path: Path) -> None:
    path = labels(tmp_path, ("1940-01-01", "1940-12-31", "Ambassador Nonresident"))
    assert evaluate(path, coded(fact("nonresident ambassador", "1939"))).figures["month_accuracy"] == 1.0


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"file": "../secret.txt"}, "must lie in the folder"),
        ({"file": "/etc/passwd"}, "must lie in the folder"),
        ({"host": "Ruritania"}, "unknown country"),
        ({"file": 3}, "must be text"),
    ],
)
def test_labels_that_cannot_be_used_are_named(tmp_path: Path, more: dict[str, Any], reason: str) -> None:
    path = labels(tmp_path, ("1940-01-01", "1940-12-31", "None"))
    bad = json.loads(path.read_text()) | more
    with path.open("a") as f:
        f.write(
            json.dumps(bad) + "\n" + json.dumps(bad | {"ranges": [{"start": "1950", "end": "1940", "status": "None"}]})
        )
    found = evaluate(path, coded())
    assert found.figures["month_accuracy"] == 1.0 and len(found.problems) == 2
    assert reason in found.problems[0] and found.problems[0].startswith(f"{path}:2")


def test_a_missing_article_is_named_and_counts_as_unread(tmp_path: Path) -> None:
    path = labels(tmp_path, ("1940-01-01", "1940-12-31", "Embassy"), file="b.txt")
    found = evaluate(path, coded())
    assert found.figures["month_accuracy"] == 0.0 and "b.txt: no such file" in found.problems[0]


def test_no_label_at_all_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m.jsonl").write_text("\n")
    with pytest.raises(GoldError, match="no labelled mission"):
        evaluate(tmp_path / "m.jsonl", coded())
