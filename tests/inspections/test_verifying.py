"""A published draw is done again; whatever was touched is found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import attrs
import pytest

from dafeng.base.errors import BadInputError
from dafeng.inspections import (
    Draw,
    commitment_of,
    draw,
    draw_json,
    frame_text,
    holds,
    read_case,
    read_draw,
    read_frame,
    rules_on,
    verify,
)
from tests.cli.running import dafeng
from tests.inspections.building import ON, case_of, mixed, seed_of

if TYPE_CHECKING:
    from pathlib import Path

RULES = rules_on(ON)
SEED = seed_of(1)
CASE = case_of(mixed(), quota=12)


@pytest.fixture
def made() -> Draw:
    return draw(CASE, RULES, seed=SEED, word="3081.52")


def broken(made: Draw, **changes: object) -> list[str]:
    checks = verify(attrs.evolve(made, **changes), CASE, RULES)  # type: ignore[arg-type]
    return [one.code for one in checks if not one.held]


def test_a_draw_holds(made: Draw) -> None:
    checks = verify(made, CASE, RULES, commitment=commitment_of(CASE.plan, SEED))
    assert holds(checks)
    assert [one.code for one in checks] == ["commitment", "frame", "draw"]


def test_another_commitment_does_not_hold(made: Draw) -> None:
    published = commitment_of(CASE.plan, seed_of(2))
    checks = verify(made, CASE, RULES, commitment=published)
    assert [one.held for one in checks] == [False, True, True]


def test_a_seed_chosen_afterwards_is_found(made: Draw) -> None:
    assert broken(made, seed=seed_of(2)) == ["commitment", "draw"]
    assert broken(made, seed="no seed") == ["commitment", "draw"]


def test_a_friend_taken_off_the_list_is_named(made: Draw) -> None:
    checks = verify(attrs.evolve(made, drawn=made.drawn[1:]), CASE, RULES)
    (bad,) = [one for one in checks if not one.held]
    assert (bad.code, bad.told) == ("draw", made.drawn[0].subject)


def test_an_inspector_changed_afterwards_is_found(made: Draw) -> None:
    first, *rest = made.drawn
    other = attrs.evolve(first, inspectors=("i0", "i0"))
    assert broken(made, drawn=(other, *rest)) == ["draw"]


def test_a_frame_changed_after_the_approval_is_found(made: Draw) -> None:
    case = attrs.evolve(CASE, subjects=CASE.subjects[:-1])
    checks = verify(made, case, RULES)
    assert next(one.code for one in checks if not one.held) == "frame"


def test_texts_read_back_as_they_were_written(made: Draw) -> None:
    assert read_draw(draw_json(made)) == made
    case, rules = read_frame(frame_text(CASE, RULES))
    assert rules == RULES
    assert draw(case, rules, seed=SEED, word="3081.52") == made


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"plan": "a", "on": "yesterday", "quota": 1}']
)
def test_a_case_that_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(BadInputError) as caught:
        read_case(text)
    assert caught.value.code == "case.bad"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    case = json.loads(frame_text(CASE, RULES))["case"]
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    return tmp_path


def test_the_command_draws_and_verifies(folder: Path, made: Draw) -> None:
    case, out = str(folder / "case.json"), folder / "draw.json"
    args = ["inspections", "draw", "--input", case, "--seed", SEED, "--word", "3081.52"]
    ended = dafeng(*args, "--json")
    assert ended.code == 0
    assert ended.stdout.decode() == draw_json(made)
    out.write_text(ended.stdout.decode(), encoding="utf-8")
    checking = ["inspections", "verify", "--input", case, "--draw", str(out)]
    ended = dafeng(*checking, "--commitment", made.commitment)
    assert ended.code == 0
    assert ended.stdout.decode().count("holds") == 3
    ended = dafeng(*checking, "--commitment", "0" * 64)
    assert ended.code == 1
    assert "does not hold" in ended.stdout.decode()
    table = dafeng(*args)
    assert made.drawn[0].subject in table.stdout.decode()
    assert made.commitment in table.stderr


def test_the_command_says_what_is_wrong(folder: Path) -> None:
    case = folder / "case.json"
    ended = dafeng("inspections", "draw", "--input", str(case), "--seed", "abc")
    assert ended.code == 2
    assert "64 hexadecimal digits" in ended.stderr
    case.write_text("{}", encoding="utf-8")
    ended = dafeng("inspections", "draw", "--input", str(case), "--seed", SEED)
    assert ended.code == 2
    assert "has no 'plan'" in ended.stderr
    case.write_bytes(b"\xff\xfe")
    ended = dafeng("inspections", "draw", "--input", str(case), "--seed", SEED)
    assert ended.code == 2


def test_the_command_gives_the_commitment() -> None:
    ended = dafeng("inspections", "commit", "--plan", CASE.plan, "--seed", SEED)
    assert ended.stdout.decode().strip() == commitment_of(CASE.plan, SEED)
