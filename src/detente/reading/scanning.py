"""Scanned pages to lines, by RapidOCR where it is installed (the extra `ocr`), else by tesseract where it is."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from detente.reading.lines import Line, in_reading_order

RESOLUTION = 200
"""Dots per inch at which a page is shown to the reader of scans."""

_SURE = 0.5


def available() -> bool:
    """Whether there is anything here that reads scans."""
    return _rapid() is not None or shutil.which("tesseract") is not None


def lines(picture: Any) -> list[Line]:
    """The lines on `picture` (a uint8 array, height by width by 3, blue first), in reading order."""
    rapid = _rapid()
    found = _by_rapid(rapid, picture) if rapid is not None else _by_tesseract(picture)
    return in_reading_order(found)


@cache
def _rapid() -> Any:
    try:
        import logging

        from rapidocr_onnxruntime import RapidOCR

        logging.disable(logging.WARNING)
        return RapidOCR()
    except (ImportError, OSError):  # OSError: a shared library that OpenCV needs is missing
        return None


def _by_rapid(rapid: Any, picture: Any) -> list[Line]:
    height, width = picture.shape[:2]
    found, _ = rapid(picture)
    out = []
    for corners, text, sure in found or ():
        xs, ys = [float(x) / width for x, _ in corners], [float(y) / height for _, y in corners]
        if float(sure) >= _SURE and text.strip():
            out.append(Line.even(text.strip(), (min(xs), min(ys), max(xs), max(ys))))
    return out


def _by_tesseract(picture: Any) -> list[Line]:
    height, width = picture.shape[:2]
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "page.ppm"
        image.write_bytes(b"P6 %d %d 255\n" % (width, height) + picture[:, :, ::-1].tobytes())
        done = subprocess.run(["tesseract", str(image), "-", "tsv"], capture_output=True, check=False)
    words: dict[tuple[str, ...], list[tuple[str, int, int, int, int]]] = {}
    for row in csv.DictReader(
        io.StringIO(done.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE
    ):
        if row["level"] == "5" and row["text"].strip() and float(row["conf"]) >= 100 * _SURE:
            x, y, w, h = (int(row[k]) for k in ("left", "top", "width", "height"))
            words.setdefault(tuple(row[k] for k in ("block_num", "par_num", "line_num")), []).append(
                (row["text"], x, y, x + w, y + h)
            )
    out = []
    for line in words.values():
        text = " ".join(w[0] for w in line)
        box = (min(w[1] for w in line) / width, min(w[2] for w in line) / height,
               max(w[3] for w in line) / width, max(w[4] for w in line) / height)  # fmt: skip
        out.append(Line.even(text, box))
    return out
