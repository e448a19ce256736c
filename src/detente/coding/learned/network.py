"""The trained model: for texts with marked parties, how likely each act of one on the other is.

Loaded once a process, from the files that ship with the package; it runs on one thread, so that the same text gives the
same figures whatever else goes on. `training/train.py` makes it and says what it is.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.coding.learned.encoding import MARKS, Spans, encode

FOLDER = Path(__file__).parent / "model"

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
        """The answers to each question, in order; of a question those for its pairs, in order.

        Each text is read alone: eight-bit arithmetic scales with what is read at once, and what stands beside a text must
        not change what is said of it. On a CPU reading several at once would save nothing.
        """
        return [self._answer(q) if q.pairs else [] for q in questions]

    def _answer(self, question: Question) -> list[Answer]:
        pieces, at = encode(question.text, question.parties, self._tokenize, self._marks, self._ends)
        ids = np.array([pieces], np.int64)
        sides = np.zeros((2, len(question.pairs), len(pieces)), np.float32)
        for n, pair in enumerate(question.pairs):
            for side, party in enumerate(pair):
                sides[side, n, at[party]] = 1 / len(at[party])
        of = np.zeros(len(question.pairs), np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "of": of, "a": sides[0], "b": sides[1]}
        types, factualities = self._session.run(None, given)
        return list(map(Answer, _softmax(types / self._temperature), _softmax(factualities)))


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    out: Floats = e / e.sum(axis=-1, keepdims=True)
    return out


@cache
def network() -> Network:
    """The model that ships with the package."""
    return Network()
