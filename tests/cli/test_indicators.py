"""``dafeng indicators``: the register, an indicator opened, the data that lack."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from dafeng.accounts.evidence.tables import DISTRICT
from dafeng.base.indicators import indicator_register
from dafeng.indicators import OBSERVATIONS, definition_register, series_of
from dafeng.lake import Lake
from tests.cli.test_account_house import exact, run_here

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "990101"
GREEN, NEW = "buildings.new.green_area", "buildings.new.area"
COAL, GDP, ENERGY = (
    "energy.coal.physical",
    "economy.gdp.2020prices",
    "energy.consumption.calorific",
)
SHARES = {2021: 60, 2022: 66, 2023: 71, 2024: 77, 2025: 83}


def stated(series: str, period: int, value: int, **more: object) -> dict[str, Any]:
    row = {
        "place": PLACE,
        "series": series,
        "scope": None,
        "period": str(period),
        "value_e6": value * 10**6,
        "unit": series_of(series).unit,
        "basis": "reported",
        "quality": "B",
        "evidence": f"台账 {period}",
        "entered_by": "甲",
        "approved_by": "乙",
        "synthetic": False,
        "note": None,
    }
    return row | more


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house that knows a share, and coal of two years."""
    folder = tmp_path_factory.mktemp("house")
    lake = Lake(folder / "lake")
    learned = datetime(2026, 3, 1, tzinfo=UTC)
    place = {"place": PLACE, "name": "regions", "value": "CN"}
    lake.append(DISTRICT, [place], key="place", learned_at=learned)
    rows = [stated(NEW, year, 100) for year in SHARES]
    rows += [stated(GREEN, year, share) for year, share in SHARES.items()]
    rows += [stated(COAL, year, 0) for year in (2023, 2024)]
    lake.append(OBSERVATIONS, rows, key="first", learned_at=learned)
    return folder


def show(home: Path, *arguments: str | Path) -> Any:
    ended = run_here(
        "indicators",
        "show",
        *arguments,
        *("--home", home, "--as-of", "2026-11-20", "--format", "json"),
    )
    assert ended.code == 0, ended.stderr
    return exact(ended.stdout)


class TestList:
    def test_every_definition_stands_on_a_line(self) -> None:
        ended = run_here("indicators", "list", "--format", "json")
        listed = [one["id"] for one in exact(ended.stdout)["definitions"]]
        assert listed == [one.id for one in definition_register()]
        assert ended.stderr == f"Found {len(listed)} definitions.\n"

    def test_it_is_narrowed_by_theme_indicator_and_words(self) -> None:
        ended = run_here(
            "indicators",
            "list",
            *("--theme", "energy", "--indicator", "A05", "--definition", "当量"),
            *("--format", "json"),
        )
        (one,) = exact(ended.stdout)["definitions"]
        assert one["id"] == "A05.calorific"
        assert one["inputs"] == {
            "nonfossil": "energy.nonfossil.calorific",
            "total": ENERGY,
        }
        assert one["bounded"] is True

    def test_the_table_has_a_line_for_each(self) -> None:
        ended = run_here("indicators", "list", "--indicator", "F04")
        head, line = ended.stdout.decode().splitlines()
        assert head.split()[:3] == ["定义", "主题", "名称"]
        assert line.split()[:4] == ["F04", "buildings", "新建城镇绿色建筑比例", "%"]

    def test_an_unknown_theme_lists_those_that_there_are(self) -> None:
        ended = run_here("indicators", "list", "--theme", "spaceflight")
        assert (ended.code, ended.stdout) == (2, b"")
        assert "buildings" in ended.stderr

    def test_a_workbook_is_written(self, tmp_path: Path) -> None:
        target = tmp_path / "指标.xlsx"
        ended = run_here(
            "indicators", "list", "--theme", "water", "--format", "xlsx", "-o", target
        )
        assert ended.code == 0
        sheet = load_workbook(target).active
        assert sheet is not None
        codes = [row[0] for row in sheet.iter_rows(values_only=True)]
        water = {one.code for one in indicator_register() if one.field == "water"}
        assert codes[1:] == [
            one.id for one in definition_register() if one.indicator in water
        ]


