"""PDF: text with its places, what is blacked out, the two dates of a released paper, scans, and files made to do harm."""

import random
import shutil
from pathlib import Path

import pytest
from making import bar, pdf, scan, typed, write

from detente.model import Document, Interval, Span
from detente.reading import pdf as reader
from detente.reading import scanning
from detente.reading.sources import Failure, read

MEMO = [
    "MEMORANDUM FOR THE DEPUTY MINISTER",
    "DATE: May 2, 1984",
    "SUBJECT: Resumption of relations with Iskia",
    "",
    "1. (S) Our envoy met the Foreign Minister of Iskia on 30 April. He said that his",
    "government was ready to reopen its embassy in Nor-",
    "haven before the end of the year.",
    "",
    "2. (C) The minister was told by",
    "",
    "",
    "",
    "3. No decision has been taken.",
]
TOP, STEP = 720, 16
FULL = (
    typed(MEMO[:9])
    + typed(["our source"], top=TOP - 8 * STEP, left=260)
    + typed(["that the king agreed."], top=TOP - 8 * STEP, left=340)
    + typed([""] * 9 + MEMO[9:])
)
"""The page with the rest of the ninth line, which is to be blacked out up to "that"."""


def over(line: int, left: int = 72, width: int = 300, lines: float = 1) -> str:
    """A black bar over lines of a typed page, from the one with the given number down."""
    return bar(left, int(TOP - STEP * (line + lines - 1) - 4), width, int(STEP * lines) - 2)


def one(path: Path) -> Document:
    (found,) = read([path])
    assert isinstance(found, Document), str(found)
    return found


def test_paragraphs_divided_words_and_the_place_of_every_line(tmp_path: Path) -> None:
    d = one(write(tmp_path / "a.pdf", pdf([typed(MEMO)])))
    blocks = d.text.split("\n\n")
    assert blocks[1] == f"{MEMO[4]}\ngovernment was ready to reopen its embassy in Norhaven before the end of the year."
    assert blocks[2:] == [MEMO[8], MEMO[12]]
    at = d.text.index("Norhaven")
    nor, haven = d.regions_of(Span(at, at + len("Norhaven")))
    assert (
        (nor.page, haven.page) == (1, 1)
        and nor.span.of(d.text).endswith("Nor")
        and haven.span.of(d.text).startswith("haven")
    )
    left, top, right, bottom = haven.box
    # Baseline of the seventh line: 720 - 6 * 16 points of 792 from the bottom, 72 of 612 from the left.
    assert left == pytest.approx(72 / 612, abs=0.005) and top < 1 - 624 / 792 < bottom < 0.23 and right < 0.5
    assert [r.span for r in d.regions] == sorted(r.span for r in d.regions)


def test_written_and_released_are_two_dates(tmp_path: Path) -> None:
    lines = [*MEMO, "", "", "Approved For Release 2005/03/24 : NR-84-00127"]
    d = one(write(tmp_path / "a.pdf", pdf([typed(lines)], "/CreationDate (D:20180920101010Z)")))
    assert (d.written, d.published) == (Interval.parse("1984-05-02"), Interval.parse("2005-03-24"))
    assert (d.title, d.language) == ("Resumption of relations with Iskia", "en")


@pytest.mark.parametrize(
    ("name", "info", "first", "published"),
    [
        ("a.pdf", "/CreationDate (D:20180920101010-04'00')", "", "2018-09-20"),
        ("2017-03-04.pdf", "/CreationDate (D:20180920101010Z)", "", "2017-03-04"),
        ("a.pdf", "/CreationDate (D:20180920101010Z)", "Norhaven, 1 August 2018", "2018-08-01"),
        ("a.pdf", "", "", None),
    ],
)
def test_when_it_was_published(tmp_path: Path, name: str, info: str, first: str, published: str | None) -> None:
    d = one(write(tmp_path / name, pdf([typed([first, "", "Norland reopened its embassy in Iskia."])], info)))
    assert (d.published and d.published.iso()) == published and d.written is None


def test_titles_that_a_program_gave_are_none(tmp_path: Path) -> None:
    large = typed(["Norland Reopens Embassy"], size=24) + typed(["Norland reopened its embassy in Iskia."] * 5, top=660)
    for title in ("Microsoft Word - draft7.doc", "untitled", "scan0001", "report.pdf"):
        assert one(write(tmp_path / "a.pdf", pdf([large], f"/Title ({title})"))).title == "Norland Reopens Embassy"
    d = one(write(tmp_path / "a.pdf", pdf([large], "/Title (Embassy reopened) /Author (Ida Berg)")))
    assert (d.title, d.author) == ("Embassy reopened", "Ida Berg")


