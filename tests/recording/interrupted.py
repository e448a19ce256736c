"""A process to be killed: does one kind of work on a record and says on standard output what is stored, line by line.

python interrupted.py RECORD add|import|recode|judge FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

from record_making import coded, doc, said

from detente.model import Coding, Document
from detente.recording.filing import file, unfiled
from detente.recording.importing import import_file
from detente.recording.judging import judge
from detente.recording.partynames import party
from detente.recording.recoding import begin, documents, recode
from detente.recording.store import Record

STORY = "Envoys of both islands met in Bergen to settle quota {n}, which has soured relations for years. Norway accused Iceland."
PAIRS = (("NOR", "ISL"), ("CHN", "JPN"), ("CAN", "PRK"), ("FRA", "DEU"))


def item(n: int) -> tuple[Document, Coding]:
    """The n-th made-up document, always the same; every third a near-copy of the one before."""
    d = doc(f"d{n:05}", STORY.format(n=n - (n % 3 == 0)), f"20{10 + n % 9}-09-{1 + n % 28:02}")
    a, b = PAIRS[n % len(PAIRS)]
    return coded(d, said(d, "met", a, b, reciprocal=True), said(d, "accused", a, b, "112"))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def new(record: Record) -> Iterator[tuple[Document, Coding]]:
    return (i for i in map(item, count()) if unfiled(record, i[0]) is None)


def main(path: str, work: str, folder: str) -> None:
    """Work until killed."""
    party("China", date(2011, 2, 1))  # so that the time of the kill is not spent on loading names
    with Record.open(path) as record:
        say("ready")
        if work == "add":
            for filed in file(record, new(record), batch=3):
                say(filed.document)
        elif work == "recode":
            while True:
                say("again")
                begin(record, everything=not begin(record))
                for done in recode(record, (item(int(d.id[1:])) for d in documents(record)), batch=3):
                    say(done.document)
        elif work == "import":
            for n in count():
                table = Path(folder) / f"{n}.tsv"
                rows = "".join(f"2011-02-{1 + i % 28:02}\tChina\tConsult\tJapan\n" for i in range(500 + n))
                table.write_text(f"date\tactor\tevent\trecipient\n{rows}")
                import_file(record, table)
                say(table.name)
        else:
            for n in count():
                mention = item(n)[1].mentions[n % 2]
                if not record.rows("SELECT 1 FROM mentions WHERE id = ?", [mention.id]):
                    return
                say(judge(record, ("confirm", "reject")[n % 2], [mention.id], author="mk").id)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(*sys.argv[1:])
