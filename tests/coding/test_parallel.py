"""Several processes give the same answers in the same order."""

from __future__ import annotations

from detente.coding.parallel import BATCH, code_all
from detente.model import Document, Interval


def test_two_workers_give_what_one_gives() -> None:
    names = ["Peru", "Chile", "Ghana", "Togo", "Fiji"]
    documents = [
        Document(
            str(n), f"{names[n % 5]} thanked {names[(n + 1) % 5]}.", published=Interval.parse("2019"), language="en"
        )
        for n in range(2 * BATCH + 3)
    ]
    one, two = list(code_all(documents)), list(code_all(documents, workers=2))
    assert one == two
    assert [d.id for d, _ in two] == [d.id for d in documents]
