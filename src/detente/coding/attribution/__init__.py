"""Who says so: the sources of a text, the words that tie them to what they say, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.coding.attribution.attach import attach
from detente.coding.attribution.kinds import kind_of
from detente.coding.attribution.parse import Parse
from detente.coding.attribution.quotes import quotations
from detente.coding.attribution.spans import Draft, merged, minus, to_spans
from detente.coding.attribution.verbs import of_verb
from detente.model import Attribution

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["covering", "extract"]


def extract(doc: Doc, document_id: str) -> list[Attribution]:
    p = Parse(doc)
    quotes = quotations(p)
    quoted = set()
    for a, b in quotes:
        if b - a > 5:
            quoted.update(range(a, b))
    drafts = []
    for v in range(p.n):
        if p.pos[v] in ("VERB", "AUX") and v not in quoted and (d := of_verb(p, v)):
            drafts.append(d)
    attach(p, quotes, drafts)
    out = []
    for d in drafts:
        content = to_spans(p, d.content)
        if not content:
            continue
        cue, source = to_spans(p, d.cue), to_spans(p, d.source)
        if not (cue or source):
            continue
        out.append(Attribution(document_id, source, cue, content, kind_of(p, d.speaker) if d.speaker is not None else "anonymous"))
    return sorted(out, key=lambda a: min(a.source + a.cue + a.content))


def covering(attributions, offset):
    return ()
