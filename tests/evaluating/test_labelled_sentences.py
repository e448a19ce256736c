"""Sentences with the acts that they report."""

from pathlib import Path

import pytest
from labelling import giving, mention

from detente.evaluating.evaluation import NOTHING, Evaluation
from detente.evaluating.gold import GoldError
from detente.evaluating.sentences import evaluate
from detente.model import Coding, Mention

TEXT = "France accused Russia of spying and then met the Russian envoy in Paris on Monday."


def compared(tmp_path: Path, acts: str, *said: Mention) -> Evaluation:
    path = tmp_path / "s.tsv"
    path.write_text(f"# a comment\ns1\t2019-05-14\t{TEXT}\t{acts}\n", encoding="utf8")
    return evaluate(path, giving({TEXT: Coding("d", tuple(said))}))


ACCUSED = mention(TEXT, "accused", "FRA", "RUS", "ACCUSE")
MET = mention(TEXT, "met", "FRA", "RUS", "CONSULT", reciprocal=True, probability=0.6)


def test_what_is_found_and_right_counts_and_leaves_no_error(tmp_path: Path) -> None:
    found = compared(tmp_path, "FRA>RUS:ACCUSE:actual;FRA=RUS:CONSULT:actual|planned", ACCUSED, MET)
    assert found.figures == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "factuality": 1.0, "events": 2}
    assert not found.errors and not found.problems
    assert dict(found.confusions["types"].cells) == {("ACCUSE", "ACCUSE"): 1, ("CONSULT", "CONSULT"): 1}


def test_another_type_between_the_same_states_is_a_confusion_not_two_errors(tmp_path: Path) -> None:
    said = mention(TEXT, "accused", "FRA", "RUS", "THREATEN", probability=0.9)
    found = compared(tmp_path, "FRA>RUS:ACCUSE:actual", said)
    assert (found.figures["precision"], found.figures["recall"]) == (0.0, 0.0)
    (error,) = found.errors
    assert (error.what, error.right, error.said) == ("another type", "FRA>RUS:ACCUSE:actual", "FRA>RUS:THREATEN:actual")
    assert [TEXT[m.span.start : m.span.end] for m in error.marks] == ["accused"]
    assert found.confusions["types"].cells == {("ACCUSE", "THREATEN"): 1}
    assert {k: (c.tp, c.fp, c.fn) for k, c in found.classes["types"].counts.items()} == {
        "ACCUSE": (0, 0, 1), "THREATEN": (0, 1, 0),
    }  # fmt: skip


def test_the_wrong_way_round_is_a_miss_and_an_extra(tmp_path: Path) -> None:
    found = compared(tmp_path, "RUS>FRA:ACCUSE:actual", ACCUSED)
    assert [e.what for e in found.errors] == ["missed", "the wrong way round"]
    assert found.confusions["types"].cells == {("ACCUSE", NOTHING): 1, (NOTHING, "ACCUSE"): 1}


def test_optional_acts_are_neither_missed_nor_wrong(tmp_path: Path) -> None:
    assert compared(tmp_path, "~FRA>RUS:ACCUSE:actual").figures["events"] == 0
    found = compared(tmp_path, "~FRA>RUS:ACCUSE:actual", ACCUSED)
    assert not found.errors
    assert found.reliability is not None and found.reliability.bins[0].right == 1.0


def test_one_act_coded_both_ways_is_one_error(tmp_path: Path) -> None:
    found = compared(tmp_path, "-", MET)
    assert len(found.errors) == 1 and found.classes["types"]["CONSULT"].fp == 1


def test_a_wrong_factuality_is_an_error_of_its_own(tmp_path: Path) -> None:
    said = mention(TEXT, "accused", "FRA", "RUS", "ACCUSE", "planned")
    found = compared(tmp_path, "FRA>RUS:ACCUSE:actual|denied", said)
    assert found.figures["f1"] == 1.0 and found.figures["factuality"] == 0.0
    assert [(e.what, e.said) for e in found.errors] == [("factuality", "FRA>RUS:ACCUSE:planned")]
    assert found.confusions["factualities"].cells == {("actual", "planned"): 1}


def test_what_cannot_be_used_is_named_with_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "s.tsv"
    path.write_text(
        f"s1\t2019-05-14\t{TEXT}\tFRA>RUS:ACCUSE:actual;FRA>XQX:AID:actual;FRA>DEU:AIDED:actual;FRA>DEU:AID:maybe;rubbish\n"
        f"s2\t14 May\t{TEXT}\t-\ns3\t2019-05-14\n",
        encoding="utf8",
    )
    found = evaluate(path, giving({TEXT: Coding("d", (ACCUSED,))}))
    assert (found.n, found.figures["f1"]) == (1, 1.0)
    assert [p.removeprefix(f"{path}:")[0] for p in found.problems] == ["1", "1", "1", "1", "2", "3"]
    for problem, word in zip(found.problems, ["XQX", "AIDED", "maybe", "rubbish", "date", "columns"], strict=True):
        assert word in problem and "\n" not in problem


def test_a_sentence_in_a_language_without_a_coder_counts_as_uncoded(tmp_path: Path) -> None:
    path = tmp_path / "s.tsv"
    russian = "Франция обвинила Россию в шпионаже и вызвала посла для объяснений в понедельник."
    path.write_text(f"s1\t2019-05-14\t{russian}\tFRA>RUS:ACCUSE:actual\n", encoding="utf8")
    found = evaluate(path, giving({}))
    assert found.figures["events"] == 1 and found.figures["recall"] == 0.0
    assert "without a coder" in found.problems[0]


@pytest.mark.parametrize("content", [b"", b"# only a comment\n", b"\xff\xfe\x00"])
def test_a_file_with_nothing_in_it_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.tsv"
    path.write_bytes(content)
    with pytest.raises(GoldError, match=r"s\.tsv"):
        evaluate(path, giving({}))
