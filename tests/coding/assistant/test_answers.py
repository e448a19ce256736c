"""Whatever a model writes becomes checked values or is counted."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standing_in import act

from detente.coding.assistant.answers import Party, proposals, verdicts

GOOD = act("pushed", {"state": "CAN", "words": "Ottawa"}, "PRK")


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"acts": [GOOD]}),
        json.dumps([GOOD]),
        f"```json\n{json.dumps({'acts': [GOOD]})}\n```",
        f"<think>{{ maybe [ or so</think>\nHere it is: {json.dumps({'acts': [GOOD]})} Anything else?",
    ],
)
def test_json_is_found_in_its_wrappings(content: str) -> None:
    dropped: Counter[str] = Counter()
    (p,) = proposals(content, dropped)
    assert p.actors == (Party("CAN", "Ottawa"),) and p.recipients == (Party("PRK", None),) and not dropped


@pytest.mark.parametrize(
    "content",
    [
        "",
        "I cannot help with that.",
        "{",
        "null",
        '{"acts": 3}',
        '{"facts": []}',
        "[" * 100_000,
        "9" * 10_000,
        "x" * 300_000,
        '{"acts": "none"}',
    ],
)
def test_answers_that_are_none_are_counted_once(content: str) -> None:
    dropped: Counter[str] = Counter()
    assert proposals(content, dropped) == [] and dropped.total() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"type": "HELP"}, {"type": ["AID"]}, {"factuality": "sure"}, {"factuality": {}}, {"sentence": "1"}, {"sentence": True},
        {"sentence": 1.0}, {"quote": None}, {"actors": []}, {"actors": ["CAN"] * 7}, {"actors": ["Canada"]}, {"actors": ["can"]},
        {"actors": [{"state": "CAN"}]}, {"actors": [{"state": "CAN", "words": 3}]}, {"recipients": None}, {"reciprocal": "no"},
    ],
)  # fmt: skip
def test_acts_out_of_form_are_dropped_and_the_rest_is_kept(change: dict[str, object]) -> None:
    dropped: Counter[str] = Counter()
    assert len(proposals(json.dumps({"acts": [GOOD | change, GOOD, "text", None]}), dropped)) == 1
    assert dropped == {"not in the form asked for": 3}


def test_no_more_are_read_than_a_question_can_have() -> None:
    dropped: Counter[str] = Counter()
    assert len(proposals(json.dumps({"acts": [GOOD] * 250}), dropped)) == 200
    assert dropped == {"beyond the number read": 50}


def test_verdicts() -> None:
    dropped: Counter[str] = Counter()
    content = json.dumps(
        {"checks": [{"act": 1, "right": False, "quote": "q"}, {"act": "1", "right": True, "quote": "q"}, {"act": 2}]}
    )
    assert [(v.act, v.right) for v in verdicts(content, dropped)] == [(1, False)]
    assert dropped.total() == 2


_KEYS = ["acts", "checks", "act", "right", "quote", "sentence", "actors", "recipients", "state", "words", "type"]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(_KEYS), inner),
)


@given(_JSON)
def test_no_json_whatever_raises(value: object) -> None:
    for read in (proposals, verdicts):
        read(json.dumps(value), Counter())
        read(json.dumps({"acts": [value], "checks": [value]}), Counter())