def test_running_heads_and_page_numbers(tmp_path: Path) -> None:
    pages = [
        typed(["SECRET"], top=760)
        + typed([f"{n}. Paragraph {n} says that talks went on in Iskia."], top=700)
        + typed([f"Page {n} of 4"], top=40)
        for n in range(1, 5)
    ]
    d = one(write(tmp_path / "a.pdf", pdf(pages)))
    assert d.text == "SECRET\n\n" + "\n\n".join(
        f"{n}. Paragraph {n} says that talks went on in Iskia." for n in range(1, 5)
    )
    assert [r.page for r in d.regions] == [1, 1, 2, 3, 4]


# ---- what is blacked out


def test_bars_between_in_and_over_lines(tmp_path: Path) -> None:
    page = FULL + over(8, left=255, width=75) + over(9, lines=3)
    d = one(write(tmp_path / "a.pdf", pdf([page])))
    told = d.text.split("\n\n")[2]
    assert (
        told.startswith("2. (C) The minister was told by")
        and "[withheld]" in told
        and told.endswith("that the king agreed.")
    )
    assert "our source" not in d.text  # there, under the bar, for a program to find; not to be read
    assert d.text.split("\n\n")[3:] == ["[withheld]", MEMO[12]]
    mark = d.regions_of(Span(at := d.text.rindex("[withheld]"), at + 10))
    assert mark[0].box[0] == pytest.approx(72 / 612, abs=0.01) and mark[0].box[2] == pytest.approx(372 / 612, abs=0.01)


def test_a_bar_at_the_end_of_a_line_belongs_to_it(tmp_path: Path) -> None:
    page = typed(["He met", "and left."]) + over(0, left=112, width=80)
    assert one(write(tmp_path / "a.pdf", pdf([page]))).text == "He met [withheld]\nand left."


def test_black_that_withholds_nothing(tmp_path: Path) -> None:
    design = bar(60, 690, 480, 24) + "1 g " + typed(["TABLE OF TALKS"], top=698) + "0 g "
    rule = bar(60, 650, 480, 1) + bar(60, 640, 480, 3)
    shadow = bar(0, 0, 20, 792) + bar(0, 780, 612, 12)
    grey = bar(60, 400, 300, 40, grey=0.5)
    d = one(write(tmp_path / "a.pdf", pdf([design + rule + shadow + grey + typed(["They met in May."], top=600)])))
    assert d.text.replace("\n\n", "\n") == "TABLE OF TALKS\nThey met in May."


def test_codes_of_exemption(tmp_path: Path) -> None:
    lines = [
        "RELEASE IN PART B1,1.4(D)",
        "",
        "Our envoy met the minister.",
        "",
        "B1",
        "",
        "s.15(1) - I.A.",
        "",
        "He went home.",
    ]
    d = one(write(tmp_path / "a.pdf", pdf([typed(lines)])))
    assert d.text.split("\n\n")[1:] == [
        "Our envoy met the minister.",
        "[withheld: B1]",
        "[withheld: s.15(1) - I.A.]",
        "He went home.",
    ]
    white_on_black = (
        typed(["He met the"])
        + over(2)
        + "1 g "
        + typed(["", "", "(b)(1)"], left=200)
        + "0 g "
        + typed(["", "", "", "", "and left."])
    )
    assert "[withheld: (b)(1)]" in one(write(tmp_path / "b.pdf", pdf([white_on_black]))).text
    assert "B1" in one(write(tmp_path / "c.pdf", pdf([typed(["Annex", "", "B1", "", "Talks were held."])]))).text.split(
        "\n\n"
    )


def test_a_text_layer_under_the_picture_of_a_page(tmp_path: Path) -> None:
    """A scan with words behind it, as most agencies release them: the bars are in the picture only."""
    import re

    shown = scan(FULL + over(8, left=255, width=75))
    data = re.search(rb"/Width (\d+) /Height (\d+).*?/Length (\d+) >>\nstream\n", shown, re.DOTALL)
    assert data
    import zlib

    grey = zlib.decompress(shown[data.end() : data.end() + int(data[3])])
    layer = FULL.replace("BT /F1", "BT 3 Tr /F1")
    made = pdf(["q 612 0 0 792 0 0 cm /I0 Do Q\n" + layer], images=[(int(data[1]), int(data[2]), grey)])
    d = one(write(tmp_path / "a.pdf", made))
    assert "[withheld]" in d.text and "our source" not in d.text and MEMO[12] in d.text


# ---- scans


