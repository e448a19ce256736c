"""Drawing in SVG: elements with everything escaped, and scales from dates and values to places on the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape


def element(name: str, *inside: object, **attributes: object) -> Markup:
    """One element. Attributes that are None are left out, `_` in their names stands for `-`; a trailing one is dropped.

    Whatever is put in is escaped, unless it is an element itself, so no text can become markup.
    """
    given = "".join(f' {k.rstrip("_").replace("_", "-")}="{_value(v)}"' for k, v in attributes.items() if v is not None)
    return Markup(f"<{name}{given}>{''.join(str(escape(x)) for x in inside)}</{name}>")


def _value(v: object) -> str:
    return f"{v:.1f}".removesuffix(".0") if isinstance(v, float) else str(escape(v))


def drawing(width: float, height: float, label: str, *inside: object, kind: str = "", top: float = 0) -> Markup:
    """A whole drawing, `label` being what it shows, for those who do not see it; what is above `top` is left out."""
    box = f"0 {top:g} {width:g} {height - top:g}"
    return element("svg", *inside, xmlns="http://www.w3.org/2000/svg", viewBox=box, role="group", aria_label=label,
                   class_=f"figure {kind}".strip())  # fmt: skip


def link(to: str | None, title: str, *inside: object, **attributes: object) -> Markup:
    """What is drawn `inside`, leading to an address where there is one, with a title that shows on pointing at it."""
    told = element("title", title)
    if to is None:
        return element("g", told, *inside, **attributes)
    return element("a", told, *inside, href=to, aria_label=title, **attributes)


@dataclass(frozen=True, slots=True)
class Time:
    """Dates from `first` to `last` (inclusive), from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def __call__(self, d: date, end: bool = False) -> float:
        """Where a day begins (or ends); days beyond the ends are held at them."""
        n = d.toordinal() + end - self.first.toordinal()
        whole = self.last.toordinal() + 1 - self.first.toordinal()
        return self.left + (self.right - self.left) * min(max(n / whole, 0.0), 1.0)

    def ticks(self, most: int = 12) -> Iterator[tuple[float, str]]:
        """Places and labels of years, or of months where there are few years."""
        years = self.last.year - self.first.year + 1
        if years > 3:
            step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 500) if years / s <= most)
            days = [date(y, 1, 1) for y in range(self.first.year, self.last.year + 1) if y % step == 0]
            return ((self(d), f"{d.year}") for d in days if d >= self.first)
        months = [(y, m) for y in range(self.first.year, self.last.year + 1) for m in range(1, 13)]
        step = max(1, -(-len(months) // most))
        days = [date(y, m, 1) for y, m in months if (m - 1) % step == 0]
        return ((self(d), f"{d:%Y-%m}") for d in days if self.first <= d <= self.last)


@dataclass(frozen=True, slots=True)
class Value:
    """Values from `low` to `high`, from `bottom` to `top`."""

    low: float
    high: float
    bottom: float
    top: float

    def __call__(self, v: float) -> float:
        """Where a value stands; values beyond the ends are held at them."""
        part = (min(max(v, self.low), self.high) - self.low) / (self.high - self.low)
        return self.bottom + (self.top - self.bottom) * part


def path(points: list[tuple[float, float]], close: bool = False) -> str:
    """The data of a path through points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if close else "")
