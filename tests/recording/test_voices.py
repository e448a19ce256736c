"""Near-copies found as they come in, whatever the order."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from record_making import coded, doc

from detente.recording.filing import add
from detente.recording.queries import documents
from detente.recording.store import Record
from detente.recording.voices import components, grams

WIRE = (
    "The harbour authority said on Monday that it would reopen the northern channel to foreign trawlers after a survey"
    " found no further mines. Owners of forty vessels had protested against the closure since the spring."
)
EDITED = WIRE.replace("on Monday ", "").replace("forty", "some 40") + " (Agencies)"
OTHER = (
    "Beekeepers in the southern provinces expect the poorest honey harvest in a decade, blaming a late frost and the"
    " spread of a parasite that weakens hives. Prices have risen by a third since January."
)


def voices_of(texts: dict[str, str]) -> list[set[str]]:
    with Record.open(":memory:") as r:
        for id, text in texts.items():
            add(r, [coded(doc(id, text))])
        by_voice: dict[str, set[str]] = {}
        for h in documents(r):
            by_voice.setdefault(h.voice, set()).add(h.document.id)
    return sorted(by_voice.values(), key=min)


def test_copies_are_one_voice_and_other_stories_their_own() -> None:
    expected = [{"a", "c"}, {"b"}]
    assert voices_of({"a": WIRE, "b": OTHER, "c": EDITED}) == expected
    assert voices_of({"c": EDITED, "b": OTHER, "a": WIRE}) == expected


def test_case_punctuation_and_spacing_make_no_new_voice() -> None:
    assert grams(WIRE) == grams(WIRE.upper().replace(" ", "\n  ").replace(".", " !"))


def test_a_shortened_form_is_a_copy_but_a_scrap_is_not() -> None:
    long = f"{WIRE} {OTHER}"
    assert voices_of({"a": long, "b": WIRE}) == [{"a", "b"}]
    assert voices_of({"a": f"{long} {long[::-1]} {long.replace(' ', ' so ')}", "b": WIRE[:60]}) == [{"a"}, {"b"}]


def test_short_texts() -> None:
    assert voices_of({"a": "No comment.", "b": "No comment!", "c": "None."}) == [{"a", "b"}, {"c"}]


def test_a_copy_that_is_not_yet_known_ties_nothing() -> None:
    with Record.open(":memory:") as r:
        add(r, [coded(doc("a", WIRE, "2018-01-01")), coded(doc("b", EDITED, "2019-01-01"))])
        assert {h.voice for h in documents(r)} == {"a"}
        assert [h.voice for h in documents(r, known_by=date(2018, 6, 1))] == ["a"]


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"))))
def test_components_do_not_depend_on_order(pairs: list[tuple[str, str]]) -> None:
    found = components(pairs)
    assert found == components(reversed([(b, a) for a, b in pairs]))
    assert all(found[a] == found[b] <= min(a, b) for a, b in pairs)
