"""The outlook in force: will it peak, by when, and which targets the model sees met."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router

from dafeng.accounts import tonnes
from dafeng.pathways import Outlook, Pathway, PeakChance
from dafeng.web.api.entry import person_of
from dafeng.web.api.models import Scope
from dafeng.web.api.shapes import Number, Shape
from dafeng.web.pathways.selectors.runs import outlook_of, run_in_force
from dafeng.web.pathways.wording import answer

router = Router(tags=["outlook"])


class NameShape(Shape):
    """A scenario, or a convention of the grid factor."""

    code: str
    name_zh: str
    name_en: str


class ChanceShape(Shape):
    """When one path peaks; null where no draw peaks within the horizon."""

    probability: dict[str, Number] = Field(
        description="`by_2030` (the promised year) and `by_horizon`, 0 to 1."
    )
    year: dict[str, int | None] = Field(description="`p05`, `p50`, `p95`")
    level: dict[str, Number | None] = Field(
        description="`p05`, `p50`, `p95` in tonnes of CO2"
    )
    not_peaked: Number
    second_peak: Number


class PathShape(ChanceShape):
    """The same for one scenario under one convention."""

    scenario: str
    convention: str


class PeakShape(ChanceShape):
    """The headline, then the same under every convention."""

    scenario: str
    draws: int
    seed: int
    conventions: list[PathShape]
    seal: str


class SeenTargetShape(Shape):
    """A target that the model sees, in the headline; figures in `unit`."""

    key: str
    definition: str
    year: int
    unit: str
    probability: Number
    p05: Number
    p50: Number
    p95: Number


class FanYearShape(Shape):
    """Where the total stands in a year of the headline, in grams."""

    year: int
    p05_g: int
    p25_g: int
    p50_g: int
    p75_g: int
    p95_g: int


class OutlookShape(Shape):
    """The outlook in force of the district."""

    answer: str = Field(description="The answer in words, the probability first.")
    place: str
    base_year: int
    horizon: int
    by: int = Field(description="The promised year.")
    account_seal: str
    made_at: datetime
    synthetic: bool
    flips: bool = Field(
        description="Whether the grid's convention decides if a peak by then is likely."
    )
    scenarios: list[NameShape]
    conventions: list[NameShape]
    peak: PeakShape
    paths: list[PathShape] = Field(description="Every scenario and convention.")
    targets: list[SeenTargetShape]
    fan: list[FanYearShape]


@router.get("", response=OutlookShape, summary="The outlook in force")
def outlook(request: HttpRequest) -> Any:
    """The newest outlook that the person may see; 404 while there is none."""
    run = run_in_force(person_of(request, Scope.READ))
    if run is None:
        raise Http404
    found = outlook_of(run)
    head = found.headline
    of_scenario = [one for one in found.paths if one.scenario == head.scenario]
    return {
        "answer": answer(found, head),
        "place": found.place,
        "base_year": found.base_year,
        "horizon": found.horizon,
        "by": found.by,
        "account_seal": found.account_seal,
        "made_at": run.made_at,
        "synthetic": run.synthetic,
        "flips": run.flips,
        "scenarios": found.scenarios,
        "conventions": found.conventions,
        "peak": {
            "scenario": head.scenario,
            "draws": found.draws,
            "seed": found.seed,
            **_chance(head.peak, found.by),
            "conventions": [_path(found, one) for one in of_scenario],
            "seal": run.seal,
        },
        "paths": [_path(found, one) for one in found.paths],
        "targets": head.targets,
        "fan": head.fan,
    }


def _path(found: Outlook, path: Pathway) -> dict[str, Any]:
    return {
        "scenario": path.scenario,
        "convention": path.convention,
        **_chance(path.peak, found.by),
    }


def _chance(peak: PeakChance, by: int) -> dict[str, Any]:
    return {
        "probability": {f"by_{by}": peak.by(by), "by_horizon": peak.by_year[-1][1]},
        "year": {"p05": peak.year_p05, "p50": peak.year_p50, "p95": peak.year_p95},
        "level": {
            "p05": _tonnes(peak.level_p05_g),
            "p50": _tonnes(peak.level_p50_g),
            "p95": _tonnes(peak.level_p95_g),
        },
        "not_peaked": peak.not_peaked,
        "second_peak": peak.second_peak,
    }


def _tonnes(grams: int | None) -> Decimal | None:
    return None if grams is None else tonnes(grams)
