"""The measure's settings, read once from `weights.yml` (which says why each is what it is) and checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Self, get_args

import yaml

from detente.model import Factuality, Level, PresenceStatus, Type

DIMENSIONS = ("presence", "contact", "security", "economy", "rights", "alignment")


@dataclass(frozen=True, slots=True)
class Hyper:
    """The parameters of the closeness model that dyads share: variances in squared score units of a dyad of ordinary scale,
    time scales in days.

    `weights.yml` says what each is. Raises ValueError where one is not a finite number, or not above 0 (`centre` may be).
    """

    noise: float
    burst: float
    episode: float
    episode_days: float
    course_per_year: float
    standing: float
    centre: float
    scale_freedom: float

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not math.isfinite(value) or (value <= 0 and name != "centre"):
                raise ValueError(f"{name}: not a possible value: {value}")

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Self:
        """Read from plain numbers by name. Raises ValueError naming what is missing, unknown or no number."""
        names = {f.name for f in fields(cls)}
        if set(raw) != names:
            raise ValueError(f"parameters missing or unknown: {', '.join(sorted(set(raw) ^ names))}")
        if wrong := [k for k, v in raw.items() if not isinstance(v, (int, float)) or isinstance(v, bool)]:
            raise ValueError(f"parameters that are no numbers: {', '.join(wrong)}")
        return cls(**{k: float(v) for k, v in raw.items()})


@dataclass(frozen=True, slots=True)
class TurnSettings:
    """What turning points are like, and when one is told: see `weights.yml`."""

    per_year: float
    size: float
    episode: float
    episode_days: float
    lasting_days: float
    within_days: float
    support: float
    probability: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything in `weights.yml`."""

    softness: float
    grain: float
    factuality: Mapping[str, tuple[float, float]]
    voices_power: float
    voices_cap: float
    level: Mapping[str, float]
    types: Mapping[str, float]
    officials: tuple[float, float, float]
    open_days: int
    horizon_years: int
    standing: Mapping[tuple[str, str], tuple[float, float]]
    parameters: Hyper
    of_context: Mapping[str, str]
    of_type: Mapping[str, str]
    of_fact: Mapping[str, str]
    turns: TurnSettings

    def value(self, score: float) -> float:
        """What a score says, on the compressed scale."""
        return self.softness * math.tanh(score / self.softness)


def read(path: Path) -> Weights:
    """Read a weights file. Raises ValueError naming what is missing, unknown or out of range."""
    raw = yaml.safe_load(path.read_text(encoding="utf8"))
    types = {*get_args(Type), "statement"}

    def pairs(table: Mapping[str, list[float]]) -> dict[str, tuple[float, float]]:
        return {k: (float(v[0]), float(v[1])) for k, v in table.items()}

    try:
        out = Weights(
            softness=float(raw["scale"]["softness"]),
            grain=float(raw["grain"]),
            factuality=pairs(raw["factuality"]),
            voices_power=float(raw["voices"]["power"]),
            voices_cap=float(raw["voices"]["cap"]),
            level={k: float(v) for k, v in raw["level"].items()},
            types={k: float(v) for k, v in raw["types"].items()},
            officials=(float(raw["officials"][0]), float(raw["officials"][1]), float(raw["officials"][2])),
            open_days=int(raw["open_days"]),
            horizon_years=int(raw["horizon_years"]),
            standing={
                (kind, status): value
                for kind, statuses in raw["standing"].items()
                for status, value in pairs(statuses).items()
            },
            parameters=Hyper.of(raw["parameters"]),
            of_context={c: d for d, cs in raw["dimensions"]["contexts"].items() for c in cs},
            of_type={t: d for d, ts in raw["dimensions"]["types"].items() for t in ts},
            of_fact={f: d for d, fs in raw["dimensions"]["facts"].items() for f in fs},
            turns=TurnSettings(**{k: float(v) for k, v in raw["turns"].items()}),
        )
    except (KeyError, TypeError, IndexError) as e:
        raise ValueError(f"{path.name}: missing or misplaced setting: {e}") from e
    checks = {
        "scale": out.softness > 0 and out.grain > 0,
        "factuality": set(out.factuality) == set(get_args(Factuality)),
        "level": set(out.level) == set(get_args(Level)),
        "presence": {s for k, s in out.standing if k == "presence"} == set(get_args(PresenceStatus)),
        "types": set(out.types) <= types,
        "dimensions": {*out.of_context.values(), *out.of_type.values()} == set(DIMENSIONS)
        and set(out.of_type) == types,
        "facts": set(out.of_fact) == {k for k, _ in out.standing} and {*out.of_fact.values()} <= set(DIMENSIONS),
    }
    if wrong := [k for k, ok in checks.items() if not ok]:
        raise ValueError(f"{path.name}: entries do not match the model's vocabulary: {', '.join(wrong)}")
    return out


@cache
def default() -> Weights:
    """The weights that come with the package."""
    return read(Path(__file__).with_name("weights.yml"))
