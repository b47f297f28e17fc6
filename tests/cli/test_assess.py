"""``dafeng assess`` on a self-contained case: every command in every form."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from dafeng.assessment import AssessedUnit, Case, case_to_json
from dafeng.assessment.schemes import schemes
from tests.assessment.building import case, goal, green
from tests.cli.test_account_house import exact, run_here

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Ended

SHARES: dict[int, float] = {2021: 60, 2022: 66, 2023: 71, 2024: 77, 2025: 83}
UNKNOWN_GOAL = goal(
    id="T002",
    clause="三(五)3",
    indicator="煤炭消费",
    definition="A03",
    comparator="<=",
    unit="万t",
)


def sample_case(**changed: Any) -> Case:
    """Green buildings of five years, 83 % of 80 asked for; coal that nobody stated."""
    plain: dict[str, Any] = {
        "units": (AssessedUnit(name="住建委", kind="bureau"),),
        "observations": green(SHARES),
    }
    return case(goal(), UNKNOWN_GOAL, **(plain | changed))


def written(folder: Path, content: Case, name: str = "case.json") -> Path:
    file = folder / name
    file.write_bytes(case_to_json(content))
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path, sample_case())


@pytest.fixture
def worse(tmp_path: Path) -> Path:
    """The same a year of worse building: 71 % in 2025, which misses the target."""
    shares = SHARES | {2025: 71}
    return written(tmp_path, sample_case(observations=green(shares)), "worse.json")


def assess(*arguments: str | Path) -> Ended:
    return run_here("assess", *arguments)


def told(*arguments: str | Path) -> Any:
    ended = assess(*arguments, "--format", "json")
    assert ended.code in (0, 1), ended.stderr
    return exact(ended.stdout)


def lines(ended: Ended) -> list[list[str]]:
    return [line.split() for line in ended.stdout.decode().splitlines()]


class TestRun:
    def test_the_json_has_the_keys_of_the_contract(self, file: Path) -> None:
        result = told("run", "--input", file)
        assert (result["period"], result["scheme"]) == ("2025", "district-2023")
        assert len(result["inputs"]["case_sha256"]) == 64
        met, unknown = result["targets"]
        assert {key: met[key] for key in ("id", "state", "value", "target")} == {
            "id": "T001",
            "state": "met",
            "value": 83,
            "target": 80,
        }
        assert (met["comparator"], met["year"], met["missing"]) == (">=", 2025, [])
        assert (unknown["state"], unknown["value"]) == ("unknown", None)
        assert unknown["missing"][0]["series"] == "energy.coal.physical"
        (unit,) = result["units"]
        assert unit["name"] == "住建委"
        assert {"score", "grade", "rank"} < set(unit)
        assert {"rule", "points", "of", "evidence"} < set(unit["points"][0])
        assert isinstance(result["proposals"], list)

    def test_points_of_a_unit_lie_within_what_there_is(self, file: Path) -> None:
        (unit,) = told("run", "--input", file)["units"]
        earned = [point for point in unit["points"] if point["subject"] == "T001"]
        assert earned
        assert all(0 <= point["points"] <= point["of"] for point in unit["points"])
        assert any(point["points"] == point["of"] > 0 for point in earned)

    def test_the_table_shows_lights_with_words_and_unknown_as_dashes(
        self, file: Path
    ) -> None:
        ended = assess("run", "--input", file)
        assert ended.code == 0
        rows = lines(ended)
        assert "目标 2 项，● 达标 1，◇ 未知 1。" in ended.stdout.decode()
        (met,) = (row for row in rows if row[:1] == ["T001"])
        assert met[met.index("●") :][:2] == ["●", "达标"]
        (unknown,) = (row for row in rows if row[:1] == ["T002"])
        assert "◇" in unknown
        assert "--" in unknown
        assert "None" not in ended.stdout.decode()

    def test_the_workbook_has_a_sheet_for_each_table(
        self, file: Path, tmp_path: Path
    ) -> None:
        target = tmp_path / "result.xlsx"
        ended = assess("run", "--input", file, "--format", "xlsx", "-o", target)
        assert (ended.code, ended.stdout) == (0, b"")
        book = load_workbook(target)
        assert book.sheetnames == ["目标", "单位", "任务", "建议", "得分点", "依据"]
        # Scores are numbers that a spreadsheet can add up.
        head = next(row for row in book["单位"].iter_rows() if row[1].value == "单位")
        score = book["单位"].cell(head[0].row + 1, 3).value
        assert isinstance(score, int | float)

    def test_year_and_day_of_the_command_take_the_place_of_the_case_s(
        self, file: Path
    ) -> None:
        result = told("run", "--input", file, "--as-of", "2026-12-31")
        assert result["as_of"] == "2026-12-31"
        result = told("run", "--input", file, "--year", "2024")
        assert (result["period"], result["targets"][0]["value"]) == ("2024", 77)

    def test_a_finding_that_blocks_ends_with_1(self, tmp_path: Path) -> None:
        # 120 of 100: a share above 100 % is an error somewhere, and counts as unknown.
        wrong = sample_case(observations=green(SHARES | {2025: 120}))
        file = written(tmp_path, wrong)
        ended = assess("run", "--input", file)
        assert ended.code == 1
        assert ended.stderr.startswith("blocks: 三(五)2 T001 (120")
        assert told("run", "--input", file)["targets"][0]["state"] == "unknown"

    def test_a_bad_case_ends_with_a_sentence_for_each_reason(
        self, tmp_path: Path
    ) -> None:
        future = green({2025: 83, 2027: 90})
        bad = sample_case(observations=(*future, future[0]))
        ended = assess("run", "--input", written(tmp_path, bad))
        assert (ended.code, ended.stdout) == (2, b"")
        assert "(3 reasons)" in ended.stderr
        assert "stated twice" in ended.stderr
        assert ended.stderr.count("is not over on 2026-11-29") == 2

    @pytest.mark.parametrize(
        ("content", "word"),
        [(b"{", "Case"), (b'{"place": "990101"}', "period"), (b"\xff", "Case")],
    )
    def test_a_file_that_is_no_case_is_bad_input(
        self, tmp_path: Path, content: bytes, word: str
    ) -> None:
        broken = tmp_path / "broken.json"
        broken.write_bytes(content)
        ended = assess("run", "--input", broken)
        assert (ended.code, ended.stdout) == (2, b"")
        assert word in ended.stderr

    def test_a_field_that_nobody_knows_is_named(self, tmp_path: Path) -> None:
        plain = json.loads(case_to_json(sample_case()))
        broken = tmp_path / "broken.json"
        broken.write_text(json.dumps(plain | {"targts": []}), encoding="utf-8")
        ended = assess("run", "--input", broken)
        assert ended.code == 2
        assert "targts" in ended.stderr

    def test_a_bad_option_is_bad_use(self, file: Path) -> None:
        ended = assess("run", "--input", file, "--year", "soon")
        assert (ended.code, ended.stdout) == (3, b"")

    @pytest.mark.parametrize(
        "command",
        [
            ["run"],
            ["explain", "T001"],
            ["compare", "2024", "2025"],
            ["whatif", "work:W1=50"],
            ["seal"],
            ["case"],
        ],
        ids=" ".join,
    )
    def test_without_a_house_it_says_the_way_out(
        self, tmp_path: Path, command: list[str]
    ) -> None:
        home = tmp_path / "none"
        ended = assess(*command, "--home", home)
        assert (ended.code, ended.stdout) == (2, b"")
        assert len(ended.stderr.splitlines()) == 1
        assert "dafeng run" in ended.stderr
        assert "--input" in ended.stderr
        assert not home.exists()


class TestExplain:
    def test_a_target_opens_down_to_its_papers(self, file: Path) -> None:
        text = assess("explain", "T001", "--input", file).stdout.decode()
        assert "● 达标" in text
        assert "83 %" in text
        assert "buildings.new.green_area 2025 = 83" in text
        assert "buildings.new.green_area 2025 甲/乙" in text

    def test_what_nobody_knows_is_dashes_and_a_lack(self, file: Path) -> None:
        ended = assess("explain", "T002", "--input", file)
        rows = {row[0]: row[1:] for row in lines(ended) if row}
        assert rows["数值"] == ["--"]
        assert rows["缺少"][:3] == ["energy.coal.physical", "2025", "统计"]
        assert "None" not in ended.stdout.decode()

    def test_a_unit_opens_point_by_point(self, file: Path) -> None:
        ended = assess("explain", "住建委", "--input", file)
        assert ended.code == 0
        points = [row for row in lines(ended) if row[:1] == ["得分点"]]
        (score,) = told("run", "--input", file)["units"]
        assert len(points) == len(score["points"])

    def test_a_unit_without_a_score_has_dashes(self, tmp_path: Path) -> None:
        idle = (
            AssessedUnit(name="住建委", kind="bureau"),
            AssessedUnit(name="区档案馆", kind="other"),
        )
        held = written(tmp_path, sample_case(units=idle))
        rows = lines(assess("explain", "区档案馆", "--input", held))
        assert ["得分", "--", "--"] in rows

    def test_json_and_workbook_hold_the_chain(self, file: Path) -> None:
        chain = told("explain", "T001", "--input", file)
        assert chain["standing"]["id"] == "T001"
        assert chain["value"]["value"] == 83
        ended = assess("explain", "T001", "--input", file, "--format", "xlsx")
        assert load_workbook(io.BytesIO(ended.stdout)).sheetnames == ["T001"]

    def test_a_stranger_is_bad_input_that_says_who_is_there(self, file: Path) -> None:
        ended = assess("explain", "T999", "--input", file)
        assert (ended.code, ended.stdout) == (2, b"")
        assert "住建委" in ended.stderr


class TestCompare:
    def test_a_case_with_itself_is_the_same(self, file: Path) -> None:
        ended = assess("compare", file, file)
        assert (ended.code, ended.stdout.decode()) == (0, "两次结果相同。\n")

    def test_what_changed_is_told_in_every_form(self, file: Path, worse: Path) -> None:
        table = assess("compare", file, worse)
        (row,) = (row for row in lines(table) if row[:1] == ["T001"])
        assert row[2:8] == ["●", "达标", "■", "未达标", "83", "71"]
        found = told("compare", file, worse)
        (change,) = found["targets"]
        assert (change["before"]["state"], change["after"]["state"]) == (
            "met",
            "missed",
        )
        book = assess("compare", file, worse, "--format", "xlsx")
        sheets = load_workbook(io.BytesIO(book.stdout)).sheetnames
        assert sheets == ["输入", "目标", "单位", "建议"]


class TestWhatif:
    def test_another_figure_would_change_the_state(self, file: Path) -> None:
        change = "observation:buildings.new.green_area:2025=71"
        found = told("whatif", change, "--input", file)
        (target,) = found["targets"]
        assert target["after"]["state"] == "missed"
        assert target["after"]["value"] == 71

    def test_a_letter_would_ask_for_more(self, file: Path) -> None:
        found = told("whatif", "decree:T001:2025=90", "--input", file)
        (target,) = found["targets"]
        assert (target["before"]["target"], target["after"]["target"]) == (80, 90)

    def test_nothing_is_kept(self, file: Path) -> None:
        before = file.read_bytes()
        assess("whatif", "decree:T001:2025=90", "--input", file)
        assert file.read_bytes() == before

    def test_a_change_that_cannot_be_read_is_bad_input(self, file: Path) -> None:
        ended = assess("whatif", "make it better", "--input", file)
        assert (ended.code, ended.stdout) == (2, b"")


class TestSeals:
    def test_a_seal_is_listed_replayed_and_compared(
        self, file: Path, worse: Path, tmp_path: Path
    ) -> None:
        home = tmp_path / "house"
        ended = assess("seal", "--input", file, "--home", home)
        assert ended.code == 0, ended.stderr
        name = ended.stdout.decode().strip()
        assert len(name) == 64
        assert (home / "seals" / "assessments").is_dir()
        (kept,) = told("seals", "--home", home)
        assert (kept["digest"], kept["period"]) == (name, "2025")
        assert name in assess("seals", "--home", home).stdout.decode()
        (made,) = told("replay", "--home", home)
        assert (made["seal"], made["same"]) == (name, True)
        found = told("compare", name, worse, "--home", home)
        assert [one["id"] for one in found["targets"]] == ["T001"]

    def test_a_second_seal_needs_a_reason_and_names_the_first(
        self, file: Path, worse: Path, tmp_path: Path
    ) -> None:
        home = tmp_path / "house"
        first = assess("seal", "--input", file, "--home", home).stdout.decode().strip()
        refused = assess("seal", "--input", worse, "--home", home)
        assert (refused.code, refused.stdout) == (2, b"")
        again = told(
            "seal", "--input", worse, "--home", home, "--restate", "更正竣工面积"
        )
        assert (again["replaces"], again["reason"]) == (first, "更正竣工面积")
        assert len(told("seals", "--home", home)) == 2

    def test_without_a_seal_there_is_nothing_to_replay(self, tmp_path: Path) -> None:
        ended = assess("replay", "--home", tmp_path)
        assert (ended.code, ended.stdout) == (2, b"")
        assert "dafeng assess seal" in ended.stderr
        assert told("seals", "--home", tmp_path) == []

    def test_workbooks_hold_seals_and_replays(self, file: Path, tmp_path: Path) -> None:
        home = tmp_path / "house"
        assess("seal", "--input", file, "--home", home)
        for command, name in (("seals", "封存"), ("replay", "复算")):
            ended = assess(command, "--home", home, "--format", "xlsx")
            book = load_workbook(io.BytesIO(ended.stdout))
            assert book.sheetnames == [name]


class TestSchemes:
    def test_every_packaged_scheme_is_listed(self) -> None:
        ended = assess("schemes")
        assert [row[0] for row in lines(ended)] == list(schemes())

    def test_a_scheme_of_ones_own_is_checked(self, tmp_path: Path) -> None:
        broken = tmp_path / "own.toml"
        broken.write_text("id = 1", encoding="utf-8")
        ended = assess("schemes", broken)
        assert (ended.code, ended.stdout) == (2, b"")

    def test_an_unknown_scheme_says_which_there_are(self, file: Path) -> None:
        ended = assess("run", "--input", file, "--scheme", "luck")
        assert (ended.code, ended.stdout) == (2, b"")
        assert "district-2023" in ended.stderr