@pytest.fixture(params=["tesseract", "rapidocr"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either reader of scans; tesseract is not everywhere."""
    if request.param == "tesseract" and not shutil.which("tesseract"):
        pytest.skip("tesseract is not installed")
    if request.param == "rapidocr":
        monkeypatch.setenv("PATH", "")
    reader._worker.end()  # one that was started before may have found the other
    return str(request.param)


def test_a_scanned_memorandum(tmp_path: Path, engine: str) -> None:
    page = FULL + over(8, left=255, width=75) + over(9, lines=3)
    d = one(write(tmp_path / "a.pdf", scan(page, 200)))
    reader._worker.end()
    blocks = d.text.split("\n\n")
    assert (d.title, d.written, d.language) == (
        "Resumption of relations with Iskia",
        Interval.parse("1984-05-02"),
        "en",
    )
    assert "MEMORANDUM FOR THE DEPUTY MINISTER" in blocks[0]
    assert "ready to reopen its embassy in Norhaven before" in d.text
    told = next(b for b in blocks if "[withheld]" in b)
    assert told.startswith("2. (C) The minister was told by") and blocks[-2] == "[withheld]"
    assert blocks[-1] == MEMO[12]
    (place,) = d.regions_of(Span(at := d.text.index("No decision"), at + 5))
    assert place.page == 1 and place.box[1] < 1 - (TOP - STEP * 12) / 792 < place.box[3] + 0.01


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    from detente.reading.lines import Line, in_reading_order

    def column(left: float, words: str) -> list[Line]:
        return [Line.even(f"{words} {n}", (left, 0.2 + n * 0.02, left + 0.35, 0.215 + n * 0.02)) for n in range(8)]

    head = Line.even("A headline over both columns", (0.1, 0.1, 0.9, 0.15))
    found = [head, *column(0.1, "left"), *column(0.55, "right")]
    random.Random(1).shuffle(found)
    assert [x.text for x in in_reading_order(found)] == [
        head.text,
        *(f"{w} {n}" for w in ("left", "right") for n in range(8)),
    ]
    labels = [
        Line.even(w, (0.1, 0.2 + n * 0.02, 0.16, 0.215 + n * 0.02)) for n, w in enumerate(("TO:", "FROM:", "DATE:"))
    ]
    values = [
        Line.even(w, (0.3, 0.2 + n * 0.02, 0.6, 0.215 + n * 0.02))
        for n, w in enumerate(("The Minister", "The Envoy", "2 May"))
    ]
    assert [x.text for x in in_reading_order(labels + values)] == [
        "TO:",
        "The Minister",
        "FROM:",
        "The Envoy",
        "DATE:",
        "2 May",
    ]


def test_scans_where_nothing_reads_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.reading import pdfpages

    monkeypatch.setattr(scanning, "available", lambda: False)
    monkeypatch.setattr(reader._worker, "ask", lambda question, data, seconds: pdfpages.pages(question, data))
    (found,) = read([write(tmp_path / "a.pdf", scan(typed(MEMO), 50))])
    assert (
        isinstance(found, Failure)
        and found.reason == "page 1 is scanned; to read what is on them: pip install 'detente[ocr]'"
    )


# ---- files made to do harm


def test_damaged_and_locked_files(tmp_path: Path) -> None:
    whole = pdf([typed(MEMO)])
    for data, says in ((b"%PDF-1.7 nothing", "damaged"), (b"", "is empty"), (pdf([""]), "no text")):
        (found,) = read([write(tmp_path / "a.pdf", data)])
        assert isinstance(found, Failure) and says in found.reason
    for n in range(20):  # every kind of damage is a document or one line, and the next file is read as if nothing were
        broken = bytearray(whole)
        rng = random.Random(n)
        for _ in range(30):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        for found in read([write(tmp_path / "b.pdf", bytes(broken[: rng.randrange(200, len(broken))]))]):
            assert isinstance(found, Document) or "\n" not in found.reason
    assert one(write(tmp_path / "c.pdf", whole)).text.endswith(MEMO[12])


def test_a_page_as_large_as_a_field(tmp_path: Path) -> None:
    huge = pdf([typed(MEMO) + over(8)]).replace(b"[0 0 612 792]", b"[0 0 9e5 9e5]")
    assert "No decision" in one(write(tmp_path / "a.pdf", huge)).text


def test_a_file_that_breaks_or_hangs_its_reader_costs_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = reader.Worker("detente.reading.guarded_for_tests")
    monkeypatch.setattr(reader, "_worker", worker)  # a module that is not there: the process ends at once
    (found,) = read([write(tmp_path / "a.pdf", pdf([typed(MEMO)]))])
    assert isinstance(found, Failure) and "broke the program that reads it" in found.reason
    write(tmp_path / "slow.py", "import time; time.sleep(60)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reader, "_worker", reader.Worker("slow"))
    monkeypatch.setattr(reader, "SECONDS", 0.5)
    (found,) = read([write(tmp_path / "a.pdf", pdf([typed(MEMO)]))])
    reader._worker.end()
    assert isinstance(found, Failure) and "seconds a page" in found.reason
