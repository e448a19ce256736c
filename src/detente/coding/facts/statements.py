"""What one clause says of a post or of relations, before the statements of a document are put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.model import Interval, Span

What = Literal["open", "close", "sever", "resume", "accredit", "have", "establish"]


@dataclass(slots=True)
class Statement:
    """One clause's word on `holder`'s presence at `host`.

    `status` is the post's; for "accredit" the rank's; "mission" where neither is told. `away` says that who was
    accredited, or looks after the host once its post is closed, lives elsewhere (False: he lives there). `fresh` is
    False for a post that another became. `previous` marks those who were accredited before the post that is told of
    was opened. `i` is the word that says so.
    """

    what: What
    status: str
    holder: str
    host: str
    start: Interval | None
    end: Interval | None
    i: int
    span: Span
    paragraph: int
    heading: bool = False
    fresh: bool = True
    away: bool | None = None
    previous: bool = False
