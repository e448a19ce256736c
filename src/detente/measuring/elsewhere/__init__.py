"""Evidence of closeness other than events, from the files that the field publishes: votes, alliances, embassies, sanctions."""

from detente.measuring.elsewhere.beside import Beside, beside, included
from detente.measuring.elsewhere.files import KINDS, Elsewhere, read

__all__ = ["KINDS", "Beside", "Elsewhere", "beside", "included", "read"]
