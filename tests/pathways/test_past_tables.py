"""Tables of the past beside a model: read, or refused with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dafeng.pathways import DegreeDays, DriverValue, HeatingShare, read_past_facts
from dafeng.pathways.model import ModelError
from tests.pathways.small_case import small_case

if TYPE_CHECKING:
    from pathlib import Path

DRIVERS = "driver,year,value,source,assumed\n"
DAYS = "year,degree_days,source,assumed\n"
HEATING = "sector,share,source,assumed\n"


def test_what_is_stated_is_read(tmp_path: Path) -> None:
    (tmp_path / "past-drivers.csv").write_text(
        DRIVERS + "gdp,2020,80.5,yearbook 2021,\n\ngdp,2021,84,yearbook 2022,\n"
    )
    (tmp_path / "degree-days.csv").write_text(DAYS + "2020,2500,station,\n")
    (tmp_path / "heating.csv").write_text(HEATING + "town,,,read out\n")
    facts = read_past_facts(tmp_path, small_case().model)
    assert facts.drivers == (
        DriverValue(driver="gdp", year=2020, value=80.5),
        DriverValue(driver="gdp", year=2021, value=84.0),
    )
    assert facts.degree_days == (DegreeDays(year=2020, degree_days=2500.0),)
    assert facts.heating == (HeatingShare(sector="town", share=None),)


def test_a_folder_without_tables_states_nothing(tmp_path: Path) -> None:
    facts = read_past_facts(tmp_path, small_case().model)
    assert (facts.drivers, facts.degree_days, facts.heating) == ((), (), ())


@pytest.mark.parametrize(
    ("name", "text", "code", "place", "words"),
    [
        ("past-drivers.csv", "driver,value\n", "columns", ":1", "year"),
        ("past-drivers.csv", DRIVERS + "gdb,2020,1,x,\n", "driver", ":2", "gdp"),
        ("past-drivers.csv", DRIVERS + "gdp,20,1,x,\n", "year", ":2", "2024"),
        ("past-drivers.csv", DRIVERS + "gdp,2020,x,x,\n", "number", ":2", "number"),
        ("past-drivers.csv", DRIVERS + "gdp,2020,nan,x,\n", "number", ":2", "number"),
        ("past-drivers.csv", DRIVERS + "gdp,2020,0,x,\n", "past_value", ":2", "zero"),
        ("past-drivers.csv", DRIVERS + "gdp,2020,1,,\n", "source", ":2", "source"),
        ("past-drivers.csv", DRIVERS + "gdp,2020,1\n", "row", ":2", "cells"),
        (
            "past-drivers.csv",
            DRIVERS + "gdp,2020,1,x,\ngdp,2020,2,x,\n",
            "twice",
            ":3",
            "once",
        ),
        ("degree-days.csv", DAYS + "2020,-1,x,\n", "degree_days", ":2", "zero"),
        ("heating.csv", HEATING + "moon,0.5,x,\n", "sector", ":2", "There are"),
        ("heating.csv", HEATING + "town,1.5,x,\n", "heating", ":2", "0 and 1"),
    ],
)
def test_a_fault_is_named_with_file_line_and_what_is_expected(
    tmp_path: Path, name: str, text: str, code: str, place: str, words: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ModelError) as caught:
        read_past_facts(tmp_path, small_case().model)
    (finding,) = caught.value.findings
    assert finding.code == f"model.{code}"
    assert finding.place == f"{name}{place}"
    assert words in f"{finding.rule} {finding.hint}"


def test_other_bytes_than_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "degree-days.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelError, match="UTF-8"):
        read_past_facts(tmp_path, small_case().model)
