"""What a project cannot be, where it lies, and what a list of them is asked about."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_from_json, record_to_json
from dafeng.projects import (
    Project,
    Share,
    check_location,
    geometry_box,
    project_findings,
    read_case,
)
from tests.cli.test_account_house import run_here

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
BOW = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": " "}, "project.name"),
        ({"industry": "31A"}, "project.industry"),
        ({"capacity": Decimal(-1)}, "project.negative"),
        ({"uscc": "91120118"}, "uscc.bad"),
        (
            {"places": (Share(place="120118103", share=Decimal("0.6")),)},
            "project.shares",
        ),
        (
            {"places": (Share(place="120118103", share=Decimal("0.5")),) * 2},
            "project.shares",
        ),
    ],
)
def test_what_cannot_be_is_refused(facts: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInputError) as caught:
        Project(**({"code": "1", "name": "甲"} | facts))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("place", "share", "code"),
    [("12", "1", "place.code"), ("120118103", "0", "project.share")],
)
def test_a_share_of_a_place_is_a_part(place: str, share: str, code: str) -> None:
    with pytest.raises(BadInputError) as caught:
        Share(place=place, share=Decimal(share))
    assert caught.value.code == code


def test_points_and_polygons_are_places() -> None:
    point = check_location({"type": "Point", "coordinates": [117, 38.9, 3]})
    assert point == {"type": "Point", "coordinates": [117.0, 38.9]}
    area = check_location({"type": "Polygon", "coordinates": [SQUARE]})
    assert geometry_box([point, area]) == (0.0, 0.0, 117.0, 38.9)
    assert geometry_box([]) is None


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ("117,38", "location.kind"),
        ({"type": "LineString", "coordinates": SQUARE}, "location.kind"),
        ({"type": "Point", "coordinates": ["117", "38"]}, "location.numbers"),
        ({"type": "Point", "coordinates": [117]}, "location.numbers"),
        ({"type": "Point", "coordinates": 5}, "location.numbers"),
        ({"type": "Point", "coordinates": [float("nan"), 1]}, "location.numbers"),
        ({"type": "Point", "coordinates": [True, False]}, "location.numbers"),
        ({"type": "Point", "coordinates": [10**400, 1]}, "location.numbers"),
        ({"type": "Point", "coordinates": [38.9, 117]}, "location.outside"),
        ({"type": "Polygon", "coordinates": []}, "location.ring"),
        ({"type": "Polygon", "coordinates": [SQUARE[:4]]}, "location.ring"),
        ({"type": "Polygon", "coordinates": [BOW]}, "location.ring"),
        ({"type": "Polygon", "coordinates": [[[0, 0]] * 501]}, "location.ring"),
    ],
)
def test_other_geometries_are_refused(geometry: object, code: str) -> None:
    with pytest.raises(BadInputError) as caught:
        check_location(geometry)
    assert caught.value.code == code


def test_a_place_outside_the_district_is_refused() -> None:
    with pytest.raises(BadInputError) as caught:
        check_location({"type": "Point", "coordinates": [3, 1]}, (0, 0, 2, 2))
    assert caught.value.code == "location.outside"


def test_a_project_reads_back_as_it_was_written() -> None:
    project = Project(
        code="1",
        name="甲",
        capacity=Decimal("0.10"),
        unit="MW",
        started=date(2026, 1, 1),
        places=(Share(place="120118103"),),
    )
    assert record_from_json(record_to_json(project), Project) == project


def test_a_list_is_asked_about_sizes_units_days_and_doubles() -> None:
    rows = [
        Project(code="1", name="中旺风电", capacity=Decimal(100), unit="MV"),
        Project(
            code="2",
            name="中旺风电项目",
            started=date(2026, 2, 1),
            operated=date(2026, 1, 1),
        ),
    ]
    found = {one.code for one in project_findings(rows, date(2026, 6, 1))}
    assert found == {
        "project.unit_unknown",
        "project.size_unknown",
        "project.class_unknown",
        "project.days_backward",
        "project.alike",
    }


CASE = {
    "projects": [
        {"code": "1", "name": "中旺风电", "capacity": 100, "unit": "MW"},
        {"code": "2", "name": "东湖光伏", "capacity": "5", "unit": "万kW"},
        {"code": "3", "name": "沿庄风电"},
    ],
    "goals": [{"key": "T1", "name": "装机", "value": 280, "unit": "万kW"}],
}


def written(folder: Path, case: object) -> Path:
    file = folder / "case.json"
    file.write_text(json.dumps(case), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"projects": [CASE["projects"][0]] * 2}, "case.twice"),  # type: ignore[index]
        (
            {"goals": [{"key": "T", "value": 1, "unit": "MW", "projects": ["9"]}]},
            "case.unknown",
        ),
        ({"projects": [{"code": "1"}]}, "record.bad"),
        ({"projects": [{"code": "1", "name": "甲", "capacity": True}]}, "record.bad"),
    ],
)
def test_a_case_that_cannot_be_is_refused(
    tmp_path: Path, case: dict[str, Any], code: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        read_case(written(tmp_path, case))
    assert caught.value.code == code


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        read_case(tmp_path / "none.json")
    assert caught.value.code == "case.unreadable"


def test_the_commands_list_check_and_add_up(tmp_path: Path) -> None:
    file = written(tmp_path, CASE)
    sums = run_here("projects", "sums", "--input", file, "--format", "json")
    assert sums.code == 0
    (found,) = json.loads(sums.stdout)["sums"]
    assert (found["total"], found["gap"]) == (15, 265)
    assert found["uncounted"] == [{"code": "3", "reason": "size-unknown"}]
    assert "265 万kW are missing" in sums.stderr
    table = run_here("projects", "list", "--input", file, "--on", "2026-06-01")
    assert table.code == 0
    assert "中旺风电" in table.stdout.decode()
    checked = run_here("projects", "check", "--input", file, "--on", "2026-06-01")
    assert checked.code == 0
    assert "project.size_unknown" in checked.stderr
    late = {"projects": [{"code": "1", "name": "甲", "stage": "building"}]}
    blocked = run_here(
        "projects", "check", "--input", written(tmp_path, late), "--on", "2026-06-01"
    )
    assert blocked.code == 1
