"""Throughput of the coder against plain spaCy over the same texts in the same run, one process, one thread.

    python bench/coding.py [--copies N] [--rounds N]

Prints documents and tokens a second for both, and the ratio coder / plain spaCy (1.0 = as fast as parsing alone).
The plain pipeline is the English model as it comes, with everything it has.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]


def texts() -> list[str]:
    """The shipped dispatches and the test articles: all of them about diplomacy, the coder's worst case."""
    demo = sorted((ROOT / "src/detente/showing/demo").glob("*.jsonl"))
    out = [json.loads(line)["text"] for p in demo for line in p.read_text(encoding="utf8").splitlines() if line.strip()]
    return out + [p.read_text(encoding="utf8") for p in sorted((ROOT / "tests/gold/articles").glob("*.txt"))]


def best(run: Callable[[], object], rounds: int) -> float:
    """Shortest wall time in seconds of `rounds` runs, after one to warm up."""
    run()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()

    import spacy

    from detente.coding.coder import code
    from detente.coding.languages import english
    from detente.model import Document

    corpus = texts() * args.copies
    name = next(n for n in (english.MODEL, *english.ALTERNATIVES) if spacy.util.is_package(n))
    plain = spacy.load(name)
    documents = [Document(str(i), t) for i, t in enumerate(corpus)]
    tokens = sum(len(d) for d in plain.pipe(corpus))
    parsing = best(lambda: [len(d) for d in plain.pipe(corpus)], args.rounds)
    coding = best(lambda: list(code(documents)), args.rounds)
    print(
        json.dumps(
            {
                "documents": len(corpus),
                "tokens": tokens,
                "plain spaCy": {"documents/s": round(len(corpus) / parsing, 1), "tokens/s": round(tokens / parsing)},
                "detente": {"documents/s": round(len(corpus) / coding, 1), "tokens/s": round(tokens / coding)},
                "ratio": round(parsing / coding, 3),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
