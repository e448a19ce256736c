"""How well reports are merged into events and linked, against `tests/gold/merging.tsv`.

    python bench/merging.py [--coder]

Pairs of reports about the same parties: of one event, or not; links between events: with their kind. The mentions are those
that the labels give. With `--coder`, the texts go through the coder as well, and two reports count as joined where any
event rests on both, so what the coder does not find or types otherwise counts too. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "recording"))

from merging_gold import counts, pairs, rates, reports


def through_coder() -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of pairs where the coder reads the texts."""
    from detente.coding.coder import code
    from detente.recording.deriving import derive
    from detente.recording.filing import add
    from detente.recording.store import Record

    some = reports()
    with Record.open(":memory:") as record:
        add(record, code(r.document for r in some))
        document = dict(record.rows("SELECT id, document FROM mentions"))
        events = [{document[m] for m in e.mentions} for _, e in derive(record).events]
    ids = {(a.document.id, b.document.id): same for a, b, same in pairs(some)}
    joined = {p for p in ids if any(set(p) <= e for e in events)}
    right = {p for p, same in ids.items() if same}
    return rates({"one event": [len(joined), len(right), len(joined & right)]})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coder", action="store_true")
    args = parser.parse_args()
    some = reports()
    labelled = list(pairs(some))
    out = {"reports": len(some), "pairs": len(labelled), "of one event": sum(same for *_, same in labelled)}
    print(json.dumps(out | (through_coder() if args.coder else rates(counts(some))), indent=2))


if __name__ == "__main__":
    main()
