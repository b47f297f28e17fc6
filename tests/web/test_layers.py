"""A layer is made once for the tests that follow each other, and none is disturbed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as house_settings

from dafeng.web.core.models import Organisation
from tests.web.layers import layer
from tests.web.plans.building import organisation

if TYPE_CHECKING:
    from django.conf import LazySettings

MADE: list[str] = []
TWICE = pytest.mark.parametrize("turn", [1, 2])


@pytest.fixture(autouse=True)
def own_files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def paper() -> Path:
    return Path(house_settings.MEDIA_ROOT) / "paper"


@layer
def root() -> Organisation:
    """A unit with a file."""
    MADE.append("root")
    paper().parent.mkdir(parents=True)
    paper().write_text("as it was", encoding="utf-8")
    return organisation("demo", "示范区")


@layer
def bureau(root: Organisation) -> Organisation:
    MADE.append("bureau")
    return organisation("fgw", "区发改委", parent=root)


@layer
def stranger() -> Organisation:
    MADE.append("stranger")
    return organisation("other", "他区")


@pytest.fixture
def renamed(root: Organisation) -> Organisation:
    root.name_zh = "新区"
    root.save()
    return root


@layer
def below(renamed: Organisation) -> Organisation:
    """No layer after all, for it stands on a fixture that is none."""
    MADE.append("below")
    return organisation("below", "甲镇", parent=renamed)


@TWICE
def test_what_a_test_changes_the_next_finds_as_it_was(
    root: Organisation, turn: int
) -> None:
    assert MADE.count("root") == 1, turn
    assert Organisation.objects.get() == root
    assert root.name_zh == Organisation.objects.get().name_zh == "示范区"
    assert paper().read_text(encoding="utf-8") == "as it was"
    root.name_zh = "新区"
    root.save()
    paper().write_text("changed", encoding="utf-8")


@TWICE
def test_a_layer_stands_on_those_that_are_there(
    bureau: Organisation, root: Organisation, turn: int
) -> None:
    assert (MADE.count("root"), MADE.count("bureau")) == (1, 1), turn
    assert bureau.parent == root
    assert paper().exists()


@TWICE
def test_what_stands_on_no_layer_is_made_for_each_test(
    below: Organisation, turn: int
) -> None:
    assert (MADE.count("root"), MADE.count("below")) == (1, turn)
    assert below.parent.name_zh == "新区"


@pytest.mark.usefixtures("stranger")
def test_a_test_finds_only_the_layers_that_it_asks_for() -> None:
    assert MADE.count("stranger") == 1
    assert Organisation.objects.get().code == "other"
    assert not paper().exists()
