"""The evidence that a target asks for comes from the registers of indicators."""

from __future__ import annotations

from datetime import date

from dafeng.assessment.division import Catalogue, DivisionInputs, EvidenceAsked, divide
from dafeng.assessment.records import Goal
from dafeng.indicators import (
    Definition,
    DefinitionRegister,
    Series,
    definition_register,
)
from tests.assessment.division.small_plans import plan, target, task


def definition(key: str, **inputs: str) -> Definition:
    return Definition(
        id=key,
        indicator=key.partition(".")[0],
        name_zh=key,
        name_en=key,
        numerator="",
        denominator="",
        unit="%",
        direction="up",
        inputs=inputs,
        bounded=True,
        lag_months=3,
        owner="统计",
        source="示范文件",
        verified="U",
    )


def series(code: str, frequency: str, lag: int) -> Series:
    return Series(
        code=code,
        name_zh=f"{code}量",
        name_en=code,
        unit="t",
        sum="flow",
        owner="城管",
        form="台账",
        frequency=frequency,
        lag_months=lag,
    )


CATALOGUE = Catalogue(
    definitions=DefinitionRegister.of(
        [
            definition("X01", waste="waste", all="all@base", share="=X02"),
            definition("X01.other", waste="waste@previous"),
            definition("X02", all="all", waste="waste", odd="odd"),
        ]
    ),
    series={
        "waste": series("waste", "quarter", 1),
        "all": series("all", "year", 4),
    },
)
PLAN = plan(
    tasks=[task("一", "甲局", targets=("T1",)), task("二", "甲局")],
    targets=[target("T1", "90", 2025, indicator_code="X01")],
)


def asked(goal: Goal | None = None) -> tuple[EvidenceAsked, ...]:
    goals = () if goal is None else (goal,)
    made = divide(PLAN, 2025, DivisionInputs(goals=goals, catalogue=CATALOGUE))
    (row,) = made.sheet("甲局").lead[0].targets
    return row.evidence


def test_each_series_of_this_year_is_asked_for_once_with_form_owner_and_days() -> None:
    # X01 needs waste of the year, all of the base year (not again), and through X02
    # all of the year, waste once more, and a series that the catalogue lacks.
    waste, whole, odd = asked()
    assert (waste.series, waste.name, waste.form, waste.owner) == (
        "waste",
        "waste量",
        "台账",
        "城管",
    )
    assert [(due.period, due.on) for due in waste.due] == [
        ("2025Q1", date(2025, 4, 30)),
        ("2025Q2", date(2025, 7, 31)),
        ("2025Q3", date(2025, 10, 31)),
        ("2025Q4", date(2026, 1, 31)),
    ]
    assert [(due.period, due.on) for due in whole.due] == [("2025", date(2026, 4, 30))]
    assert (odd.series, odd.owner, odd.due) == ("odd", "统计", ())


def test_the_definition_of_a_goal_goes_before_the_indicators_first() -> None:
    goal = Goal(id="T1", indicator="比例", definition="X02")
    assert [one.series for one in asked(goal)] == ["all", "waste", "odd"]


def test_where_no_figure_of_the_year_is_needed_a_report_is_asked_for() -> None:
    goal = Goal(id="T1", indicator="比例", definition="X01.other")
    (report,) = asked(goal)
    assert (report.series, report.name) == ("", "完成情况说明及佐证材料")
    assert [due.on for due in report.due] == [date(2025, 12, 31)]


def test_a_task_without_targets_is_shown_by_a_report() -> None:
    _, second = divide(PLAN, 2025).sheet("甲局").lead
    assert [one.form for one in second.evidence] == ["书面报告"]
    first = divide(PLAN, 2025).sheet("甲局").lead[0]
    assert first.evidence == ()


def test_the_packaged_registers_serve_every_definition() -> None:
    packaged = Catalogue.packaged()
    for one in definition_register():
        for evidence in packaged.evidence(one.id, 2025):
            assert evidence.due, (
                f"{one.id} needs {evidence.series}, which nobody states"
            )
