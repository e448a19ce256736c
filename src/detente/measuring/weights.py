"""The measure's settings, read once from `weights.yml` (which says why each is what it is) and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import yaml

from detente.model import Factuality, Level, PresenceStatus, Type

DIMENSIONS = ("presence", "contact", "security", "economy", "rights", "alignment")


@dataclass(frozen=True, slots=True)
class Hyper:
    """The pooled parameters of the closeness model: variances in squared score units, time scales in days."""

    noise: float
    burst: float
    episode: float
    episode_days: float
    course: float
    course_days: float
    standing: float
    noise_strength: float


@dataclass(frozen=True, slots=True)
class TurnSettings:
    """When a step counts as a turning point."""

    per_year: float
    size: float
    probability: float
    apart_days: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything in `weights.yml`."""

    factuality: Mapping[str, tuple[float, float]]
    voices_power: float
    voices_cap: float
    level: Mapping[str, float]
    types: Mapping[str, float]
    open_days: int
    horizon_years: int
    silence: tuple[float, float]
    silence_days: int
    facts: Mapping[tuple[str, str], tuple[float, float]]
    prior: Hyper
    of_context: Mapping[str, str]
    of_type: Mapping[str, str]
    turns: TurnSettings


def read(path: Path) -> Weights:
    """Read a weights file. Raises ValueError naming what is missing, unknown or out of range."""
    raw = yaml.safe_load(path.read_text(encoding="utf8"))
    types = {*get_args(Type), "statement"}

    def pairs(table: Mapping[str, list[float]]) -> dict[str, tuple[float, float]]:
        return {k: (float(v[0]), float(v[1])) for k, v in table.items()}

    try:
        out = Weights(
            factuality=pairs(raw["factuality"]),
            voices_power=float(raw["voices"]["power"]),
            voices_cap=float(raw["voices"]["cap"]),
            level={k: float(v) for k, v in raw["level"].items()},
            types={k: float(v) for k, v in raw["types"].items()},
            open_days=int(raw["open_days"]),
            horizon_years=int(raw["horizon_years"]),
            silence=(float(raw["silence"][0]), float(raw["silence"][1])),
            silence_days=int(raw["silence_days"]),
            facts={
                (kind, status): value
                for kind in ("presence", "relations", "sanctions")
                for status, value in pairs(raw[kind]).items()
            },
            prior=Hyper(**{k: float(v) for k, v in raw["prior"].items()}),
            of_context={c: d for d, cs in raw["dimensions"]["contexts"].items() for c in cs},
            of_type={t: d for d, ts in raw["dimensions"]["types"].items() for t in ts},
            turns=TurnSettings(**raw["turns"]),
        )
    except (KeyError, TypeError) as e:
        raise ValueError(f"{path.name}: missing or misplaced setting: {e}") from e
    checks = {
        "factuality": set(out.factuality) == set(get_args(Factuality)),
        "level": set(out.level) == set(get_args(Level)),
        "presence": {s for k, s in out.facts if k == "presence"} == set(get_args(PresenceStatus)),
        "types": set(out.types) <= types,
        "dimensions": {*out.of_context.values(), *out.of_type.values()} == set(DIMENSIONS) and set(out.of_type) == types,
    }
    if wrong := [k for k, ok in checks.items() if not ok]:
        raise ValueError(f"{path.name}: entries do not match the model's vocabulary: {', '.join(wrong)}")
    return out


@cache
def default() -> Weights:
    """The weights that come with the package."""
    return read(Path(__file__).with_name("weights.yml"))
