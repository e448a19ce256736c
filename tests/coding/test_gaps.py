"""What a text says it does not know, was not told, or may not show."""

from __future__ import annotations

import pytest
from telling import coded


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The note does not say which officials attended the meeting with Iran.", "unspecified"),
        ("The cable gives no date for the Chilean visit.", "unspecified"),
        ("What the Thai envoy discussed in Hanoi is not known.", "unspecified"),
        ("The minutes do not record who proposed the Danish loan.", "unspecified"),
        ("It is unclear where the Cuban and Spanish ministers met.", "unspecified"),
        ("It is not known whether Peru replied to the letter.", "unknown outcome"),
        ("Whether Chile accepted the offer is unclear.", "unknown outcome"),
        ("The outcome of the talks between Mali and Niger is unknown.", "unknown outcome"),
        ("A spokeswoman for the Danish foreign ministry declined to comment.", "no comment"),
        ("The Thai ministry did not respond to questions about the trip.", "no comment"),
        ("The Kenyan minister would not discuss the meeting.", "no comment"),
        ("Ghana's embassy could not be reached.", "no comment"),
        ("Two pages of the memorandum on Albania are blacked out.", "withheld"),
        ("The name of the Syrian go-between was [redacted] in the released copy.", "withheld"),
        ("A paragraph about the Sudanese loan was withheld under the secrecy act.", "withheld"),
    ],
)
def test_the_four_kinds(text: str, kind: str) -> None:
    found = coded(text).gaps
    assert [g.gap for g in found] == [kind]
    assert found[0].span.of(text).strip()


@pytest.mark.parametrize(
    "text",
    [
        "The Kenyan minister knows what he wants from Uganda.",
        "Denmark confirmed that its envoy met the Iranian president on 3 May.",
        "Peru replied to the letter within a week.",
        "The Thai ministry commented at length on the trip.",
        "Cuba refused to sign the treaty with Spain.",
    ],
)
def test_a_text_that_knows_has_no_gap(text: str) -> None:
    assert coded(text).gaps == ()


@pytest.mark.parametrize(
    "text",
    [
        "A spokeswoman for the Danish foreign ministry declined to comment.",
        "The Thai ministry did not respond to questions about the trip.",
    ],
)
def test_silence_has_somebody_who_is_silent_and_is_no_refusal(text: str) -> None:
    (gap,) = coded(text).gaps
    assert gap.by is not None
    assert coded(text).mentions == ()
