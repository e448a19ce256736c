"""Labelled sentences: the acts between states that each reports, one line a sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from detente.evaluating import gold
from detente.evaluating.evaluation import NOTHING, Classes, Confusion, Counts, Error, Evaluation, Mark, share
from detente.evaluating.gold import Coder, Problems
from detente.evaluating.reliability import reliability
from detente.knowledge.ontology import TYPES
from detente.model import Coding, Document, Factuality, Mention

Key = tuple[str, str, str]  # actor, recipient, type
_ITEM = re.compile(r"(~?)(\w{3})([>=])(\w{3}):([\w|]+):([\w|]+)$")


@dataclass(frozen=True, slots=True)
class Act:
    """An act that a sentence reports: `keys` are the answers that are as good as one another, the first named first."""

    keys: tuple[Key, ...]
    factualities: tuple[str, ...]
    optional: bool
    words: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence; `document` is None where it cannot be coded."""

    id: str
    text: str
    document: Document | None
    acts: tuple[Act, ...]


def read(path: Path, problems: Problems) -> list[Sentence]:
    """Read a table of id, date of publication, text, and acts such as `FRA>RUS:SANCTION|COERCE:actual;~FRA=DEU:CONSULT:planned`.

    `A>B` is what A does to B, `A=B` what they do together; `|` parts answers that are as good as one another; `~` marks
    an act that may be left out; `-` is none. Raises GoldError where the file cannot be read.
    """
    out = []
    for where, (id, published, text, acts, *_) in gold.columns(path, 4, "id, date, text, acts", problems):
        try:
            document = gold.document({"id": id, "published": published, "text": text}, where, problems)
        except ValueError as e:
            problems.add(where, str(e))
            continue
        out.append(Sentence(id, text, document, tuple(_acts(acts, where, problems))))
    return out


def _acts(items: str, where: str, problems: Problems) -> list[Act]:
    out = []
    for item in [] if items.strip() == "-" else items.split(";"):
        if item.strip():
            try:
                out.append(_act(item.strip()))
            except ValueError as e:
                problems.add(where, str(e))
    return out


def _act(item: str) -> Act:
    m = _ITEM.match(item)
    if m is None:
        raise ValueError(f"not an act such as FRA>RUS:SANCTION:actual: {item[:60]!r}")
    optional, a, way, b, types, factualities = m.groups()
    gold.state(a), gold.state(b)
    gold.known(types.split("|"), TYPES, "type")
    gold.known(factualities.split("|"), get_args(Factuality), "factuality")
    ways = [(a, b), (b, a)] if way == "=" else [(a, b)]
    keys = tuple((x, y, t) for t in types.split("|") for x, y in ways)
    return Act(keys, tuple(factualities.split("|")), bool(optional), item.lstrip("~"))


def evaluate(path: Path, coder: Coder) -> Evaluation:
    """Have the sentences coded, and compare. Raises GoldError where the file cannot be read or holds no sentence."""
    problems = Problems()
    rows = read(path, problems)
    if not rows:
        raise gold.GoldError(f"{path}: holds no labelled sentence")
    tally = _Tally()
    for row, coding in zip(rows, gold.coded([r.document for r in rows], coder), strict=True):
        tally.compare(row, coding)
    figures = tally.counts.to_json() | {
        "factuality": share(tally.factual, tally.counts.tp, 3),
        "events": tally.counts.support,
    }
    return Evaluation(
        "sentences",
        (str(path),),
        len(rows),
        "sentences",
        figures,
        {"types": tally.types},
        {"types": tally.confused, "factualities": tally.factualities},
        tally.errors,
        reliability(tally.answers, "that a reported act is right"),
        problems.lines,
    )


