"""The trained model: for texts with marked parties, how likely each act of one on the other is.

Loaded once a process, from the files that ship with the package; it runs on one thread, so that the same text gives the
same figures whatever else goes on. `training/train.py` makes it and says what it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.coding.learned.encoding import MARKS, Spans, encode

FOLDER = Path(__file__).parent / "model"
_BATCH = 16

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Question:
    """A text, the character spans at which each of its parties is named (at least one), and which pairs are asked about."""

    text: str
    parties: Sequence[Spans]
    pairs: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Answer:
    """For one pair: what the first party does to the second, and the second to the first.

    `types` (2, 17): probabilities of `labels.TYPES` and of none, calibrated; `factualities` (2, 8): of
    `labels.FACTUALITIES`, given that there is an act.
    """

    types: Floats
    factualities: Floats


class Network:
    """An ONNX session with its tokenizer."""

    def __init__(self, folder: Path = FOLDER) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenize = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
        self._marks = (tokenizer.token_to_id(MARKS[0]), tokenizer.token_to_id(MARKS[1]))
        self._ends = (tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]"))
        settings = json.loads((folder / "settings.json").read_text(encoding="utf8"))
        self._temperature = float(settings["temperature"])

    def answers(self, questions: Sequence[Question]) -> list[list[Answer]]:
        """The answers to each question, in order; of a question those for its pairs, in order."""
        rows = [encode(q.text, q.parties, self._tokenize, self._marks, self._ends) for q in questions]
        # Texts of like length together. Eight-bit arithmetic scales with what is read at once, so the last digits of a
        # figure depend on the other questions of the same call: always ask a document's together.
        width = [_padded(len(ids)) for ids, _ in rows]
        order = sorted((i for i, q in enumerate(questions) if q.pairs), key=lambda i: (width[i], i))
        out: list[list[Answer]] = [[] for _ in questions]
        for w, group in groupby(order, key=lambda i: width[i]):
            members = list(group)
            for start in range(0, len(members), _BATCH):
                chunk = members[start : start + _BATCH]
                found = self._run([rows[i] for i in chunk], [questions[i].pairs for i in chunk], w)
                for i, answer in found:
                    out[chunk[i]].append(answer)
        return out

    def _run(
        self, rows: list[tuple[list[int], list[list[int]]]], pairs: list[Sequence[tuple[int, int]]], width: int
    ) -> Iterator[tuple[int, Answer]]:
        ids = np.zeros((len(rows), width), np.int64)
        mask = np.zeros((len(rows), width), np.int64)
        of = np.array([i for i, asked in enumerate(pairs) for _ in asked], np.int64)
        sides = np.zeros((2, len(of), width), np.float32)
        n = 0
        for i, ((pieces, at), asked) in enumerate(zip(rows, pairs, strict=True)):
            ids[i, : len(pieces)] = pieces
            mask[i, : len(pieces)] = 1
            for pair in asked:
                for side, party in enumerate(pair):
                    sides[side, n, at[party]] = 1 / len(at[party])
                n += 1
        given = {"input_ids": ids, "attention_mask": mask, "of": of, "a": sides[0], "b": sides[1]}
        types, factualities = self._session.run(None, given)
        for i, t, f in zip(of, _softmax(types / self._temperature), _softmax(factualities), strict=True):
            yield int(i), Answer(t, f)


def _padded(n: int) -> int:
    return -(-n // 8) * 8


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    out: Floats = e / e.sum(axis=-1, keepdims=True)
    return out


@cache
def network() -> Network:
    """The model that ships with the package."""
    return Network()
