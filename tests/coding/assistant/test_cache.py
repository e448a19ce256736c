"""Answers on disk."""

import os
from pathlib import Path

import pytest

from detente.coding.assistant.cache import Cache, folder


def test_what_is_kept_is_found_again_and_the_first_answer_holds(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "deep" / "folder")
    key = Cache.key("url", "model", [{"role": "user", "content": "é"}])
    assert cache.get(key) is None
    assert cache.keep(key, "one") == "one"
    assert cache.keep(key, "two") == "one"
    assert Cache(tmp_path / "deep" / "folder").get(key) == "one"
    assert Cache.key("url", "other model", []) != Cache.key("url", "model", [])
    assert not [p for p in tmp_path.rglob(".*")]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"key": "other", "answer": "x"}', b'{"answer": 3}', b"\xff"])
def test_a_damaged_entry_is_as_if_not_there_and_is_replaced(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    key = Cache.key("a")
    cache.keep(key, "one")
    (path,) = tmp_path.rglob("*.json")
    path.write_bytes(damage)
    assert cache.get(key) is None
    assert cache.keep(key, "two") == "two" and cache.get(key) == "two"


def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, size=1500)
    keys = [Cache.key(n) for n in range(10)]
    for n, key in enumerate(keys):
        cache.keep(key, "x" * 200)
        for path in tmp_path.rglob(f"{key}.json"):
            os.utime(path, (1000 + n, 1000 + n))
        if n == 4:
            assert cache.get(keys[0]) is not None  # used: now the youngest
    assert sum(p.stat().st_size for p in tmp_path.rglob("*.json")) <= 1500
    assert cache.get(keys[0]) is not None and cache.get(keys[9]) is not None and cache.get(keys[1]) is None


def test_a_place_that_cannot_be_written_costs_nothing_but_the_keeping(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "below")
    assert cache.keep(Cache.key("a"), "one") == "one" and cache.get(Cache.key("a")) is None


def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder() == tmp_path / "detente" / "assistant"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert folder().is_absolute()
