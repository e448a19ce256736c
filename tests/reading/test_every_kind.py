"""A folder with a file of every kind that is read, added in one command: each with its date, title and language, and
every failure named."""

import bz2
import gzip
import json
import lzma
from pathlib import Path

import polars as pl
import pytest
from making import (
    FACTIVA,
    FACTIVA_CODED,
    LEXIS,
    NEWS_HEAD,
    NEXIS_UNI,
    RECIT,
    STORY,
    TEI_VOLUME,
    bar,
    docx,
    eml,
    item,
    page,
    paragraph,
    pdf,
    rss,
    scan,
    tarred,
    typed,
    warc,
    write,
    zipped,
)  # fmt: skip
from typer.testing import CliRunner

from detente.model import Document
from detente.reading.kinds import READERS
from detente.reading.sources import Failure, read
from detente.recording.store import Record
from detente.showing.cli import app

TITLE = "Norland reopens embassy"
DAY = "2018-09-20"


def row(fields: dict[str, str], text: str) -> dict[str, str]:
    return {"text": text, "published": DAY, **fields}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file of each kind; no two hold the same words, so that each is a document of its own."""
    root = tmp_path_factory.mktemp("papers")
    told = iter(range(1000))

    def story(words: tuple[str, ...] = STORY) -> list[str]:
        return [*words, f"Reference {next(told)}."]

    def text() -> bytes:
        return "\n\n".join(story()).encode()

    release = [
        "Approved For Release 2005/03/24",
        "MEMORANDUM",
        "DATE: May 2, 1984",
        "SUBJECT: Relations with Iskia",
        "",
    ]
    frame = pl.DataFrame([row({"title": TITLE}, text().decode())])
    frame.write_parquet(root / "table.parquet")
    tei = TEI_VOLUME.replace("in the capital today", "in Norhaven today")
    rows = [row({"title": "La Norlande rouvre"}, " ".join(story(RECIT)))]
    files: dict[str, str | bytes] = {
        f"plain/{DAY}-norland-reopens-embassy.txt": text(),
        "plain/header.md": f"Title: {TITLE}\nPublished: {DAY}\n\n" + text().decode(),
        "plain/header.text": f"Title: {TITLE}\nDate: 20 September 2018\n\n" + text().decode(),
        "lines.jsonl": "".join(json.dumps(r) + "\n" for r in rows),
        "lines.ndjson": json.dumps(rows[0] | {"text": " ".join(story(RECIT))}) + "\n",
        "table.csv": f'body,date,headline\n"{story()[0]} {story()[3]}",{DAY},{TITLE}\n',
        "table.tsv": f"body\tdate\theadline\n{story()[1]} {story()[3]}\t{DAY}\t{TITLE}\n",
        "volume.xml": tei,
        "article.tei": TEI_VOLUME.replace(' type="document"', "").replace("Preface", "Foreword"),
        "feed.rss": rss(item(TITLE, "http://post.example/1", "Thu, 20 Sep 2018 23:30:00 -0400", "<p>" + "</p><p>".join(story()) + "</p>")),
        "feed.atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title>{TITLE}</title>'
        f"<updated>{DAY}T01:00:00Z</updated><content>{' '.join(story())}</content></entry></feed>",
        "page.html": page(story(), NEWS_HEAD),
        "page.htm": page(story(RECIT), f'<meta name="date" content="{DAY}">', lang="en", title="La Norlande rouvre"),
        "page.xhtml": '<?xml version="1.0"?>' + page(story(), NEWS_HEAD),
        "page.mhtml": "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        + page(story(), NEWS_HEAD) + "\r\n--b--\r\n",
        "page.mht": "Content-Type: text/html\r\n\r\n" + page(story(), NEWS_HEAD),
        "memo.pdf": pdf([typed([*release, "1. Our envoy met the Foreign Minister of Iskia."])]),
        "scan.pdf": scan(
            typed([*release, "1. Our envoy met the Prime Minister of Iskia and told him of"], size=13) + bar(72, 600, 200, 14)
        ),
        "letter.docx": docx(
            paragraph(TITLE, "Title") + "".join(map(paragraph, story())), f"<dcterms:created>{DAY}T10:00:00Z</dcterms:created>"
        ),
        "letter.eml": eml(TITLE, body="\n\n".join(story())),
        "letters.mbox": b"From a@b Thu Sep 20 10:00:00 2018\n" + eml(TITLE, body="\n\n".join(story())).replace(b"\r\n", b"\n"),
        "all.zip": zipped({f"{DAY}-norland-reopens-embassy.txt": text()}),
        "all.tar": tarred({f"{DAY}-norland-reopens-embassy.txt": text()}, "w"),
        "all.tgz": tarred({f"{DAY}-norland-reopens-embassy.txt": text()}, "w:gz"),
        "all.tbz2": tarred({f"{DAY}-norland-reopens-embassy.txt": text()}, "w:bz2"),
        "all.txz": tarred({f"{DAY}-norland-reopens-embassy.txt": text()}, "w:xz"),
        f"{DAY}-norland-reopens-embassy.txt.gz": gzip.compress(text()),
        f"{DAY}-norland-reopens-embassy.txt.bz2": bz2.compress(text()),
        f"{DAY}-norland-reopens-embassy.txt.xz": lzma.compress(text()),
        "crawl.warc": gzip.decompress(warc([("http://post.example/2", "text/html", page(story(), NEWS_HEAD).encode())])),
        "exports/lexis.txt": LEXIS,
        "exports/nexis.txt": NEXIS_UNI,
        "exports/factiva.txt": FACTIVA,
        "exports/coded.txt": FACTIVA_CODED,
        "bad/broken.zip": b"PK\x03\x04",
        "bad/photo.png": b"\x89PNG",
        "bad/entities.xml": '<!DOCTYPE TEI [<!ENTITY a "b">]><TEI><text><p>&a;</p></text></TEI>',
        "bad/empty.txt": "",
    }  # fmt: skip
    for name, content in files.items():
        write(root / name, content)
    return root


def test_the_folder_has_every_ending(folder: Path) -> None:
    assert {p.suffix for p in folder.rglob("*") if p.is_file()} >= set(READERS)


def test_each_has_its_date_title_and_language(folder: Path) -> None:
    found = list(read([folder]))
    documents = [d for d in found if isinstance(d, Document)]
    by_file = {str(d.origin).removeprefix(f"{folder}/"): d for d in documents}
    for name, d in by_file.items():
        french = name.split(".")[0] == "lines" or name in ("page.htm", "exports/lexis.txt#2", "exports/factiva.txt#2")
        assert d.language == ("fr" if french else "en"), name
        assert d.title and d.published, name
        if name in ("memo.pdf", "scan.pdf"):
            said = d.title, d.published.iso(), d.written and d.written.iso()
            assert said == ("Relations with Iskia", "2005-03-24", "1984-05-02"), name
            assert d.regions and ("[withheld]" in d.text) == (name == "scan.pdf")
        elif name.startswith(("volume.xml", "article.tei")):
            assert d.published.iso() == "2012-06-01"
        else:
            assert d.published.iso() == DAY, name
            assert ("La Norlande" if french else "orland reopens embassy") in d.title, name
    assert len(by_file) == len(documents) == 38
    failures = [str(f).removeprefix(f"{folder}/") for f in found if isinstance(f, Failure)]
    assert [f.split(":")[0] for f in failures] == [
        "bad/broken.zip",
        "bad/empty.txt",
        "bad/entities.xml",
        "bad/photo.png",
    ]


def test_one_command_adds_them_all(folder: Path, tmp_path: Path) -> None:
    english = [p for p in sorted(folder.iterdir()) if p.stem not in ("lines", "exports") and p.name != "page.htm"]
    done = CliRunner().invoke(app, ["add", str(tmp_path / "r.duckdb"), *map(str, english)])
    assert done.exit_code == 1 and "4 skipped" in done.output, done.output
    with Record.open(tmp_path / "r.duckdb", create=False, read_only=True) as record:
        (count,) = record.rows(
            "SELECT count(*) FROM documents WHERE title IS NOT NULL AND language = 'en' AND known IS NOT NULL"
        )
    assert f"{count[0]} added" in done.output and count[0] == 29
