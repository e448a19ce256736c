"""Histories of two states' dealings: headings and paragraphs, read together. The states are real, the history is not."""

from __future__ import annotations

from detente.coding.coder import code
from detente.model import Document, Interval

TITLE = "Norway’s History of Diplomatic Relations, by Country: {}"


def course(*paragraphs: str, host: str = "Peru", holder: str = "NOR") -> list[tuple[str, str | None]]:
    """(status, start) of the holder's presence, in order of time."""
    text = "\n\n".join(paragraphs)
    document = Document("d", text, title=TITLE.format(host), published=Interval.parse("2011"), language="en")
    ((_, coding),) = code([document])
    found = [f for f in coding.facts if f.fact == "presence" and f.holder == holder]
    return sorted(((f.status, f.start.iso() if f.start else None) for f in found), key=lambda x: x[1] or "")


def test_posts_opened_raised_and_closed() -> None:
    assert course(
        "Norwegian Legation Opened in Lima, 1921.",
        "The Norwegian Legation in Lima was opened on 4 March 1921, with Olaf Berg as Chargé d’Affaires.",
        "Legation Raised to Embassy, 1952.",
        "On 9 June 1952, the Legation was raised to the rank of Embassy.",
        "Embassy Closed, 1975.",
        "The Embassy in Lima suspended operations on 30 September 1975.",
        "Embassy Reopened, 1980.",
        "Norway reopened its Embassy on 2 January 1980.",
    ) == [("legation", "1921-03-04"), ("embassy", "1952-06-09"), ("none", "1975-09-30"), ("embassy", "1980-01-02")]


def test_a_heading_says_what_credentials_meant() -> None:
    assert course(
        "Establishment of the Norwegian Legation in Peru, 1921.",
        "Olaf Berg was appointed Minister to Peru on 2 February 1921. He presented his credentials on 11 April 1921.",
    ) == [("legation", "1921-04-11")]


def test_a_heading_alone_gives_the_year() -> None:
    assert course("Establishment of the Norwegian Embassy in Peru, 1961.", "Little is known of it.") == [
        ("embassy", "1961")
    ]


def test_an_envoy_who_lives_elsewhere() -> None:
    assert course(
        "Establishment of Diplomatic Relations, 1947.",
        "Relations were established on 5 May 1947, when Ambassador Kari Lund presented her credentials to the Government"
        " of Peru. She was also accredited to Bolivia and was resident at La Paz.",
        "Establishment of the Norwegian Embassy in Lima, 1950.",
        "Embassy Lima was established on 1 July 1950.",
    ) == [("nonresident ambassador", "1947-05-05"), ("embassy", "1950-07-01")]


def test_credentials_long_before_the_post_were_those_of_a_nonresident() -> None:
    assert course(
        "Diplomatic relations were established on 5 May 1960, when Arne Dahl presented his credentials as Ambassador.",
        "Establishment of the Norwegian Embassy in Lima, 1963.",
        "The Norwegian Embassy in Lima was established on 1 July 1963.",
    ) == [("nonresident ambassador", "1960-05-05"), ("embassy", "1963-07-01")]


def test_a_closed_post_whose_work_goes_to_another_country() -> None:
    assert course(
        "The Norwegian Embassy in Lima was established on 1 July 1963.",
        "Embassy Lima was closed on 3 August 1993. Since then Ambassadors have been accredited also to Chile and"
        " resident at Santiago.",
    ) == [("embassy", "1963-07-01"), ("nonresident ambassador", "1993-08-03")]


def test_relations_severed_and_an_interests_section() -> None:
    assert course(
        "The Norwegian Embassy in Lima was established on 1 July 1953.",
        "Diplomatic Relations Severed, 1968.",
        "Peru severed diplomatic relations with Norway on 6 October 1968.",
        "Establishment of an Interests Section, 1971.",
        "A Norwegian Interests Section was established in the Swedish Embassy in Lima on 15 May 1971.",
        "Diplomatic Relations Resumed, 1974.",
        "Norway and Peru resumed diplomatic relations on 8 August 1974, and the Interests Section became an Embassy.",
    ) == [
        ("embassy", "1953-07-01"), ("none", "1968-10-06"), ("interests section", "1971-05-15"),
        ("embassy", "1974-08-08"),
    ]  # fmt: skip


def test_the_other_states_post_is_the_other_states() -> None:
    paragraphs = (
        "Establishment of the Peruvian Legation in Norway, 1922.",
        "Juan Rojas presented his credentials as Peru’s first Minister to Norway on 3 March 1922.",
    )
    assert course(*paragraphs) == []
    assert course(*paragraphs, holder="PER") == [("legation", "1922-03-03")]


def test_a_third_state_and_provincial_consulates_change_nothing() -> None:
    assert course(
        "The Norwegian Embassy in Lima was established on 1 July 1953.",
        "Peru severed diplomatic relations with Japan on 24 January 1962.",
        "A Norwegian Consulate was opened in Arequipa on 3 May 1970 and closed on 4 June 1972.",
        "The Norwegian Embassy in Quito, Ecuador, was closed on 1 May 1973.",
    ) == [("embassy", "1953-07-01")]


def test_a_state_that_is_no_more() -> None:
    assert course(
        "The Norwegian Legation in Munich was established on 1 May 1850.", host="Bavaria"
    ) == [("legation", "1850-05-01")]  # fmt: skip
