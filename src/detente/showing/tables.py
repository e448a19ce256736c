"""Lines for people: an event of the record as one row of a table."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def when(time: Json | None) -> str:
    """A date as a person writes it: a day, month or year where it is one, else both ends; "by ..." where not dated."""
    from detente.model import Interval

    if time is None:
        return ""
    start, end = time.get("start"), time.get("end")
    if not time.get("dated", True):
        return f"by {end}"
    if start and end:
        a, b = Interval.parse(start).start, Interval.parse(end).start
        return Interval(a, b, time["precision"]).iso().replace("/", " to ")
    return f"since {start}" if start else f"until {end}"


def event_line(e: Json) -> Json:
    """One row: parties, type with mode, and the sentence of the best report."""

    def side(key: str) -> str:
        return ", ".join(p["code"] for p in e[key])

    first = e["mentions"][0] if e["mentions"] else {}
    both = e["reciprocal"]
    return e | {
        "date": when(e["time"]),
        "actors": " = ".join(p["code"] for p in e["actors"]) if both else side("actors"),
        "type": f"{e['type'] or e['cameo']}{'/' + e['mode'] if e['mode'] else ''}",
        "recipients": "" if both else side("recipients"),
        "known": e["first_known"],
        "quote": first.get("sentence", e.get("origin") or ""),
    }
