"""What is blacked out on a page: found in its picture, so that it makes no difference whether a scanner, a pen, a drawing
program or an annotation put the black there; and marked in its lines, covered words taken out."""

from __future__ import annotations

from typing import Any

from detente.reading.lines import MARK, Box, Line
from detente.reading.released import withheld

RESOLUTION = 100
"""Dots per inch of the picture in which black is looked for: a bar over a line of type is 15 high, a stroke 3 wide."""

_DARK = 70  # of 255
_STROKE = 7  # dots: what is narrower is lettering or a rule
_LEAST_HEIGHT, _LEAST_WIDTH = 9, 16  # dots
_MOST = 0.8  # of the page


def black_boxes(picture: Any) -> list[Box]:
    """Solid black rectangles in `picture` (a uint8 array of grey values, height by width, at `RESOLUTION`), topmost first.

    What touches the edge of the page is a scanner's shadow, and what is not evenly black a photograph.
    """
    import numpy as np
    from scipy import ndimage

    height, width = picture.shape
    dark = picture < _DARK
    solid = ndimage.minimum_filter1d(ndimage.minimum_filter1d(dark, _STROKE, axis=0), _STROKE, axis=1)
    labels, count = ndimage.label(solid)
    if count > 2000:
        return []  # a picture
    found: list[Box] = []
    for n, (rows, columns) in enumerate(ndimage.find_objects(labels), 1):
        component = labels[rows, columns] == n
        for t, b, x0, x1 in _rectangles(component, np):
            top, bottom = rows.start + t - _STROKE // 2, rows.start + b + _STROKE // 2
            left, right = columns.start + x0 - _STROKE // 2, columns.start + x1 + _STROKE // 2
            if bottom - top < _LEAST_HEIGHT or right - left < _LEAST_WIDTH:
                continue
            if (bottom - top) * (right - left) > _MOST * height * width:
                continue
            if top <= 2 or left <= 2 or bottom >= height - 2 or right >= width - 2:
                continue
            inside = picture[top + 1 : bottom - 1, left + 1 : right - 1]
            if (inside < _DARK).mean() > 0.9 and inside.std() < 30:
                found.append((left / width, top / height, right / width, bottom / height))
    return _joined(sorted(found, key=lambda box: (box[1], box[0])), dark)


def _joined(boxes: list[Box], dark: Any) -> list[Box]:
    """Boxes on one line with more dark than light between them are one, with light letters on it."""
    height, width = dark.shape
    out: list[Box] = []
    for box in boxes:
        for n, other in enumerate(out):
            a, b = sorted((other, box))
            level = abs(a[1] - b[1]) * height < 4 and abs(a[3] - b[3]) * height < 4
            between = dark[int(a[1] * height) : int(a[3] * height), int(a[2] * width) : int(b[0] * width)]
            if level and between.size and between.mean() > 0.5:
                out[n] = (a[0], min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
                break
        else:
            out.append(box)
    return out


def _rectangles(component: Any, np: Any) -> list[tuple[int, int, int, int]]:
    """A component as rectangles (top, bottom, left, right): bars on consecutive lines touch, and end at different places."""
    if component.mean() > 0.93:
        return [(0, component.shape[0], 0, component.shape[1])]
    out: list[list[int]] = []
    for y in range(component.shape[0]):
        xs = np.flatnonzero(component[y])
        left, right = int(xs[0]), int(xs[-1]) + 1
        if out and abs(out[-1][2] - left) <= 3 and abs(out[-1][3] - right) <= 3:
            out[-1][1] = y + 1
        else:
            out.append([y, y + 1, left, right])
    return [(a, b, c, d) for a, b, c, d in out]


def marked(lines: list[Line], boxes: list[Box], picture: Any) -> list[Line]:
    """`lines` with a mark where each box is: in a line that it stands in, in place of the words under it, or else on a line of
    its own above what follows it.

    Light words on black are to be read: their box is a design, unless all they say is the code of an exemption.
    """
    out = list(lines)
    for box in boxes:
        under = [line for line in out if _covered(line, box)]
        shown = [line for line in under if _visible(line, box, picture)]
        said = [" ".join(line.text[n] for n in _covered(line, box)) for line in shown]
        codes = [w for s in said if (w := withheld(s.replace(" ", ""), True))]
        if shown and not codes:
            continue
        mark = codes[0] if codes else MARK
        for line in under:
            _replace(line, _covered(line, box), mark)
        if not under:
            beside = next((line for line in out if _beside(line, box)), None)
            if beside is not None:
                _insert(beside, box, mark)
            else:
                after = next((n for n, line in enumerate(out) if _below(line, box)), len(out))
                out.insert(after, Line.even(mark, box))
    return [line for line in out if line.text.strip()]


def _covered(line: Line, box: Box) -> list[int]:
    """The characters whose middle lies in the box."""
    left, top, right, bottom = box
    return [
        n
        for n, (x0, y0, x1, y1) in enumerate(line.boxes)
        if left <= (x0 + x1) / 2 <= right and top <= (y0 + y1) / 2 <= bottom and not line.text[n].isspace()
    ]


def _visible(line: Line, box: Box, picture: Any) -> bool:
    """Whether the picture shows anything light where the line's covered characters stand."""
    height, width = picture.shape
    under = [line.boxes[n] for n in _covered(line, box)]
    left, right = max(min(b[0] for b in under), box[0]), min(max(b[2] for b in under), box[2])
    top, bottom = max(min(b[1] for b in under), box[1]), min(max(b[3] for b in under), box[3])
    # A little inside of it: the edges of the box are light.
    area = picture[int(top * height) + 2 : int(bottom * height) - 1, int(left * width) + 2 : int(right * width) - 1]
    return bool(area.size and (area > 150).mean() > 0.04)


def _replace(line: Line, covered: list[int], mark: str) -> None:
    first, last = covered[0], covered[-1] + 1
    around = line.boxes[first:last]
    box = (around[0][0], min(b[1] for b in around), around[-1][2], max(b[3] for b in around))
    _splice(line, first, last, mark, box)


def _insert(line: Line, box: Box, mark: str) -> None:
    at = next((n for n, b in enumerate(line.boxes) if (b[0] + b[2]) / 2 > box[0]), len(line.text))
    _splice(line, at, at, mark, box)


def _splice(line: Line, first: int, last: int, mark: str, box: Box) -> None:
    before, after = line.text[:first], line.text[last:]
    words = (" " if before and not before[-1].isspace() else "") + mark
    words += " " if after and after[0].isalnum() else ""
    line.boxes[first:last] = Line.even(words, box).boxes
    line.text = before + words + after


def _beside(line: Line, box: Box) -> bool:
    """Whether a box that covers nothing stands in a line: at its height, and in it or close to its ends."""
    left, top, right, bottom = line.box
    shared = min(bottom, box[3]) - max(top, box[1])
    near = box[0] < right + 0.08 and box[2] > left - 0.08
    return near and shared > 0.5 * (bottom - top) and (box[3] - box[1]) < 2 * (bottom - top)


def _below(line: Line, box: Box) -> bool:
    left, top, right, bottom = line.box
    return (top + bottom) / 2 > (box[1] + box[3]) / 2 and left < box[2] and right > box[0]
