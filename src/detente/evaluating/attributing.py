"""Labelled attributions: who says what in a text, as spans of source, cue and content (brat stand-off)."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.evaluating import gold
from detente.evaluating.evaluation import Classes, Error, Evaluation, Mark
from detente.evaluating.gold import Coder, Problems
from detente.model import Coding, Document, Span

PARTS = ("source", "cue", "content")
_WORD = re.compile(r"\w+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_AROUND = 120  # characters of context that an error shows on either side


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and its labelled spans; `document` is None where it cannot be coded."""

    id: str
    text: str
    document: Document | None
    spans: dict[str, tuple[Span, ...]]


def read(folder: Path, problems: Problems) -> list[Labelled]:
    """Read `text/NAME.txt` with `attributions/NAME.ann` (or `NAME_....ann`), or both beside each other in one folder.

    A date in the name is that of publication. Of an annotation, the lines `T1<tab>Source 89 106<tab>...` (Source, Cue
    and Content, with `;` between the parts of a broken span) are read. Raises GoldError where there is no such pair.
    """
    texts, labels = folder / "text", folder / "attributions"
    if not texts.is_dir() or not labels.is_dir():
        texts = labels = folder
    out = []
    for path in sorted(texts.glob("*.txt")):
        beside = _annotation(labels, path.stem)
        if beside is None:
            problems.add(str(path), "has no annotation (.ann) of its name")
            continue
        date = _DATE.search(path.stem)
        try:
            text = gold.content(path)
            spans = _spans(beside, text, problems)
            fields = {"id": path.stem, "text": text, "published": date.group() if date else None}
            out.append(Labelled(path.stem, text, gold.document(fields, str(path), problems), spans))
        except gold.GoldError as e:
            problems.lines.append(str(e))
        except ValueError as e:
            problems.add(str(path), str(e))
    if not out:
        raise gold.GoldError(f"{folder}: holds no annotated text (*.txt with *.ann)")
    return out


def _annotation(folder: Path, name: str) -> Path | None:
    """The annotation of a text: NAME.ann, else NAME_and-anything.ann, as PolNeAR has it."""
    exact = folder / f"{name}.ann"
    return exact if exact.exists() else min(folder.glob(f"{glob.escape(name)}_*.ann"), default=None)


def _spans(path: Path, text: str, problems: Problems) -> dict[str, tuple[Span, ...]]:
    out: dict[str, list[Span]] = {p: [] for p in PARTS}
    for number, line in enumerate(gold.content(path).split("\n"), 1):
        fields = line.split("\t")
        if not line.startswith("T") or len(fields) < 2:
            continue
        kind, _, offsets = fields[1].partition(" ")
        if kind.lower() not in out:
            continue
        try:
            found = [Span(*map(int, part.split())) for part in offsets.split(";")]
            if not all(0 <= s.start < s.end <= len(text) for s in found):
                raise ValueError
        except (TypeError, ValueError):
            problems.add(f"{path}:{number}", f"no characters of the text: {offsets[:60]!r}")
            continue
        out[kind.lower()] += found
    return {p: tuple(sorted(s)) for p, s in out.items()}


def evaluate(folder: Path, coder: Coder) -> Evaluation:
    """Have the texts coded, and compare word by word. Raises GoldError where there is nothing to compare."""
    problems = Problems()
    rows = read(folder, problems)
    parts = Classes()
    errors: list[Error] = []
    for row, coding in zip(rows, gold.coded([r.document for r in rows], coder), strict=True):
        words = [m.span() for m in _WORD.finditer(row.text)]
        for part in PARTS:
            right, said = row.spans[part], _said(coding, part)
            here, there = _characters(right), _characters(said)
            for start, _ in words:
                parts[part].tp += start in here and start in there
                parts[part].fp += start in there and start not in here
                parts[part].fn += start in here and start not in there
            errors += _errors(row, part, right, said, here, there)
    figures = {p: parts[p].to_json() for p in PARTS}
    return Evaluation(
        "attribution", (str(folder),), len(rows), "texts", figures, {"words of each part": parts}, {}, errors, None,
        problems.lines,
    )  # fmt: skip


def _said(coding: Coding, part: str) -> tuple[Span, ...]:
    spans: set[Span] = {s for a in coding.attributions for s in getattr(a, part)}
    return tuple(sorted(spans))


def _characters(spans: Iterable[Span]) -> set[int]:
    return {i for s in spans for i in range(s.start, s.end)}


def _errors(
    row: Labelled, part: str, right: tuple[Span, ...], said: tuple[Span, ...], here: set[int], there: set[int]
) -> Iterator[Error]:
    """Spans of which less than half the words are found, and found ones of which less than half are right."""
    for spans, others, what in ((right, there, "missed"), (said, here, "not there")):
        for s in spans:
            words = [m.start() for m in _WORD.finditer(row.text, s.start, s.end)]
            if not words or 2 * sum(w in others for w in words) >= len(words):
                continue
            lo, hi = max(0, s.start - _AROUND), min(len(row.text), s.end + _AROUND)
            near = [x for x in (said if what == "missed" else right) if x.overlaps(s)]
            other = " … ".join(x.of(row.text) for x in near) or "-"
            marks = [Mark(Span(s.start - lo, s.end - lo), "right" if what == "missed" else "said")]
            answers = (s.of(row.text), other) if what == "missed" else (other, s.of(row.text))
            yield Error(row.id, f"{part} {what}", *answers, row.text[lo:hi], tuple(marks))
