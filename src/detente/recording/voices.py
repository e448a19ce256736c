"""Near-copies: stories so alike that they are one voice, however many papers print them.

Each document has a MinHash signature (Broder 1997) over its word 4-grams. Signatures that agree in one of 42 bands of 3
rows are compared (locality-sensitive hashing: Indyk and Motwani 1998). The share j of rows that agree estimates the
Jaccard similarity of the two sets of n and m grams, and j (n + m) / ((1 + j) min(n, m)) the part of the smaller that is
contained in the larger. They are copies where j is a half at least, or where one is a shortened form of the other: most
of it contained in the longer. A voice is a connected component of copies, named by its smallest document id, so it does
not depend on the order in which documents came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.model import Document
from detente.recording.store import Record

PERMUTATIONS = 128
BANDS = 42
ROWS = 3
GRAM = 4
SIMILAR = 0.5
CONTAINED, AND_SIMILAR = 0.7, 0.25
"""A shortened form: so much of it is in the longer, and it is no mere scrap of that."""

_SEED = 1
_WORD = re.compile(r"\w+")

Signature = npt.NDArray[np.uint32]


def grams(text: str) -> set[str]:
    """The word 4-grams of a text; case, punctuation and white space do not matter."""
    words = _WORD.findall(text.casefold())
    return {" ".join(words[i : i + GRAM]) for i in range(max(1, len(words) - GRAM + 1))}


def signature(some: set[str]) -> Signature:
    """The MinHash signature of a set of grams: 128 numbers."""
    from datasketch import MinHash

    out = MinHash(PERMUTATIONS, seed=_SEED)
    out.update_batch([g.encode() for g in some])
    return np.asarray(out.hashvalues, dtype=np.uint32)


def signed(text: str) -> Signature:
    """The signature of a text."""
    return signature(grams(text))


def file_signatures(record: Record, documents: Iterable[Document]) -> None:
    """Sign newly filed documents and find their copies among all; blocks whose voices change become stale."""
    new = list(documents)
    cut = [grams(d.text) for d in new]
    signatures = [signature(g) for g in cut]
    ids = [d.id for d in new]
    record.append(
        "signatures",
        pl.DataFrame({"document": ids, "signature": [s.tobytes() for s in signatures], "grams": [len(g) for g in cut]}),
    )
    record.append("bands", _bands(ids, signatures))
    found = _copies(record, ids)
    record.append("copies", found)
    if found.height == 0:
        return
    known = voices(record)
    touched_voices = {known[i] for i in ids if i in known}
    for some in _slices(sorted(d for d, voice in known.items() if voice in touched_voices)):
        record.execute(
            "INSERT INTO stale SELECT DISTINCT block FROM mentions WHERE document IN (SELECT unnest(?::VARCHAR[]))",
            [some],
        )


def voices(record: Record, known_by: date | None = None) -> dict[str, str]:
    """The voice of each document that has copies among those known by a date; any other is its own voice."""
    pairs = record.rows(
        "SELECT a, b FROM copies" if known_by is None else
        "SELECT a, b FROM copies JOIN documents x ON x.id = a JOIN documents y ON y.id = b"
        " WHERE x.known <= ? AND y.known <= ?",
        [] if known_by is None else [known_by, known_by],
    )  # fmt: skip
    return components(pairs)


def components(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For every name in `pairs`, the smallest name that it is connected with."""
    root: dict[str, str] = {}

    def find(x: str) -> str:
        while (up := root.setdefault(x, x)) != x:
            root[x] = root[up]
            x = root[x]
        return x

    for a, b in pairs:
        low, high = sorted((find(a), find(b)))
        root[high] = low
    return {x: find(x) for x in list(root)}


def voice_of(document: str, known: Mapping[str, str]) -> str:
    """The voice of one document, given `voices`."""
    return known.get(document, document)


def _bands(ids: list[str], signatures: list[Signature]) -> pl.DataFrame:
    table = np.array(signatures, dtype=np.uint64)[:, : BANDS * ROWS].reshape(len(ids), BANDS, ROWS)
    hashes = np.zeros((len(ids), BANDS), dtype=np.uint64)
    for r in range(ROWS):
        # FNV-like mixing; overflow wraps, as meant.
        hashes = (hashes ^ table[:, :, r]) * np.uint64(0x9E3779B97F4A7C15)
    return pl.DataFrame(
        {
            "document": np.repeat(ids, BANDS),
            "band": np.tile(np.arange(BANDS, dtype=np.uint8), len(ids)),
            "hash": hashes.view(np.int64).ravel(),
        },
        schema={"document": pl.String, "band": pl.UInt8, "hash": pl.Int64},
    )


def _copies(record: Record, ids: list[str]) -> pl.DataFrame:
    found = record.against(
        pl.DataFrame({"id": ids}, schema={"id": pl.String}),
        "WITH pairs AS (SELECT DISTINCT least(n.document, o.document) AS a, greatest(n.document, o.document) AS b"
        " FROM given JOIN bands n ON n.document = given.id"
        " JOIN bands o ON o.band = n.band AND o.hash = n.hash AND o.document <> n.document)"
        " SELECT a, b, x.signature AS x, y.signature AS y, x.grams AS n, y.grams AS m FROM pairs"
        " JOIN signatures x ON x.document = a JOIN signatures y ON y.document = b ORDER BY a, b",
    )
    x, y = (np.frombuffer(b"".join(found[c]), np.uint32).reshape(-1, PERMUTATIONS) for c in ("x", "y"))
    shared = pl.Series((x == y).mean(axis=1), dtype=pl.Float64)
    j, n, m = pl.col("similarity"), pl.col("n"), pl.col("m")
    contained = j * (n + m) / ((1 + j) * pl.min_horizontal(n, m))
    out = found.with_columns(similarity=shared)
    out = out.filter((j >= SIMILAR) | ((contained >= CONTAINED) & (j >= AND_SIMILAR)))
    return out.select("a", "b", "similarity")


def _slices(names: list[str], size: int = 1000) -> Iterable[list[str]]:
    return (names[i : i + size] for i in range(0, len(names), size))
