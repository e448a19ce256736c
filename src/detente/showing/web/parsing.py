"""Why was this coded? The parse of one sentence, as the coder saw it."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

from detente.errors import UsageError
from detente.model import Document

Json = dict[str, Any]
LONGEST = 4000
_ONE = threading.Lock()  # the parsers are not made for several threads at once


def parsed(document: Document, start: int, end: int) -> Json:
    """The words from `start` to `end` (characters) with lemma, part of speech, and relation to the word that governs each.

    The sentence is parsed by itself. Raises UsageError for a stretch that is empty, too long or not in the document.
    """
    if not 0 <= start < end <= len(document.text) or end - start > LONGEST:
        raise UsageError(f"start, end: no stretch of up to {LONGEST} characters in this document: {start} to {end}")
    from detente.coding.coder import DEFAULT_LANGUAGE  # late: they take longer to load than the page to open
    from detente.coding.parsing import LANGUAGES, parse

    language = (document.language or DEFAULT_LANGUAGE)[:2].lower()
    if language not in LANGUAGES:
        raise UsageError(f"no parser for language {language!r}")
    with _ONE:
        ((_, _, doc),) = parse([(replace(document, text=document.text[start:end], regions=()), language)])
    numbers = {t.i: n for n, t in enumerate(t for t in doc if not t.is_space)}
    tokens = [
        {"text": t.text, "lemma": t.lemma_, "tag": t.pos_, "relation": t.dep_, "head": numbers.get(t.head.i, 0),
         "start": start + t.idx, "end": start + t.idx + len(t)}
        for t in doc if not t.is_space
    ]  # fmt: skip
    return {"document": document.id, "language": language, "tokens": tokens}
