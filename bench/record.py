"""Adding many generated documents, of which some are near-copies of others: memory, time, and whether the copies are found.

    python bench/record.py [--documents 20000] [--copies 0.3] [--workers 1] [--coder detente|none]

Runs `detente add` on one JSON Lines file in a process of its own, and prints one JSON object: documents a second, the
highest resident memory of that process in MiB, the precision and recall of the near-copies found among the pairs that are
some, and how long a query and a check take then. With `--coder none` the documents are filed as if nothing were said in
them, which measures the record alone. The documents are made from templates with a fixed seed: the same in every run.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

STATES = (
    "Norway", "Iceland", "Canada", "Japan", "China", "India", "Nepal", "Egypt", "Ethiopia", "Turkey", "Armenia", "France",
    "Rwanda", "Spain", "Panama", "Cuba",
)  # fmt: skip
ACTS = (
    "{a} and {b} held talks in {place} on {thing} on {day}.",
    "{a} accused {b} of breaking its word on {thing}.",
    "{a} signed an agreement on {thing} with {b} on {day}.",
    "The foreign minister of {a} visited {b} on {day} to discuss {thing}.",
    "{a} offered {b} help with {thing}, a spokesman said.",
    "{a} imposed sanctions on {b} over {thing} on {day}.",
)
PLACES = (
    "Oslo",
    "Bergen",
    "Ottawa",
    "Tokyo",
    "Cairo",
    "Ankara",
    "Paris",
    "Madrid",
    "Havana",
    "Delhi",
    "Geneva",
    "Vienna",
)
THINGS = (
    "fishing quotas", "a railway", "prisoners", "a dam", "grain", "air traffic", "visas", "a pipeline", "tariffs",
    "a border post", "cables", "maps",
)  # fmt: skip
FILLER = (
    "Officials would not say how long the {x} would take or who would pay for the {y}.",
    "In the {x} market traders spoke of little else, though few had read about the {y}.",
    "A year ago a similar {x} had ended without result, and the {y} was put away.",
    "Rain fell on the {x} as the delegation left, and the {y} was late.",
    "The paper had been lying in a {x} for weeks, next to a {y}, said a clerk.",
)
NOUNS = (
    "ministry", "harbour", "archive", "committee", "library", "glacier", "drawer", "warehouse", "bridge", "orchestra",
    "station", "museum", "factory", "garden", "parliament", "hotel", "market", "tunnel", "lighthouse", "theatre",
    "airport", "vineyard", "quarry", "mill", "school", "canteen",
)  # fmt: skip


def stories(count: int, copies: float) -> Iterator[tuple[dict[str, str], int]]:
    """Documents, and for each the number of the story that it tells."""
    chance = random.Random(1)
    written: list[tuple[str, str]] = []
    for n in range(count):
        if written and chance.random() < copies:
            k = chance.randrange(len(written))
            text, day = written[k]
            text = chance.choice((f"(Agency) {text}", f"{text} More follows.", text.replace(" on ", " late on ", 1)))
        else:
            k = len(written)
            a, b = chance.sample(STATES, 2)
            day = f"{chance.randrange(2000, 2024)}-{chance.randrange(1, 13):02}-{chance.randrange(2, 28):02}"
            facts = {"a": a, "b": b, "place": chance.choice(PLACES), "thing": chance.choice(THINGS), "day": "Tuesday"}
            parts = [act.format(**facts) for act in chance.sample(ACTS, 2)]
            parts += [f.format(x=chance.choice(NOUNS), y=chance.choice(NOUNS)) for f in chance.sample(FILLER, 3)]
            text = " ".join(parts)
            written.append((text, day))
        yield {"id": f"g{n:06}", "text": text, "published": day, "language": "en"}, k


def file_uncoded(record: str, path: str) -> None:
    """File the documents of a file as if they said nothing; runs in the measured process."""
    from detente.model import Coding, Document
    from detente.reading.sources import read
    from detente.recording.filing import file
    from detente.recording.store import Record

    with Record.open(record) as r:
        for _ in file(r, ((d, Coding(d.id)) for d in read([path]) if isinstance(d, Document))):
            pass


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--copies", type=float, default=0.3)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--coder", choices=("detente", "none"), default="detente")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, record = Path(folder, "stories.jsonl"), Path(folder, "r.duckdb")
        story: dict[str, int] = {}
        with path.open("w") as f:
            for o, k in stories(args.documents, args.copies):
                f.write(json.dumps(o) + "\n")
                story[o["id"]] = k
        main = "from detente.showing.cli import main; main()"
        here = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); from record import file_uncoded"
        added = (
            [sys.executable, "-c", main, "add", str(record), str(path), "--workers", str(args.workers)]
            if args.coder == "detente"
            else [sys.executable, "-c", f"{here}; file_uncoded({str(record)!r}, {str(path)!r})"]
        )
        start = time.perf_counter()
        done = subprocess.run(added, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        if done.returncode:
            sys.exit(done.stderr[-2000:])
        from detente.recording import queries
        from detente.recording.checking import check
        from detente.recording.store import Record

        with Record.open(record) as r:
            voice = {h.document.id: h.voice for h in queries.documents(r)}
            start = time.perf_counter()
            found = queries.events(r, "NOR", "ISL")
            query = time.perf_counter() - start
            start = time.perf_counter()
            faults = len(check(r))
            checking = time.perf_counter() - start
            mentions, events = (r.rows(f"SELECT count(*) FROM {t}")[0][0] for t in ("mentions", "events"))
        pairs = [_pairs(groups) for groups in (voice, story)]
        both = len(pairs[0] & pairs[1])
        print(
            json.dumps(
                {
                    "documents": args.documents, "seconds": round(seconds, 1), "documents/s": round(args.documents / seconds, 1),
                    "peak MiB": round(peak), "record MiB": round(record.stat().st_size / 2**20, 1), "mentions": mentions,
                    "events": events, "copies": {"precision": round(both / max(1, len(pairs[0])), 4),
                                                 "recall": round(both / max(1, len(pairs[1])), 4)},
                    "query": {"events": len(found), "seconds": round(query, 2)},
                    "check": {"faults": faults, "seconds": round(checking, 1)},
                },
                indent=2,
            )
        )  # fmt: skip


def _pairs(groups: dict[str, object]) -> set[tuple[str, str]]:
    of: dict[object, list[str]] = {}
    for id, group in groups.items():
        of.setdefault(group, []).append(id)
    return {p for some in of.values() for p in combinations(sorted(some), 2)}


if __name__ == "__main__":
    main()
