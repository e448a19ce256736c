"""How many sentences get the actor codes that labelled data expects, through the command line.

    python bench/actor_codes.py FILE.jsonl --actors ACTORS.txt --agents AGENTS.txt

A line of the file is {"id", "date": "YYYYMMDD", "text", "events": [{"source", "target"}]}. A sentence counts (`named`) where every code
that is expected in it is among those of its parties, `in_events` where each is a party to an act; nobody in particular ("---",
"XYZ") is not asked for alone. `DETENTE` names another executable.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path

NOBODY = ("---", "XYZ")
DETENTE = os.environ.get("DETENTE", "detente").split()


def main() -> None:
    """Print what is missing, and the figures as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--actors", required=True)
    parser.add_argument("--agents", required=True)
    given = parser.parse_args()
    gold = [json.loads(line) for line in given.file.read_text(encoding="utf8").splitlines() if line.strip()]
    parties: dict[str, set[str]] = {g["id"]: set() for g in gold}
    acting: dict[str, set[str]] = {g["id"]: set() for g in gold}
    for o in coded(gold, given.actors, given.agents):
        sides = [o] if o["kind"] == "actor" else o["actors"] + o["recipients"] if o["kind"] == "event" else []
        found = {a["dictionary"] for a in sides if a.get("dictionary")}
        (parties if o["kind"] == "actor" else acting)[o["document"]] |= found
    for g in gold:
        if missing := expected(g) - parties[g["id"]]:
            print(
                f"{g['id']}: {', '.join(sorted(missing))} missing, has {', '.join(sorted(parties[g['id']]))}: {g['text']}"
            )
    count = {
        name: sum(expected(g) <= has[g["id"]] for g in gold)
        for name, has in (("named", parties), ("in_events", acting))
    }
    print(json.dumps({"sentences": len(gold), **count, "share": round(count["named"] / len(gold), 3)}))


def expected(g: dict[str, list[dict[str, str]]]) -> set[str]:
    """The codes of a sentence."""
    codes = {code for e in g["events"] for code in (e["source"], e["target"])} - set(NOBODY)
    return {f"---{code[3:]}" if code.startswith(NOBODY) else code for code in codes}


def coded(gold: list[dict[str, str]], actors: str, agents: str) -> list[dict[str, list[dict[str, str]]]]:
    """What `detente code` prints of the sentences."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8") as f:
        for g in gold:
            day = g["date"]
            f.write(
                json.dumps({"id": g["id"], "text": g["text"], "published": f"{day[:4]}-{day[4:6]}-{day[6:]}"}) + "\n"
            )
        f.flush()
        options = ["--actors", actors, "--agents", agents, "--format", "jsonl"]
        done = subprocess.run([*DETENTE, "code", f.name, *options], stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    main()
