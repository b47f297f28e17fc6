"""A credit code with one wrong character is always noticed."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dafeng.base.organisations import (
    USCC_ALPHABET,
    Organisation,
    UsccError,
    body_check_character,
    parse_uscc,
    uscc_check_character,
)

characters = st.sampled_from(USCC_ALPHABET)


@st.composite
def codes(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(["91", "92", "11", "12", "51", "93"]))
    division = draw(st.text("0123456789", min_size=6, max_size=6))
    body = draw(st.text(USCC_ALPHABET, min_size=9, max_size=9))
    stem = head + division + body
    return stem + uscc_check_character(stem)


@given(codes())
def test_a_code_with_its_check_character_is_accepted(code: str):
    assert parse_uscc(code) == code
    assert parse_uscc(f" {code[:6].lower()} {code[6:]} ") == code


@given(codes(), st.integers(0, 17), characters)
def test_one_changed_character_is_noticed(code: str, place: int, character: str):
    assume(code[place] != character)
    changed = code[:place] + character + code[place + 1 :]
    with pytest.raises(UsccError) as caught:
        parse_uscc(changed)
    assert caught.value.fields["reason"] in {"check", "division"}


@given(codes(), st.integers(0, 16))
def test_two_exchanged_neighbours_are_noticed(code: str, place: int):
    assume(code[place] != code[place + 1])
    pair = code[place + 1] + code[place]
    with pytest.raises(UsccError):
        parse_uscc(code[:place] + pair + code[place + 2 :])


@given(codes())
def test_the_check_agrees_with_a_second_way_to_compute_it(code: str):
    """By the rule of Horner instead of powers: the whole sum is 0 modulo 31."""
    total, weight = 0, 1
    for character in code[:-1]:
        total += USCC_ALPHABET.index(character) * weight
        weight = weight * 3 % 31
    assert (total + USCC_ALPHABET.index(code[-1])) % 31 == 0


def test_a_published_code_is_accepted():
    assert parse_uscc("91350100M000100Y43") == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "length"),
        ("91350100M000100Y4", "length"),
        ("91350100M000100Y433", "length"),
        ("91350100I000100Y43", "alphabet"),
        ("9135010OM000100Y43", "alphabet"),
        ("91350100M000100Y4-", "alphabet"),
        ("91A50100M000100Y43", "division"),
        ("91350100M000100Y44", "check"),
    ],
)
def test_a_refusal_names_the_rule(code: str, reason: str):
    with pytest.raises(UsccError) as caught:
        parse_uscc(code)
    assert caught.value.fields["reason"] == reason


def test_a_wrong_check_character_names_the_right_one():
    with pytest.raises(UsccError, match="should be 3, not 4"):
        parse_uscc("91350100M000100Y44")


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_a_clear_refusal(text: str):
    with contextlib.suppress(UsccError):
        assert len(parse_uscc(text)) == 18


@pytest.mark.parametrize(
    ("stem", "check"), [("D2143569", "X"), ("00000000", "0"), ("00000001", "9")]
)
def test_the_body_code_has_a_check_character_of_its_own(stem: str, check: str):
    assert body_check_character(stem) == check


@pytest.mark.parametrize("stem", ["", "1234567", "abcdefgh", "1234567-"])
def test_a_body_code_of_another_form_is_refused(stem: str):
    with pytest.raises(UsccError, match="8 digits or capital letters"):
        body_check_character(stem)


def test_an_organisation_keeps_a_clean_code_and_its_division():
    firm = Organisation(name="示范环保有限公司", uscc="91350100m000100y43")
    assert firm.uscc == "91350100M000100Y43"
    assert firm.division == "350100"


def test_an_organisation_may_have_no_code_yet():
    assert Organisation(name="区发展改革委").division is None


def test_an_organisation_needs_a_name_and_a_right_code():
    with pytest.raises(ValueError, match="name"):
        Organisation(name="")
    with pytest.raises(UsccError):
        Organisation(name="示范环保有限公司", uscc="91350100M000100Y44")
