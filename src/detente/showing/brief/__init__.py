"""The brief: what a minister must know of two states, each statement with the words that it rests on.

`compose` words it once, in plain values; `writing` sets that as a page, as Markdown or on paper.
"""

from detente.showing.brief.composing import compose
from detente.showing.brief.writing import FORMATS, write

__all__ = ["FORMATS", "compose", "write"]
