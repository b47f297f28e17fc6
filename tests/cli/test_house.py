"""``dafeng run`` ends with the target table in the terminal and the site serving."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dafeng.plan import read_text
from dafeng.sample import demo_plan_text
from tests.cli.running import dafeng
from tests.houses import first_run, page, running, sample_copy, with_tables

if TYPE_CHECKING:
    from pathlib import Path


def test_run_makes_a_house_prints_the_targets_and_serves() -> None:
    first = first_run()
    shown = first.shown.splitlines()
    assert shown[0].split()[:4] == ["编号", "条款", "指标", "目标"]
    assert len(shown) > 50
    assert first.address in first.told
    assert re.search(r"Accounts .*\n +office +\S+", first.told)
    assert '<html lang="zh-Hans"' in first.page
    assert first.code == 0


def test_a_second_start_finds_the_house_and_gives_no_account_away(
    tmp_path: Path,
) -> None:
    home = sample_copy(tmp_path / "house")
    with running("run", home=home):
        told = (tmp_path / "house.err").read_text(encoding="utf-8")
    assert "Accounts" not in told


def test_a_document_of_ones_own_is_read_on_the_spot(tmp_path: Path) -> None:
    plan = tmp_path / "示范区.txt"
    plan.write_text(demo_plan_text(), encoding="utf-8")
    home = with_tables(tmp_path / "house")
    with running("run", "--plan", str(plan), home=home) as (_process, address):
        shown = (tmp_path / "house.out").read_text(encoding="utf-8")
        assert "T001" in shown
        title = read_text(demo_plan_text()).document.title
        assert title is not None
        assert title in page(f"{address}plan/")


def test_a_document_that_cannot_be_read_makes_no_house(tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    home = tmp_path / "house"
    ended = dafeng("run", "--plan", broken, "--home", home)
    assert ended.code == 2
    assert "broken.docx" in ended.stderr
    assert not home.exists()


@pytest.mark.parametrize("command", [["serve"], ["plan", "attach"]])
def test_a_house_that_is_not_there_is_not_made_by_the_way(
    tmp_path: Path, command: list[str]
) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(demo_plan_text(), encoding="utf-8")
    files = [plan] if "attach" in command else []
    ended = dafeng(*command, *files, "--home", tmp_path / "house")
    assert ended.code == 2
    assert "There is no house in" in ended.stderr
    assert not (tmp_path / "house").exists()


def test_new_opens_a_house_with_the_plan_as_a_proposal(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(demo_plan_text(), encoding="utf-8")
    home = tmp_path / "house"
    ended = dafeng("new", "--plan", plan, "--place", "110105", "--home", home)
    assert ended.code == 0, ended.stderr
    assert "T001" in ended.stdout.decode()
    assert "Accounts" in ended.stderr
    again = dafeng("new", "--plan", plan, "--place", "110105", "--home", home)
    assert again.code == 2


def test_attach_binds_the_document_that_the_plan_was_read_from(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(demo_plan_text(), encoding="utf-8")
    home = with_tables(tmp_path / "house")
    made = dafeng("new", "--plan", plan, "--place", "110105", "--home", home)
    assert made.code == 0, made.stderr
    ended = dafeng("plan", "attach", plan, "--home", home)
    assert ended.code == 0, ended.stderr
    assert re.fullmatch(r"\d+ located, 0 not found\n", ended.stdout.decode())
