"""What the ladder proposes for many cases, and what is wrong with a ladder."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.base.errors import BadInputError
from dafeng.supervision import (
    CaseStep,
    check_ladder,
    ladder_rungs,
    read_ladder_cases,
    steps_proposed,
)
from tests.cli.running import dafeng

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 11, 30)
LATE = {"reply_by": "2026-11-16"}
CASES = [
    (
        "过期",
        "supervise",
        "received",
        LATE,
        "interview",
        "silent",
    ),
    ("末级", "circular", "returned", LATE, "interview", "silent"),
    ("未到", "supervise", "issued", {"reply_by": "2026-11-30"}, None, "in-time"),
    ("没有期限", "remind", "received", {}, None, "no-term"),
    ("已回复", "supervise", "replied", LATE, None, "answered"),
    ("草稿", "supervise", "draft", LATE, None, "unsigned"),
    ("表彰", "commend", "received", {"asks": "nothing"}, None, "nothing-asked"),
    ("销号", "supervise", "closed", LATE, None, "ended"),
]


def told(**change: object) -> str:
    rows = [
        {"name": name, "step": step, "state": state, **days}
        for name, step, state, days, _next, _why in CASES
    ]
    return json.dumps({"on": ON.isoformat(), "cases": rows, **change})


def test_each_case_gets_a_step_or_the_reason_for_none() -> None:
    on, cases = read_ladder_cases(told())
    made = steps_proposed(cases, on=on)
    assert [(one.case.name, one.step, one.why) for one in made] == [
        (name, step, why) for name, _step, _state, _days, step, why in CASES
    ]
    assert made[0].source
    assert made[0].verified == "S"
    assert made[2].source == ""


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"cases": [{"name": "甲"}]}, "cases[1].step"),
        ({"cases": [{"name": "甲", "step": "beg", "state": "draft"}]}, "cases[1]"),
        ({"on": "30.11.2026"}, ""),
    ],
)
def test_a_case_that_cannot_be_read_is_named(
    change: dict[str, object], place: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        read_ladder_cases(told(**change))
    assert caught.value.code == "case.bad"
    assert caught.value.fields["place"] == place


def test_a_ladder_without_end_or_with_a_gap_is_found() -> None:
    assert {one.code for one in check_ladder(ladder_rungs(), on=ON)} == {
        "ladder.unsure"
    }
    held = {rung.step: rung for rung in ladder_rungs() if rung.in_force(ON)}
    looped = attrs.evolve(held["transfer"], follows=CaseStep.REMIND)
    codes = [one.code for one in check_ladder([*held.values()][:-2], on=ON)]
    assert "ladder.dangling" in codes
    rows = [looped if rung.step == "transfer" else rung for rung in held.values()]
    codes = [one.code for one in check_ladder(rows, on=ON)]
    assert codes.count("ladder.circle") == 4
    assert [one.code for one in check_ladder(rows, on=date(2000, 1, 1))] == (
        ["ladder.lapsed"] * len(held)
    )


def test_the_command_gives_the_same_and_refuses_what_it_cannot_read(
    tmp_path: Path,
) -> None:
    case = tmp_path / "case.json"
    case.write_text(told(), encoding="utf-8")
    ended = dafeng("supervision", "ladder", "--input", str(case), "--json")
    assert ended.code == 0, ended.stderr
    made = json.loads(ended.stdout)["proposals"]
    assert [one["next"] for one in made] == [row[4] for row in CASES]
    table = dafeng("supervision", "ladder", "--input", str(case))
    assert "过期" in table.stdout.decode()
    assert "2 of 8 cases have a next step" in table.stderr
    case.write_text("{}", encoding="utf-8")
    bad = dafeng("supervision", "ladder", "--input", str(case))
    assert bad.code == 2
    assert "on is missing" in bad.stderr


def test_a_rule_file_is_checked_for_a_day(tmp_path: Path) -> None:
    rules = tmp_path / "ladder.csv"
    head = (
        "step,form,many,checked_by,issued_by,asks,reply_days,reply_kind,review_days,"
        "follows,source,verified,effective_from,effective_to,note"
    )
    row = "remind,letter,,office,signer,reply,15,working,5,supervise,规则,V,,,"
    rules.write_text(f"{head}\n{row}\n", encoding="utf-8")
    ended = dafeng("supervision", "check", str(rules), "--on", "2026-11-30")
    assert ended.code == 1
    assert "ladder.dangling" in ended.stderr
    rules.write_text(f"{head}\n{row.replace('supervise', '')}\n", encoding="utf-8")
    ended = dafeng("supervision", "check", str(rules), "--on", "2026-11-30")
    assert (ended.code, "1 rows checked" in ended.stderr) == (0, True)
    for arguments in (("--on", "soon"), ("--on", "2026-11-30")):
        rules.write_text(f"{head}\nbeg,letter\n", encoding="utf-8")
        assert dafeng("supervision", "check", str(rules), *arguments).code == 2
