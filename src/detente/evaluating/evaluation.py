"""The nouns of an evaluation: counts, confusions, errors to read, and how far probabilities can be relied on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.model import Span

Json = dict[str, Any]
Form = Literal["classify", "sentences", "articles", "attribution", "presence", "shifts"]

NOTHING = "nothing"
"""The label of what is not there: nothing was coded where there is something, or something where there is nothing."""


@dataclass(slots=True)
class Counts:
    """What was found and right, found and wrong, and right but not found."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right, to three decimals; 0 where nothing was found."""
        return round(_share(self.tp, self.tp + self.fp), 3)

    @property
    def recall(self) -> float:
        """Share of what is right that was found, to three decimals; 0 where there is nothing to find."""
        return round(_share(self.tp, self.tp + self.fn), 3)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall (before they are rounded), to three decimals."""
        p, r = _share(self.tp, self.tp + self.fp), _share(self.tp, self.tp + self.fn)
        return round(_share(2 * p * r, p + r), 3)

    @property
    def support(self) -> int:
        """How much there is to find."""
        return self.tp + self.fn

    def to_json(self) -> Json:
        """Precision, recall and F1."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def share(part: int, whole: int, digits: int) -> float:
    """`part` of `whole`, rounded; 0 of nothing is 0."""
    return round(_share(part, whole), digits)


@dataclass(slots=True)
class Classes:
    """Counts for each of several labels."""

    counts: dict[str, Counts] = field(default_factory=dict)

    def __getitem__(self, label: str) -> Counts:
        return self.counts.setdefault(label, Counts())

    def to_json(self) -> list[Json]:
        """One row a label, in the order of their names: label, precision, recall, f1, support."""
        return [{"label": k} | c.to_json() | {"support": c.support} for k, c in sorted(self.counts.items())]


@dataclass(slots=True)
class Confusion:
    """How often each right label was answered by each label; the diagonal is what was right."""

    cells: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, right: str, said: str) -> None:
        """Count one answer."""
        self.cells[right, said] += 1

    def labels(self, order: Sequence[str] = ()) -> list[str]:
        """Every label that occurs: those of `order` first, the rest by name, `NOTHING` last."""
        seen = {label for cell in self.cells for label in cell}
        first = [x for x in order if x in seen and x != NOTHING]
        rest = sorted(seen - set(first) - {NOTHING})
        return [*first, *rest, *([NOTHING] if NOTHING in seen else [])]

    def to_json(self) -> Json:
        """`labels`, and `rows`: of each right label in that order, how often each label was said."""
        labels = self.labels()
        return {"labels": labels, "rows": [[self.cells[r, s] for s in labels] for r in labels]}


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of an error's text, and what they are: "actor", "recipient", "right", "said"."""

    span: Span
    role: str


@dataclass(frozen=True, slots=True)
class Error:
    """One answer that differs from what is right.

    `what` says in which respect; `right` and `said` are the two answers in the words of the labels; `text` is what a
    reader needs to judge, with `marks` in it; `cell` is where it is counted, as (confusion, right label, said label).
    """

    id: str
    what: str
    right: str
    said: str
    text: str
    marks: tuple[Mark, ...] = ()
    probability: float | None = None
    cell: tuple[str, str, str] | None = None

    def to_json(self) -> Json:
        """All of it, with the marks as [start, end, role]."""
        return {
            "id": self.id,
            "what": self.what,
            "right": self.right,
            "said": self.said,
            "text": self.text,
            "marks": [[m.span.start, m.span.end, m.role] for m in self.marks],
            "probability": self.probability,
        }


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose probability lies in one range: their number, mean probability, the share that is right, and the
    90 % interval of that share."""

    low: float
    high: float
    n: int
    probability: float
    right: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far probabilities mean what they say. `ece` is the expected calibration error, `brier` the Brier score."""

    n: int
    ece: float
    brier: float
    bins: tuple[Bin, ...]
    of: str  # what the probabilities are of

    def to_json(self) -> Json:
        """Everything, with figures to four decimals."""
        bins = [
            {"from": b.low, "to": b.high, "n": b.n, "probability": round(b.probability, 4), "right": round(b.right, 4)}
            | {"interval": [round(x, 4) for x in b.interval]}
            for b in self.bins
        ]
        return {"of": self.of, "n": self.n, "ece": round(self.ece, 4), "brier": round(self.brier, 4), "bins": bins}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer of `detente evaluate`; docs/evaluate.md says what every figure means.

    `figures` has the names and roundings that the project's scorer uses. `unit` names what `n` counts. `problems` are
    lines on what could not be used, naming file and place.
    """

    form: Form
    gold: tuple[str, ...]
    n: int
    unit: str
    figures: Mapping[str, Any]
    classes: Mapping[str, Classes]
    confusions: Mapping[str, Confusion]
    errors: Sequence[Error]
    reliability: Reliability | None
    problems: Sequence[str]

    def to_json(self) -> Json:
        """One object with all of it."""
        return {
            "as": self.form,
            "gold": list(self.gold),
            "n": self.n,
            "unit": self.unit,
            "figures": dict(self.figures),
            "classes": {name: c.to_json() for name, c in self.classes.items()},
            "confusions": {name: c.to_json() for name, c in self.confusions.items()},
            "reliability": self.reliability.to_json() if self.reliability else None,
            "errors": [e.to_json() for e in self.errors],
            "problems": list(self.problems),
        }


def first(items: Iterable[str]) -> str:
    """The first of some labels; `NOTHING` where there is none."""
    return next(iter(items), NOTHING)
