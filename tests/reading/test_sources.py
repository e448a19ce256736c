"""What people have, read: every kind of source, and one clear line for whatever cannot be."""

import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.model import Document, Interval
from detente.reading.describing import TEXT_LIMIT
from detente.reading.jsonlines import LINE_LIMIT
from detente.reading.sources import READERS, Defaults, Failure, read

STORY = "Iceland reopened its consulate in Bergen."


def documents(*paths: Path | str, defaults: Defaults | None = None) -> list[Document]:
    found = list(read(paths, defaults))
    assert not [str(f) for f in found if isinstance(f, Failure)]
    return [d for d in found if isinstance(d, Document)]


def failure(*paths: Path | str) -> Failure:
    (found,) = read(paths)
    assert isinstance(found, Failure)
    assert "\n" not in str(found)
    return found


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# ---- plain text


def test_plain_text_is_kept_as_it_is(tmp_path: Path) -> None:
    (d,) = documents(put(tmp_path / "a.txt", "Headline\r\n\r\nTime: it flew.\r\n"))
    assert d.text == "Headline\n\nTime: it flew.\n"
    assert (d.title, d.published, d.origin) == (None, None, str(tmp_path / "a.txt"))


def test_header_lines_describe_and_are_no_part_of_the_text(tmp_path: Path) -> None:
    head = "Title: Back to Bergen\nDATE: 20 September 2018\nWritten: 2018-09\npublisher: Post\n"
    head += "Home: isl\nURL: http://x/y\n"
    (d,) = documents(put(tmp_path / "2001-01-01.txt", f"{head}Language: en-GB\n\n{STORY}\nDate: unknown\n"))
    assert d.text == f"{STORY}\nDate: unknown\n"
    assert (d.title, d.source, d.home, d.url, d.language) == ("Back to Bergen", "Post", "ISL", "http://x/y", "en")
    assert (d.published, d.written) == (Interval.parse("2018-09-20"), Interval.parse("2018-09"))


def test_date_from_the_file_name_then_from_the_defaults(tmp_path: Path) -> None:
    given = Defaults(published=Interval.parse("2000"), home="NOR", language="en", source="Gazette")
    named, other = documents(
        put(tmp_path / "post-2018-09-20-b.txt", STORY), put(tmp_path / "2018-99-20.txt", STORY), defaults=given
    )
    assert (named.published, other.published) == (Interval.parse("2018-09-20"), Interval.parse("2000"))
    assert (named.home, named.language, named.source) == ("NOR", "en", "Gazette")


def test_ids_depend_on_content_not_on_where_it_lies(tmp_path: Path) -> None:
    a, b, c = documents(
        *(put(tmp_path / n, t) for n, t in (("a.txt", STORY), ("x/b.txt", STORY), ("c.txt", STORY + "!")))
    )
    assert a.id == b.id != c.id


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "Þór Jónsson \u2013 „já“"),
        ("utf-16", "Þór Jónsson \u2013 „já“"),
        ("utf-32", "Þór"),
        ("cp1252", "Þór Jónsson said \u2013 “yes”"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    (d,) = documents(put(tmp_path / "a.txt", text.encode(encoding)))
    assert d.text == text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\n\t\n", "is empty"),
        (b"Title: Only a title\n\n", "no text below"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG image"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1 text}", "RTF"),
        (b"abc\0def", "binary"),
        ("Министр прибыл в столицу.".encode("cp1251"), "convert it to UTF-8"),
        (b"\xef\xbb\xbfabc\xff", "marked as UTF-8"),
        (b"Date: soon\n\nText.", "published: not a date"),
        (b"Home: XQX\n\nText.", "no such country code: 'XQX'"),
        (b"Language: Klingon\n\nText.", "language"),
    ],
)
def test_text_files_that_cannot_be_read(tmp_path: Path, content: bytes, says: str) -> None:
    found = failure(put(tmp_path / "a.txt", content))
    assert says in found.reason and found.origin == str(tmp_path / "a.txt")


