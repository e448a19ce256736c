"""The coder in several processes: results in the order of the documents, whatever the number of workers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from detente.coding.coder import code
from detente.knowledge.dictionaries import NOTHING, Own
from detente.model import Coding, Document

BATCH = 16  # documents a task: enough to fill the parser's batches, few enough to keep every worker busy


_own: Own = NOTHING  # of a worker: a user's knowledge reaches each once, not with every batch


def _start(own: Own) -> None:
    global _own
    _own = own


def _code_batch(batch: list[Document], language: str | None) -> list[tuple[Document, Coding]]:
    return list(code(batch, language, _own))


def code_all(
    documents: Iterable[Document], language: str | None = None, workers: int = 1, own: Own = NOTHING
) -> Iterator[tuple[Document, Coding]]:
    """Code documents in `workers` processes (1: in this one), in order, with a user's `own` knowledge.

    At most two batches a worker wait at a time, so memory does not grow with the number of documents. Raises what
    `coder.code` raises.
    """
    if workers <= 1:
        yield from code(documents, language, own)
        return
    pending: deque[Future[list[tuple[Document, Coding]]]] = deque()
    stream = iter(documents)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(own,)) as pool:
        try:
            while True:
                while len(pending) < 2 * workers and (batch := list(islice(stream, BATCH))):
                    pending.append(pool.submit(_code_batch, batch, language))
                if not pending:
                    return
                yield from pending.popleft().result()
        finally:
            for f in pending:
                f.cancel()
