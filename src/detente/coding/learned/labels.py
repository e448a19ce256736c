"""What the model answers, in the order of its outputs."""

from __future__ import annotations

from typing import get_args

from detente.model import Factuality, Type

TYPES: tuple[Type, ...] = get_args(Type)
NONE = len(TYPES)  # the output for "does nothing to the other"
FACTUALITIES: tuple[Factuality, ...] = get_args(Factuality)
