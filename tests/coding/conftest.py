"""Cases that the coder is known to miss: they stay in the tests. Some hang on the last digits of the learned reader."""

from pathlib import Path

import pytest

_MISSED = frozenset(Path(__file__).with_name("missed.txt").read_text(encoding="utf8").splitlines())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid in _MISSED:
            item.add_marker(pytest.mark.xfail(reason="known miss of the coder: tests/coding/missed.txt"))
