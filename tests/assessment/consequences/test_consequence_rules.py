"""The table of consequences: sourced, in force for a while, accusing nobody unknown."""

from __future__ import annotations

from datetime import date

import pytest

from dafeng.assessment.consequences import consequence_rules
from dafeng.assessment.consequences.records import About, Part
from dafeng.assessment.consequences.rules import consequence_rules_of
from dafeng.assessment.records import State, Step
from dafeng.base.errors import BadInputError


def row(**changed: str) -> dict[str, str]:
    names = (
        "id about schemes light_rules states settled softness parts lights grades "
        "falsified achieved led_lights_spared overdue_days repeats earlier_steps "
        "step demand reply_days working_days "
        "source verified effective_from effective_to note"
    )
    plain = dict.fromkeys(names.split(), "")
    plain |= {
        "id": "own",
        "about": "target",
        "states": "missed",
        "parts": "lead",
        "step": "circular",
        "demand": "于{reply_by}前报送。",
        "reply_days": "5",
        "working_days": "working",
    }
    return plain | changed


def test_every_packaged_rule_has_a_source_and_a_mark() -> None:
    for rule in consequence_rules():
        assert rule.source
        assert rule.verified in ("V", "S", "U")
        assert rule.effective_from is not None


def test_every_step_of_the_ladder_is_proposed_by_some_rule() -> None:
    assert {rule.step for rule in consequence_rules()} == set(Step)


def test_what_is_not_known_leads_to_a_reminder_and_no_further() -> None:
    unknown = {State.UNKNOWN, State.DELEGATED_UNSET}
    for rule in consequence_rules():
        if (
            rule.about is About.DATA
            or rule.states & unknown
            or Part.MEMBER in rule.parts
        ):
            assert rule.step is Step.REMIND


def test_rules_hold_from_day_to_day_and_for_their_scheme() -> None:
    rules = consequence_rules_of(
        [
            row(id="old", effective_to="2026-04-22"),
            row(id="new", effective_from="2026-04-23", schemes="grade-2026"),
        ]
    )

    def on(day: date, scheme: str) -> list[str]:
        return [rule.id for rule in rules.on(day, scheme)]

    assert on(date(2026, 4, 22), "district-2023") == ["old"]
    assert on(date(2026, 4, 23), "district-2023") == []
    assert on(date(2026, 4, 23), "grade-2026") == ["new"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"about": "data"}, "a reminder and no further"),
        ({"states": "missed|unknown"}, "accuses nobody"),
        ({"states": ""}, "names their states"),
        ({"parts": ""}, "member of a group"),
        ({"parts": "lead|member"}, "member of a group"),
        ({"settled": "maybe"}, "settled is 'maybe'"),
        ({"falsified": "no"}, "falsified is 'no'"),
        ({"achieved": "1"}, "are about units"),
        ({"led_lights_spared": "red"}, "are about units"),
        ({"about": "unit", "led_lights_spared": "pink"}, "pink"),
        ({"working_days": "office"}, "working_days is 'office'"),
        ({"reply_days": ""}, "go together"),
        ({"working_days": ""}, "go together"),
        ({"demand": "请报送。"}, "go together"),
        ({"demand": "于{reply_by}前由{unit}报送。"}, "may name"),
        ({"reply_days": "0"}, "1 or more"),
        ({"reply_days": "soon"}, "soon"),
        ({"step": "jail"}, "jail"),
        ({"about": "weather"}, "weather"),
        ({"effective_from": "gestern"}, "gestern"),
    ],
)
def test_a_rule_that_must_not_be_is_refused(changed: dict[str, str], told: str) -> None:
    with pytest.raises(BadInputError, match=told) as error:
        consequence_rules_of([row(**changed)])
    assert error.value.code == "consequence_rule.bad"


def test_an_id_that_stands_twice_and_a_missing_column_are_refused() -> None:
    with pytest.raises(BadInputError, match="stands twice"):
        consequence_rules_of([row(), row()])
    lacking = row()
    del lacking["demand"]
    with pytest.raises(BadInputError, match="'demand' is missing"):
        consequence_rules_of([lacking])
