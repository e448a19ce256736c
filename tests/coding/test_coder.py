"""A document as a whole: order, offsets, sources, times, offices, and the same answer every time."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import acts, coded, only

from detente.coding.coder import code
from detente.contract import to_json
from detente.model import Coding, Document, Interval, Span

DISPATCH = """TIRANA, 6 May (Adriatic Press) — Albania's foreign minister, Agim Hoxhaj, secretly met the Greek \
foreign minister in Corfu in April, according to a memorandum seen by this newspaper.

Hoxhaj offered to reopen the consulate in Ioannina if Greece released two fishermen. Greece has not replied, and \
a spokesman for the Greek foreign ministry declined to comment.

On 2 May Albania recalled its ambassador from Athens. He is expected to return in June.
"""


def spans(coding: Coding) -> list[Span]:
    found = [s for m in coding.mentions for s in (m.sentence, m.trigger)]
    found += [x.span for m in coding.mentions for x in (*m.actors, *m.recipients, *m.places, *m.conditions)]
    found += [m.time.span for m in coding.mentions if m.time and m.time.span]
    found += [f.span for f in coding.facts] + [g.span for g in coding.gaps]
    found += [s for a in coding.attributions for s in (*a.source, *a.cue, *a.content)]
    return found


def test_a_dispatch_says_who_did_what_when_on_whose_word_and_on_what_terms() -> None:
    coding = coded(DISPATCH, "2019-05-06")
    meeting = next(m for m in coding.mentions if m.type == "CONSULT")
    assert meeting.pairs() == {("ALB", "GRC"), ("GRC", "ALB")} and meeting.channel == "secret"
    assert meeting.time is not None and meeting.time.interval == Interval.parse("2019-04")
    assert [a.kind for a in meeting.attribution] == ["document"]
    offer = next(m for m in coding.mentions if m.conditions)
    assert ("ALB", "GRC") in offer.pairs() and {c.on for c in offer.conditions} == {"GRC"}
    recall = next(m for m in coding.mentions if m.type == "SANCTION")
    assert recall.time is not None and recall.time.interval == Interval.parse("2019-05-02")
    assert [g.gap for g in coding.gaps].count("no comment") == 1


def test_mentions_stand_in_the_order_of_the_text() -> None:
    starts = [m.sentence.start for m in coded(DISPATCH, "2019-05-06").mentions]
    assert starts == sorted(starts) and len(starts) >= 3


def test_every_span_lies_in_the_text() -> None:
    for s in spans(coded(DISPATCH, "2019-05-06")):
        assert 0 <= s.start < s.end <= len(DISPATCH)


def test_the_neighbours_of_a_document_do_not_change_what_it_says() -> None:
    texts = [DISPATCH, "Fiji thanked Tuvalu.", "", "No comment, said the Danish ministry.", DISPATCH]
    documents = [
        Document(str(n), t, published=Interval.parse("2019-05-06"), language="en") for n, t in enumerate(texts)
    ]
    together = [list(to_json(c, d.text)) for d, c in code(documents)]
    alone = [list(to_json(c, d.text)) for one in documents for d, c in code([one])]
    assert json.dumps(together) == json.dumps(alone)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("On 3 May 2011 Peru expelled the Chilean consul.", "2011-05-03"),
        ("Peru expelled the Chilean consul in June 2012.", "2012-06"),
        ("In 1998 Peru expelled the Chilean consul.", "1998"),
        ("Peru expelled the Chilean consul on Monday.", "2019-05-13"),
        ("Peru expelled the Chilean consul yesterday.", "2019-05-13"),
    ],
)
def test_times_belong_to_acts(text: str, interval: str) -> None:
    time = only(text).time
    assert time is not None and time.interval == Interval.parse(interval)


def test_two_acts_of_a_sentence_have_each_their_own_time() -> None:
    text = "Peru expelled the Chilean consul in June 2012 and recalled its ambassador from Bolivia in July 2012."
    times = {m.recipients[0].code: m.time for m in coded(text).mentions}
    assert {k: t.interval.iso() for k, t in times.items() if t} == {"CHL": "2012-06", "BOL": "2012-07"}


@pytest.mark.parametrize(
    ("text", "kind", "code_"),
    [
        ("Minsk jailed two Polish teachers, according to the Polish foreign ministry.", "official", "POL"),
        ("Minsk jailed two Polish teachers, the Lithuanian foreign minister said.", "official", "LTU"),
        ("Minsk jailed two Polish teachers, according to a newspaper.", "media", None),
        ("Minsk jailed two Polish teachers, an official said on condition of anonymity.", "anonymous", None),
        ("A cable shows that Minsk jailed two Polish teachers.", "document", None),
    ],
)
def test_on_whose_word(text: str, kind: str, code_: str | None) -> None:
    m = next(m for m in coded(text).mentions if m.type == "COERCE")
    assert [(a.kind, a.code) for a in m.attribution] == [(kind, code_)]
    assert m.pairs() == {("BLR", "POL")}


def test_nobody_is_cited_for_plain_narrative() -> None:
    assert only("Minsk jailed two Polish teachers.").attribution == ()


@pytest.mark.parametrize(
    ("text", "published", "person", "holder", "office"),
    [
        ("Angela Merkel, the German chancellor, met the Croatian president.", "2015-02-03", "Angela Merkel", "DEU", "chancellor"),
        ("Togo's foreign minister, Yawa Lawson, thanked Benin.", "2031-02-03", "Yawa Lawson", "TGO", "foreign minister"),
    ],
)  # fmt: skip
def test_who_holds_an_office(text: str, published: str, person: str, holder: str, office: str) -> None:
    found = [f for f in coded(text, published).facts if f.fact == "office"]
    assert [(f.person, f.holder) for f in found] == [(person, holder)]
    assert office in found[0].status or "head" in found[0].status


WORDS = st.sampled_from(
    ["Peru", "Chile", "the", "Danish", "ambassador", "expelled", "met", "not", "would", "if", "in", "May", "2018", ",",
     ".", "“", "”", "said", "Kremlin", "it", "both", "sides", "\n\n", "[redacted]", "secretly", "who", "0", "—", "é"]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_no_text_breaks_the_coder_and_spans_stay_inside(text: str) -> None:
    coding = coded(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans(coding))
    for m in coding.mentions:
        assert 0 <= m.certainty <= 1 and 0 <= m.probability <= 1
        assert all(a.code is None or len(a.code) == 3 for a in m.actors + m.recipients)


def test_without_a_date_nothing_is_dated_by_guess() -> None:
    m = only("Peru expelled the Chilean consul on Monday.", None)
    assert m.time is None or m.time.interval.start is None or m.time.interval.start > date(1, 1, 1)
    assert acts("Peru expelled the Chilean consul.", None) == ["PER>CHL:SANCTION:actual"]
