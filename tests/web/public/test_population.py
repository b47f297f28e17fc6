"""Residents: the district's own figure, the best known one, of every sealed year."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dafeng.indicators import OBSERVATIONS
from dafeng.lake import Lake
from dafeng.web.public.selectors.candidates import candidates_of
from dafeng.web.public.selectors.population import SERIES, population_of
from tests.web.public.building import PLACE

if TYPE_CHECKING:
    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation


@pytest.fixture(autouse=True)
def lake(settings: LazySettings) -> Lake:
    """A town, the district by two sources, and a town of another year."""
    made = Lake(Path(settings.LAKE_ROOT))
    rows = [
        {
            "place": PLACE,
            "series": SERIES,
            "scope": scope,
            "period": period,
            "value_e6": people * 10**6,
            "unit": "人",
            "basis": basis,
            "quality": "B",
            "evidence": "",
            "entered_by": "clerk",
            "approved_by": "",
            "synthetic": False,
            "note": "",
        }
        for scope, period, people, basis in (
            ("town-a", "2023", 7, "measured"),
            ("", "2023", 900_000, "default"),
            ("", "2023", 1_000_000, "statistical"),
            ("", "2022", 800_000, "statistical"),
            ("town-a", "2021", 7, "statistical"),
        )
    ]
    learned = datetime(2026, 7, 1, tzinfo=UTC)
    made.append(OBSERVATIONS, rows, key="people", learned_at=learned)
    return made


def test_the_best_known_figure_of_the_district_itself_counts() -> None:
    assert population_of(PLACE, 2023) == Decimal(1_000_000)
    assert population_of(PLACE, 2021) is None


def test_every_sealed_account_offers_its_figure_per_head(
    district: Organisation,
) -> None:
    known = candidates_of(district)
    assert known["account:per-person:2023"].value == Decimal(9)
    assert known["account:per-person:2022"].value == Decimal(10)
