"""``dafeng outlook`` on the case of an outlook: every command in every form."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from dafeng.base.plain import record_from_json, record_to_json
from dafeng.lake import sha256_of
from dafeng.pathways import Outlook, OutlookCase, seal_outlook
from tests.cli.running import Ended, python
from tests.cli.test_account_house import exact, run_here
from tests.cli.test_starting import WEB, without
from tests.pathways.small_case import changed, small_case, small_outlook

KEYS = [
    "scenario",
    "draws",
    "seed",
    "probability",
    "year",
    "level",
    "not_peaked",
    "second_peak",
    "conventions",
    "seal",
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("case") / "case.json"
    path.write_bytes(record_to_json(small_case()))
    return path


def outlook(*arguments: str | Path) -> Ended:
    return run_here("outlook", *arguments)


def told(*arguments: str | Path) -> Any:
    ended = outlook(*arguments, "--format", "json")
    assert ended.code == 0, ended.stderr
    return exact(ended.stdout)


def book(*arguments: str | Path) -> Any:
    ended = outlook(*arguments, "--format", "xlsx")
    assert ended.code == 0, ended.stderr
    return load_workbook(io.BytesIO(ended.stdout))


class TestRun:
    def test_json_is_the_whole_outlook(self, file: Path) -> None:
        ended = outlook("run", "--input", file, "--format", "json")
        assert ended.code == 0
        assert record_from_json(ended.stdout, Outlook) == small_outlook()
        assert "[0/7] plan average" in ended.stderr

    def test_the_table_begins_with_the_sentence(self, file: Path) -> None:
        ended = outlook(
            "run", "--input", file, "--draws", "64", "--convention", "fixed"
        )
        first, *_ = ended.stdout.decode().splitlines()
        assert first.startswith("按“方案”(固定),2030 年前达峰的概率是 ")

    def test_the_workbook_has_a_sheet_for_each_path(self, file: Path) -> None:
        assert "路径6" in book("run", "--input", file, "--draws", "64").sheetnames


class TestPeak:
    def test_json_has_the_keys_of_the_contract_and_no_others(self, file: Path) -> None:
        found = told("peak", "--input", file)
        assert list(found) == KEYS
        head = small_outlook().headline.peak
        assert found["scenario"] == "plan"
        assert (found["draws"], found["seed"]) == (256, 2030)
        assert found["probability"] == {
            "by_2030": head.by(2030),
            "by_horizon": head.by_year[-1][1],
        }
        assert found["year"] == {
            "p05": head.year_p05,
            "p50": head.year_p50,
            "p95": head.year_p95,
        }
        assert list(found["level"]) == ["p05", "p50", "p95"]
        assert float(found["level"]["p50"]) == (head.level_p50_g or 0) / 1e6
        assert [c["convention"] for c in found["conventions"]] == ["average", "fixed"]
        assert found["seal"] == sha256_of(record_to_json(small_case()))

    def test_what_is_asked_for_comes_first(self, file: Path) -> None:
        found = told(
            *("peak", "--input", file, "--scenario", "frozen"),
            *("--convention", "fixed", "--draws", "64", "--seed", "5", "--by", "2035"),
        )
        assert (found["scenario"], found["draws"], found["seed"]) == ("frozen", 64, 5)
        assert list(found["probability"]) == ["by_2035", "by_horizon"]
        first = found["conventions"][0]
        assert first["convention"] == "fixed"
        assert first["probability"] == found["probability"]

    def test_no_peak_within_the_horizon_is_null(self, tmp_path: Path) -> None:
        rising = tmp_path / "rising.json"
        plain = json.loads(record_to_json(small_case()))
        for driver in plain["model"]["drivers"]:
            driver["growth"] = [{"until": 2040, "rate": 0.2}]
        rising.write_text(json.dumps(plain), "utf-8")
        found = told("peak", "--input", rising, "--scenario", "frozen")
        assert found["not_peaked"] == 1
        assert set(found["year"].values()) == {None}
        assert set(found["level"].values()) == {None}
        ended = outlook("peak", "--input", rising, "--scenario", "frozen")
        assert "--" in ended.stdout.decode()

    def test_a_convention_that_flips_the_verdict_is_told(self, file: Path) -> None:
        ended = outlook("peak", "--input", file, "--scenario", "frozen")
        found = told("peak", "--input", file, "--scenario", "frozen")
        likely = {c["convention"]: c["likely"] for c in found["conventions"]}
        assert (len(set(likely.values())) == 2) == ("flips the verdict" in ended.stderr)

    def test_the_same_seed_gives_the_same_bytes(self, file: Path) -> None:
        arguments = ("peak", "--input", file, "--format", "json")
        assert outlook(*arguments).stdout == outlook(*arguments).stdout

    def test_the_seal_is_that_of_the_house_when_it_pins_the_case(
        self, tmp_path: Path
    ) -> None:
        from dafeng.cli.outlook_house import SEALS, _seal_of

        digest = seal_outlook(small_case(), small_outlook(), tmp_path / SEALS)
        assert _seal_of(small_case(), tmp_path / SEALS) == digest
        other = changed(seed=1)
        assert _seal_of(other, tmp_path / SEALS) == sha256_of(record_to_json(other))

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--scenario", "plam"), "plam"),
            (("--convention", "none"), "none"),
            (("--draws", "100"), "power of two"),
            (("--by", "1990"), "1990"),
        ],
    )
    def test_what_is_not_there_is_bad_input(
        self, file: Path, arguments: tuple[str, ...], said: str
    ) -> None:
        ended = outlook("peak", "--input", file, *arguments)
        assert (ended.code, ended.stdout) == (2, b"")
        assert said in ended.stderr
        assert "Traceback" not in ended.stderr

    def test_a_bad_option_is_bad_use(self, file: Path) -> None:
        assert outlook("peak", "--input", file, "--draws", "many").code == 3
        assert outlook("peak", "--nothing").code == 3


class TestTrend:
    def test_the_history_of_the_accounts_is_tested(self, file: Path) -> None:
        found = told("trend", "--input", file)
        assert (found["highest_year"], found["standing"]) == (2024, "rising")
        assert found["trend"]["S"] == 3
        assert found["history"]["2023"] == 17500
        assert float(found["trend"]["sen_slope"]) == pytest.approx(542)
        assert "仍在上升" in outlook("trend", "--input", file).stdout.decode()


class TestGap:
    def test_measures_drivers_and_units_add_up(self, file: Path) -> None:
        found = told("gap", "--input", file)
        parts = sum(float(one["amount"]) for one in found["measures"])
        assert parts == pytest.approx(float(found["gap"]))
        assert float(found["uncovered"]) == pytest.approx(0)
        assert sum(float(one["amount"]) for one in found["units"]) == pytest.approx(
            parts
        )
        drivers = sum(float(one["amount"]) for one in found["drivers"])
        assert drivers == pytest.approx(float(found["gap"]))
        assert {one["unit"] for one in found["units"]} == {"u1", "u2"}

    def test_a_limit_below_the_plan_is_told_apart(self, file: Path) -> None:
        found = told("gap", "--input", file, "--limit", "10000", "--expected", "frozen")
        open_ = float(found["gap"]) - sum(float(o["amount"]) for o in found["measures"])
        assert open_ == pytest.approx(float(found["uncovered"]) + float(found["paths"]))
        assert float(found["uncovered"]) > 0
        assert float(found["gap"]) == pytest.approx(float(found["outlook"]) - 10000)

    def test_table_and_workbook(self, file: Path) -> None:
        assert "缺口合计" in outlook("gap", "--input", file).stdout.decode()
        assert book("gap", "--input", file).sheetnames == [
            "措施",
            "驱动因素",
            "责任单位",
        ]

    def test_a_year_outside_is_bad_input(self, file: Path) -> None:
        assert outlook("gap", "--input", file, "--by", "2100").code == 2
        assert outlook("gap", "--input", file, "--expected", "nothing").code == 2


class TestChoose:
    def test_a_set_is_verified_on_fresh_draws(self, file: Path) -> None:
        found = told("choose", "--input", file, "--cut", "10", "--probability", "80")
        assert found["verified_probability"] >= 0.75
        assert 0 <= found["cost_gap"] <= 1e-3
        assert {one["measure"] for one in found["measures"]} <= {"boilers", "solar"}
        assert found["since"] == 2025
        ended = outlook("choose", "--input", file)
        assert ended.stdout.decode().startswith("净成本 ")


class TestSensitivity:
    def test_every_unknown_is_ranked(self, file: Path) -> None:
        found = told("sensitivity", "--input", file, "--draws", "64")
        assert {one["code"] for one in found["unknowns"]} == {
            *(one.code for one in small_case().model.inputs),
            *("boilers", "solar"),
        }
        totals = [one["ST"] for one in found["unknowns"]]
        assert totals == sorted(totals, reverse=True)
        assert found["points"] == 64

    def test_the_year_of_the_peak_may_be_asked(self, file: Path) -> None:
        found = told(
            *("sensitivity", "--input", file, "--of", "peak-year", "--draws", "16")
        )
        assert found["unit"] == "year"
        assert outlook("sensitivity", "--input", file, "--of", "x").code == 2


class TestExplain:
    def test_a_draw_is_opened(self, file: Path) -> None:
        found = told("explain", "3", "--input", file)
        assert found["draw"] == 3
        assert {one["came"] for one in found["measures"]} == {"delivered"}
        assert found["path"]["2024"] == 18084
        text = outlook("explain", "3", "--input", file).stdout.decode()
        assert "按期" in text

    def test_a_draw_that_is_not_there_is_bad_input(self, file: Path) -> None:
        ended = outlook("explain", "256", "--input", file)
        assert ended.code == 2
        assert "numbered from 0 to 255" in ended.stderr


class TestExport:
    def test_the_folder_of_the_exchange_holds_every_form(
        self, file: Path, tmp_path: Path
    ) -> None:
        ended = outlook("export", "iamc", "--input", file, "-o", tmp_path / "out")
        assert (ended.code, ended.stdout) == (0, b"")
        names = {
            str(p.relative_to(tmp_path / "out"))
            for p in (tmp_path / "out").rglob("*.*")
        }
        assert "definitions/region/regions.yaml" in names
        assert {"outlook-long.csv", "outlook-wide.parquet", "meta.csv"} <= names

    @pytest.mark.parametrize(
        ("form", "read"),
        [
            ("long-csv", pd.read_csv),
            ("wide-csv", pd.read_csv),
            ("long-parquet", pd.read_parquet),
            ("wide-parquet", pd.read_parquet),
        ],
    )
    def test_one_file_of_it(
        self, file: Path, tmp_path: Path, form: str, read: Any
    ) -> None:
        path = tmp_path / "one"
        ended = outlook("export", form, "--input", file, "-o", path, "--draws", "16")
        assert ended.code == 0, ended.stderr
        columns = {str(c).lower() for c in read(path)}
        assert {"model", "scenario", "region", "variable", "unit"} <= columns

    def test_workbook_and_json(self, file: Path, tmp_path: Path) -> None:
        for form in ("xlsx", "json"):
            path = tmp_path / f"o.{form}"
            assert outlook("export", form, "--input", file, "-o", path).code == 0
        found = record_from_json((tmp_path / "o.json").read_bytes(), Outlook)
        assert found == small_outlook()
        assert load_workbook(tmp_path / "o.xlsx").sheetnames[0] == "说明"


def test_a_case_is_written_as_it_was_asked(file: Path) -> None:
    ended = outlook("case", "--input", file, "--draws", "64", "--scenario", "fast")
    found = record_from_json(ended.stdout, OutlookCase)
    assert found == changed(draws=64, headline="fast")


class TestReplay:
    def test_a_seal_gives_its_bytes_again(self, tmp_path: Path) -> None:
        from dafeng.cli.outlook_house import SEALS

        folder = tmp_path / SEALS
        digest = seal_outlook(small_case(), small_outlook(), folder)
        found = told("replay", "--home", tmp_path)
        assert found == [{"seal": digest, "same": True}]
        file = folder / digest / "case.json"
        file.write_bytes(file.read_bytes() + b" ")
        assert outlook("replay", digest, "--home", tmp_path).code == 2

    def test_without_a_seal_it_says_so(self, tmp_path: Path) -> None:
        ended = outlook("replay", "--home", tmp_path)
        assert ended.code == 2
        assert "There is no seal" in ended.stderr


@pytest.mark.parametrize("command", ["run", "gap", "peak", "trend", "case"])
def test_without_a_house_a_command_says_what_to_do(
    tmp_path: Path, command: str
) -> None:
    ended = outlook(command, "--home", tmp_path / "none")
    assert (ended.code, ended.stdout) == (2, b"")
    assert "--input" in ended.stderr


def test_without_the_web_extra_a_house_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("a house stands here")
    ended = python(without(WEB, "outlook", "peak", "--home", str(tmp_path)))
    assert (ended.code, ended.stdout) == (2, b"")
    assert "pip install 'dafeng[web]'" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_file_that_is_not_there_or_no_case_is_bad_input(tmp_path: Path) -> None:
    assert outlook("run", "--input", tmp_path / "none.json").code == 2
    broken = tmp_path / "broken.json"
    plain = json.loads(record_to_json(small_case()))
    plain["base"]["year"] = "soon"
    broken.write_text(json.dumps(plain), "utf-8")
    ended = outlook("run", "--input", broken)
    assert ended.code == 2
    assert "$.base.year" in ended.stderr


def test_help_of_the_group_imports_no_numpy() -> None:
    ended = python(
        "import sys\n"
        "from dafeng.cli import main\n"
        "main(['outlook', '--help'])\n"
        "heavy = {'numpy', 'scipy', 'pyarrow', 'xarray', 'pandas'}\n"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    assert ended.code == 0
