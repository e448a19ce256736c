"""Archives of anything, crawls, and what is made to fill the disk, lead outside, or never end."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest
from making import NEWS_HEAD, STORY, eml, page, pdf, rss, tarred, typed, warc, write, zipped

from detente.model import Document, Interval
from detente.reading.sources import Failure, read


def shown(path: Path) -> list[str]:
    """Origins of documents, and failures with their reasons, without the folder they lie in."""
    found = read([path])
    return [str(f if isinstance(f, Failure) else f.origin).removeprefix(f"{path.parent}/") for f in found]


def failure(path: Path) -> str:
    (found,) = read([path])
    assert isinstance(found, Failure) and "\n" not in str(found)
    return found.reason


FILES = {
    "a/2018-09-20.txt": STORY[0].encode(),
    "b.html": page(head=NEWS_HEAD).encode(),
    "c.pdf": pdf([typed(["Norland reopened its embassy in Iskia."])]),
    "d.eml": eml(),
    "__MACOSX/._a.txt": b"\0",
    ".hidden": b"x",
    "e.xyz": b"x",
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.zip", zipped(FILES)),
        ("x.tar", tarred(FILES, "w")),
        ("x.tar.gz", tarred(FILES, "w:gz")),
        ("x.tgz", tarred(FILES, "w:gz")),
        ("x.tar.bz2", tarred(FILES, "w:bz2")),
        ("x.tar.xz", tarred(FILES, "w:xz")),
    ],
)
def test_every_member_by_its_kind(tmp_path: Path, name: str, data: bytes) -> None:
    found = list(read([write(tmp_path / name, data)]))
    first, second, *_, last = found
    assert isinstance(first, Document) and first.published == Interval.parse("2018-09-20")
    assert first.origin == f"{tmp_path}/{name}!a/2018-09-20.txt"
    assert isinstance(second, Document) and second.author == "Ida Berg"
    assert len(found) == 5 and isinstance(last, Failure) and "no reader for .xyz" in last.reason


@pytest.mark.parametrize(("name", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_one_packed_file(tmp_path: Path, name: str, pack: "type[bytes]") -> None:
    lines = b'{"text": "Norland reopened its embassy."}\n' * 2
    assert shown(write(tmp_path / f"a.jsonl.{name}", pack(lines))) == [f"a.jsonl.{name}:1", f"a.jsonl.{name}:2"]
    broken = failure_of_last(write(tmp_path / f"b.jsonl.{name}", pack(lines * 500)[:-10]))
    assert "cannot be unpacked" in broken


def failure_of_last(path: Path) -> str:
    *_, last = read([path])
    assert isinstance(last, Failure)
    return last.reason


def test_archives_within_archives_and_no_further_than_four(tmp_path: Path) -> None:
    data, name = STORY[0].encode(), "story.txt"
    for n in range(4):
        data, name = (zipped if n % 2 else tarred)({name: data}), f"{n}.{'zip' if n % 2 else 'tar.gz'}"
    assert shown(write(tmp_path / name, data)) == ["3.zip!2.tar.gz!1.zip!0.tar.gz!story.txt"]
    assert "archives within one another" in failure(write(tmp_path / "4.zip", zipped({name: data})))


def test_names_that_lead_out(tmp_path: Path) -> None:
    names = {
        "../out.txt": b"x",
        "/etc/out.txt": b"x",
        "a/../../out.txt": b"x",
        "C:\\out.txt": b"x",
        "in\n\x1b[31m.txt": STORY[0].encode(),
    }
    for path in (write(tmp_path / "a.zip", zipped(names)), write(tmp_path / "a.tar", tarred(names, "w"))):
        *refused, last = shown(path)
        assert len(refused) == 4 and all(r.endswith("its name leads out of the archive: left out") for r in refused)
        assert last == f"{path.name}!in??[31m.txt"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tar", "a.zip"]


def test_links_and_devices_in_a_tar(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for n, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)):
            entry = tarfile.TarInfo(f"{n}.txt")
            entry.type, entry.linkname = kind, "/etc/hostname"
            archive.addfile(entry)
    found = shown(write(tmp_path / "a.tar", out.getvalue()))
    assert len(found) == 4 and all("is a link or a device" in f for f in found)


def test_bombs_cost_one_line(tmp_path: Path) -> None:
    zeros = bytes(10 << 20)
    flat = zipped({f"{n}.txt": zeros for n in range(40)})
    inner = zipped({"0.txt": zeros * 9})
    deep = zipped({f"{n}.zip": inner for n in range(40)})
    for name, data in (
        ("flat.zip", flat),
        ("deep.zip", deep),
        ("a.tar.gz", tarred({f"{n}.txt": zeros for n in range(40)})),
    ):
        found = [
            f for f in read([write(tmp_path / name, data)]) if isinstance(f, Failure) and "times its size" in f.reason
        ]
        assert len(found) == 1, name
    found = shown(write(tmp_path / "lines.jsonl.gz", gzip.compress(zeros * 10)))
    assert len([f for f in found if "times its size" in f]) == 1


def test_damaged_locked_and_lying_archives(tmp_path: Path) -> None:
    whole = zipped({"a.txt": STORY[0].encode() * 50, "b.txt": STORY[1].encode()})
    wrong = bytearray(whole)
    wrong[60:70] = b"\xff" * 10
    bad, good = read([write(tmp_path / "a.zip", bytes(wrong))])
    assert isinstance(bad, Failure) and "cannot be unpacked" in bad.reason and isinstance(good, Document)
    assert "not a ZIP archive" in failure(write(tmp_path / "b.zip", whole[: len(whole) // 2]))
    assert "not a TAR archive" in failure(write(tmp_path / "c.tar", b"nothing" * 200))
    locked = bytearray(zipped({"a.txt": b"x"}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert failure(write(tmp_path / "d.zip", bytes(locked))) == "is encrypted"
    cut = tarred({"a.txt": STORY[0].encode(), "b.txt": bytes(5000)}, "w")[:2500]
    first, *rest = read([write(tmp_path / "e.tar", cut)])
    assert isinstance(first, Document) and rest and all(isinstance(f, Failure) for f in rest)
    assert "holds no files" in failure(write(tmp_path / "f.zip", zipped({})))
    assert "holds no files" in failure(write(tmp_path / "g.tar", tarred({".hidden": b""})))


def test_a_zip_that_says_it_is_an_unknown_compression(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"x"}))
    data[8:10] = b"\x63\0"
    at = data.index(b"PK\x01\x02") + 10
    data[at : at + 2] = b"\x63\0"
    assert "cannot be unpacked" in failure(write(tmp_path / "a.zip", bytes(data)))


def test_a_zip_of_many_small_files_is_one_document_each(tmp_path: Path) -> None:
    data = zipped({f"{n:03}.txt": f"{STORY[0]} {n}".encode() for n in range(200)})
    assert len({d.id for d in read([write(tmp_path / "a.zip", data)]) if isinstance(d, Document)}) == 200
    assert zipfile.is_zipfile(tmp_path / "a.zip")


# ---- crawls


def test_pages_of_a_crawl(tmp_path: Path) -> None:
    pages = [
        ("http://post.example/1", "text/html; charset=utf-8", page(head=NEWS_HEAD).encode()),
        ("http://post.example/logo.png", "image/png", b"\x89PNG"),
        ("http://post.example/feed", "application/rss+xml", rss("").encode()),
        ("http://post.example/note", "text/plain", STORY[1].encode()),
    ]
    first, failure, note = read([write(tmp_path / "a.warc.gz", warc(pages))])
    assert isinstance(first, Document) and isinstance(note, Document) and isinstance(failure, Failure)
    assert (first.url, first.published) == (
        "http://post.example/1",
        Interval.parse("2018-09-20"),
    )  # not the day of the crawl
    assert first.origin == f"{tmp_path}/a.warc.gz#http://post.example/1" and note.text == STORY[1]
    assert "no entries" in failure.reason
    assert len(list(read([write(tmp_path / "b.warc", gzip.decompress(warc(pages)))]))) == 3


def test_crawls_without_pages_or_cut_off(tmp_path: Path) -> None:
    pages = [("http://post.example/1", "text/html", page().encode())]
    assert list(read([write(tmp_path / "a.warc.gz", warc(pages, "404 Not Found"))])) == []
    for data in (b"", b"nothing of the kind\n" * 10, warc(pages)[:-40], gzip.decompress(warc(pages))[:-60]):
        (found,) = read([write(tmp_path / "a.warc", data)])
        assert isinstance(found, Failure) and "\n" not in found.reason
