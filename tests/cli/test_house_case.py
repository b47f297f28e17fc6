"""A letter that is entered in a house reaches every command that reads the house."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from dafeng.accounts.evidence.tables import DISTRICT
from dafeng.indicators import OBSERVATIONS
from dafeng.lake import Lake
from tests.cli.running import dafeng, python
from tests.cli.test_account_house import run_here
from tests.cli.test_indicators import stated
from tests.houses import with_tables

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "110105"
PLAN = """示范区碳达峰实施方案

一、主要目标

到2025年，绿色出行比例达到70%以上。

二、重点任务

（一）节约能源。到2025年，单位地区生产总值能耗完成市下达指标。（责任单位：区发改委）
"""
# Confirms the plan, registers a company, and enters a letter for the delegated target:
# 14.5 % less since 2015, where the plan names no base year.
LETTER = """
from datetime import date
from decimal import Decimal
from pathlib import Path
from dafeng.web import house
house.stand_up(Path({home!r}))
from dafeng.web.assessment.services.decrees import Letter, decree_approve, decree_record
from dafeng.web.core.models import Organisation
from dafeng.web.core.services import OrganisationFacts, organisation_create
from dafeng.web.plans.models import Plan, Target
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
bulk_confirm(plan=Plan.objects.get(), by=None, choice=BulkChoice())
park = OrganisationFacts(code="east", name_zh="东园", kind="park", place_code="")
organisation_create(by=None, parent=Organisation.objects.get(), facts=park)
goal = Target.objects.exclude(indicator="绿色出行比例").get()
letter = Letter(
    number="市发改函〔2024〕8号", issued_on=date(2024, 3, 1), value=Decimal("14.5"),
    unit="%", comparator=">=", year=2025, base_year=2015, path=(),
)
decree_approve(decree=decree_record(target=goal, by=None, letter=letter), by=None)
"""
AT = ("--as-of", "2026-11-20")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house of one's own with a letter, and a lake that knows a park's energy."""
    folder = tmp_path_factory.mktemp("house")
    plan = folder / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    house = with_tables(folder / "house")
    made = dafeng("new", "--plan", plan, "--place", PLACE, "--home", house)
    assert made.code == 0, made.stderr
    entered = python(LETTER.format(home=str(house)))
    assert entered.code == 0, entered.stderr
    lake = Lake(house / "lake")
    learned = datetime(2026, 3, 1, tzinfo=UTC)
    place = {"place": PLACE, "name": "regions", "value": "CN"}
    lake.append(DISTRICT, [place], key="place", learned_at=learned)
    energy = stated("park.energy", 2025, 100, place=PLACE, scope="east")
    lake.append(OBSERVATIONS, [energy], key="east", learned_at=learned)
    return house


def told(home: Path, *arguments: str) -> Any:
    ended = dafeng(*arguments, "--home", home, "--format", "json")
    assert ended.code in (0, 1), ended.stderr
    return json.loads(ended.stdout)


def test_the_assessment_asks_for_what_the_letter_says(home: Path) -> None:
    result = told(home, "assess", "run", "--year", "2025", *AT)
    (goal,) = (one for one in result["targets"] if one["source"].startswith("市发改函"))
    assert (goal["target"], goal["base_year"], goal["state"]) == (14.5, 2015, "unknown")


def test_the_case_of_the_house_gives_the_same_result_elsewhere(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "case.json"
    ended = dafeng("assess", "case", "--year", "2025", *AT, "--home", home, "-o", file)
    assert (ended.code, ended.stdout) == (0, b"")
    there = dafeng("assess", "run", "--year", "2025", *AT, "--home", home)
    here = run_here("assess", "run", "--input", file)
    assert here.stdout == there.stdout


def test_the_division_asks_for_what_the_letter_says(home: Path) -> None:
    made = told(home, "tasks", "division", "--year", "2025")
    rows = [
        target
        for sheet in made["sheets"]
        for row in (*sheet["lead"], *sheet["support"], sheet)
        for target in row["targets"]
    ]
    (asked,) = {row["asked"] for row in rows if "能耗" in row["indicator"]}
    assert asked == 14.5


def test_readiness_asks_for_the_base_year_of_the_letter(home: Path) -> None:
    lacks = told(home, "indicators", "readiness", "--since", "2025", *AT)["lacks"]
    periods = {
        gap["period"]
        for one in lacks
        if one["series"].startswith("energy.consumption")
        for gap in one["gaps"]
    }
    assert periods == {"2015", "2025"}


def test_the_parts_are_called_what_the_house_calls_them(home: Path) -> None:
    asked = ("--year", "2026", "--energy", "90")
    (line,) = told(home, "allocate", *asked, *AT)["lines"]
    assert (line["unit"], line["kind"], line["energy"]["value"]) == ("东园", "park", 90)
