"""``dafeng lake``: what is kept, as of any version and any day."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli.test_account_house import exact, made_house, run_here

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_house(tmp_path_factory.mktemp("house"))


def test_tables_lists_every_table_with_its_newest_version(home: Path) -> None:
    rows = run_here("lake", "tables", "--home", home).stdout.decode().splitlines()[1:]
    names = {row.split()[0]: int(row.split()[1]) for row in rows}
    assert {"activity", "balance", "district", "measured", "signatures"} <= set(names)
    listed = run_here("lake", "versions", "activity", "--home", home)
    newest = listed.stdout.decode().splitlines()[-1]
    assert int(newest.split()[0]) == names["activity"]


def test_verify_reads_everything_and_finds_nothing_wrong(home: Path) -> None:
    ended = run_here("lake", "verify", "--home", home)
    assert ended.code == 0
    assert ended.stdout == b""
    assert "0 findings, 0 orphans" in ended.stderr


def test_verify_names_a_file_that_is_gone_and_ends_with_1(tmp_path: Path) -> None:
    home = made_house(tmp_path)
    file = next((home / "lake").rglob("*.parquet"))
    file.unlink()
    ended = run_here("lake", "verify", "--home", home)
    assert ended.code == 1
    assert file.name in ended.stdout.decode()


def test_verify_lists_a_file_that_no_version_names(tmp_path: Path) -> None:
    home = made_house(tmp_path)
    file = next((home / "lake").rglob("*.parquet"))
    orphan = file.with_name("part-left-over.parquet")
    orphan.write_bytes(file.read_bytes())
    ended = run_here("lake", "verify", "--home", home)
    assert ended.code == 0
    assert ended.stdout.decode().startswith("orphan: ")
    assert orphan.name in ended.stdout.decode()


def test_show_as_of_a_day_knows_nothing_that_was_learned_later(home: Path) -> None:
    asked = ("lake", "show", "activity", "--format", "json", "--home", home)
    now = exact(run_here(*asked).stdout)["rows"]
    early = exact(run_here(*asked, "--as-of", "2020-12-31").stdout)["rows"]
    assert 0 < len(early) < len(now)
    border = datetime.fromisoformat("2020-12-31T16:00:00+00:00")
    assert all(datetime.fromisoformat(row["learned_at"]) < border for row in early)
    # Some of what was known then was corrected since: the old row still shows.
    names = {row["row_id"]: row["quantity_e3"] for row in now}
    assert {row["row_id"] for row in early} <= set(names)
    late = exact(run_here(*asked, "--as-of", "2022-10-30").stdout)["rows"]
    assert any(names[row["row_id"]] != row["quantity_e3"] for row in late)


def test_show_as_of_a_version_is_the_table_as_it_was(home: Path) -> None:
    asked = ("lake", "show", "activity", "--format", "json", "--home", home)
    first = exact(run_here(*asked, "--version", "1").stdout)["rows"]
    assert {row["version"] for row in first} == {1}
    none = exact(run_here(*asked, "--version", "0").stdout)["rows"]
    assert none == []


def test_show_gives_table_and_workbook_with_the_same_rows(home: Path) -> None:
    asked = ("lake", "show", "district", "--home", home)
    ended = run_here(*asked)
    book = run_here(*asked, "--format", "xlsx").stdout
    (sheet,) = openpyxl.load_workbook(io.BytesIO(book)).worksheets
    assert sheet.max_row == len(ended.stdout.splitlines())
    assert "AR5GWP100" in ended.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["show", "nonsense"], 2, "activity, balance"),
        (["versions", "nonsense"], 2, "activity, balance"),
        (["show", "activity", "--version", "999"], 2, "0 to"),
        (["show", "activity", "--version", "-1"], 3, "--version"),
        (["show", "activity", "--version", "1", "--as-of", "2020-01-01"], 3, "both"),
        (["show", "activity", "--as-of", "yesterday"], 3, "yesterday"),
        (["show"], 3, "TABLE"),
        (["nonsense"], 3, "nonsense"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_bad_words_name_what_was_wrong(
    home: Path, arguments: list[str], code: int, told: str
) -> None:
    at = [] if arguments == ["nonsense"] else ["--home", str(home)]
    ended = run_here("lake", *arguments, *at)
    assert ended.code == code
    assert ended.stdout == b""
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_compacting_changes_no_row(home: Path) -> None:
    asked = ("lake", "show", "balance", "--format", "json", "--home", home)
    before = run_here(*asked).stdout
    ended = run_here("lake", "compact", "balance", "--home", home)
    assert ended.code == 0
    assert ended.stdout == b""
    assert run_here("lake", "vacuum", "balance", "--home", home).code == 0
    assert run_here(*asked).stdout == before
    assert run_here("lake", "verify", "--home", home).code == 0
