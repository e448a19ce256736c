"""Word documents (DOCX): paragraphs, tables and notes, with what is blacked out marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, cast
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from detente.model import Document
from detente.reading import exports, markup, released
from detente.reading.archives import seekable
from detente.reading.dates import iso
from detente.reading.describing import Defaults, Failure, Unreadable, describe
from detente.reading.naming import named
from detente.reading.parts import BROKEN, Budget, member, reason

BYTE_LIMIT = 100 << 20
"""Most bytes of XML in a document: a paragraph takes about ten times its text."""

_BLACK = frozenset(("000000", "black"))


def read(stream: BinaryIO, origin: str, defaults: Defaults, budget: Budget) -> Iterator[Document | Failure]:
    """The one document of a Word file (or the articles of an export in one): as its last reviewer left it, deletions
    left out, foot and end notes after the paragraphs that point to them, runs of black on black as `[withheld]`.

    Published is the release date on its stamp, then the date of its name, then the day on which it was created.
    Raises Unreadable where it is no such file.
    """
    with seekable(stream) as file:
        try:
            archive = ZipFile(file)
            names = {n.lower(): n for n in archive.namelist()}
            body = _xml(archive, names, "word/document.xml", budget)
            if body is None:
                raise Unreadable("a ZIP archive, but no Word document (it has no word/document.xml)")
            notes = _notes(archive, names, budget)
            properties = _xml(archive, names, "docprops/core.xml", budget)
        except (*BROKEN, ValueError, RuntimeError, KeyError) as e:
            raise Unreadable(f"not a Word document that can be read ({reason(e)})") from None
    text = "\n\n".join(_paragraphs(body, notes))
    if not text.strip():
        raise Unreadable("has no text")
    found = exports.articles(text)
    if found is not None:
        for number, article in enumerate(found, 1):
            at = f"{origin}#{number}"
            try:
                yield describe(article, at, defaults)
            except Unreadable as e:
                yield Failure(at, str(e))
        return
    fields = _properties(properties) | named(origin) | {"text": text}
    if title := released.subject(text) or _heading(body) or _property(properties, "title"):
        fields["title"] = title
    yield describe(fields | released.dates(text), origin, defaults)


def _xml(archive: ZipFile, names: dict[str, str], name: str, budget: Budget) -> Element | None:
    if name not in names:
        return None
    with archive.open(names[name]) as inside:
        return markup.parse(member(cast(BinaryIO, inside), budget), BYTE_LIMIT)


def _notes(archive: ZipFile, names: dict[str, str], budget: Budget) -> dict[tuple[str, str], str]:
    out: dict[tuple[str, str], str] = {}
    for kind in ("footnote", "endnote"):
        root = _xml(archive, names, f"word/{kind}s.xml", budget)
        for note in root.iter(kind) if root is not None else ():
            if _attribute(note, "type") is None:  # the others are the lines above the notes
                out[kind, _attribute(note, "id") or ""] = " ".join(t for p in note.iter("p") if (t := _text(p)[0]))
    return out


def _paragraphs(body: Element, notes: dict[tuple[str, str], str]) -> Iterator[str]:
    """Each paragraph, in reading order; the cells of a table's row are on one line."""
    for e in body.findall("./body/*"):
        yield from _block(e, notes)


def _block(e: Element, notes: dict[tuple[str, str], str]) -> Iterator[str]:
    if e.tag == "p":
        text, pointed = _text(e)
        if text:
            yield text
        yield from (notes[p] for p in pointed if notes.get(p))
    elif e.tag == "tbl":
        for row in e.iter("tr"):
            cells = [" ".join(t for p in cell.iter("p") if (t := _text(p)[0])) for cell in row.findall("tc")]
            if line := "; ".join(c for c in cells if c):
                yield line
    elif e.tag not in ("del", "moveFrom"):
        for child in e.find("sdtContent") if e.tag == "sdt" and e.find("sdtContent") is not None else e:  # type: ignore[union-attr]
            yield from _block(child, notes)


def _text(paragraph: Element) -> tuple[str, list[tuple[str, str]]]:
    """The words of a paragraph, and the notes that it points to."""
    out: list[str] = []
    pointed: list[tuple[str, str]] = []

    def walk(e: Element) -> None:
        for child in e:
            if child.tag in ("del", "moveFrom", "pPr", "rPr", "instrText", "Fallback", "delText"):
                continue
            if child.tag == "r" and _blacked(child):
                if not (out and out[-1] == "[withheld]"):
                    out.append("[withheld]")
            elif child.tag == "t":
                out.append(child.text or "")
            elif child.tag in ("tab", "br", "cr"):
                out.append("\n" if child.tag != "tab" and _attribute(child, "type") is None else " ")
            elif child.tag == "noBreakHyphen":
                out.append("-")
            elif child.tag in ("footnoteReference", "endnoteReference"):
                pointed.append((child.tag.removesuffix("Reference"), _attribute(child, "id") or ""))
            elif child.tag != "p":  # a text box has paragraphs of its own
                walk(child)

    walk(paragraph)
    lines = (" ".join(line.split()) for line in "".join(out).split("\n"))
    return "\n".join(line for line in lines if line), pointed


def _blacked(run: Element) -> bool:
    """Whether a run is black on black: by its highlight, or its shading with text that is not light."""
    style = run.find("rPr")
    if style is None or not "".join(t.text or "" for t in run.iter("t")).strip():
        return False
    ink = _attribute(style.find("color"), "val") or "auto"
    if ink.lower() not in (*_BLACK, "auto"):
        return False
    highlight = _attribute(style.find("highlight"), "val") or ""
    shade = _attribute(style.find("shd"), "fill") or ""
    # Word shows "auto" text as white on black shading, but as black on a black highlight.
    return highlight in _BLACK or (shade.lower() in _BLACK and ink.lower() in _BLACK)


def _heading(body: Element) -> str | None:
    """The first paragraph in the style of a title, or of a heading of the first level."""
    for p in body.iter("p"):
        style = _attribute(p.find("pPr/pStyle"), "val") or ""
        if style.lower() in ("title", "titre", "heading1", "titre1"):
            return _text(p)[0].replace("\n", " ") or None
    return None


def _properties(root: Element | None) -> dict[str, str]:
    out = {"author": _property(root, "creator"), "marked": _property(root, "language"),
           "published": iso(_property(root, "created") or "")}  # fmt: skip
    return {k: v for k, v in out.items() if v}


def _property(root: Element | None, name: str) -> str | None:
    e = root.find(name) if root is not None else None
    return markup.plain(e) or None if e is not None else None


def _attribute(e: Element | None, name: str) -> str | None:
    if e is None:
        return None
    return next((v for k, v in e.attrib.items() if k.rpartition("}")[2] == name), None)
