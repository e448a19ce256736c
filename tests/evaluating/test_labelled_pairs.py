"""Pairs of spans with the event type between them."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.evaluating.classifying import evaluate
from detente.evaluating.gold import GoldError
from detente.model import Pair

TEXT = "France accused Russia."


def row(type_: str, **more: Any) -> dict[str, Any]:
    return {"id": f"p-{type_}", "text": TEXT, "actor": [0, 6], "recipient": [15, 21], "type": type_} | more


def saying(*types: str, probability: float = 0.75) -> Any:
    def classifier(pairs: Iterable[Pair]) -> Iterator[dict[str, Any]]:
        for pair, type_ in zip(pairs, types, strict=True):
            yield {"id": pair.id, "type": type_, "mode": None, "probability": probability}

    return classifier


def written(tmp_path: Path, *rows: Any) -> Path:
    path = tmp_path / "p.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows) + "\n", encoding="utf8")
    return path


def test_macro_f1_is_the_mean_over_the_labels_that_occur(tmp_path: Path) -> None:
    path = written(tmp_path, row("ACCUSE"), row("ACCUSE"), row("AID"))
    found = evaluate(path, saying("ACCUSE", "AID", "THREATEN"))
    # ACCUSE: precision 1, recall 1/2; AID: precision 0; THREATEN is no label of the data.
    assert found.figures["per_type"] == {"ACCUSE": 0.667, "AID": 0.0}
    assert found.figures["macro_f1"] == 0.3335 and found.figures["accuracy"] == 0.3333
    assert found.confusions["types"].cells == {("ACCUSE", "ACCUSE"): 1, ("ACCUSE", "AID"): 1, ("AID", "THREATEN"): 1}
    assert found.classes["types"]["THREATEN"].fp == 1


def test_errors_mark_both_parties(tmp_path: Path) -> None:
    found = evaluate(written(tmp_path, row("AID")), saying("ACCUSE"))
    (error,) = found.errors
    assert (error.right, error.said, error.probability) == ("AID", "ACCUSE", 0.75)
    assert {m.role: TEXT[m.span.start : m.span.end] for m in error.marks} == {"actor": "France", "recipient": "Russia"}
    assert found.reliability is not None and found.reliability.ece == 0.75


def test_yield_stands_for_concede_and_retreat_only_where_the_labels_say_so(tmp_path: Path) -> None:
    found = evaluate(written(tmp_path, row("YIELD"), row("YIELD")), saying("CONCEDE", "RETREAT"))
    assert found.figures["accuracy"] == 1.0
    found = evaluate(written(tmp_path, row("CONCEDE"), row("RETREAT")), saying("RETREAT", "RETREAT"))
    assert found.figures["accuracy"] == 0.5


def test_lines_that_are_no_pairs_are_named_and_left_out(tmp_path: Path) -> None:
    bad = [
        "{", "[1]", row("AID", actor=[0, 99]), row("AID", actor="France"), row("HELP"), {"text": TEXT},
        row("AID", actor=[True, 6]), row("AID", recipient=[21, 15]), "[" * 20_000,
    ]  # fmt: skip
    path = written(tmp_path, *bad, row("ACCUSE"))
    found = evaluate(path, saying("ACCUSE"))
    assert found.n == 1 and found.figures["accuracy"] == 1.0
    assert [int(p.removeprefix(f"{path}:").split(":")[0]) for p in found.problems] == list(range(1, len(bad) + 1))


def test_a_file_without_a_pair_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no labelled pair"):
        evaluate(written(tmp_path, "{}"), saying())
