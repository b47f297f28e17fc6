"""``dafeng plan diff A B`` says what changed, what is weaker and what is missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import dafeng

if TYPE_CHECKING:
    from pathlib import Path

CITY = """清河市碳达峰实施方案

一、主要目标
到2025年,非化石能源消费比重达到20%以上,森林覆盖率达到30%。
"""


@pytest.fixture
def plans(tmp_path: Path) -> tuple[Path, Path]:
    city, district = tmp_path / "city.txt", tmp_path / "district.txt"
    city.write_text(CITY, encoding="utf-8")
    weaker = CITY.replace("清河市", "清河市东区").replace("20%以上", "18%以上")
    district.write_text(weaker, encoding="utf-8")
    return city, district


def test_a_weaker_value_is_shown(plans: tuple[Path, Path]) -> None:
    ended = dafeng("plan", "diff", *plans)
    (row,) = ended.stdout.decode().splitlines()[1:]
    assert row.startswith("放宽")
    assert "≥20 %" in row
    assert "≥18 %" in row
    assert "1 weaker" in " ".join(ended.stderr.split())


def test_json_names_the_pair_and_the_change(plans: tuple[Path, Path]) -> None:
    ended = dafeng("plan", "diff", *plans, "--format", "json")
    found = json.loads(ended.stdout)
    assert len(found["pairs"]) == 2
    (pair,) = (pair for pair in found["pairs"] if pair["changes"])
    assert pair["strength"] == "weaker"
    assert pair["changes"] == [{"field": "value", "first": "20", "second": "18"}]
    assert found["weaker"] == [[pair["first"]["id"], pair["second"]["id"]]]
    assert found["only_first"] == found["only_second"] == []


def test_a_plan_compared_with_itself_shows_nothing(plans: tuple[Path, Path]) -> None:
    ended = dafeng("plan", "diff", plans[0], plans[0])
    assert ended.code == 0
    assert len(ended.stdout.decode().splitlines()) == 1
