"""两高 by sector and energy, at the boundary and on any day; who reviews."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest

from dafeng.projects import (
    HighEnergy,
    Project,
    ProjectClass,
    Version,
    as_of,
    high_energy_verdict,
    ledger_on,
    review_level,
)
from dafeng.projects.high_energy import high_energy_rules

ON = date(2026, 6, 1)


def project(**facts: Any) -> Project:
    return Project(**({"code": "1", "name": "轧钢"} | facts))


@pytest.mark.parametrize(
    ("industry", "energy", "answer"),
    [
        ("3130", "10000", "yes"),
        ("3130", "9999.999", "no"),
        ("3130", None, "unknown"),
        ("3240", "50000", "no"),
        ("3212", "10000", "yes"),
        ("4415", "900000", "no"),
        ("", "9999", "no"),
        ("", "10000", "unknown"),
        ("", None, "unknown"),
        ("30", "20000", "unknown"),
        ("35", "20000", "no"),
    ],
)
def test_the_rule_gives_the_right_class_at_its_boundary(
    industry: str, energy: str | None, answer: str
) -> None:
    tce = None if energy is None else Decimal(energy)
    found = high_energy_verdict(project(industry=industry, energy_tce=tce), ON)
    assert found.answer.value == answer
    assert bool(found.missing) == (answer == "unknown")


def test_before_the_rule_nothing_is_high_energy() -> None:
    mill = project(industry="3130", energy_tce=Decimal(90000))
    assert high_energy_verdict(mill, date(2021, 5, 29)).answer is HighEnergy.NO
    assert high_energy_verdict(mill, date(2021, 5, 30)).answer is HighEnergy.YES


def test_a_changed_rule_classes_anew_from_its_day() -> None:
    old = next(one for one in high_energy_rules() if one.rule == "steel")
    rules = (
        attrs.evolve(old, valid_to=date(2026, 12, 31)),
        attrs.evolve(old, energy_tce=Decimal(5000), valid_from=date(2027, 1, 1)),
    )
    mill = project(industry="3130", energy_tce=Decimal(6000))
    before = high_energy_verdict(mill, date(2026, 12, 31), rules)
    after = high_energy_verdict(mill, date(2027, 1, 1), rules)
    assert (before.answer, after.answer) == (HighEnergy.NO, HighEnergy.YES)


@pytest.mark.parametrize(
    ("energy", "coal", "level"),
    [
        ("999.9", "999.9", "data-only"),
        ("1000", "0", "local"),
        ("0", "1000", "local"),
        ("10000", "0", "provincial"),
        ("500000", None, "national"),
        ("20000", None, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_energy_and_coal_say_who_reviews(
    energy: str | None, coal: str | None, level: str
) -> None:
    figures = {
        name: None if text is None else Decimal(text)
        for name, text in (("energy_tce", energy), ("coal_t", coal))
    }
    assert review_level(project(**figures), ON).value == level


def moment(day: int) -> datetime:
    return datetime(2026, 3, day, 12, tzinfo=UTC)


def test_the_ledger_of_a_past_day_is_rebuilt_whatever_came_later() -> None:
    first = project(industry="3130", energy_tce=Decimal(12000))
    built = attrs.evolve(first, stage="building")
    lower = attrs.evolve(built, energy_tce=Decimal(8000))
    versions = [
        Version(project=lower, since=date(2026, 3, 20), learned=moment(20)),
        Version(project=first, since=date(2026, 3, 1), learned=moment(1)),
        Version(project=built, since=date(2026, 3, 10), learned=moment(10)),
    ]

    def answers(day: int, known: int) -> tuple[str, str]:
        on = date(2026, 3, day)
        (row,) = ledger_on(as_of(versions, on, moment(known)), on)
        return row.listed.value, row.verdict.answer.value

    assert answers(5, 5) == ("planned", "yes")
    assert answers(15, 15) == ("building", "yes")
    assert answers(25, 25) == ("building", "no")
    assert answers(15, 25) == ("building", "yes")
    assert as_of(versions, date(2026, 2, 1), moment(25)) == ()


def test_what_was_learned_late_changes_the_day_only_for_who_knows_it() -> None:
    first = project(name="甲")
    late = attrs.evolve(first, name="乙")
    versions = [
        Version(project=first, since=date(2026, 3, 1), learned=moment(1)),
        Version(project=late, since=date(2026, 3, 1), learned=moment(9)),
    ]
    on = date(2026, 3, 5)
    assert [one.name for one in as_of(versions, on, moment(5))] == ["甲"]
    assert [one.name for one in as_of(versions, on, moment(9))] == ["乙"]


def test_the_stage_puts_a_project_into_one_of_three_lists() -> None:
    stages = ("planned", "trial", "monitored", "cancelled")
    rows = ledger_on([project(code=s, stage=s) for s in stages], ON)
    listed = {row.project.code: row.listed for row in rows}
    assert listed == {
        "planned": ProjectClass.PLANNED,
        "trial": ProjectClass.BUILDING,
        "monitored": ProjectClass.EXISTING,
        "cancelled": ProjectClass.ENDED,
    }


def test_a_fact_of_an_earlier_day_that_was_learned_late_is_not_lost() -> None:
    first = project(name="甲")
    approved = attrs.evolve(first, name="乙")
    versions = [
        Version(project=first, since=date(2026, 3, 5), learned=moment(5)),
        Version(project=approved, since=date(2024, 1, 1), learned=moment(9)),
    ]
    found = as_of(versions, date(2026, 3, 9), moment(9))
    assert [one.name for one in found] == ["乙"]


def test_a_project_whose_code_was_corrected_stands_once() -> None:
    first = project(code="P-1")
    renamed = attrs.evolve(first, code="P-9")
    versions = [
        Version(of="7", project=first, since=date(2026, 3, 1), learned=moment(1)),
        Version(of="7", project=renamed, since=date(2026, 3, 2), learned=moment(2)),
    ]
    assert [one.code for one in as_of(versions, ON, moment(9))] == ["P-9"]


def test_two_that_were_merged_stand_twice_before_it_and_once_from_then_on() -> None:
    versions = [
        Version(
            of=key,
            project=project(code=code),
            since=date(2026, 3, 1),
            learned=moment(1),
        )
        for key, code in (("1", "P-1"), ("2", "P-2"))
    ]

    def codes(day: int, known: int) -> list[str]:
        on = date(2026, 3, day)
        return [
            one.code for one in as_of(versions, on, moment(known), {"2": moment(10)})
        ]

    assert codes(9, 9) == ["P-1", "P-2"]
    assert codes(10, 10) == ["P-1"]
    assert codes(9, 10) == ["P-1"]
