"""Groups by dated rosters, joint responsibility, exemptions, and what is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.assessment.cases import checked_case
from dafeng.assessment.records import AssessedUnit, Duty, Exemption, Member, Role
from dafeng.assessment.rosters import Roster
from dafeng.assessment.schemes.records import Shares
from dafeng.assessment.scoring.shares import answers
from dafeng.base.errors import BadInputError
from tests.assessment.scoring.cases import (
    Told,
    case,
    duties,
    goal,
    judged,
    known,
    member,
    report,
    stands,
    unit_of,
    work,
)

DAY = date(2025, 12, 31)
SHARES = Shares(lead=Decimal(60), support=Decimal(40))
GROUP = AssessedUnit(name="各镇", kind="group")
GROUP_EXEMPT = Exemption(unit="各镇", subject="T1", ground="试点", approved_by="区政府")


def roster(*members: Member, units: tuple[AssessedUnit, ...] = ()) -> Roster:
    return Roster.of(members, units, DAY)


def shared(*, lead: str = "", support: str = "") -> dict[str, Fraction]:
    towns = roster(member("子镇"), member("丑镇"))
    found = answers(duties(lead=lead, support=support), towns, SHARES)
    return {answer.unit: answer.share for answer in found}


def test_leads_and_co_responsible_units_share_equally() -> None:
    assert shared(lead="甲局", support="乙局 各镇") == {
        "甲局": Fraction(3, 5),
        "乙局": Fraction(2, 15),
        "子镇": Fraction(2, 15),
        "丑镇": Fraction(2, 15),
    }
    assert shared(lead="甲局 乙局", support="丙局") == {
        "甲局": Fraction(3, 10),
        "乙局": Fraction(3, 10),
        "丙局": Fraction(2, 5),
    }


def test_one_side_alone_takes_all() -> None:
    assert shared(lead="甲局 乙局") == {"甲局": Fraction(1, 2), "乙局": Fraction(1, 2)}
    assert shared(support="各镇") == {"子镇": Fraction(1, 2), "丑镇": Fraction(1, 2)}
    assert shared() == {}


def test_who_leads_and_supports_through_a_group_leads_once() -> None:
    assert shared(lead="子镇", support="各镇 子镇") == {
        "子镇": Fraction(3, 5),
        "丑镇": Fraction(2, 5),
    }


def test_who_implements_is_co_responsible() -> None:
    both = (Duty(unit="甲局", role=Role.LEAD), Duty(unit="乙局", role=Role.IMPLEMENT))
    assert [a.share for a in answers(both, roster(), SHARES)] == [
        Fraction(3, 5),
        Fraction(2, 5),
    ]


@given(
    st.lists(st.sampled_from(["甲局", "乙局", "丙局", "各镇"]), min_size=1),
    st.lists(st.sampled_from(["甲局", "丁局", "各镇"])),
)
def test_shares_of_one_subject_make_one(leads: list[str], others: list[str]) -> None:
    assert sum(shared(lead=" ".join(leads), support=" ".join(others)).values()) == 1


@pytest.mark.parametrize(
    ("begun", "ended", "inside"),
    [
        (None, None, True),
        (date(2025, 12, 31), None, True),
        (date(2026, 1, 1), None, False),
        (None, date(2025, 12, 31), True),
        (None, date(2025, 12, 30), False),
    ],
)
def test_a_member_counts_that_is_in_on_the_last_day(
    begun: date | None, ended: date | None, *, inside: bool
) -> None:
    towns = roster(member("子镇", valid_from=begun, valid_to=ended), member("丑镇"))
    assert ("子镇" in towns.expand("各镇")) is inside


def test_a_unit_that_is_no_group_is_itself_and_groups_may_hold_groups() -> None:
    towns = roster(
        member("各镇", "各乡镇园区"), member("子镇"), member("东园", "各乡镇园区")
    )
    assert towns.expand("甲局") == ("甲局",)
    assert towns.expand("各乡镇园区") == ("东园", "子镇")


def test_groups_without_anybody_are_refused_all_at_once_with_the_way_out() -> None:
    one = goal("T1", lead="各镇", support="各园区")
    told = Told(
        case=case(
            goals=(one,),
            units=(GROUP,),
            members=(
                member("东园", "各园区", valid_to=date(2024, 12, 31)),
                member("甲局", "有关单位"),
            ),
        ),
        standings=(known(one, "1"),),
    )
    with pytest.raises(BadInputError) as caught:
        told.scored()
    assert caught.value.code == "assessment.no_roster"
    assert caught.value.fields["groups"] == ("各园区", "各镇")
    assert str(caught.value) == (
        "Nobody stands in the roster of 各园区, 各镇 on 2025-12-31. Groups with "
        "members on that day: 有关单位. Register the members with the days from and "
        "to which they belong, or name the units themselves."
    )


@pytest.mark.parametrize(
    "more",
    [
        {"works": (work("W1", lead="各镇"),)},
        {"returns": (report("各镇"),)},
        {"exemptions": (GROUP_EXEMPT,)},
    ],
)
def test_tasks_reports_and_exemptions_of_a_group_need_its_roster(
    more: dict[str, object],
) -> None:
    told = Told(case=case(units=(GROUP,), **more))
    with pytest.raises(BadInputError, match="各镇") as caught:
        told.scored()
    assert caught.value.code == "assessment.no_roster"


def test_groups_that_stand_in_one_another_are_refused() -> None:
    towns = roster(member("各园区"), member("各镇", "各园区"))
    with pytest.raises(BadInputError, match="各镇 → 各园区 → 各镇") as caught:
        towns.require(["各镇"])
    assert caught.value.code == "assessment.roster_circle"


def exempt(**more: object) -> Exemption:
    return Exemption(
        **{
            "unit": "甲局",
            "subject": "T1",
            "ground": "机构改革划转",
            "approved_by": "区“双碳”办",
            **more,
        }
    )


def two_targets(*exemptions: Exemption) -> Told:
    """T1 missed at half, T2 met; both with two leads."""
    first = goal("T1", lead="甲局 乙局", softness="expected")
    second = goal("T2", lead="甲局 乙局", softness="expected")
    return Told(
        case=case(
            goals=(first, second),
            exemptions=exemptions,
            members=(member("甲局"), member("乙局")),
        ),
        standings=(known(first, "0.5"), known(second, "1")),
    )


def test_the_weight_of_an_exemption_is_spread_over_the_rest_of_that_unit() -> None:
    # Without: (0.5 + 1) / 2 of 50 and quality 10 of 10: 47.5 of 60 = 79.17
    told = two_targets(exempt()).scored()
    assert unit_of(told, "甲局").score == 100
    assert unit_of(told, "乙局").score == Decimal("79.17")
    point = unit_of(told, "甲局").points[0]
    assert (point.subject, point.of) == ("T1", 0)
    assert point.reason == (
        "经区“双碳”办批准不参加考核（机构改革划转），权重由其余各项分摊。"
    )


@pytest.mark.parametrize("unit", ["", "各镇"])
def test_an_exemption_may_be_for_everybody_or_for_a_group(unit: str) -> None:
    told = two_targets(exempt(unit=unit)).scored()
    assert [unit_of(told, name).score for name in ("甲局", "乙局")] == [100, 100]


@pytest.mark.parametrize(
    "more", [{"valid_from": date(2026, 1, 1)}, {"valid_to": date(2025, 12, 30)}]
)
def test_an_exemption_holds_on_the_last_day_of_the_period(
    more: dict[str, object],
) -> None:
    told = two_targets(exempt(**more)).scored()
    assert unit_of(told, "甲局").score == Decimal("79.17")


def test_who_is_exempt_from_everything_has_no_score_and_no_rank() -> None:
    told = two_targets(exempt(), exempt(subject="T2")).scored()
    found = unit_of(told, "甲局")
    assert (found.score, found.grade, found.best, found.rank) == (None, "", "", None)
    assert len(found.points) == 4
    assert unit_of(told, "乙局").rank == 1


def test_an_exemption_from_a_binding_target_lifts_its_cap() -> None:
    one, other = goal("T1"), goal("T2")
    told = Told(
        case=case(goals=(one, other), exemptions=(exempt(),)),
        standings=(known(one, "0"), known(other, "1")),
    )
    found = unit_of(told.scored(), "甲局")
    assert (found.grade, found.vetoes) == ("优秀", ())


@pytest.mark.parametrize("form", ["进展报表", "进展报表:2025Q1"])
def test_tasks_and_forms_may_be_exempt(form: str) -> None:
    one = work("W1", percent=Decimal(0))
    told = Told(
        case=case(
            works=(one,),
            returns=(report(received_on=None), report(form="年度自评")),
            exemptions=(exempt(subject="W1"), exempt(subject=form)),
        ),
        works=(stands(one),),
    )
    assert unit_of(told.scored(), "甲局").score == 100


@pytest.mark.parametrize("more", [{"ground": " "}, {"approved_by": ""}])
def test_an_exemption_without_ground_or_approver_is_refused_with_its_case(
    more: dict[str, object],
) -> None:
    with pytest.raises(BadInputError, match="exemption of T1") as caught:
        checked_case(two_targets(exempt(**more)).case)
    assert caught.value.code == "case.bad"


def test_what_is_odd_in_a_case_is_told() -> None:
    bare = goal("T1", lead="")
    told = Told(
        case=case(
            goals=(bare,),
            works=(work("W1"),),
            exemptions=(exempt(subject="T9"),),
            units=(AssessedUnit(name="乙局"),),
        ),
        standings=(known(bare, "1"),),
    )
    found = {finding.code: finding.value for finding in told.scored().findings}
    assert found == {
        "assessment.no_owner": "T1",
        "assessment.unit_unlisted": "甲局",
        "assessment.exemption_unused": "T9",
    }


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"subject": "T9"}, "names a target"),
        ({"subject": "年报"}, "names a target"),
        ({"valid_to": date(2025, 12, 30)}, "the last day of the period, 2025-12-31"),
        ({"valid_from": date(2026, 1, 1)}, "the last day of the period, 2025-12-31"),
        ({"unit": "丙局"}, "frees somebody who answers"),
        ({"unit": "各镇"}, "frees somebody who answers"),
        # Another one of the same subject, whose ground comes first, frees it already.
        ({"ground": "自然灾害"}, "frees somebody who answers"),
    ],
)
def test_an_exemption_that_changes_nothing_is_told_with_why(
    changed: dict[str, object], told: str
) -> None:
    one = goal("T1", lead="甲局")
    held = (exempt(ground="机构改革"), exempt(**changed))
    case_ = case(goals=(one,), exemptions=held, members=(member("东镇"),))
    found = [
        finding
        for finding in Told(case=case_, standings=(known(one, "1"),)).scored().findings
        if finding.code == "assessment.exemption_unused"
    ]
    (finding,) = found
    assert (finding.place, finding.value) == (held[1].unit, held[1].subject)
    assert told in finding.rule


@pytest.mark.parametrize(
    "used",
    [
        {"unit": "甲局"},
        {"unit": ""},
        {"unit": "各镇", "subject": "进展报表"},
        {"unit": "东镇", "subject": "进展报表:2025Q1"},
        {"unit": "甲局", "subject": "W1"},
    ],
)
def test_an_exemption_that_frees_somebody_is_not_told(used: dict[str, object]) -> None:
    one = goal("T1", lead="甲局")
    told = Told(
        case=case(
            goals=(one,),
            works=(work("W1"),),
            returns=(report(unit="各镇"),),
            exemptions=(exempt(**used),),
            members=(member("东镇"), member("西镇")),
        ),
        standings=(known(one, "1"),),
    )
    codes = {finding.code for finding in told.scored().findings}
    assert "assessment.exemption_unused" not in codes


def test_under_a_scheme_for_the_district_an_item_is_what_is_exempt() -> None:
    for subject, unused in (("control-1", False), ("control-99", True)):
        told = Told(
            case=case("grade-2026", exemptions=(exempt(unit="", subject=subject),))
        )
        codes = {finding.code for finding in told.scored("grade-2026").findings}
        assert ("assessment.exemption_unused" in codes) is unused


def test_judgements_that_cannot_count_are_told() -> None:
    words = (
        judged("control-1", met=True, document=""),
        judged("control-9", met=True),
    )
    told = Told(case=case("grade-2026", judgements=words))
    codes = [finding.code for finding in told.scored("grade-2026").findings]
    assert codes == [
        "assessment.judgement_unknown",
        "assessment.judgement_without_paper",
    ]


def test_a_unit_of_the_list_keeps_its_kind_and_others_are_other() -> None:
    one = goal("T1", lead="甲局", support="子镇")
    told = Told(
        case=case(
            goals=(one,), units=(AssessedUnit(name="子镇", kind="township"), GROUP)
        ),
        standings=(known(one, "1"),),
    )
    scores = told.scored()
    assert {unit.name: unit.kind for unit in scores.units} == {
        "甲局": "other",
        "子镇": "township",
    }
