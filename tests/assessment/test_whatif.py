"""What if: a figure, a progress, a report, a letter, an exemption that are imagined."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dafeng.assessment import Case, assess
from dafeng.assessment.comparing import compare
from dafeng.assessment.records import (
    AssessedUnit,
    Duty,
    Progress,
    Return,
    Role,
    State,
    Work,
)
from dafeng.assessment.whatif import (
    Exempted,
    FigureCame,
    FigureDecreed,
    ReturnCame,
    WorkWent,
    what_if,
)
from dafeng.assessment.whatif_reading import FORMS, read_change
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.indicators import Basis
from tests.assessment.building import AS_OF, GREEN, case, goal, green, seen

UNIT = "住建委"


def held(**changed: Any) -> Case:
    plain: dict[str, Any] = {
        "observations": green({2020: 50, 2025: 70}),
        "works": (
            Work(
                id="三(五)2",
                clause="三(五)2",
                title="推广绿色建筑",
                duties=(Duty(unit=UNIT, role=Role.LEAD),),
                begins_on=date(2025, 1, 1),
                due_on=date(2026, 12, 31),
            ),
        ),
        "units": (AssessedUnit(name=UNIT),),
        "returns": (
            Return(unit=UNIT, form="月报", period="2025-06", due_on=date(2025, 7, 5)),
        ),
    }
    return case(goal(), **(plain | changed))


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (
            "observation:buildings.new.green_area:2025=120.5",
            FigureCame(series=GREEN, period="2025", value=Decimal("120.5")),
        ),
        (
            "observation：waste.total@城东镇：2025Q3＝-3",
            FigureCame(
                series="waste.total", scope="城东镇", period="2025Q3", value=Decimal(-3)
            ),
        ),
        ("work:三(一)1=80", WorkWent(work="三(一)1", percent=Decimal(80))),
        ("work:三（一）1＝８０％", WorkWent(work="三(一)1", percent=Decimal(80))),
        ("work:三(一)1=closed", WorkWent(work="三(一)1", state=Progress.CLOSED)),
        (
            "return:区统计局:月报:2025-06",
            ReturnCame(unit="区统计局", form="月报", period="2025-06"),
        ),
        (
            "return:区统计局:月报:2025-06=2025-07-05",
            ReturnCame(
                unit="区统计局",
                form="月报",
                period="2025-06",
                received_on=date(2025, 7, 5),
            ),
        ),
        (
            "decree:T009:2025=14.5%",
            FigureDecreed(goal="T009", value=Decimal("14.5"), unit="%", year=2025),
        ),
        ("decree:T009=14.5", FigureDecreed(goal="T009", value=Decimal("14.5"))),
        ("exemption:T030=涉密", Exempted(subject="T030", ground="涉密")),
        (
            "exemption:区水务局:T030=不适用",
            Exempted(unit="区水务局", subject="T030", ground="不适用"),
        ),
    ],
)
def test_a_change_is_read_from_a_short_text(text: str, change: object) -> None:
    assert read_change(text) == change


@pytest.mark.parametrize(
    "text",
    [
        "observation:buildings.new.green_area=120.5",
        "observation:buildings.new.green_area:2025=viel",
        "observation:buildings.new.green_area:2025=NaN",
        "observation:buildings.new.green_area:2025",
        "observation::2025=1",
        "work:80",
        "work:三(一)1=faul",
        "return:区统计局:月报",
        "return:区统计局::2025-06",
        "return:区统计局:月报:2025-06=bald",
        "decree:T009:25=14.5%",
        "decree:T009=viel",
        "decree:=1",
        "exemption:T030",
        "exemption:区水务局:=不适用",
    ],
)
def test_a_text_that_cannot_be_read_says_how_it_is_written(text: str) -> None:
    with pytest.raises(BadInputError, match="cannot be read. Write") as error:
        read_change(text)
    assert error.value.code == "whatif.text"
    assert FORMS[text.partition(":")[0]] in str(error.value)


def test_a_text_of_another_kind_says_which_kinds_there_are() -> None:
    with pytest.raises(BadInputError, match="no change that can be imagined") as error:
        read_change("wish:T1=100")
    assert all(form in str(error.value) for form in FORMS.values())


def test_a_figure_stands_in_place_of_every_basis_that_is_known() -> None:
    measured = seen(GREEN, 2025, 71, basis="measured")
    before = held(observations=(*held().observations, measured))
    after = what_if(before, [read_change(f"observation:{GREEN}:2025=85")])
    (figure,) = [
        o for o in after.observations if (o.series, o.period) == (GREEN, "2025")
    ]
    assert (figure.value, figure.basis, figure.evidence) == (85, Basis.REPORTED, "假设")
    assert figure.learned_on == AS_OF
    assert len(after.observations) == len(held().observations)


def test_an_imagined_figure_shows_its_effect_on_target_score_and_proposals() -> None:
    before = held()
    after = what_if(before, [read_change(f"observation:{GREEN}:2025=85")])
    found = compare(assess(before), assess(after))
    (target,) = found.targets
    assert target.before is not None
    assert target.after is not None
    assert (target.before.state, target.after.state) == (State.MISSED, State.MET)
    assert found.units[0].change is not None
    assert found.units[0].change > 0
    assert "target-missed" in [one.rule for one in found.proposals_went]
    assert [one.field for one in found.inputs] == ["case_sha256"]


def test_progress_starts_work_and_the_whole_of_it_is_verified() -> None:
    (part,) = what_if(held(), [read_change("work:三(五)2=80")]).works
    assert (part.percent, part.state, part.verified) == (
        80,
        Progress.IN_PROGRESS,
        True,
    )
    assert (part.reported_on, part.evidence) == (AS_OF, ("假设",))
    (done,) = what_if(held(), [read_change("work:三(五)2=100")]).works
    assert done.state is Progress.VERIFIED
    (closed,) = what_if(held(), [read_change("work:三(五)2=closed")]).works
    assert (closed.state, closed.percent) == (Progress.CLOSED, None)
    (kept,) = what_if(held(), [WorkWent(work="三(五)2")]).works
    assert kept.state is Progress.ASSIGNED


def test_a_report_comes_on_a_day_or_on_that_of_the_case() -> None:
    today = what_if(held(), [read_change(f"return:{UNIT}:月报:2025-06")])
    assert today.returns[0].received_on == AS_OF
    then = what_if(held(), [read_change(f"return:{UNIT}:月报:2025-06=2025-07-05")])
    assert then.returns[0].received_on == date(2025, 7, 5)


def test_a_letter_takes_what_it_does_not_say_from_the_target() -> None:
    (letter,) = what_if(held(), [read_change("decree:T001=82")]).decrees
    assert (letter.unit, letter.year, letter.comparator) == ("%", 2025, ">=")
    delegated = goal(comparator="", value=None, kind="delegated")
    fallen = what_if(case(delegated), [read_change("decree:T001:2025=82%")])
    assert fallen.decrees[0].comparator == ">="
    found = compare(
        assess(held()), assess(what_if(held(), [read_change("decree:T001=60")]))
    )
    assert "target" in found.targets[0].fields


def test_a_letter_about_what_is_better_low_asks_for_no_more() -> None:
    lower = goal(
        comparator="", value=None, definition="A01", unit="t", kind="delegated"
    )
    (letter,) = what_if(case(lower), [read_change("decree:T001:2025=5t")]).decrees
    assert letter.comparator == "<="


def test_an_exemption_takes_the_target_out_for_the_unit() -> None:
    after = what_if(held(), [read_change(f"exemption:{UNIT}:T001=机构改革")])
    (exemption,) = after.exemptions
    assert (exemption.unit, exemption.approved_by) == (UNIT, "假设")
    went = compare(assess(held()), assess(after)).proposals_went
    assert "target-missed" in [one.rule for one in went]


def test_changes_are_made_one_after_the_other_and_the_case_stays() -> None:
    before = held()
    after = what_if(
        before, [read_change("work:三(五)2=20"), read_change("work:三(五)2=90")]
    )
    assert after.works[0].percent == 90
    assert before == held()
    assert what_if(before, []) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("work:三(五)9=80", r"no task '三\(五\)9'.*Near to it: 三\(五\)2"),
        ("decree:T002=1", r"no target 'T002'.*T001"),
        ("return:住建委:年报:2025-06", "no report '住建委:年报:2025-06'.*月报"),
        ("exemption:T009=x", "no target or task 'T009'"),
        ("exemption:水务局:T001=x", "no unit '水务局'"),
        ("observation:buildings.new.nothing:2025=1", "no series"),
    ],
)
def test_what_is_not_in_the_case_is_named_with_what_is_near(
    text: str, told: str
) -> None:
    with pytest.raises(NotFoundError, match=told):
        what_if(held(), [read_change(text)])


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        (f"observation:{GREEN}:2026=1", "whatif.future", "ends on 2026-12-31"),
        ("return:住建委:月报:2025-06=2026-12-01", "whatif.future", "cannot come on"),
        ("work:三(五)2=101", "whatif.value", "not within 0 and 100"),
        ("work:三(五)2=-1", "whatif.value", "not within 0 and 100"),
        ("decree:T001=5万吨", "whatif.unit", "judged in %"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(
    text: str, code: str, told: str
) -> None:
    with pytest.raises(BadInputError, match=told) as error:
        what_if(held(), [read_change(text)])
    assert error.value.code == code


def test_an_exemption_without_a_ground_is_refused() -> None:
    with pytest.raises(BadInputError, match="needs a ground"):
        what_if(held(), [Exempted(subject="T001", ground=" ")])
