"""Types, codes and scores: complete, and consistent with one another."""

import pytest

from detente.knowledge import ontology
from detente.knowledge.ontology import TYPES


def test_codes_labels_and_parents() -> None:
    assert ontology.act("042").type == "CONSULT" and ontology.act("042").mode == "visit"
    assert ontology.act("19") == ontology.act("190")
    assert ontology.act("0579") == ontology.act("057")
    for wrong in ("", "99", "099", "2", "abc"):
        with pytest.raises(KeyError):
            ontology.act(wrong)


@pytest.mark.parametrize(
    ("text", "cameo"),
    [
        ("Host a visit", "043"),
        ("fight with artillery and tanks", "194"),
        ("Meet at a 'third' location", "044"),
        ("Ease economic sanctions, boycott, embargo", "085"),
        ("EXPRESS INTENT TO MEET OR NEGOTIATE", "036"),
    ],
)
def test_labels_whatever_case_and_punctuation(text: str, cameo: str) -> None:
    found = ontology.by_label(text)
    assert found is not None and found.cameo == cameo


def test_no_label() -> None:
    assert ontology.by_label("bake a cake") is None
    assert ontology.by_label("") is None


def test_statements_have_no_type_and_score_nothing() -> None:
    act = ontology.act("010")
    assert (act.type, act.quad, act.score) == (None, None, 0.0)


@pytest.mark.parametrize("type", TYPES)
def test_every_type_has_score_quad_and_code(type) -> None:
    act = ontology.of_type(type)
    assert act.type == type and act.goldstein == ontology.goldstein_of(type)
    sign = 1 if type in ontology.COOPERATIVE else -1
    assert all(sign * ontology.score(type, m) >= 0 for m in (None, *ontology.modes(type))) or type == "REQUEST"
    assert ontology.quad(type).endswith("cooperation" if sign > 0 else "conflict")
    assert ontology.score(type, "no such mode") == ontology.score(type)


def test_kinds_of_act() -> None:
    assert not ontology.COOPERATIVE & ontology.HOSTILE
    assert set(TYPES) - ontology.COOPERATIVE - ontology.HOSTILE == {"REQUEST"}
