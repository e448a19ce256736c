"""Feeds in files: what they hold, and nothing fetched."""

from pathlib import Path

from making import STORY, item, rss, write

from detente.model import Document, Interval
from detente.reading.sources import Failure, read

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Courrier</title>
<entry><title type="html">La &lt;b&gt;Norlande&lt;/b&gt; rouvre</title><link href="http://courrier.example/1"/>
<author><name>Ida Berg</name></author><published>2018-09-20T23:30:00-04:00</published><updated>2019-01-01T00:00:00Z</updated>
<content type="html">&lt;p&gt;La Norlande a rouvert son ambassade.&lt;/p&gt;&lt;p&gt;Elle &amp;amp; l'Iskie s'étaient
entendues en mai.&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</content></entry></feed>"""


def test_rss(tmp_path: Path) -> None:
    items = item(
        "Norland &amp; Iskia",
        "http://post.example/1",
        "Thu, 20 Sep 2018 23:30:00 -0400",
        f"<p>{STORY[0]}</p><p>{STORY[2]}</p>",
    )
    items += item("Empty", "http://post.example/2", "", " ")
    first, second = read([write(tmp_path / "a.rss", rss(items))])
    assert isinstance(first, Document) and isinstance(second, Failure)
    assert first.text == f"{STORY[0]}\n\n{STORY[2]}"
    assert (first.title, first.source, first.url) == ("Norland & Iskia", "The Harbour Post", "http://post.example/1")
    assert first.published == Interval.parse("2018-09-20") and first.language == "en"
    assert second.origin.endswith("a.rss#2") and "empty" in second.reason


def test_atom_told_by_its_root_in_an_xml_file(tmp_path: Path) -> None:
    (d,) = read([write(tmp_path / "a.xml", ATOM)])
    assert isinstance(d, Document)
    assert d.text == "La Norlande a rouvert son ambassade.\n\nElle & l'Iskie s'étaient entendues en mai."
    assert (d.title, d.author, d.source, d.language) == ("La Norlande rouvre", "Ida Berg", "Le Courrier", "fr")
    assert d.published == Interval.parse("2018-09-20")


def test_feeds_that_are_not_read(tmp_path: Path) -> None:
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + rss(item("&b;", "", "", "x")).split("\n", 1)[1]
    )
    for content, says in ((bomb, "entities"), (rss(""), "no entries"), ("<rss", "nothing can be read")):
        (found,) = read([write(tmp_path / "a.rss", content)])
        assert isinstance(found, Failure) and says in found.reason and "\n" not in found.reason, str(found)