class TestShow:
    def test_values_come_with_their_inputs(self, home: Path) -> None:
        (one,) = show(home, "F04")["definitions"]
        assert [(v["period"], v["value"]) for v in one["values"]] == [
            (str(year), share) for year, share in SHARES.items()
        ]
        first = one["values"][0]
        assert (first["basis"], first["quality"], first["missing"]) == (
            "reported",
            "B",
            [],
        )
        assert [(i["series"], i["evidence"]) for i in first["inputs"]] == [
            (GREEN, "台账 2021"),
            (NEW, "台账 2021"),
        ]
        assert one["outlook"] is None

    def test_one_year_and_what_it_lacks(self, home: Path) -> None:
        (one,) = show(home, "A03", "--year", "2025")["definitions"]
        (value,) = one["values"]
        assert value["value"] is None
        assert value["missing"] == [
            {
                "series": COAL,
                "period": "2025",
                "scope": "",
                "owner": "统计",
                "due_on": "2026-10-31",
            }
        ]

    def test_where_nothing_is_known_the_last_year_says_what_is_needed(
        self, home: Path
    ) -> None:
        (one,) = show(home, "B08")["definitions"]
        (value,) = one["values"]
        assert (value["period"], value["value"]) == ("2025", None)
        assert value["missing"][0]["series"] == "energy.gas.physical"

    def test_a_change_is_against_the_year_before_the_plan_period(
        self, home: Path
    ) -> None:
        (one,) = show(home, "B01.calorific")["definitions"]
        assert one["base"] == 2020
        (one,) = show(home, "B01.calorific", "--base", "2005")["definitions"]
        assert one["base"] == 2005
        (one,) = show(home, "B01.calorific", "--target-year", "2030")["definitions"]
        assert one["base"] == 2025

    def test_the_outlook_of_a_demand(self, home: Path) -> None:
        (one,) = show(home, "F04", "--target-year", "2027", "--demand", "90")[
            "definitions"
        ]
        told = one["outlook"]
        assert (told["year"], told["demand"]) == (2027, ">= 90")
        assert told["low"] < told["median"] < told["high"] <= 100
        assert 0.5 < told["probability"] < 0.999

    def test_the_outlook_without_a_demand_has_no_probability(self, home: Path) -> None:
        (one,) = show(home, "F04", "--target-year", "2027")["definitions"]
        assert set(one["outlook"]) == {"year", "median", "low", "high"}

    def test_less_is_better_where_the_definition_says_so(self, home: Path) -> None:
        ended = run_here(
            *("indicators", "show", "A03", "--home", home, "--as-of", "2026-11-20"),
            *("--target-year", "2030", "--demand", "0"),
        )
        assert ended.code == 0
        assert "three values" in ended.stderr
        assert "展望" not in ended.stdout.decode()

    def test_the_text_says_the_outlook_in_a_sentence(self, home: Path) -> None:
        ended = run_here(
            *("indicators", "show", "F04", "--home", home, "--as-of", "2026-11-20"),
            *("--target-year", "2027", "--demand", "85..95"),
        )
        text = ended.stdout.decode()
        assert "2027 年预计" in text
        assert "满足 85 至 95 % 的概率" in text
        assert "buildings.new.green_area 2025 = 83" in text
        assert ended.stderr == "Known: 5 of 5 values.\n"

    def test_what_was_learned_later_is_not_shown(self, home: Path) -> None:
        ended = run_here(
            *("indicators", "show", "F04", "--home", home, "--format", "json"),
            *("--as-of", "2026-02-01"),
        )
        (one,) = exact(ended.stdout)["definitions"]
        assert [value["value"] for value in one["values"]] == [None]

    def test_a_workbook_has_definition_values_and_lacks(self, home: Path) -> None:
        ended = run_here(
            *("indicators", "show", "A03", "--home", home, "--format", "xlsx"),
            *("--as-of", "2026-11-20"),
        )
        book = load_workbook(io.BytesIO(ended.stdout))
        assert book.sheetnames == ["指标", "数值", "缺少的数据"]

    def test_an_unknown_code_is_bad_input(self, home: Path) -> None:
        ended = run_here("indicators", "show", "Z99", "--home", home)
        assert (ended.code, ended.stdout) == (2, b"")
        assert "Z99" in ended.stderr

    def test_a_demand_that_cannot_be_read_is_bad_input(self, home: Path) -> None:
        ended = run_here(
            *("indicators", "show", "F04", "--home", home),
            *("--target-year", "2030", "--demand", "a lot"),
        )
        assert ended.code == 2
        assert "'>=14'" in ended.stderr

    def test_a_demand_without_its_year_is_bad_use(self, home: Path) -> None:
        ended = run_here("indicators", "show", "F04", "--home", home, "--demand", "90")
        assert ended.code == 3
        assert "--target-year" in ended.stderr

    @pytest.mark.parametrize("command", [["show", "F04"], ["readiness"]])
    def test_without_a_lake_it_says_so_in_one_sentence(
        self, tmp_path: Path, command: list[str]
    ) -> None:
        ended = run_here("indicators", *command, "--home", tmp_path / "empty")
        assert (ended.code, ended.stdout) == (2, b"")
        assert len(ended.stderr.splitlines()) == 1
        assert "lake" in ended.stderr


class TestReadiness:
    def test_lacking_series_come_with_owner_periods_and_who_waits(
        self, home: Path
    ) -> None:
        ended = run_here(
            *("indicators", "readiness", "--home", home, "--format", "json"),
            *("--as-of", "2026-11-20", "--since", "2024"),
        )
        assert ended.code == 0, ended.stderr
        told = exact(ended.stdout)
        assert (told["place"], told["as_of"]) == (PLACE, "2026-11-20")
        lacks = {one["series"]: one for one in told["lacks"]}
        # Coal of 2024 is known; that of 2025 has been due since 31 October.
        coal = lacks[COAL]
        assert (coal["owner"], coal["since"]) == ("统计", "2026-10-31")
        assert coal["gaps"] == [{"period": "2025", "scope": "", "due_on": "2026-10-31"}]
        assert "A03" in coal["waiting"]
        assert GREEN not in lacks
        counts = [len(one["waiting"]) for one in told["lacks"]]
        assert counts == sorted(counts, reverse=True)
        covered = told["coverage"]
        assert 0 < covered["known"] < covered["asked"]
        assert f"Known: {covered['known']} of {covered['asked']} values" in ended.stderr

    def test_the_table_and_the_workbook_have_the_same_lines(self, home: Path) -> None:
        asked = ("indicators", "readiness", "--home", home, "--as-of", "2026-11-20")
        table = run_here(*asked).stdout.decode().splitlines()
        book = load_workbook(io.BytesIO(run_here(*asked, "--format", "xlsx").stdout))
        (sheet,) = book.worksheets
        lines = [row for row in sheet.iter_rows(values_only=True) if row[0]]
        series = [line.split()[0] for line in table[1:]]
        assert [str(line[0]) for line in lines[-len(series) :]] == series
