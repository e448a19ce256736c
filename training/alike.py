"""How alike the training sentences are: a template filled with other names shows here.

    python training/alike.py [--least 0.6] [--most 20]

Names and numbers are left out; two sentences are alike by the share of word triples they have in common (Jaccard). Prints
the distribution of each sentence's nearest other sentence, and the pairs above `--least`.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent


def sentences() -> list[tuple[str, str]]:
    """All training sentences with where they stand."""
    out = []
    for path in sorted(HERE.glob("*/*.tsv")):
        for n, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
            out.append((f"{path.parent.name}/{path.name}:{n}", line.split("\t")[2]))
    return out


def triples(text: str) -> frozenset[tuple[str, ...]]:
    """Runs of three words, names and numbers as blanks."""
    words = [("_" if w[0].isupper() or w[0].isdigit() else w) for w in re.findall(r"\w+", text)]
    return frozenset(tuple(words[i : i + 3]) for i in range(len(words) - 2) if words[i : i + 3].count("_") < 2)


def nearest(items: list[tuple[str, str]]) -> list[tuple[float, int, int]]:
    """For each sentence the most alike other one: likeness, its index, the other's index."""
    sets = [triples(t) for _, t in items]
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, s in enumerate(sets):
        for t in s:
            index[t].append(i)
    out = []
    for i, s in enumerate(sets):
        shared = Counter(j for t in s if len(index[t]) < 400 for j in index[t] if j != i)
        best = max(((n / len(s | sets[j]), j) for j, n in shared.most_common(20)), default=(0.0, i))
        out.append((best[0], i, best[1]))
    return out


def main() -> None:
    """Print how alike they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--least", type=float, default=0.5)
    parser.add_argument("--most", type=int, default=20)
    args = parser.parse_args()
    items = sentences()
    found = sorted(nearest(items), reverse=True)
    values = sorted(x for x, _, _ in found)
    print(f"{len(items)} sentences; likeness to the nearest other: median {values[len(values) // 2]:.3f}, "
          f"95 % below {values[int(len(values) * 0.95)]:.3f}, highest {values[-1]:.3f}")  # fmt: skip
    for value, i, j in [f for f in found if f[0] >= args.least and f[1] < f[2]][: args.most]:
        print(f"{value:.2f}  {items[i][0]}  {items[i][1]}\n      {items[j][0]}  {items[j][1]}")


if __name__ == "__main__":
    main()
