"""Lines of a page with where they stand, in reading order; shared by PDF with text and by scans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as fractions of the page's width and height from its top left corner."""

MARK = "[withheld]"
"""What stands in the text where the page is blacked out."""


@dataclass(slots=True)
class Line:
    """A line: its characters, and the box of each."""

    text: str
    boxes: list[Box]

    @classmethod
    def even(cls, text: str, box: Box) -> Line:
        """A line of which only the whole is known: its characters are taken to be equally wide."""
        left, top, right, bottom = box
        step = (right - left) / max(len(text), 1)
        return cls(text, [(left + n * step, top, left + (n + 1) * step, bottom) for n in range(len(text))])

    @property
    def box(self) -> Box:
        """The box around all of it."""
        lefts, tops, rights, bottoms = zip(*self.boxes, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def plain(self) -> dict[str, Any]:
        """As it is sent between processes."""
        return {"text": self.text, "box": [round(x, 4) for x in self.box]}


def in_reading_order(lines: list[Line]) -> list[Line]:
    """Lines found on a picture, row by row, and column by column where the page has columns.

    A page has columns from where, down to its end, no line crosses a gap between lines on its left and on its right;
    narrow lines on the left are labels ("TO:", "FROM:"), not a column.
    """
    rows = _rows(lines)
    for n in range(len(rows)):
        rest = [line for row in rows[n:] for line in row]
        gap = _gap(rest)
        if gap is not None:
            left = [line for line in rest if line.box[2] <= gap]
            right = [line for line in rest if line.box[2] > gap]
            return [line for row in rows[:n] for line in row] + in_reading_order(left) + in_reading_order(right)
    return [line for row in rows for line in row]


def _rows(lines: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: (x.box[1] + x.box[3], x.box[0])):
        middle = (line.box[1] + line.box[3]) / 2
        if rows and rows[-1][0].box[1] < middle < rows[-1][0].box[3]:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda x: x.box[0]) for row in rows]


def _gap(lines: list[Line]) -> float | None:
    """Where a gap between two columns lies; None where the lines are one column."""
    if len(lines) < 6:
        return None
    boxes = sorted(line.box for line in lines)
    reach = boxes[0][2]
    for n, (left, *_) in enumerate(boxes):
        if left - reach > 0.015 and n >= 3 and len(boxes) - n >= 3:
            sides = boxes[:n], boxes[n:]
            widths = [sum(b[2] - b[0] for b in side) / len(side) for side in sides]
            tops, bottoms = ([f(b[k] for b in side) for side in sides] for f, k in ((min, 1), (max, 3)))
            shared = min(bottoms) - max(tops)
            if min(widths) > 0.15 and shared > 0.5 * min(b - t for t, b in zip(tops, bottoms, strict=True)):
                return (left + reach) / 2
        reach = max(reach, boxes[n][2])
    return None
