from __future__ import annotations

from pathlib import Path

import pytest
from shown import find
from test_requests import ask

from conftest import Site
from detente.model import Coding, Document, Gap, Region, Span
from detente.recording.filing import add
from detente.recording.store import Record

TEXT = "Canada met North Korea."


def pdf(path: Path) -> Path:
    """Two empty pages."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument.new() as made:
        for _ in range(2):
            made.new_page(300, 400)
        made.save(path)
    return path


@pytest.fixture
def scanned(copy: Path, tmp_path: Path) -> Path:
    file = pdf(tmp_path / "scan.pdf")
    regions = (Region(Span(0, 10), 1, (0.1, 0.1, 0.5, 0.2)), Region(Span(10, len(TEXT)), 2, (0.1, 0.3, 0.9, 0.4)))
    d = Document("scan", TEXT, language="en", origin=str(file), regions=regions)
    hostile = Document("hostile", TEXT + "!", language="en", origin=str(copy), regions=regions)
    with Record.open(copy) as record:
        add(
            record,
            [
                (d, Coding("scan", (), (), (Gap("scan", "withheld", find(TEXT, "North Korea")),))),
                (hostile, Coding("hostile")),
            ],
        )
    return file


def test_the_page_stands_beside_its_text_with_the_words_marked(scanned: Path, site: Site) -> None:
    page = ask(site, "/document?id=scan&at=11-22")[2].decode()
    assert "Page 2 of 2" in page and page.count("<rect") == 1 and 'height="0.1' in page
    status, headers, picture = ask(site, "/page-picture?id=scan&page=2")
    assert (status, headers["content-type"]) == (200, "image/png")
    assert picture[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(picture[16:20]) == 1000
    assert ask(site, "/page-picture?id=scan&page=3")[0] == 404


def test_only_the_pdf_that_was_read_is_shown(scanned: Path, site: Site) -> None:
    assert ask(site, "/page-picture?id=hostile&page=1")[0] == 404
    assert "leaf" not in ask(site, "/document?id=hostile")[2].decode()
    scanned.write_bytes(b"no longer a PDF")
    assert ask(site, "/page-picture?id=scan&page=1")[0] == 404
    scanned.unlink()
    assert ask(site, "/page-picture?id=scan&page=1")[0] == 404
