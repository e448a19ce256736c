"""Tables: a document a row, by the columns' own names, those they go by, or those the user gives."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from making import RECIT, STORY, write
from typer.testing import CliRunner

from detente.model import Document, Interval
from detente.reading.sources import Defaults, Failure, read
from detente.showing.cli import app


def test_columns_by_the_names_they_go_by(tmp_path: Path) -> None:
    story = STORY[2].replace('"', '""')
    table = f'id,Body,publish_date,Headline,outlet,byline,link\n7,"{story}",20 September 2018,Reopened,Post,Ida Berg,http://x/y\n'
    (d,) = read([write(tmp_path / "a.csv", table)])
    assert isinstance(d, Document) and d.text == STORY[2]
    assert (d.id, d.title, d.source, d.author, d.url, d.language) == (
        "7",
        "Reopened",
        "Post",
        "Ida Berg",
        "http://x/y",
        "en",
    )
    assert d.published == Interval.parse("2018-09-20") and d.origin == f"{tmp_path}/a.csv:2"


@pytest.mark.parametrize(("name", "separator"), [("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t"), ("a.csv", ",")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_separators_and_encodings(tmp_path: Path, name: str, separator: str, encoding: str) -> None:
    rows = [("text", "date"), (f'"{RECIT[0]}"', "2018-09"), (f'"{RECIT[1]}"', "2018")]
    found = list(read([write(tmp_path / name, "\r\n".join(separator.join(r) for r in rows).encode(encoding))]))
    assert [d.text for d in found if isinstance(d, Document)] == list(RECIT)


def test_columns_that_the_user_names(tmp_path: Path) -> None:
    given = Defaults(columns={"text": "b", "written": "When"})
    (d,) = read([write(tmp_path / "a.csv", "a,b,when\nx,Norland reopened its embassy.,1984-05-02\n")], given)
    assert isinstance(d, Document) and d.text.startswith("Norland") and d.written == Interval.parse("1984-05-02")
    (d,) = read([write(tmp_path / "a.jsonl", '{"b": "Norland reopened its embassy.", "When": "1984"}')], given)
    assert isinstance(d, Document) and d.written == Interval.parse("1984")
    (found,) = read([write(tmp_path / "b.csv", "a,c\n1,2\n")], given)
    assert isinstance(found, Failure) and found.reason == "has no column 'b' (there are: a, c)"


def test_bad_rows_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    table = f'text,date\n"{STORY[0]}",2018\n,2018\n"{STORY[1]}",someday\none,two,three\n\n"line\nbreak",2018-09-20\n'
    found = list(read([write(tmp_path / "a.csv", table)]))
    says = [f.reason if isinstance(f, Failure) else f.text for f in found]
    assert says[0] == STORY[0] and says[4] == "line\nbreak"
    assert "empty" in says[1] or "missing" in says[1]
    assert "published: not a date" in says[2] and says[3] == "has 3 columns where the first line has 2"
    assert [f.origin.rsplit(":", 1)[1] for f in found] == ["2", "3", "4", "5", "7"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "which column holds the text?"),
        (b"text,date\n", "no rows"),
        (b"text\n\xff\xfe\x00broken \x80\x81\n", "NUL|UTF-8"),
        ("text\nабв где жзи\n".encode("cp1251") * 3, "UTF-8"),
        ("text\nabc\n".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b'text\n"' + b"x" * 21_000_000, "longer"),
        (b'text\n"' + b"x\n" * 6_000_000, "field larger|longer"),
    ],
)
def test_tables_that_are_not_read(tmp_path: Path, content: bytes, says: str) -> None:
    *_, last = read([write(tmp_path / "a.csv", content)])
    assert isinstance(last, Failure) and any(s in last.reason for s in says.split("|")) and "\n" not in last.reason, (
        str(last)
    )


def test_parquet(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"maintext": [STORY[0], STORY[1], None], "date": [date(2018, 9, 20), date(2018, 9, 21), None], "authors": [["A", "B"], [], None],
         "seen": [datetime(2020, 1, 1)] * 3, "n": [1, 2, 3]}
    )  # fmt: skip
    frame.write_parquet(tmp_path / "a.parquet")
    first, second, third = read([tmp_path / "a.parquet"])
    assert isinstance(first, Document) and isinstance(second, Document) and isinstance(third, Failure)
    assert (first.published, first.author, first.text) == (Interval.parse("2018-09-20"), "A, B", STORY[0])
    assert third.origin.endswith("a.parquet:3") and "text: missing" in third.reason
    (d, *_) = read([tmp_path / "a.parquet"], Defaults(columns={"published": "seen"}))
    assert isinstance(d, Document) and d.published == Interval.parse("2020-01-01")
    data = (tmp_path / "a.parquet").read_bytes()
    for broken in (b"PAR1", data[:200], data[:100] + b"\xff" * 50 + data[150:], b"x" * 100):
        for found in read([write(tmp_path / "b.parquet", broken)]):
            assert isinstance(found, Document) or "\n" not in found.reason


def test_the_command_takes_columns(tmp_path: Path) -> None:
    table = write(tmp_path / "a.csv", "Body,When\nIceland reopened its consulate in Bergen.,20 September 2018\n")
    record = tmp_path / "r.duckdb"
    done = CliRunner().invoke(app, ["add", str(record), str(table), "--columns", "text=body,published=when"])
    assert done.exit_code == 0 and "1 added" in done.output
    wrong = CliRunner().invoke(app, ["add", str(record), str(table), "--columns", "words=body"])
    assert wrong.exit_code != 0
