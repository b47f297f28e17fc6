"""The whole assessment of a district: targets, tasks, scores, proposals.

The peer is the physical limit of the work: reading the case's own JSON, which any
program must do before it can judge anything.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from dafeng.accounts import account_of, read_settings, years_with_activity
from dafeng.assessment import assess, case_to_json
from dafeng.indicators import publish_emissions, read_indicator_evidence
from dafeng.lake import Lake
from dafeng.sample import SAMPLE_PLACE_CODE, fill_lake, sample_facts

if TYPE_CHECKING:
    from dafeng.assessment import Case

AS_OF = date(2026, 11, 29)
DISTRICTS, YEARS = 16, range(2021, 2026)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """The sample district's lake, eleven years and 150 enterprises."""
    made = Lake(tmp_path_factory.mktemp("bench") / "lake")
    fill_lake(made)
    for year in years_with_activity(made, SAMPLE_PLACE_CODE):
        account = account_of(made, read_settings(made, SAMPLE_PLACE_CODE, year))
        publish_emissions(
            account, made, learned_at=datetime(year + 1, 10, 25, tzinfo=UTC)
        )
    return made


def case_of(lake: Lake, year: int) -> Case:
    evidence = read_indicator_evidence(lake, SAMPLE_PLACE_CODE, as_of=AS_OF)
    facts = sample_facts(year, AS_OF)
    # The sample's rosters begin with its plan; here they hold for every year.
    members = tuple(attrs.evolve(one, valid_from=None) for one in facts.members)
    return attrs.evolve(
        facts,
        members=members,
        observations=evidence.observations,
        tables=evidence.tables,
    )


def test_a_district_from_lake_to_result(benchmark: Any, lake: Lake) -> None:
    case = case_of(lake, 2025)
    assess(case)  # caches of packaged tables

    def whole() -> int:
        return len(assess(case_of(lake, 2025)).targets)

    found = benchmark(whole)
    written = case_to_json(case)
    begun = perf_counter()
    json.loads(written)
    benchmark.extra_info["ratio_to_reading_json"] = round(
        benchmark.stats["median"] / (perf_counter() - begun), 1
    )
    benchmark.extra_info["observations"] = len(case.observations)
    benchmark.extra_info["units"] = len(case.units)
    assert found == 119


def test_sixteen_districts_over_five_years(benchmark: Any, lake: Lake) -> None:
    cases = [case_of(lake, year) for year in YEARS]

    def all_of_them() -> int:
        return sum(
            len(assess(attrs.evolve(case, place=f"9901{n:02}")).units)
            for n in range(DISTRICTS)
            for case in cases
        )

    assert benchmark.pedantic(all_of_them, rounds=1) > DISTRICTS * len(YEARS) * 40
