"""One word for each state and step, in a letter as on a page."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dafeng.assessment import State, Step
from dafeng.assessment.consequences.wording import target_facts, target_figure
from dafeng.assessment.words import COMPARED, SIGNS, STATE_WORDS, STEP_WORDS
from tests.assessment.consequences.scenes import standing


def test_every_state_step_and_comparison_has_a_word_of_its_own() -> None:
    assert list(STATE_WORDS) == list(State)
    assert list(STEP_WORDS) == list(Step)
    assert list(COMPARED) == list(SIGNS)
    for words in (STATE_WORDS, STEP_WORDS, COMPARED, SIGNS):
        assert len(set(words.values())) == len(words)


@pytest.mark.parametrize("state", list(State))
def test_a_letter_names_a_state_by_its_word(state: State) -> None:
    told = standing(state, reason="")
    assert target_facts(told) == f"“绿色建筑占比”{STATE_WORDS[state]}。"


@pytest.mark.parametrize("sign", list(COMPARED))
def test_a_letter_words_a_comparison(sign: str) -> None:
    told = standing(comparator=sign, target=Decimal(100))
    assert target_figure(told).endswith(f"目标{COMPARED[sign]}100%")
