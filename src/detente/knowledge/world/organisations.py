"""Which states belong to an alliance or organisation, and since when."""

from __future__ import annotations

from datetime import date
from functools import cache

from detente.knowledge.world.tables import day, rows


@cache
def _members() -> tuple[tuple[str, str, date | None, date | None], ...]:
    return tuple(
        (organisation, code, day(start), day(end, last=True))
        for organisation, codes, start, end in rows("members.tsv")
        for code in codes.split()
    )


def members(organisation: str, when: date | None = None) -> tuple[str, ...]:
    """Codes of the members of an organisation (`IGONAT`) on a day, sorted; without a day, of those that have not left.

    Empty for an organisation whose members are not listed.
    """
    return tuple(
        sorted(
            {
                code
                for known, code, start, end in _members()
                if known == organisation
                and (end is None if when is None else (start or date.min) <= when <= (end or date.max))
            }
        )
    )
