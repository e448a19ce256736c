"""Texts with the spans of source, cue and content."""

from pathlib import Path

import pytest
from labelling import giving

from detente.evaluating.attributing import evaluate
from detente.evaluating.gold import GoldError
from detente.model import Attribution, Coding, Span

TEXT = "The minister said on Friday that talks would go on. Nobody else spoke."


def spans(words: str) -> tuple[Span, ...]:
    return (Span(TEXT.index(words), TEXT.index(words) + len(words)),)


def written(folder: Path, lines: list[str], name: str = "news_2016-09-12_talks") -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(TEXT, encoding="utf8")
    (folder / f"{name}_ab12.ann").write_text("\n".join(lines) + "\n", encoding="utf8")


def line(n: int, kind: str, words: str) -> str:
    ((span),) = spans(words)
    return f"T{n}\t{kind} {span.start} {span.end}\t{words}"


LINES = [
    line(1, "Source", "The minister"),
    line(2, "Cue", "said"),
    line(3, "Content", "that talks would go on"),
    "E1\tAttribution:T4",
]


def test_words_count_not_spans(tmp_path: Path) -> None:
    written(tmp_path, LINES)
    said = Attribution("d", spans("minister"), spans("said on Friday"), spans("talks would go on. Nobody"), "official")
    found = evaluate(tmp_path, giving({TEXT: Coding("d", attributions=(said,))}))
    assert found.figures == {
        "source": {"precision": 1.0, "recall": 0.5, "f1": 0.667},
        "cue": {"precision": 0.333, "recall": 1.0, "f1": 0.5},
        "content": {"precision": 0.8, "recall": 0.8, "f1": 0.8},
    }
    assert [(e.what, e.said) for e in found.errors] == [("cue not there", "said on Friday")]


def test_a_broken_span_and_one_that_nothing_was_found_for(tmp_path: Path) -> None:
    said = spans("said")[0]
    talks = spans("talks")[0]
    written(
        tmp_path,
        [f"T1\tContent {said.start} {said.end};{talks.start} {talks.end}\tx", "T2\tCue 5 999\tx", "T3\tCue a b\tx"],
    )
    found = evaluate(tmp_path, giving({}))
    assert found.classes["words of each part"]["content"].fn == 2
    assert [e.what for e in found.errors] == ["content missed", "content missed"]
    assert len(found.problems) == 2 and all("no characters of the text" in p for p in found.problems)


def test_texts_and_annotations_may_lie_in_folders_of_their_own(tmp_path: Path) -> None:
    written(tmp_path / "text", LINES)
    (tmp_path / "attributions").mkdir()
    annotation = next((tmp_path / "text").glob("*.ann"))
    annotation.rename(tmp_path / "attributions" / annotation.name)
    written(tmp_path / "text", [], "lonely")
    (tmp_path / "text" / "lonely_ab12.ann").unlink()
    found = evaluate(tmp_path, giving({}))
    assert found.n == 1 and "lonely.txt: has no annotation" in found.problems[0]


def test_a_folder_without_annotated_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no annotated text"):
        evaluate(tmp_path, giving({}))