def test_a_text_too_long(tmp_path: Path) -> None:
    assert "longer than 5,000,000" in failure(put(tmp_path / "a.txt", "a " * (TEXT_LIMIT // 2 + 1))).reason


# ---- JSON Lines


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"


def test_a_line_with_everything(tmp_path: Path) -> None:
    (d,) = documents(put(tmp_path / "a.jsonl", line(
        id="x1", text="Þór\r\n spoke.", title="T", published="2018-09-20T10:00:00Z", written="1984", source="S",
        url="u", language="en", home="isl", more=[1],
    )))  # fmt: skip
    day, year = Interval.parse("2018-09-20"), Interval.parse("1984")
    assert d == Document("x1", "Þór\r\n spoke.", "T", day, year, "S", "u", "en", "ISL", f"{tmp_path}/a.jsonl:1")


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        line(id="ok1", text=STORY),
        '{"id": "half", "text": "Ice\n',
        "\n",
        line(id="n"),
        line(id="n", text=5),
        line(id="n", text=" "),
        line(text=STORY, published="20.9.2018"),
        line(text=STORY, home="ZZZ"),
        line(text=STORY, title=["x"]),
        "[1]\n",
        '{"text": "\\ud800 alone"}\n',
        '{"text": "a\\u0000b"}\n',
        line(id=7, text=STORY),
    ]
    found = list(read([put(tmp_path / "a.jsonl", "".join(lines))]))
    assert [d.id for d in found if isinstance(d, Document)] == ["ok1", "7"]
    says = {int(f.origin.rsplit(":", 1)[1]): f.reason for f in found if isinstance(f, Failure)}
    expected = {2: "not JSON", 4: "text: missing", 5: "text: must be text, not a number", 6: "text: is empty",
                7: "published: not a date", 8: "home: no such country", 9: "title: must be text, not a list",
                10: "must be an object", 11: "surrogate", 12: "NUL"}  # fmt: skip
    assert says.keys() == expected.keys()
    assert all(part in says[n] and "\n" not in says[n] for n, part in expected.items())


def test_not_utf8_and_empty(tmp_path: Path) -> None:
    assert "not UTF-8" in failure(put(tmp_path / "a.jsonl", b'{"text": "\xff"}')).reason
    assert failure(put(tmp_path / "b.jsonl", b"\n\n")).reason == "is empty"
    (d,) = documents(put(tmp_path / "c.jsonl", b"\xef\xbb\xbf" + line(text=STORY).encode()))
    assert d.text == STORY


def test_a_50_mb_line_is_skipped_in_little_memory() -> None:
    class Endless(io.RawIOBase):
        """`size` bytes of one line, then a short one, made as they are read."""

        def __init__(self, size: int) -> None:
            self.parts = iter([b'{"text": "', *[b"x" * 65536] * (size // 65536), b'"}\n', line(text=STORY).encode()])
            self.rest = b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            self.rest = self.rest or next(self.parts, b"")
            n = min(len(buffer), len(self.rest))
            buffer[:n], self.rest = self.rest[:n], self.rest[n:]
            return n

    from detente.reading import jsonlines

    found = list(jsonlines.read(io.BufferedReader(Endless(50_000_000)), "big.jsonl", Defaults()))  # type: ignore[arg-type]
    assert str(found[0]) == f"big.jsonl:1: longer than {LINE_LIMIT:,} bytes"
    assert isinstance(found[1], Document) and found[1].text == STORY


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60))
def test_no_bytes_whatever_break_the_readers(tmp_path: Path, data: bytes) -> None:
    for ending in READERS:
        for found in read([put(tmp_path / f"x{ending}", data)]):
            assert isinstance(found, Document | Failure) and "\n" not in str(getattr(found, "reason", ""))


# ---- TEI

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en-US"><teiHeader><fileDesc><titleStmt>
<title type="short">Iskia</title><title type="complete">Relations with
   Iskia</title></titleStmt><publicationStmt><p>Office of Fisheries, 2009</p></publicationStmt></fileDesc>
<profileDesc><creation><date when="1984-05-02">May 2</date></creation></profileDesc></teiHeader>
<text><body><div><head>Recognition,
  <date when="1921">1921</date>.</head><figure><head>A flag</head></figure><p>Norland <hi>recognized</hi>
  Iskia<note><p>See the treaty.</p></note> in 1921 &amp; later.</p>
<p>It <choice><sic>oppened</sic><corr>opened</corr></choice>
a post.</p><list><item>One</item><item>Two</item></list></div></body></text></TEI>"""


def test_tei_paragraphs_headings_and_header(tmp_path: Path) -> None:
    (d,) = documents(put(tmp_path / "a.xml", TEI))
    assert d.text.split("\n\n") == [
        "Recognition, 1921.", "Norland recognized Iskia in 1921 & later.", "See the treaty.", "It opened a post.",
        "One", "Two",
    ]  # fmt: skip
    assert (d.title, d.source, d.language) == ("Relations with Iskia", "Office of Fisheries", "en")
    assert (d.published, d.written) == (Interval.parse("2009"), Interval.parse("1984-05-02"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<TEI><text>", "not XML: line 1"),
        ("<html><p> </p></html>", "no text"),
        ("<book><p>x</p></book>", "not TEI"),
        ("<TEI><teiHeader/></TEI>", "no text"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><TEI><text><p>&b;</p></text></TEI>', "document type"),
        ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><TEI><text><p>&f;</p></text></TEI>', "document type"),
        ('<?xml version="1.0" encoding="no-such"?><TEI/>', "not XML|encoding"),
        ("", "is empty"),
    ],
)
def test_xml_that_is_no_tei_or_does_harm(tmp_path: Path, content: str, says: str) -> None:
    reason = failure(put(tmp_path / "a.xml", content)).reason
    assert any(part in reason for part in says.split("|")), reason


# ---- folders, standard input


def test_folders_are_read_in_order_with_all_below(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.jsonl", "b/1.txt", ".hidden/x.txt", "b/.x.txt"):
        put(tmp_path / name, line(text=name) if name.endswith("jsonl") else name)
    put(tmp_path / "c.wpd", b"PK")
    *found, last = read([tmp_path])
    assert [d.text for d in found if isinstance(d, Document)] == ["a.jsonl", "b/1.txt", "b/2.txt"]
    assert isinstance(last, Failure) and "no reader for .wpd" in last.reason


def test_links_that_lead_in_circles(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", STORY)
    (tmp_path / "loop").symlink_to(tmp_path)
    assert len(documents(tmp_path)) == 1


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "pipe" in failure(tmp_path).reason


def test_missing_unreadable_and_empty_folder(tmp_path: Path) -> None:
    assert failure(tmp_path / "none.txt").reason == "no such file or folder"
    (tmp_path / "empty").mkdir()
    assert failure(tmp_path / "empty").reason == "is an empty folder"


def test_unknown_ending_is_tried_as_text_where_it_was_named(tmp_path: Path) -> None:
    assert documents(put(tmp_path / "cable.wpd", STORY))[0].text == STORY


@pytest.mark.parametrize("content", [STORY, " \n" + line(text=STORY)])
def test_standard_input_is_text_or_json_lines(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content.encode()))))  # type: ignore[arg-type]
    (d,) = documents("-")
    assert d.text == STORY and d.origin is not None and d.origin.startswith("standard input")
