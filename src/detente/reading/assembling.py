"""Pages of lines to one text: paragraphs, words that a line's end divided, and no page numbers or running heads.

Every line that is kept becomes a Region, so that each character of the text can be shown on its page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from detente.model import Region, Span
from detente.reading.lines import MARK, Box
from detente.reading.released import withheld

_NUMBER = re.compile(
    r"(?:page |p\. ?)?[-–—]? ?(?:\d{1,4}|[ivxlc]{1,6}) ?[-–—]?(?: ?(?:of|/|de|sur) ?\d{1,4})?", re.IGNORECASE
)
_PARAGRAPH = re.compile(r"\(?(?:\d{1,3}|[a-z])[.)]\s|\([SCUTR]{1,3}(?://?[A-Z]+)*\)\s|[•▪‣–—*-]\s|¶")
_FINAL = re.compile(r"[.!?:;][\"”’»)\]]*$")
_MARGIN = 3  # lines at the top and at the bottom of a page among which running heads are looked for


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, as it came from the page's reader."""

    text: str
    page: int
    box: Box

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


def assemble(pages: list[list[PageLine]], released: bool) -> tuple[str, tuple[Region, ...]]:
    """The text of some pages and where its lines stand.

    Paragraphs are separated by blank lines, their lines by line breaks. A line at the edge of a page that comes back on
    most of its neighbours is kept once; a line of nothing but codes of exemption becomes `[withheld: CODES]`, and bars
    on lines after one another are one mark. `released` says whether the paper bears a stamp of release.
    """
    kept = list(_marks(_without_heads(pages), released))
    whole = Counter(w for line in kept for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower()))
    usual = _usual_gap(kept)
    edge = max((line.box[2] for line in kept), default=0.0)
    edge = max(edge, 0.8)
    text = ""
    regions: list[Region] = []
    before: PageLine | None = None
    for line in kept:
        words = line.text.replace("\u00ad", "-") if line.text.endswith("\u00ad") else line.text.replace("\u00ad", "")
        if before is not None:
            if _is_divided(text, words, whole):
                text = text[:-1]
                regions[-1] = Region(Span(regions[-1].span.start, len(text)), regions[-1].page, regions[-1].box)
            else:
                text += "\n\n" if _begins_paragraph(before, line, usual, edge) else "\n"
        regions.append(Region(Span(len(text), len(text) + len(words)), line.page, line.box))
        text += words
        before = line
    return text, tuple(regions)


def _without_heads(pages: list[list[PageLine]]) -> Iterator[PageLine]:
    """Lines without page numbers, and without what most pages repeat at their edges but its first."""
    edges = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    repeated = {key for key, n in edges.items() if (n >= 3 and n >= 0.4 * len(pages)) or n == len(pages) == 2}
    seen: set[str] = set()
    for page in pages:
        for line in page:
            if line in _edges(page):
                if _NUMBER.fullmatch(line.text.strip()):
                    continue
                key = _key(line)
                if key in repeated and key in seen:
                    continue
                seen.add(key)
            yield line


def _edges(page: list[PageLine]) -> list[PageLine]:
    ordered = sorted(page, key=lambda line: line.box[1])
    return [x for x in ordered[:_MARGIN] if x.box[3] < 0.15] + [x for x in ordered[-_MARGIN:] if x.box[1] > 0.85]


def _key(line: PageLine) -> str:
    """What makes two lines the same running head; numbers differ only in the outer margin."""
    words = "".join(line.text.split()).casefold()
    return re.sub(r"\d+", "#", words) if line.box[3] < 0.1 or line.box[1] > 0.9 else words


def _marks(lines: Iterator[PageLine], released: bool) -> Iterator[PageLine]:
    before: PageLine | None = None
    for line in lines:
        code = withheld(line.text, released)
        line = PageLine(code or line.text, line.page, line.box)
        if before is not None and line.text == MARK and before.text.endswith(MARK) and line.page == before.page:
            continue
        yield line
        before = line


def _usual_gap(lines: list[PageLine]) -> float:
    """The space that is usual between two lines of a paragraph, in heights of a line."""
    gaps = sorted(
        (b.box[1] - a.box[3]) / max(a.height, 1e-4)
        for a, b in pairwise(lines)
        if a.page == b.page and -0.5 * a.height < b.box[1] - a.box[3] < 3 * a.height
    )
    return gaps[len(gaps) // 3] if gaps else 0.3


def _begins_paragraph(a: PageLine, b: PageLine, usual: float, edge: float) -> bool:
    """Whether `b` begins another paragraph than that of `a`; `usual` is the gap between lines, `edge` the right margin."""
    if a.text.startswith("[withheld:") or b.text.startswith("[withheld:") or _PARAGRAPH.match(b.text):
        return True
    if a.page != b.page or b.box[1] < a.box[1]:  # a new page or column
        return bool(_FINAL.search(a.text)) or not b.text[:1].islower()
    gap = (b.box[1] - a.box[3]) / max(a.height, 1e-4)
    larger = max(a.height, b.height) > 1.35 * min(a.height, b.height)
    indented = b.box[0] - a.box[0] > 0.012 and bool(_FINAL.search(a.text))
    # Where every gap is wide, the text is typed with double spacing, or every paragraph has one line.
    ended = gap > 0.8 and (bool(_FINAL.search(a.text)) or a.box[2] < 0.75 * edge)
    return (
        gap > usual + 0.45 or ended or indented or (larger and bool(_FINAL.search(a.text) or not b.text[:1].islower()))
    )


def _is_divided(text: str, words: str, whole: Counter[str]) -> bool:
    """Whether a line's end divides a word: "coopera-" and "tion" do, "vice-" and "president" do not where the document has
    the word with its hyphen elsewhere."""
    a, b = re.search(r"([^\W\d_]+)-$", text), re.match(r"[^\W\d_]+", words)
    if not a or not b or not b[0][0].islower():
        return False
    return whole[(a[1] + b[0]).lower()] >= whole[f"{a[1]}-{b[0]}".lower()]
