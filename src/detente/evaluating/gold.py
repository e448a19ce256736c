"""Labelled data as it lies on disk: lines, tables and YAML, each with its place, and a reason where it cannot be used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.coding.parsing import LANGUAGES
from detente.errors import DetenteError
from detente.evaluating.evaluation import Json
from detente.model import Coding, Document
from detente.reading.describing import Defaults, Unreadable, describe

SIZE_LIMIT = 200 << 20
"""Most bytes in one file of labelled data."""

YAML_LIMIT = 4 << 20  # PyYAML takes some thirty times a file's size while it reads


Coder = Callable[[Iterable[Document]], Iterable[tuple[Document, Coding]]]
"""Codes documents, in order; `coding.coder.code` is one."""


class GoldError(DetenteError):
    """Labelled data that cannot be used at all: the file, and why."""


@dataclass(slots=True)
class Problems:
    """Parts of labelled data that cannot be used; the rest is."""

    lines: list[str] = field(default_factory=list)

    def add(self, where: str, reason: str) -> None:
        """Note one, by place and reason."""
        self.lines.append(f"{where}: {reason}")


def content(path: Path, limit: int = SIZE_LIMIT) -> str:
    """The text of a file in UTF-8. Raises GoldError where it cannot be read."""
    try:
        if not path.is_file():
            raise GoldError(f"{path}: {'is a folder' if path.is_dir() else 'no such file'}")
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as e:
        raise GoldError(f"{path}: cannot be read: {e.strerror}") from None
    if len(data) > limit:
        raise GoldError(f"{path}: longer than {limit:,} bytes")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as e:
        raise GoldError(f"{path}: not UTF-8 (byte {e.start + 1})") from None


def objects(path: Path, problems: Problems) -> Iterator[tuple[str, Json]]:
    """The objects of a file of JSON lines, each with its place. Raises GoldError where the file cannot be read."""
    for number, line in enumerate(content(path).split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as e:
            problems.add(where, f"not JSON: {e}" if isinstance(e, ValueError) else "nested too deeply")
            continue
        if isinstance(found, dict):
            yield where, found
        else:
            problems.add(where, "must be an object")


def columns(path: Path, least: int, names: str, problems: Problems) -> Iterator[tuple[str, list[str]]]:
    """The rows of a tab-separated table with their places; empty lines and those that begin with `#` are left out.

    Raises GoldError where the file cannot be read.
    """
    for number, line in enumerate(content(path).split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) < least:
            problems.add(f"{path}:{number}", f"has {len(row)} columns; expected {names}, separated by tabs")
        else:
            yield f"{path}:{number}", row


def mapping(path: Path) -> Json:
    """The mapping in a YAML file. Raises GoldError where it is none."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        found = yaml.load(content(path, YAML_LIMIT), Loader=loader)
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark is not None else str(path)
        raise GoldError(f"{where}: not YAML: {getattr(e, 'problem', None) or 'cannot be read'}") from None
    except (ValueError, RecursionError) as e:  # an impossible date, brackets without end
        raise GoldError(f"{path}: not YAML: {e}") from None
    if not isinstance(found, dict):
        raise GoldError(f"{path}: must be a mapping with the key 'published' and what the text says")
    return found


def document(fields: Json, where: str, problems: Problems) -> Document | None:
    """The document that `fields` describe; None, and a problem, where it is in a language that has no coder.

    Raises ValueError where they describe none.
    """
    try:
        made = describe(fields, where, Defaults())
    except Unreadable as e:
        raise ValueError(e) from None
    if made.language and made.language not in LANGUAGES:
        problems.add(where, f"in a language without a coder ({made.language}); counts as if nothing were coded")
        return None
    return made


def coded(documents: Sequence[Document | None], coder: Coder) -> list[Coding]:
    """The codings of `documents`, in their order; of None, an empty one."""
    found = iter(coder([d for d in documents if d is not None]))
    return [Coding("") if d is None else next(found)[1] for d in documents]


def string(o: Json, key: str) -> str:
    """The text under a key. Raises ValueError, naming the key, where there is none."""
    value = o.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key}: {'missing' if value is None else 'must be text'}")
    return value


def strings(value: Any, what: str) -> list[str]:
    """One text or a list of them, as a list. Raises ValueError for anything else."""
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(v, str) and v for v in values):
        raise ValueError(f"{what}: must be text or a list of texts")
    return list(values)


def known(labels: Iterable[str], allowed: Iterable[str], what: str) -> None:
    """Raises ValueError for a label that is none of `allowed`."""
    vocabulary = tuple(allowed)
    for label in labels:
        if label not in vocabulary:
            raise ValueError(f"no {what} {label[:40]!r} (one of {', '.join(vocabulary)})")


def state(code: str) -> str:
    """A state's code. Raises ValueError where it is none."""
    from detente.knowledge import world

    if not re.fullmatch("[A-Z]{3}", code) or not world.valid(code):
        raise ValueError(f"no such state: {code[:40]!r} (ISO 3166-1 alpha-3, as in CAN)")
    return code


def country(name: str) -> str:
    """The code of a country given by code or name. Raises ValueError where it is not known."""
    from detente.knowledge import world

    code = name.upper() if world.valid(name.upper()) else world.resolve(name, None)
    if code is None:
        raise ValueError(f"unknown country: {name[:60]!r}")
    return code
