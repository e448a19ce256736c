"""Labelled pairs: the event type between two given spans of a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.evaluating import gold
from detente.evaluating.evaluation import NOTHING, Classes, Confusion, Error, Evaluation, Mark, share
from detente.evaluating.gold import Problems
from detente.evaluating.reliability import reliability
from detente.knowledge.ontology import TYPES
from detente.model import Pair, Span

Classifier = Callable[[Iterable[Pair]], Iterable[dict[str, Any]]]

YIELD = "YIELD"
"""What labels made for PLOVER's draft of 2018 call CONCEDE and RETREAT, which it did not yet tell apart."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and its right answer."""

    pair: Pair
    type: str


def read(path: Path, problems: Problems) -> list[Labelled]:
    """Read JSON lines of `{"id", "text", "actor": [start, end], "recipient": [start, end], "type"}`.

    Raises GoldError where the file cannot be read.
    """
    out: list[Labelled] = []
    for where, o in gold.objects(path, problems):
        try:
            text, type_ = gold.string(o, "text"), gold.string(o, "type")
            gold.known([type_], (*TYPES, YIELD), "type")
            actor, recipient = (_span(o, key, text) for key in ("actor", "recipient"))
        except ValueError as e:
            problems.add(where, str(e))
            continue
        out.append(Labelled(Pair(str(o.get("id", len(out) + 1)), text, actor, recipient), type_))
    return out


def _span(o: dict[str, Any], key: str, text: str) -> Span:
    ends = o.get(key)
    if not (isinstance(ends, list) and len(ends) == 2 and all(type(x) is int for x in ends)):
        raise ValueError(f"{key}: must be [start, end]")
    if not 0 <= ends[0] < ends[1] <= len(text):
        raise ValueError(f"{key}: {ends} lies outside the text")
    return Span(*ends)


def evaluate(path: Path, classifier: Classifier) -> Evaluation:
    """Have the pairs classified, and compare. Raises GoldError where the file cannot be read or holds no pair."""
    problems = Problems()
    rows = read(path, problems)
    if not rows:
        raise gold.GoldError(f"{path}: holds no labelled pair")
    merged = any(r.type == YIELD for r in rows)

    def label(type_: str) -> str:
        return YIELD if merged and type_ in ("CONCEDE", "RETREAT") else type_

    types, confused = Classes(), Confusion()
    errors: list[Error] = []
    answers: list[tuple[float, bool]] = []
    predicted: Counter[str] = Counter()
    for row, answer in zip(rows, classifier([r.pair for r in rows]), strict=True):
        right, said = label(row.type), label(answer["type"]) if answer.get("type") else NOTHING
        predicted[said] += 1
        confused.add(right, said)
        types[right].tp += right == said
        types[right].fn += right != said
        answers.append((answer["probability"], right == said))
        if right != said:
            marks = (Mark(row.pair.actor, "actor"), Mark(row.pair.recipient, "recipient"))
            errors.append(
                Error(
                    row.pair.id,
                    "type",
                    right,
                    said,
                    row.pair.text,
                    marks,
                    answer["probability"],
                    ("types", right, said),
                )
            )
    labels = sorted(types.counts)
    for t in labels:
        types[t].fp = predicted[t] - types[t].tp
    per_type = {t: types[t].f1 for t in labels}
    # The mean of the figures as printed, so that the table and its last line agree.
    figures = {
        "macro_f1": round(sum(per_type.values()) / len(per_type), 4),
        "accuracy": share(sum(types[t].tp for t in labels), len(rows), 4),
        "per_type": per_type,
        "n": len(rows),
    }
    for said, n in predicted.items():
        if said not in per_type and said != NOTHING:
            types[said].fp = n  # said where it never is right: in the table, not in the mean
    return Evaluation(
        "classify", (str(path),), len(rows), "pairs", figures, {"types": types}, {"types": confused}, errors,
        reliability(answers, "of the type"), problems.lines,
    )  # fmt: skip
