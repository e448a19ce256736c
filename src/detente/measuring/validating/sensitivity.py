"""Sensitivity: how far do answers move when a setting of `weights.yml` is halved or doubled?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from detente.measuring.observations import Observations
from detente.measuring.validating.cases import Case, Outcome, outcome
from detente.measuring.weights import Hyper, Weights

FACTORS = (0.5, 2.0)


@dataclass(frozen=True, slots=True)
class Moved:
    """One setting times one factor: the mean and largest change of P(closer) over the cases, and decided cases it turns over."""

    setting: str
    factor: float
    mean: float
    largest: float
    turned: int


def varied(weights: Weights, factor: float) -> Iterator[tuple[str, Weights]]:
    """Every setting in turn times `factor`, by name; the others as they are."""
    for name in ("softness", "grain", "voices_power", "voices_cap"):
        yield name, replace(weights, **{name: getattr(weights, name) * factor})
    for name in ("open_days", "horizon_years"):
        yield name, replace(weights, **{name: max(1, round(getattr(weights, name) * factor))})
    for key, value in weights.level.items():
        yield f"level.{key}", replace(weights, level={**weights.level, key: value * factor})
    for key, value in weights.types.items():
        yield f"types.{key}", replace(weights, types={**weights.types, key: value * factor})
    for kind, (weight, part) in weights.factuality.items():
        for what, pair in (("weight", (weight * factor, part)), ("score", (weight, part * factor))):
            yield f"factuality.{kind}.{what}", replace(weights, factuality={**weights.factuality, kind: pair})
    for n, value in enumerate(weights.officials):
        of = tuple(value * factor if i == n else v for i, v in enumerate(weights.officials))
        yield f"officials.{n}", replace(weights, officials=(of[0], of[1], of[2]))
    for (kind, status), (score, weight) in weights.standing.items():
        for what, pair in (("score", (score * factor, weight)), ("weight", (score, weight * factor))):
            yield (
                f"standing.{kind}.{status}.{what}",
                replace(weights, standing={**weights.standing, (kind, status): pair}),
            )
    for field in fields(Hyper):
        if value := getattr(weights.parameters, field.name):
            parameters = replace(weights.parameters, **{field.name: value * factor})
            yield f"parameters.{field.name}", replace(weights, parameters=parameters)


def sensitivity(asked: Sequence[tuple[Case, Observations]], weights: Weights) -> list[Moved]:
    """How far P(closer) moves for each setting and factor, largest first; settings that move nothing are left out."""
    base = [outcome(case, obs, weights) for case, obs in asked]
    out = []
    for factor in FACTORS:
        for name, other in varied(weights, factor):
            found = [outcome(case, obs, other) for case, obs in asked if _matters(name, obs)]
            before = [o for o, (_, obs) in zip(base, asked, strict=True) if _matters(name, obs)]
            moved = [abs(x.closer - y.closer) for x, y in zip(found, before, strict=True)]
            if moved and max(moved) > 5e-4:
                turned = sum(_turned(x, y) for x, y in zip(found, before, strict=True))
                out.append(Moved(name, factor, float(np.sum(moved) / len(asked)), max(moved), turned))
    return sorted(out, key=lambda m: (-m.largest, m.setting, m.factor))


def _turned(x: Outcome, y: Outcome) -> bool:
    return y.decided and (x.closer > 0.5) != (y.closer > 0.5)


def _matters(name: str, obs: Observations) -> bool:
    # Whether a setting of facts or of single values of a column can touch what is on record of a dyad.
    what, _, rest = name.partition(".")
    if what == "standing":
        kind, status = rest.split(".")[:2]
        return any((s.kind, s.status) == (kind, status) for s in obs.standing)
    column = {"factuality": "factuality", "level": "level", "types": "type", "officials": "officials"}.get(what)
    if column is None:
        return True
    return rest.split(".")[0] in {str(v) for v in obs.events[column].unique().to_list()}
