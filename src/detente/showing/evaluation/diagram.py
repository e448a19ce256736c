"""A reliability diagram as SVG: what was said against what was right, and how often each probability was said."""

from __future__ import annotations

from detente.evaluating.evaluation import Bin, Reliability

SIZE, LEFT, TOP, BELOW = 300, 52, 12, 60  # pixels: the square, its margins, and the histogram under it
_GREY, _BLUE = "#888", "#2b6cb0"


def diagram(r: Reliability) -> str:
    """One self-contained SVG element with a white ground; figures only, no text from documents.

    A point stands at the mean probability of its range and the share that was right, with the 90 % interval of that
    share; on the dashed line probabilities mean what they say. The bars below are the numbers of answers.
    """
    width, height = LEFT + SIZE + 16, TOP + SIZE + BELOW + 64
    said = f"Reliability of the probability {r.of}: expected calibration error {r.ece:.3f} over {r.n} answers"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="11">',
        f"<title>{said}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<rect x="{LEFT}" y="{TOP}" width="{SIZE}" height="{SIZE}" fill="none" stroke="{_GREY}"/>',
        f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="{_GREY}" stroke-dasharray="4 4"/>',
    ]
    for k in range(0, 11, 2):
        at, label = k / 10, f"{k / 10:.1f}"
        parts.append(f'<text x="{_x(at)}" y="{_y(0) + 14}" text-anchor="middle" fill="#333">{label}</text>')
        parts.append(f'<text x="{LEFT - 6}" y="{_y(at) + 4}" text-anchor="end" fill="#333">{label}</text>')
    most = max(b.n for b in r.bins)
    for b in r.bins:
        parts += _bin(b, most)
    middle = TOP + SIZE / 2
    parts += [
        f'<text x="{_x(0.5)}" y="{height - 8}" text-anchor="middle" fill="#333">probability, and number of answers</text>',
        f'<text x="14" y="{middle}" text-anchor="middle" fill="#333" transform="rotate(-90 14 {middle})">share right</text>',
        f'<text x="{_x(0.97)}" y="{_y(0.03)}" text-anchor="end" fill="#333">ECE {r.ece:.3f}, n {r.n:,}</text>',
        "</svg>",
    ]
    return "\n".join(parts)


def _bin(b: Bin, most: int) -> list[str]:
    x, bar = _x(b.probability), BELOW * b.n / most
    low, high = b.interval
    left, base = _x(b.low) + 1, TOP + SIZE + 24 + BELOW
    return [
        f'<line x1="{x}" y1="{_y(low)}" x2="{x}" y2="{_y(high)}" stroke="{_BLUE}"/>',
        f'<circle cx="{x}" cy="{_y(b.right)}" r="4" fill="{_BLUE}"/>',
        f'<rect x="{left}" y="{base - bar:.2f}" width="{_x(b.high) - left - 1:.2f}" height="{bar:.2f}" fill="{_BLUE}"'
        f' fill-opacity="0.4"><title>{b.low:.1f} to {b.high:.1f}: {b.n} answers</title></rect>',
    ]


def _x(p: float) -> float:
    return round(LEFT + SIZE * p, 2)


def _y(share: float) -> float:
    return round(TOP + SIZE * (1 - share), 2)
