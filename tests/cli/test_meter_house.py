"""``dafeng meters`` in a house: batches in, hours and measures out.

It runs in this process, on the database of the tests: a house of its own takes long.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as house

from dafeng.base.days import CHINA
from dafeng.web.meters.models import RefusedCount
from dafeng.web.meters.services.points import PointFacts, point_register
from tests.cli.test_account_house import run_here
from tests.web.plans.building import organisation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.conf import LazySettings

    from dafeng.web.core.models import Organisation
    from tests.cli.running import Ended

BEGIN = datetime(2026, 3, 1, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def a_house_stands(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """The house of the tests has a key, and a lake of its own."""
    settings.LAKE_ROOT = tmp_path / "lake"
    key = house.HOME / "secret-key"
    key.write_text(house.SECRET_KEY, encoding="ascii")
    yield
    key.unlink()


@pytest.fixture
def steel(db: None) -> Organisation:  # noqa: ARG001 - opens the database
    root = organisation("demo", "示范区人民政府", kind="government")
    unit = organisation("steel", "示范钢厂", parent=root, kind="enterprise")
    register(unit, "S-1")
    return unit


def register(unit: Organisation, code: str) -> None:
    facts = PointFacts(
        code=code,
        name_zh=f"{code}进线",
        carrier="electricity",
        unit="kWh",
        most_per_hour=Decimal(1000),
        step_s=3600,
        digits=8,
    )
    point_register(enterprise=unit, by=None, facts=facts)


def meters(*arguments: object) -> Ended:
    return run_here("meters", *map(str, arguments), "--home", str(house.HOME))


def told(*arguments: object) -> Any:
    ended = meters(*arguments, "--format", "json")
    assert ended.code == 0, ended.stderr
    return json.loads(ended.stdout)


def batch(folder: Path, meter: str = "S-1", *, hours: int = 48) -> Path:
    rows = [
        f"{meter},{(BEGIN + timedelta(hours=hour)).isoformat()},{hour * 10}"
        for hour in range(hours + 1)
    ]
    file = folder / f"{meter}.csv"
    file.write_text("\n".join(["meter,at,value", *rows]), encoding="utf-8")
    return file


def test_a_file_becomes_hours_and_measures(tmp_path: Path, steel: Organisation) -> None:
    file = batch(tmp_path)
    (first,) = told("ingest", file, "--sender", steel.code)
    assert (first["readings"], first["repeated"], first["refused"]) == (49, False, {})
    (again,) = told("ingest", file, "--sender", "steel", "--form", "csv")
    assert again["repeated"]
    steel.uscc = "91120223MA05ABCD4W"
    steel.save()
    (by_number,) = told("ingest", file, "--sender", steel.uscc.lower())
    assert by_number["repeated"]
    done = told("compact")
    assert done == {
        "batches": 1,
        "readings": 49,
        "meters": 1,
        "sequence": 1,
        "refused": {},
    }
    made = told("rollup")
    assert (made["meters"], made["hours"], made["days"]) == (1, 48, 2)
    assert told("rollup")["hours"] == 0
    ended = meters("quality", "--month", "2026-03")
    assert ended.code == 1
    assert "Below the rules: 示范钢厂." in ended.stderr
    quality = json.loads(ended.stdout)
    assert quality["period"]["from"] == "2026-03-01T00:00:00+08:00"
    (works,) = quality["enterprises"]
    assert works["name"] == "示范钢厂"
    assert set(works) == {
        *("name", "completeness", "day_month_gap", "main_sub_gap", "flags"),
    }
    assert works["completeness"] == quality["district"]["completeness"] == 0.0659
    assert works["flags"]["gap"] == 0


def test_readings_of_a_meter_entered_later_come_in_by_replaying(
    tmp_path: Path, steel: Organisation
) -> None:
    both = batch(tmp_path)
    both.write_text(both.read_text() + f"\nS-2,{BEGIN.isoformat()},5")
    ended = meters("ingest", both, "--sender", "steel")
    assert ended.code == 1
    assert "meter 1" in ended.stdout.decode()
    assert told("compact")["refused"] == {"meter": 1}
    assert RefusedCount.objects.get(trouble="meter").count == 1
    register(steel, "S-2")
    assert told("replay")["readings"] == 1
    assert told("replay")["readings"] == 0
    assert RefusedCount.objects.get(trouble="meter").count == 1


def test_what_cannot_be_taken_in_is_told(tmp_path: Path, steel: Organisation) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    ended = meters("ingest", bad, batch(tmp_path), "--sender", steel.code)
    assert ended.code == 1
    assert "49" in ended.stdout.decode()
    with bad.open("wb") as large:
        large.truncate(16 * 2**20 + 1)
    ended = meters("ingest", bad, "--sender", steel.code)
    assert (ended.code, b"larger than 16 MB" in ended.stdout) == (1, True)
    for arguments, word in (
        (("ingest", bad, "--sender", "nobody"), "Enter it first"),
        (("ingest", bad, "--sender", "STEAL"), "Near to it: steel (示范钢厂)."),
        (("ingest", tmp_path / "a.doc", "--sender", "steel"), "no known form"),
        (("quality", "--month", "2026-13"), "is no month"),
        (("quality", "--month", "2026-02"), "has a reading in 2026-02"),
    ):
        ended = meters(*arguments)
        assert ended.code == 2
        assert word in ended.stderr
    ended = run_here("meters", "compact", "--home", str(tmp_path / "none"))
    assert ended.code == 2
    assert "There is no house" in ended.stderr
