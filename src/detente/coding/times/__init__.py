"""When: the time expressions of a text, resolved to intervals, and which of them dates which act."""

from detente.coding.times.dating import Dates
from detente.coding.times.expressions import TimeExpression, expressions

__all__ = ["Dates", "TimeExpression", "expressions"]
