"""Word lists by language, as data: one folder a language, one YAML file a question."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def word_loader() -> type[Any]:
    """A safe YAML loader for which `on`, `off`, `no` and `yes` are the words they are, not truth values (YAML 1.2)."""
    import yaml

    base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    resolvers = {
        first: [(tag, pattern) for tag, pattern in known if not tag.endswith(":bool") or first in "tTfF"]
        for first, known in base.yaml_implicit_resolvers.items()
    }
    return type("WordLoader", (base,), {"yaml_implicit_resolvers": resolvers})


@cache
def lexicon(language: str, subject: str) -> dict[str, Any]:
    """The word lists for one question in one language (`lexicon("en", "furniture")`).

    Raises FileNotFoundError where that language has no list for it.
    """
    import yaml

    with (_HERE / language / f"{subject}.yml").open(encoding="utf8") as f:
        data = yaml.load(f, Loader=word_loader())
    assert isinstance(data, dict)
    return data


def languages() -> list[str]:
    """ISO 639-1 codes of the languages that have word lists, sorted."""
    return sorted(p.name for p in _HERE.iterdir() if p.is_dir() and not p.name.startswith("_"))
