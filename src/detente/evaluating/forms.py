"""Which kind of labelled data a file or folder holds, and its evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from detente.errors import UsageError
from detente.evaluating import articles, attributing, classifying, gold, presences, sentences, shifts
from detente.evaluating.evaluation import Evaluation, Form
from detente.evaluating.gold import Coder, Problems

FORMS: tuple[Form, ...] = get_args(Form)


def evaluate(paths: Sequence[Path], coder: Coder | None = None, form: Form | None = None) -> Evaluation:
    """Compare what is coded with what is labelled in `paths`: one file or folder, for "shifts" the events and the cases.

    `coder` codes documents (`coding.coder.code` where there is none); `form` says what the data is, else `form_of` does.
    Raises UsageError where that cannot be told or another number of paths is needed, and DetenteError where the data
    cannot be used; parts of it that cannot are in `Evaluation.problems`.
    """
    form = form or form_of(paths)
    if len(paths) != (2 if form == "shifts" else 1):
        needs = "two paths: the events (a table or a record) and the cases" if form == "shifts" else "one path"
        raise UsageError(f"{form} needs {needs}")
    if form == "shifts":
        return shifts.evaluate(*paths)
    if form == "classify":
        from detente.coding.classify import classify_all

        return classifying.evaluate(paths[0], classify_all)
    from detente.coding.coder import code

    by_form: dict[Form, Callable[[Path, Coder], Evaluation]] = {
        "sentences": sentences.evaluate,
        "articles": articles.evaluate,
        "attribution": attributing.evaluate,
        "presence": presences.evaluate,
    }
    return by_form[form](paths[0], coder or code)


def form_of(paths: Sequence[Path]) -> Form:
    """The kind of labelled data that `paths` hold, by their number, endings and first line. Raises UsageError."""
    if len(paths) == 2:
        return "shifts"
    path = paths[0]
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    if path.is_dir():
        if any(path.glob("*.yaml")):
            return "articles"
        if any(path.glob("*.ann")) or (path / "attributions").is_dir():
            return "attribution"
    elif path.suffix.lower() in (".yaml", ".yml"):
        return "articles"
    elif path.suffix.lower() == ".jsonl":
        first = next((o for _, o in gold.objects(path, Problems())), {})
        if "ranges" in first:
            return "presence"
        if "actor" in first and "recipient" in first:
            return "classify"
    elif path.suffix.lower() in (".tsv", ".txt") and any(
        len(row) >= 4 for _, row in gold.columns(path, 4, "", Problems())
    ):
        return "sentences"
    raise UsageError(f"{path}: cannot tell what labelled data this is: say --as {'|'.join(FORMS)}")
