"""What on the page belongs to the story: body, headline, dateline, by-line, and furniture to leave out.

Offsets always refer to the stored text. `masked` blanks what is not to be coded with as many spaces, so that the
parser sees only the story while every offset stays true.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Literal

from detente.knowledge.lexicons import lexicon
from detente.model import Span

Kind = Literal["body", "heading", "dateline", "byline", "furniture"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text of one kind; blocks do not overlap and stand in text order."""

    span: Span
    kind: Kind


_PARAGRAPH = re.compile(r"\S(?:.*?\S)?(?=\s*?(?:\n[ \t\u00a0]*\n|\Z))", re.DOTALL)
# "OSLO, March 3 (Agency) - ", "WASHINGTON (AP) — ", "Addis Ababa — ": a place in capitals or before a date or agency.
_DATELINE = re.compile(
    r"(?:[A-ZÀ-Ý][A-ZÀ-Ýa-zà-ÿ.'’-]+(?:[ /,]+(?:[A-ZÀ-Ý][\w.'’-]*|\d{1,2},?|\d{4})){0,6})"
    r"\s*(?:\([^()\n]{2,40}\)\s*)?(?:—|–|--+|-(?=\s)|:(?=\s*[—–-]))\s*"
)
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s+|¶\s*\d*\.?\s*|\([SCU]{1,2}(?:/\w+)?\)\s*")


def blocks(text: str, title: str | None = None, language: str = "en") -> list[Block]:
    """Divide `text` into blocks.

    `title` is the document's headline where known: a first line that repeats it, or a first line that occurs twice, is
    a heading the second time and furniture the first. Paragraphs are separated by blank lines; a line break inside a
    paragraph starts a new one only where the line before is short and has no end mark (lists, headings, addresses).
    """
    words = lexicon(language, "furniture")
    whole, parts = _patterns(words["lines"]), _patterns(words["prefixes"])
    byline = _patterns(words["bylines"])
    out: list[Block] = []
    seen: set[str] = set()
    spans = [s for p in _PARAGRAPH.finditer(text) for s in _split(text, Span(p.start(), p.end()))]
    for n, span in enumerate(spans):
        line = " ".join(span.of(text).split())
        key = line.casefold().rstrip(".")
        if (
            whole.fullmatch(line)
            or (len(line) < 200 and parts.match(line))
            or (len(line) > 12 and key in seen)
            or (n > 0 and title and key == title.casefold().rstrip("."))
        ):
            out.append(Block(span, "furniture"))
        elif len(line) < 90 and byline.fullmatch(line):
            out.append(Block(span, "byline"))
        elif n < 3 and len(line) < 180 and not re.search(r"[.!?:;”\"’)]$", line) and len(spans) > n + 1:
            out.append(Block(span, "heading"))
        else:
            out.extend(_body(text, span, n, parts))
        seen.add(key)
    return out


def _patterns(sources: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{s})" for s in sources), re.IGNORECASE)


def _split(text: str, span: Span) -> list[Span]:
    """A paragraph's lines belong together unless a line is short and ends without a mark before a capital."""
    lines = [Span(span.start + m.start(), span.start + m.end()) for m in re.finditer(r"[^\n]*\S", span.of(text))]
    if len(lines) < 2:
        return [span]
    widest = max(s.end - s.start for s in lines)
    out = [lines[0]]
    for before, line in itertools.pairwise(lines):
        words, tail = line.of(text).strip(), before.of(text).rstrip()
        wrapped = before.end - before.start > 0.7 * widest and widest < 110
        if (words[:1].islower() or (wrapped and not _NUMBERED.match(words))) and not tail.endswith((":",)):
            out[-1] = Span(out[-1].start, line.end)
        else:
            out.append(line)
    return out


def _body(text: str, span: Span, n: int, parts: re.Pattern[str]) -> list[Block]:
    out: list[Block] = []
    start = span.start
    if m := _NUMBERED.match(text, start, span.end):
        out.append(Block(Span(start, m.end()), "furniture"))
        start = m.end()
    if n < 6 and (m := _DATELINE.match(text, start, min(span.end, start + 90))) and _is_dateline(m.group()):
        out.append(Block(Span(start, m.end()), "dateline"))
        start = m.end()
    # A share button or a "read more" may be glued to the end of the last sentence.
    end = span.end
    while m := re.search(r"(?<=[.!?”\"])\s+(\S[^.!?]{2,60})$", text[start:end]):
        if not parts.match(m.group(1)):
            break
        out.append(Block(Span(start + m.start(1), end), "furniture"))
        end = start + m.start()
    out.append(Block(Span(start, end), "body"))
    return sorted(out, key=lambda b: b.span)


def _is_dateline(words: str) -> bool:
    first = re.match(r"[^\s,(]+", words)
    has_mark = re.search(r"\(|\d|—|–|--", words) is not None
    return first is not None and has_mark and (first.group().isupper() or "(" in words or bool(re.search(r"\d", words)))


def masked(text: str, layout: list[Block]) -> str:
    """`text` with everything but body and headings replaced by as many spaces; line breaks inside blocks become spaces."""
    out = [" "] * len(text)
    for b in layout:
        if b.kind in ("body", "heading"):
            out[b.span.start : b.span.end] = b.span.of(text).replace("\n", " ").replace("\t", " ")
    return "".join(out)
