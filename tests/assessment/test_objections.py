"""Objection and appeal: every step that may follow, and every one that may not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.assessment.objection_limits import Limit, Limits, packaged_limits
from dafeng.assessment.objections import (
    NEXT,
    Act,
    Filing,
    Move,
    Objection,
    Stage,
    due_on,
    file_objection,
    is_settled,
    late_answers,
    move_objection,
)
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.plain import record_from_json, record_to_json

PUBLISHED = date(2026, 5, 20)
"""A Wednesday; 10 working days later is Wednesday 3 June."""
FILED = date(2026, 5, 25)


def filing(**changed: Any) -> Filing:
    plain: dict[str, Any] = {
        "id": "Y1",
        "unit": "区水务局",
        "period": "2025",
        "subject": "T030",
        "ground": "再生水量已由市水务局确认，未计入。",
        "evidence": ("津水函1号",),
        "by": "水务局赵六",
        "filed_on": FILED,
        "published_on": PUBLISHED,
    }
    return Filing(**(plain | changed))


def move(act: str, day: date, by: str = "双碳办王五", **changed: Any) -> Move:
    plain: dict[str, Any] = {"reason": "核对原始凭证", "document": "碳办函2号"}
    return Move(act=act, by=by, on=day, **(plain | changed))


def after(*moves: Move, **changed: Any) -> Objection:
    found = file_objection(filing(**changed))
    for one in moves:
        found = move_objection(found, one)
    return found


ACCEPTED = move("accept", date(2026, 5, 27))
CORRECTED = move("correct", date(2026, 6, 3))
UPHELD = move("uphold", date(2026, 6, 3))
APPEALED = move("appeal", date(2026, 6, 10), by="水务局赵六")


@pytest.mark.parametrize(
    ("moves", "stage", "outcome"),
    [
        ((), Stage.FILED, None),
        ((ACCEPTED,), Stage.ACCEPTED, None),
        ((move("reject", FILED),), Stage.REJECTED, Act.REJECT),
        ((ACCEPTED, CORRECTED), Stage.CORRECTED, Act.CORRECT),
        ((ACCEPTED, UPHELD), Stage.UPHELD, Act.UPHOLD),
        ((ACCEPTED, UPHELD, APPEALED), Stage.APPEALED, Act.UPHOLD),
        (
            (ACCEPTED, UPHELD, APPEALED, move("correct", date(2026, 6, 12), "李四")),
            Stage.FINAL,
            Act.CORRECT,
        ),
        (
            (
                move("reject", FILED),
                move("appeal", date(2026, 6, 1), by="水务局赵六"),
                move("uphold", date(2026, 6, 2), "李四"),
            ),
            Stage.FINAL,
            Act.UPHOLD,
        ),
    ],
)
def test_each_step_leads_on_and_the_last_answer_is_the_outcome(
    moves: tuple[Move, ...], stage: Stage, outcome: Act | None
) -> None:
    found = after(*moves)
    assert (found.stage, found.outcome, found.moves) == (stage, outcome, moves)


@given(st.sampled_from(Stage), st.sampled_from(Act))
def test_no_act_goes_where_the_table_does_not_lead(stage: Stage, act: Act) -> None:
    held = Objection(filing=filing(), stage=stage)
    step = move(act.value, FILED, by="李四")
    if act in NEXT[stage]:
        assert move_objection(held, step).stage is NEXT[stage][act]
    else:
        with pytest.raises(BadInputError) as error:
            move_objection(held, step)
        assert error.value.code == "objection.step"


def test_an_appeal_is_made_once() -> None:
    final = after(ACCEPTED, UPHELD, APPEALED, move("uphold", date(2026, 6, 12), "李四"))
    with pytest.raises(BadInputError, match="made once; its outcome is final"):
        move_objection(final, APPEALED)
    with pytest.raises(BadInputError, match="What may follow: correct, uphold"):
        move_objection(after(ACCEPTED, UPHELD, APPEALED), APPEALED)


def test_the_last_day_to_object_is_the_tenth_working_day() -> None:
    assert file_objection(filing(filed_on=date(2026, 6, 3))).stage is Stage.FILED
    with pytest.raises(BadInputError, match="last day was 2026-06-03") as error:
        file_objection(filing(filed_on=date(2026, 6, 4)))
    assert error.value.code == "objection.late"


def test_an_appeal_after_its_last_day_is_refused() -> None:
    # From Wed 3 June: 4, 5 (2), 8 to 12 (7), 15 to 17 June (10).
    answered = after(ACCEPTED, UPHELD)
    assert due_on(answered) == date(2026, 6, 17)
    in_time = move("appeal", date(2026, 6, 17), by="赵六")
    assert move_objection(answered, in_time).stage is Stage.APPEALED
    with pytest.raises(BadInputError, match="2026-06-17, it came on 2026-06-18"):
        move_objection(answered, move("appeal", date(2026, 6, 18), by="赵六"))


def test_a_result_stands_when_the_time_to_appeal_is_over() -> None:
    answered = after(ACCEPTED, UPHELD)
    assert not is_settled(answered, date(2026, 6, 17))
    assert is_settled(answered, date(2026, 6, 18))
    assert not is_settled(after(ACCEPTED), date(2027, 1, 1))
    final = after(ACCEPTED, UPHELD, APPEALED, move("uphold", date(2026, 6, 12), "李四"))
    assert is_settled(final, date(2026, 6, 12))
    assert due_on(final) is None


def test_an_office_that_is_late_is_shown_and_may_still_answer() -> None:
    waiting = after()
    # From Mon 25 May five working days: 26 to 29 (4), Mon 1 June.
    assert late_answers(waiting, date(2026, 6, 1)) == ()
    (finding,) = late_answers(waiting, date(2026, 6, 4))
    assert (finding.code, finding.place) == ("objection.answer_late", "Y1")
    assert "已超期3天" in finding.hint
    assert after(move("accept", date(2026, 6, 30))).stage is Stage.ACCEPTED
    assert late_answers(after(ACCEPTED, UPHELD), date(2027, 1, 1)) == ()


@pytest.mark.parametrize("changed", [{"ground": " "}, {"by": ""}])
def test_an_objection_needs_a_ground_and_a_person(changed: dict[str, str]) -> None:
    with pytest.raises(BadInputError) as error:
        file_objection(filing(**changed))
    assert error.value.code == "objection.no_ground"


@pytest.mark.parametrize("changed", [{"reason": ""}, {"by": " "}])
def test_every_step_needs_a_reason_and_a_person(changed: dict[str, str]) -> None:
    step = Move(
        **({"act": "accept", "by": "王五", "on": FILED, "reason": "有据"} | changed)
    )
    with pytest.raises(BadInputError, match="who does it and why"):
        move_objection(after(), step)


def test_steps_are_made_in_the_order_of_days() -> None:
    with pytest.raises(BadInputError) as error:
        file_objection(filing(filed_on=date(2026, 5, 19)))
    assert error.value.code == "objection.order"
    with pytest.raises(BadInputError, match="2026-05-24 is before 2026-05-25"):
        move_objection(after(), move("accept", date(2026, 5, 24)))


def test_nobody_answers_for_himself_or_reviews_his_own_answer() -> None:
    with pytest.raises(BadInputError, match="raises an objection does not answer"):
        move_objection(after(), move("accept", FILED, by="水务局赵六"))
    with pytest.raises(BadInputError, match="does not review the appeal") as error:
        move_objection(
            after(ACCEPTED, UPHELD, APPEALED), move("uphold", date(2026, 6, 12))
        )
    assert error.value.code == "objection.same_person"


def test_a_correction_names_the_corrected_result() -> None:
    with pytest.raises(BadInputError, match="names the seal") as error:
        move_objection(after(ACCEPTED), move("correct", date(2026, 6, 3), document=""))
    assert error.value.code == "objection.no_document"


def test_limits_are_rows_with_source_and_hold_for_a_while() -> None:
    for row in packaged_limits():
        assert row.source
        assert row.verified in ("V", "S", "U")
    short = Limit(act="file", days=3, working=False, source="试行", verified="U")
    own = Limits(rows=(short,))
    assert own.end("file", PUBLISHED) == PUBLISHED + timedelta(days=3)
    with pytest.raises(BadInputError, match="last day was 2026-05-23"):
        file_objection(filing(), own)
    with pytest.raises(NotFoundError, match="No time limit for 'appeal'"):
        own.end("appeal", PUBLISHED)
    with pytest.raises(NotFoundError, match="in force on 2020-01-01"):
        Limits().end("file", date(2020, 1, 1))


def test_an_objection_is_written_and_read_back() -> None:
    held = after(ACCEPTED, UPHELD, APPEALED)
    assert record_from_json(record_to_json(held), Objection) == held
