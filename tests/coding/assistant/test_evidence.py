"""Quotes that must stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.assistant.evidence import found
from detente.model import Span

TEXT = "He said so. “Canada’s envoy\n pushed”—North Korea refused. She left."
WITHIN = Span(12, 58)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("North Korea refused", "North Korea refused"),
        ('"Canada\'s envoy pushed"-North', "“Canada’s envoy\n pushed”—North"),
        ("  canada's ENVOY pushed ", "Canada’s envoy\n pushed"),
    ],
)
def test_it_is_found_whatever_its_quotation_marks_case_and_spaces(quote: str, words: str) -> None:
    span = found(quote, TEXT, WITHIN)
    assert span is not None and span.of(TEXT) == words


@pytest.mark.parametrize(
    "quote", ["", "  ", "“”", ".", "He said so", "Korea refuse", "orth Korea", "North Korea accepted", "x" * 5000]
)
def test_it_is_not_found_where_it_does_not_stand(quote: str) -> None:
    assert found(quote, TEXT, WITHIN) is None


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_what_is_found_lies_within_and_says_the_same(before: str, text: str, quote: str) -> None:
    whole = before + text
    span = found(quote, whole, Span(len(before), len(whole)))
    if span is not None:
        assert len(before) <= span.start < span.end <= len(whole)
        assert any(c.isalnum() for c in span.of(whole))


@given(st.text(alphabet="aé ‘’“—ßİ\n\t", min_size=1, max_size=30))
def test_a_whole_text_is_found_in_itself(text: str) -> None:
    if any(c.isalnum() for c in text):
        assert found(text, text, Span(0, len(text))) is not None
