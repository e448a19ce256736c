"""The coder in several processes: results in the order of the documents, whatever the number of workers."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from detente.coding.coder import code
from detente.knowledge.dictionaries import NOTHING, Own
from detente.model import Coding, Document

if TYPE_CHECKING:
    from detente.coding.assistant.reviewing import Assistance, Assistant
    from detente.coding.assistant.tally import Tally

KEY = "DETENTE_MODEL_KEY"
BATCH = 16  # documents a task: enough to fill the parser's batches, few enough to keep every worker busy


_own: Own = NOTHING  # of a worker: a user's knowledge reaches each once, not with every batch
_reader: Assistant | None = None  # of a worker: remembers over its batches that nobody answers


def _start(own: Own, assistance: Assistance | None) -> None:
    global _own, _reader
    _own, _reader = own, _assistant(assistance)


def _assistant(assistance: Assistance | None) -> Assistant | None:
    if assistance is None:
        return None
    from detente.coding.assistant.reviewing import Assistant

    return Assistant(assistance, os.environ.get(KEY) or None)


def _counted(assistant: Assistant | None) -> Tally | None:
    """What an assistant has done since this was last asked."""
    if assistant is None:
        return None
    done, assistant.tally = assistant.tally, type(assistant.tally)()
    return done


def _code_batch(batch: list[Document], language: str | None) -> tuple[list[tuple[Document, Coding]], Tally | None]:
    return list(code(batch, language, _own, _reader)), _counted(_reader)


def code_all(
    documents: Iterable[Document],
    language: str | None = None,
    workers: int = 1,
    own: Own = NOTHING,
    assistance: Assistance | None = None,
    tally: Tally | None = None,
) -> Iterator[tuple[Document, Coding]]:
    """Code documents in `workers` processes (1: in this one), in order, with a user's `own` knowledge.

    `assistance` asks a language model too, with the key in the environment variable `KEY`; what becomes of that is
    added to `tally`. At most two batches a worker wait at a time, so memory does not grow with the number of documents.
    Raises what `coder.code` raises, and UsageError where the model cannot be asked at all.
    """
    if workers <= 1:
        assistant = _assistant(assistance)
        try:
            yield from code(documents, language, own, assistant)
        finally:
            counted = _counted(assistant)
            if tally is not None and counted is not None:
                tally.add(counted)
        return
    pending: deque[Future[tuple[list[tuple[Document, Coding]], Tally | None]]] = deque()
    stream = iter(documents)
    start = (own, assistance)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=start) as pool:
        try:
            while True:
                while len(pending) < 2 * workers and (batch := list(islice(stream, BATCH))):
                    pending.append(pool.submit(_code_batch, batch, language))
                if not pending:
                    return
                found, counted = pending.popleft().result()
                if tally is not None and counted is not None:
                    tally.add(counted)
                yield from found
        finally:
            for f in pending:
                f.cancel()
