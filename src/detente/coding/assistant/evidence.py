"""Whether words that are said to stand in a text do."""

from __future__ import annotations

from detente.model import Span

LONGEST = 1000  # characters of a quote

_SAME = str.maketrans({"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
                       "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})  # fmt: skip


def found(quote: str, text: str, within: Span) -> Span | None:
    """Where `quote` stands in the characters `within` of a text; None where it does not.

    Word for word, whole words only; case, typographic quotation marks and dashes, and kinds of white space may differ.
    """
    wanted, _ = _plain(quote[: LONGEST + 1])
    wanted = wanted.strip()
    if not wanted or len(quote) > LONGEST or not any(c.isalnum() for c in wanted):
        return None
    held, places = _plain(within.of(text))
    at = held.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not (_joined(held, at) or _joined(held, end)):
            return Span(within.start + places[at], within.start + places[end - 1] + 1)
        at = held.find(wanted, at + 1)
    return None


def _joined(text: str, at: int) -> bool:
    """Whether a word runs on over a place."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _plain(text: str) -> tuple[str, list[int]]:
    """A text with what may differ made the same, and of each of its characters the place in the original."""
    out: list[str] = []
    places: list[int] = []
    for i, c in enumerate(text.translate(_SAME)):
        if c.isspace():
            if not out or out[-1] != " ":
                out.append(" ")
                places.append(i)
            continue
        for lower in c.lower():  # one letter may become two
            out.append(lower)
            places.append(i)
    return "".join(out), places
