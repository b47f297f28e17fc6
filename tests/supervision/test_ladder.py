"""The ladder: what each step asks, and what is refused of a table."""

from __future__ import annotations

from datetime import date

import pytest

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.supervision import Asks, CaseStep, ladder_of, ladder_rungs, rung_on

DAY = date(2026, 11, 2)
ROW = {
    "step": "supervise",
    "form": "letter",
    "many": "",
    "checked_by": "office",
    "issued_by": "signer",
    "asks": "reply",
    "reply_days": "10",
    "reply_kind": "working",
    "review_days": "5",
    "follows": "circular",
    "source": "house rule",
    "verified": "U",
    "effective_from": "",
    "effective_to": "",
    "note": "",
}


def test_every_step_stands_on_the_ladder_of_today_with_its_source() -> None:
    rungs = {step: rung_on(step, DAY) for step in CaseStep}
    assert all(rung.source and rung.verified in "VSU" for rung in rungs.values())


def test_silence_leads_up_the_ladder_and_never_round_in_a_circle() -> None:
    step, seen = CaseStep.REMIND, []
    while step is not None:
        assert step not in seen
        seen.append(step)
        step = rung_on(step, DAY).follows
    assert seen == ["remind", "supervise", "interview", "transfer"]


def test_what_followed_an_unanswered_order_changed_with_the_rules_of_2026() -> None:
    assert rung_on("supervise", date(2026, 4, 22)).follows is CaseStep.CIRCULAR
    assert rung_on("supervise", date(2026, 4, 23)).follows is CaseStep.INTERVIEW


def test_the_ladder_says_nothing_of_days_before_its_rules() -> None:
    with pytest.raises(NotFoundError) as caught:
        rung_on("remind", date(2020, 1, 1))
    assert caught.value.code == "ladder.none"


def test_what_asks_nothing_has_no_time_limit() -> None:
    for rung in ladder_rungs():
        limits = (rung.reply_days, rung.reply_kind, rung.review_days)
        asked = rung.asks is Asks.REPLY
        assert all((limit is not None) is asked for limit in limits)


@pytest.mark.parametrize(
    "change",
    [
        {"step": "scold"},
        {"reply_days": "ten"},
        {"reply_days": "0"},
        {"reply_days": ""},
        {"asks": "nothing"},
        {"source": ""},
        {"verified": "X"},
        {"effective_from": "soon"},
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_with_its_line(
    change: dict[str, str],
) -> None:
    with pytest.raises(BadInputError) as caught:
        ladder_of([ROW, ROW | {"step": "remind"} | change])
    assert caught.value.code == "ladder.bad"
    assert caught.value.fields["line"] == 3


def test_two_rows_of_a_step_on_one_day_are_refused() -> None:
    early = ROW | {"effective_to": "2026-04-22"}
    late = ROW | {"effective_from": "2026-04-22"}
    with pytest.raises(BadInputError):
        ladder_of([early, late])
    assert len(ladder_of([early, late | {"effective_from": "2026-04-23"}])) == 2
