"""Scanned pages to lines: by tesseract where it is installed, else by RapidOCR (the extra `ocr`).

Tesseract knows the accents of French, and is faster; RapidOCR needs nothing but pip.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from functools import cache
from statistics import median
from typing import Any

from detente.reading.lines import Box, Line, in_reading_order

RESOLUTION = 200
"""Dots per inch at which a page is shown to the reader of scans."""

_SURE = 0.5
_SECONDS = 150.0
_LANGUAGES = ("eng", "fra")


def available() -> bool:
    """Whether there is anything here that reads scans."""
    return bool(_tesseract()) or _rapid() is not None


def lines(picture: Any) -> list[Line]:
    """The lines on `picture` (a uint8 array, height by width by 3, blue first), in reading order."""
    languages = _tesseract()
    return in_reading_order(_by_tesseract(picture, languages) if languages else _by_rapid(picture, _rapid()))


@cache
def _tesseract() -> str:
    """The languages that tesseract is to read, as it wants them; empty where it is not installed or knows none."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    there = done.stdout.decode("utf-8", "replace").split()
    return "+".join(language for language in _LANGUAGES if language in there)


def _by_tesseract(picture: Any, languages: str) -> list[Line]:
    height, width = picture.shape[:2]
    image = b"P6 %d %d 255\n" % (width, height) + picture[:, :, ::-1].tobytes()
    command = ["tesseract", "stdin", "stdout", "-l", languages, "--dpi", str(RESOLUTION), "tsv"]
    done = subprocess.run(
        command, input=image, capture_output=True, check=False, timeout=_SECONDS,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip
    found: dict[tuple[str, ...], Line] = {}
    table = io.StringIO(done.stdout.decode("utf-8", "replace"))
    for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
        word = (row.get("text") or "").strip()
        if row["level"] != "5" or not word or float(row["conf"]) < 100 * _SURE:
            continue
        x, y, w, h = (int(row[k]) for k in ("left", "top", "width", "height"))
        box: Box = (x / width, y / height, (x + w) / width, (y + h) / height)
        line = found.setdefault((row["block_num"], row["par_num"], row["line_num"]), Line("", []))
        if line.text:
            line.text += " "
            line.boxes.append((line.boxes[-1][2], box[1], box[0], box[3]))
        line.text += word
        line.boxes += Line.even(word, box).boxes
    return list(found.values())


@cache
def _rapid() -> Any:
    try:
        import logging

        from rapidocr_onnxruntime import RapidOCR

        logging.disable(logging.WARNING)
        return RapidOCR()
    except (ImportError, OSError):  # OSError: a shared library that OpenCV needs is missing
        return None


def _by_rapid(picture: Any, rapid: Any) -> list[Line]:
    height, width = picture.shape[:2]
    grey = picture.mean(axis=2)
    out = []
    for corners, text, sure, *places in rapid(picture, return_word_box=True)[0] or ():
        if float(sure) < _SURE or not text.strip():
            continue
        xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
        line = Line.even(text, (min(xs) / width, min(ys) / height, max(xs) / width, max(ys) / height))
        if places and len(places[0]) == len(text):
            sides = [(min(x for x, _ in p), max(x for x, _ in p)) for p in places[0]]
            line.boxes = [(a / width, b[1], z / width, b[3]) for (a, z), b in zip(sides, line.boxes, strict=True)]
        out.append(_spaced(line, grey))
    return out


def _spaced(line: Line, grey: Any) -> Line:
    """The line with the spaces that RapidOCR (whose model learned from Chinese) leaves out between words.

    A space is a gap without ink that is wide for the line's height and more than twice as wide as most gaps between its
    letters; in a typewriter's face those are wide, too.
    """
    height, width = grey.shape
    left, top, right, bottom = line.box
    x0, band = (
        int(left * width),
        grey[int(top * height) : int(bottom * height) + 1, int(left * width) : int(right * width) + 1],
    )
    if band.size == 0:
        return line
    paper, ink = float(band.max()), float(band.min())
    inked = (band < paper - 0.4 * (paper - ink)).any(axis=0)
    gaps: dict[int, int] = {}
    for n in range(len(line.text) - 1):
        a, b = line.boxes[n], line.boxes[n + 1]
        pair = line.text[n : n + 2]
        if any(c.isspace() for c in pair) or all(c in "0123456789.,:/-" for c in pair):
            continue  # a 1 stands far from its neighbours
        middle = [int((c[0] + c[2]) / 2 * width) - x0 for c in (a, b)]
        longest = run = 0
        for column in inked[max(middle[0], 0) : max(middle[1], 0)]:
            run = 0 if column else run + 1
            longest = max(longest, run)
        gaps[n] = longest
    if not gaps:
        return line
    least = max(0.17 * (bottom - top) * height, 2.2 * median(gaps.values()))
    text = ""
    boxes: list[Box] = []
    for n, (letter, box) in enumerate(zip(line.text, line.boxes, strict=True)):
        text += letter
        boxes.append(box)
        if gaps.get(n, 0) >= least:
            text += " "
            boxes.append((box[2], box[1], max(line.boxes[n + 1][0], box[2]), box[3]))
    return Line(text, boxes)
