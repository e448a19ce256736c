"""A stand-in model for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from standing_in import Model


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()
    yield made
    made.close()
