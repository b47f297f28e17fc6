"""What a worker does before its first visitor."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest
from django.template import engines

from dafeng.web.warming import warm_up


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Give the rest of the tests the interpreter that they began with."""
    before, turn = gc.get_threshold(), sys.getswitchinterval()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)
    sys.setswitchinterval(turn)


def test_every_template_is_compiled_and_kept_out_of_the_way() -> None:
    before = gc.get_freeze_count()
    compiled = warm_up()
    assert compiled > 200
    assert gc.get_freeze_count() > before
    loader = engines["django"].engine.template_loaders[0]
    assert "core/base.html" in loader.get_template_cache


def test_all_objects_are_looked_through_seldom() -> None:
    warm_up()
    young, _middle, old = gc.get_threshold()
    assert young <= 1000
    assert old >= 100


def test_a_page_that_asks_the_database_does_not_wait_for_one_that_reckons() -> None:
    warm_up()
    assert sys.getswitchinterval() < 0.001
