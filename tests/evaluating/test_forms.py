"""Which kind of labelled data it is."""

from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.evaluating.forms import evaluate, form_of


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.tsv", "s1\t2019-01-01\ttext\t-\n", "sentences"),
        ("a.jsonl", '{"text": "x", "actor": [0, 1], "recipient": [0, 1], "type": "AID"}\n', "classify"),
        ("a.jsonl", 'rubbish\n{"file": "x", "ranges": []}\n', "presence"),
        ("a.yaml", "published: 2019\n", "articles"),
        ("folder/a.yaml", "published: 2019\n", "articles"),
        ("folder/a.ann", "T1\tCue 0 1\tx\n", "attribution"),
    ],
)
def test_it_is_told_by_its_look(tmp_path: Path, name: str, content: str, form: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf8")
    assert form_of([path.parent if "/" in name else path]) == form
    assert form_of([path, path]) == "shifts"


def test_where_it_cannot_be_told_the_user_is_asked(tmp_path: Path) -> None:
    for name, content in (("a.csv", "x\n"), ("b.jsonl", '{"text": "x"}\n'), ("c.tsv", "x\ty\n")):
        (tmp_path / name).write_text(content, encoding="utf8")
        with pytest.raises(UsageError, match="say --as"):
            form_of([tmp_path / name])
    (tmp_path / "d").mkdir()
    with pytest.raises(UsageError, match="say --as"):
        form_of([tmp_path / "d"])
    with pytest.raises(UsageError, match="no such file"):
        form_of([tmp_path / "e"])
    with pytest.raises(UsageError, match="two paths"):
        evaluate([tmp_path / "a.csv"], form="shifts")
    with pytest.raises(UsageError, match="one path"):
        evaluate([tmp_path / "a.csv", tmp_path / "a.csv"], form="sentences")
