"""Exports of LexisNexis and Factiva: many articles in one file, in the four forms that they have had."""

from pathlib import Path

import pytest
from making import FACTIVA, FACTIVA_CODED, LEXIS, NEXIS_UNI, write

from detente.model import Document, Interval
from detente.reading.sources import read

DAY = Interval.parse("2018-09-20")
HEADLINE = "Norland reopens embassy in Iskia"


def documents(path: Path) -> list[Document]:
    found = list(read([path]))
    assert all(isinstance(d, Document) for d in found), [str(f) for f in found]
    return [d for d in found if isinstance(d, Document)]


def test_lexisnexis(tmp_path: Path) -> None:
    first, second = documents(write(tmp_path / "a.txt", LEXIS))
    assert (first.title, first.author) == (f"{HEADLINE} after quarrel of eleven years", "Ida Berg, Harbour Post Staff")
    assert (first.source, first.published, first.language) == ("The Harbour Post (Norhaven)", DAY, "en")
    assert first.text.split("\n\n") == [
        "ISKIA CITY — Norland reopened its embassy in the capital of Iskia on Thursday, its foreign ministry said, "
        "ending a quarrel of eleven years over fishing rights.",
        "SECTION: said the sign on the door.",
    ]
    assert (second.title, second.source, second.language) == (
        "La Norlande rouvre son ambassade",
        "Le Courrier du Port",
        "fr",
    )
    assert second.text.endswith("annoncé son ministère des Affaires étrangères.") and second.published == DAY
    assert second.origin == f"{tmp_path}/a.txt#2"


def test_nexis_uni(tmp_path: Path) -> None:
    first, second = documents(
        write(tmp_path / "a.txt", NEXIS_UNI + "\n\n" + NEXIS_UNI.replace(HEADLINE, "Another headline\nof two lines"))
    )
    assert (first.title, first.source, first.published) == (HEADLINE, "The Harbour Post (Norhaven)", DAY)
    assert first.text.startswith("Norland reopened") and first.text.endswith("Lund.") and first.author == "Ida Berg"
    assert second.title == "Another headline of two lines"


def test_factiva(tmp_path: Path) -> None:
    first, second = documents(write(tmp_path / "a.txt", FACTIVA))
    assert (first.title, first.author, first.source) == (HEADLINE, "Ida Berg", "The Harbour Post")
    assert (first.published, first.language) == (DAY, "en")
    assert first.text.startswith("Norland reopened") and first.text.endswith("Olaf Lund.")
    assert (second.title, second.source, second.language) == (
        "La Norlande rouvre son ambassade",
        "Le Courrier du Port",
        "fr",
    )
    assert second.published == DAY and second.text.startswith("La Norlande a rouvert")


def test_factiva_with_its_codes(tmp_path: Path) -> None:
    (d,) = documents(write(tmp_path / "a.txt", FACTIVA_CODED))
    assert (d.title, d.author, d.source, d.published, d.language) == (
        HEADLINE,
        "Ida Berg",
        "The Harbour Post",
        DAY,
        "en",
    )
    assert (
        d.text.split("\n\n")[1] == '"We have turned a page," said Foreign Minister Olaf Lund.'
        and "nrlgvt" not in d.text
    )


@pytest.mark.parametrize(
    "text", ["Read 3 of 5 documents.\n", "The End of Document\nEnd of Document\n", "1 of 2 DOCUMENTS\nwere lost.\n"]
)
def test_a_text_that_only_mentions_such_a_line_is_one_document(tmp_path: Path, text: str) -> None:
    (d,) = documents(write(tmp_path / "a.txt", text))
    assert d.text == text
