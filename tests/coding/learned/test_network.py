"""The model that ships: what it says of plain cases, and that it says the same whatever stands beside a text."""

from __future__ import annotations

import numpy as np
import pytest

from detente.coding.learned.labels import FACTUALITIES, NONE, TYPES
from detente.coding.learned.network import Answer, Question, network


def question(text: str, *names: str) -> Question:
    spans = [[(text.index(n), text.index(n) + len(n))] for n in names]
    return Question(text, spans, [(i, j) for i in range(len(names)) for j in range(i + 1, len(names))])


def ask(text: str, *names: str) -> Answer:
    return network().answers([question(text, *names)])[0][0]


@pytest.mark.parametrize(
    ("text", "a", "b", "there", "back"),
    [
        ("Peru expelled two Chilean diplomats on Friday.", "Peru", "Chilean", "SANCTION", None),
        ("The Kenyan president thanked Norway for the vaccines.", "Kenyan", "Norway", "SUPPORT", None),
        ("Two Chilean diplomats were expelled by Peru on Friday.", "Chilean", "Peru", None, "SANCTION"),
        ("The presidents of Ghana and Togo met in Lomé.", "Ghana", "Togo", "CONSULT", "CONSULT"),
        ("Wheat is dearer in Chad than in Niger.", "Chad", "Niger", None, None),
    ],
)
def test_who_does_what_to_whom(text: str, a: str, b: str, there: str | None, back: str | None) -> None:
    answer = ask(text, a, b)
    names = [*TYPES, None]
    assert next(names[int(row.argmax())] for row in answer.types) == there
    assert [names[int(row.argmax())] for row in answer.types][1] == back


def test_whether_it_happened() -> None:
    met = ask("The presidents of Ghana and Togo met in Lomé on Friday.", "Ghana", "Togo")
    will = ask("The presidents of Ghana and Togo will meet in Lomé on Friday.", "Ghana", "Togo")
    assert FACTUALITIES[int(met.factualities[0].argmax())] == "actual"
    assert FACTUALITIES[int(will.factualities[0].argmax())] == "planned"


def test_answers_are_probabilities_and_do_not_depend_on_what_stands_beside() -> None:
    texts = [
        question("Peru met Chile.", "Peru", "Chile"),
        question("Oman, which had lent Yemen money for years, asked Qatar to do the same.", "Oman", "Yemen", "Qatar"),
        question("Fiji sued Tonga.", "Fiji", "Tonga"),
    ]
    together = network().answers(texts)
    alone = [network().answers([q])[0] for q in texts]
    assert [len(a) for a in together] == [1, 3, 1]
    for xs, ys in zip(together, alone, strict=True):
        for x, y in zip(xs, ys, strict=True):
            assert np.allclose(x.types.sum(axis=1), 1, atol=1e-5)
            assert x.types.shape == (2, NONE + 1)
            assert np.array_equal(x.types, y.types)
