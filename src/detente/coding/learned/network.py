"""The trained model: for texts with two marked parties, how likely each act of one on the other is.

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
_BATCH = 16

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Question:
    """A text and the character spans at which its two parties are named (at least one each)."""

    text: str
    a: Spans
    b: Spans


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first party does to the second, and the second to the first.

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

    def answers(self, questions: Sequence[Question]) -> list[Answer]:
        """An answer for each question, in order."""
        rows = [encode(q.text, q.a, q.b, self._tokenize, self._marks, self._ends) for q in questions]
        # Texts of like length together: less padding. Each is padded by itself to a multiple of eight, so that its
        # figures do not depend on its neighbours.
        order = sorted(range(len(rows)), key=lambda i: (_padded(len(rows[i][0])), i))
        out: list[Answer | None] = [None] * len(rows)
        start = 0
        while start < len(order):
            width = _padded(len(rows[order[start]][0]))
            chunk = [i for i in order[start : start + _BATCH] if _padded(len(rows[i][0])) == width]
            for i, answer in zip(chunk, self._run([rows[i] for i in chunk], width), strict=True):
                out[i] = answer
            start += len(chunk)
        return [a for a in out if a is not None]

    def _run(self, rows: list[tuple[list[int], list[int], list[int]]], width: int) -> list[Answer]:
        ids = np.zeros((len(rows), width), np.int64)
        mask = np.zeros((len(rows), width), np.int64)
        sides = np.zeros((2, len(rows), width), np.float32)
        for i, (pieces, *marks) in enumerate(rows):
            ids[i, : len(pieces)] = pieces
            mask[i, : len(pieces)] = 1
            for side, at in enumerate(marks):
                sides[side, i, at] = 1 / len(at)
        given = {"input_ids": ids, "attention_mask": mask, "a": sides[0], "b": sides[1]}
        types, factualities = self._session.run(None, given)
        return [Answer(t, f) for t, f in zip(_softmax(types / self._temperature), _softmax(factualities), strict=True)]


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
