"""Word documents: paragraphs, tables, notes, what is blacked out, and archives that are none."""

from pathlib import Path

import pytest
from making import LEXIS, STORY, docx, paragraph, write, zipped

from detente.model import Document, Interval
from detente.reading.sources import Failure, read


def one(path: Path) -> Document:
    (found,) = read([path])
    assert isinstance(found, Document), str(found)
    return found


CORE = "<dc:creator>Ida Berg</dc:creator><dc:title>Draft 7</dc:title>"
CORE += "<dcterms:created>2018-09-20T10:00:00Z</dcterms:created>"


def test_a_document_with_everything(tmp_path: Path) -> None:
    runs = (
        "<w:p><w:r><w:t>They met</w:t></w:r><w:del><w:r><w:delText> never</w:delText></w:r></w:del>"
        '<w:ins><w:r><w:t xml:space="preserve"> twice</w:t></w:r></w:ins><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:tab/><w:t>in May.</w:t><w:br/><w:t>A new line.</w:t></w:r></w:p>"
    )
    table = "<w:tbl><w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in ("Year", "Talks")) + "</w:tr></w:tbl>"
    notes = f'<w:footnote w:type="separator" w:id="0">{paragraph("---")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{paragraph("See the treaty.")}</w:footnote>'
    d = one(
        write(
            tmp_path / "a.docx",
            docx(paragraph("Norland reopens embassy", "Title") + paragraph(STORY[0]) + runs + table, CORE, notes),
        )
    )
    assert d.text.split("\n\n") == [
        "Norland reopens embassy", STORY[0], "They met twice in May.\nA new line.", "See the treaty.", "Year; Talks",
    ]  # fmt: skip
    assert (d.title, d.author, d.published, d.language) == (
        "Norland reopens embassy",
        "Ida Berg",
        Interval.parse("2018-09-20"),
        "en",
    )


def test_black_on_black_is_withheld(tmp_path: Path) -> None:
    def run(style: str, text: str) -> str:
        return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'

    body = (
        "<w:p>"
        + run("", "He met ")
        + run('<w:highlight w:val="black"/>', "our source ")
        + run('<w:highlight w:val="black"/>', "there")
    )
    body += run("", " and ") + run('<w:color w:val="000000"/><w:shd w:fill="000000"/>', "another") + run("", ".")
    body += (
        run('<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>', " White on black.")
        + run('<w:highlight w:val="yellow"/>', " Yellow.")
        + "</w:p>"
    )
    assert (
        one(write(tmp_path / "a.docx", docx(body))).text == "He met [withheld] and [withheld]. White on black. Yellow."
    )


def test_a_released_memorandum(tmp_path: Path) -> None:
    lines = (
        "Released under the Access to Information Act on 4 December 2019",
        "MEMORANDUM",
        "DATE: 2 May 1984",
        "SUBJECT: Iskia",
        STORY[0],
    )
    d = one(write(tmp_path / "a.docx", docx("".join(map(paragraph, lines)), CORE)))
    assert (d.published, d.written, d.title) == (Interval.parse("2019-12-04"), Interval.parse("1984-05-02"), "Iskia")


def test_an_export_of_articles_in_a_word_file(tmp_path: Path) -> None:
    body = "".join(paragraph(line.replace("&", "&amp;").strip()) for line in LEXIS.split("\n"))
    found = list(read([write(tmp_path / "a.docx", docx(body))]))
    assert [d.source for d in found if isinstance(d, Document)] == [
        "The Harbour Post (Norhaven)",
        "Le Courrier du Port",
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Word document"),
        (b"PK\x03\x04 and nothing", "Word document"),
        (zipped({"a.txt": b"x"}), "no word/document.xml"),
        (docx(""), "no text"),
        (docx("<w:p>"), "not XML"),
        (zipped({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "aaa">]><x>&a;</x>'}), "document type"),
        (zipped({"word/document.xml": b"<a>" * 5000}), "nested too deeply"),
        (zipped({"word/document.xml": b"<a>" + bytes(80_000_000)}), "times its size"),
    ],
)
def test_files_that_are_no_documents_or_do_harm(tmp_path: Path, content: bytes, says: str) -> None:
    (found,) = read([write(tmp_path / "a.docx", content)])
    assert (
        isinstance(found, Failure) and any(s in found.reason for s in says.split("|")) and "\n" not in found.reason
    ), str(found)
