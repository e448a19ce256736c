"""Who says so: the sources of a text, the words that tie them to what they say, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.coding.attribution.attach import attach
from detente.coding.attribution.kinds import kind_of
from detente.coding.attribution.parse import Parse
from detente.coding.attribution.quotes import quotations
from detente.coding.attribution.spans import Draft, merged, minus, to_spans
from detente.coding.attribution.transcripts import of_blocks, of_transcript
from detente.coding.attribution.verbs import of_verb
from detente.coding.attribution.phrases import of_phrase
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
        if v in quoted:
            continue
        d = of_verb(p, v) if p.pos[v] in ("VERB", "AUX") else None
        d = d or of_phrase(p, v)
        if d is not None:
            drafts.append(d)
    drafts += of_blocks(p, drafts)
    attach(p, quotes, drafts)
    drafts += of_transcript(p)
    out = []
    for d in drafts:
        if not _own(p, d, drafts):
            continue
        content = to_spans(p, d.content)
        if not content:
            continue
        cue, source = to_spans(p, d.cue), to_spans(p, d.source)
        if not (cue or source):
            continue
        out.append(Attribution(document_id, source, cue, content, kind_of(p, d.speaker) if d.speaker is not None else "anonymous"))
    return sorted(out, key=lambda a: min(a.source + a.cue + a.content))


def _own(p, d, drafts):
    v = d.head
    if d.spoken or not any(o is not d and any(a <= v < b for a, b in o.content) and not any(a <= o.head < b for a, b in d.content) for o in drafts):
        return True
    if d.speaker is None or p.pos[d.speaker] == "PRON":
        return False
    return any(p.dep[c] == "ccomp" for c in p.kids[v]) and p.tag[v] in ("VBD", "VBZ", "VBP", "VBN")


def covering(attributions, offset):
    return ()
