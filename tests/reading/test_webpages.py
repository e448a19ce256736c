"""Pages: the story without what surrounds it, and the dates, names and language that the page states."""

from pathlib import Path

import pytest
from making import NEWS_HEAD, RECIT, STORY, page, write

from detente.model import Document, Interval
from detente.reading.sources import Failure, read
from detente.reading.webpages import BYTE_LIMIT, TAG_LIMIT


def one(path: Path) -> Document:
    (found,) = read([path])
    assert isinstance(found, Document), str(found)
    return found


def test_the_story_and_what_the_page_says_of_itself(tmp_path: Path) -> None:
    d = one(write(tmp_path / "a.html", page(head=NEWS_HEAD)))
    assert d.text.split("\n\n") == ["Norland reopens embassy", *STORY]
    assert (d.title, d.author, d.source, d.language) == (
        "Norland reopens embassy",
        "Ida Berg",
        "The Harbour Post",
        "en",
    )
    assert d.published == Interval.parse(
        "2018-09-20"
    )  # as the newspaper's clock shows it, though it is the 21st in UTC


@pytest.mark.parametrize(
    ("head", "published", "written"),
    [
        ('<meta property="article:published_time" content="2018-09-20T01:00:00Z">', "2018-09-20", None),
        (
            '<meta name="DC.date.issued" content="2012"><meta name="dcterms.created" content="2 May 1984">',
            "2012",
            "1984-05-02",
        ),
        ('<meta name="date" content="nonsense"><meta name="pubdate" content="September 20, 2018">', "2018-09-20", None),
        ("", None, None),
    ],
)
def test_dates_from_meta_elements_never_from_the_foot(
    tmp_path: Path, head: str, published: str | None, written: str | None
) -> None:
    d = one(write(tmp_path / "a.html", page(head=head)))
    assert (d.published and d.published.iso(), d.written and d.written.iso()) == (published, written)


def test_a_date_in_a_time_element_or_the_name(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.html", page(['<time datetime="2018-09-20">yesterday</time>', *STORY]))).published
    d = one(write(tmp_path / "20180920_norland.html", page()))
    assert d.published == Interval.parse("2018-09-20")


def test_the_language_is_that_of_the_words_not_of_the_template(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.html", page(RECIT, lang="en"))).language == "fr"


@pytest.mark.parametrize(
    ("says", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("windows-1251", "cp1251"),
        ("no-such", "utf-8"),
        ("utf-7", "utf-8"),
    ],
)
def test_encodings(tmp_path: Path, says: str, encoding: str) -> None:
    words = "Норландия вновь открыла своё посольство в столице Искии в четверг." if "1251" in says else RECIT[0]
    html = page([words, words], lang="x").replace('charset="utf-8"', f'charset="{says}"')
    assert words in one(write(tmp_path / "a.html", html.encode(encoding))).text


def test_a_saved_page_keeps_its_address_and_its_folder_of_pictures_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "p/story.html", "<!-- saved from url=(0028)http://post.example/world/1 -->\n" + page())
    write(tmp_path / "p/story_files/site.css", "p {}")
    write(tmp_path / "p/other_files/note.txt", STORY[0])
    found = list(read([tmp_path / "p"]))
    assert [getattr(d, "url", d) for d in found] == [None, "http://post.example/world/1"]


def test_a_page_too_short_to_look_for_a_story(tmp_path: Path) -> None:
    d = one(
        write(tmp_path / "a.html", "<html><title>Brief</title><body><p>Norland reopened its embassy.</p></body></html>")
    )
    assert (d.text, d.title) == ("Norland reopened its embassy.", "Brief")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"<html><script>let story = 'none without a script'</script></html>", "no text"),
        (b"<p>x" * (TAG_LIMIT + 1), "tags"),
        (b"<p>" + b"x" * BYTE_LIMIT, "longer than"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
    ],
)
def test_pages_that_are_not_read(tmp_path: Path, content: bytes, says: str) -> None:
    (found,) = read([write(tmp_path / "a.html", content)])
    assert isinstance(found, Failure) and says in found.reason and "\n" not in found.reason


def test_deep_nesting_does_no_harm(tmp_path: Path) -> None:
    for n, html in enumerate(("<div>" * 90_000, "<b><i>" * 40_000 + "text", "<table><tr><td>" * 30_000)):
        (found,) = read([write(tmp_path / f"{n}.html", html)])
        assert isinstance(found, Document | Failure)