class _Tally:
    """What adds up over the sentences."""

    def __init__(self) -> None:
        self.counts = Counts()
        self.types = Classes()
        self.confused = Confusion()
        self.factualities = Confusion()
        self.factual = 0
        self.errors: list[Error] = []
        self.answers: list[tuple[float, bool]] = []

    def compare(self, row: Sentence, coding: Coding) -> None:
        got: dict[Key, list[Mention]] = defaultdict(list)
        for m in coding.mentions:
            for a, b in m.pairs():
                got[a, b, m.type].append(m)
        allowed = {k for act in row.acts for k in act.keys}
        used: set[Key] = set()
        missed: list[Act] = []
        for act in row.acts:
            if act.optional:
                continue
            hits = [k for k in act.keys if k in got]
            used.update(hits)
            if hits:
                self._found(row, act, hits, got)
            else:
                missed.append(act)
        # What stands on neither side, once for two states whichever way it is told.
        extra: dict[tuple[frozenset[str], str], Key] = {}
        for a, b, t in sorted(set(got) - used - allowed):
            extra.setdefault((frozenset((a, b)), t), (a, b, t))
        self._differ(row, missed, list(extra.values()), got)
        for m in coding.mentions:
            keys = {(a, b, m.type) for a, b in m.pairs()}
            if keys:
                self.answers.append((m.probability, bool(keys & (used | allowed))))

    def _found(self, row: Sentence, act: Act, hits: list[Key], got: dict[Key, list[Mention]]) -> None:
        self.counts.tp += 1
        type_ = hits[0][2]
        self.types[type_].tp += 1
        self.confused.add(type_, type_)
        mentions = [m for k in hits for m in got[k]]
        said = sorted({m.factuality for m in mentions})
        right = [f for f in act.factualities if f in said]
        if right:
            self.factual += 1
            self.factualities.add(right[0], right[0])
            return
        self.factualities.add(act.factualities[0], said[0])
        cell = ("factualities", act.factualities[0], said[0])
        self.errors.append(
            Error(row.id, "factuality", act.words, _line(hits[0], mentions[0], ",".join(said)), row.text,
                  (Mark(mentions[0].trigger, "said"),), mentions[0].probability, cell)
        )  # fmt: skip

    def _differ(self, row: Sentence, missed: list[Act], extra: list[Key], got: dict[Key, list[Mention]]) -> None:
        """Pair each act that was missed with one that was coded between the same states, the same way round first."""
        left = list(extra)
        for act in missed:
            self.counts.fn += 1
            right = act.keys[0][2]
            self.types[right].fn += 1
            ways = {k[:2] for k in act.keys}
            said = next((k for k in left if k[:2] in ways), None) or next(
                (k for k in left if (k[1], k[0]) in ways and k[2] not in {x[2] for x in act.keys}), None
            )
            if said is not None:
                left.remove(said)
                self._extra(said)
            label = said[2] if said else NOTHING
            self.confused.add(right, label)
            self._error(row, "another type" if said else "missed", act.words, said, got, ("types", right, label))
        for key in left:
            self._extra(key)
            self.confused.add(NOTHING, key[2])
            back = any((key[1], key[0], key[2]) in act.keys for act in missed)
            self._error(row, "the wrong way round" if back else "not there", "-", key, got, ("types", NOTHING, key[2]))

    def _extra(self, key: Key) -> None:
        self.counts.fp += 1
        self.types[key[2]].fp += 1

    def _error(
        self,
        row: Sentence,
        what: str,
        right: str,
        said: Key | None,
        got: dict[Key, list[Mention]],
        cell: tuple[str, str, str],
    ) -> None:
        if said is None:
            self.errors.append(Error(row.id, what, right, "-", row.text, cell=cell))
            return
        m = got[said][0]
        line = _line(said, m, m.factuality)
        self.errors.append(Error(row.id, what, right, line, row.text, (Mark(m.trigger, "said"),), m.probability, cell))


def _line(key: Key, m: Mention, factualities: str) -> str:
    a, b, t = key
    return f"{a}{'=' if m.reciprocal else '>'}{b}:{t}:{factualities}"
