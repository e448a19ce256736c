"""The coder in several processes: results in the order of the documents, whatever the number of workers."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from detente.coding.coder import code
from detente.model import Coding, Document

if TYPE_CHECKING:
    from detente.coding.assistant.reviewing import Assistance, Assistant
    from detente.coding.assistant.tally import Tally

KEY = "DETENTE_MODEL_KEY"
BATCH = 16  # documents a task: enough to fill the parser's batches, few enough to keep every worker busy


def _code_batch(
    batch: list[Document], language: str | None, assistance: Assistance | None
) -> tuple[list[tuple[Document, Coding]], Tally | None]:
    if assistance is None:
        return list(code(batch, language)), None
    assistant = _kept(assistance)
    found = list(code(batch, language, assistant))
    done, assistant.tally = assistant.tally, type(assistant.tally)()
    return found, done


def _assistant(assistance: Assistance) -> Assistant:
    from detente.coding.assistant.reviewing import Assistant

    return Assistant(assistance, os.environ.get(KEY) or None)


_kept = cache(_assistant)  # one for a worker, so that it remembers over its batches that nobody answers


def code_all(
    documents: Iterable[Document],
    language: str | None = None,
    workers: int = 1,
    assistance: Assistance | None = None,
    tally: Tally | None = None,
) -> Iterator[tuple[Document, Coding]]:
    """Code documents in `workers` processes (1: in this one), in order.

    `assistance` asks a language model too, with the key in the environment variable `KEY`; what becomes of that is
    added to `tally`. At most two batches a worker wait at a time, so memory does not grow with the number of documents.
    Raises what `coder.code` raises, and UsageError where the model cannot be asked at all.
    """
    stream = iter(documents)
    if workers <= 1:
        if assistance is None:
            yield from code(stream, language)
            return
        assistant = _assistant(assistance)
        try:
            yield from code(stream, language, assistant)
        finally:
            done, assistant.tally = assistant.tally, type(assistant.tally)()
            if tally is not None:
                tally.add(done)
        return
    pending: deque[Future[tuple[list[tuple[Document, Coding]], Tally | None]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            while True:
                while len(pending) < 2 * workers and (batch := list(islice(stream, BATCH))):
                    pending.append(pool.submit(_code_batch, batch, language, assistance))
                if not pending:
                    return
                found, counted = pending.popleft().result()
                if tally is not None and counted is not None:
                    tally.add(counted)
                yield from found
        finally:
            for f in pending:
                f.cancel()
