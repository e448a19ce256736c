"""What the lexicon gives alone, the learned reader alone, and the two together, on labelled data.

    python bench/ablation.py tests/gold/sentences.tsv [MORE GOLD, of any form that `detente evaluate` reads ...]

Prints one JSON object: for each file and each of `lexicon`, `model`, `both` the figures of `detente evaluate`.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import numpy as np

from detente.coding import classify
from detente.coding.coder import code
from detente.coding.learned import deciding
from detente.coding.learned.labels import NONE
from detente.coding.learned.network import Answer, Network, Question
from detente.evaluating.forms import evaluate


def unknowing(_: Network, questions: list[Question]) -> list[list[Answer]]:
    """The answers of a model that holds every type for equally likely."""
    types, factualities = np.full((2, NONE + 1), 1 / (NONE + 1), np.float32), np.full((2, 8), 1 / 8, np.float32)
    return [[Answer(types, factualities) for _ in q.pairs] for q in questions]


def without(part: str) -> ExitStack:
    """Everything as it is, but for one part: "lexicon", "model" or none ("")."""
    stack, decided = ExitStack(), deciding.decided
    if part == "model":
        stack.enter_context(patch.object(Network, "answers", unknowing))
        stack.enter_context(patch("detente.coding.coder.decided", lambda cast, found: found))
    if part == "lexicon":
        stack.enter_context(patch.object(classify, "LEXICON_WEIGHT", 0.0))
        nothing = patch("detente.coding.coder.decided", lambda cast, found: decided(cast, [[] for _ in found]))
        stack.enter_context(nothing)
    return stack


def main() -> None:
    """Print the figures of every file given, with and without either part."""
    out: dict[str, dict[str, object]] = {}
    for path in map(Path, sys.argv[1:]):
        for name, missing in (("lexicon", "model"), ("model", "lexicon"), ("both", "")):
            with without(missing):
                found = evaluate([path], code).figures
            kept = ("macro_f1", "accuracy", "precision", "recall", "f1", "factuality", "share")
            out.setdefault(path.name, {})[name] = {k: found[k] for k in kept if k in found}
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
