"""What became of the questions and answers of a run, to be said at its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts that add up over documents and processes."""

    asked: int = 0
    cached: int = 0
    failed: Counter[str] = field(default_factory=Counter)  # by reason
    skipped: int = 0  # questions not asked, after failures or beyond the most for one document
    added: int = 0
    known: int = 0  # proposed, and coded already
    confirmed: int = 0
    rejected: int = 0
    dropped: Counter[str] = field(default_factory=Counter)  # by reason

    def add(self, other: Tally) -> None:
        """Add the counts of another."""
        for name in ("asked", "cached", "skipped", "added", "known", "confirmed", "rejected"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.failed.update(other.failed)
        self.dropped.update(other.dropped)

    def lines(self) -> list[str]:
        """One line of what was done, and one more where questions had no answer; none where nothing was asked."""
        if not (self.asked or self.cached or self.skipped):
            return []
        counts = (
            (self.added, "acts added"), (self.known, "coded already"), (self.confirmed, "confirmed"),
            (self.rejected, "rejected"),
        )  # fmt: skip
        done = [f"{n} {what}" for n, what in counts if n]
        if self.dropped:
            reasons = ", ".join(f"{n} {why}" for why, n in sorted(self.dropped.items(), key=lambda x: (-x[1], x[0])))
            done.append(f"{self.dropped.total()} dropped ({reasons})")
        out = [
            f"assistant: {self.asked} questions asked, {self.cached} answered from the cache; {', '.join(done) or 'nothing changed'}"
        ]
        if self.failed or self.skipped:
            why = "; ".join(f"{n} times: {reason}" for reason, n in sorted(self.failed.items()))
            out.append(
                f"assistant: {self.failed.total()} questions failed{f' ({why})' if why else ''}, {self.skipped} were not asked;"
                " their sentences are coded without it"
            )
        return out
