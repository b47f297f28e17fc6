"""Every role asks for every address, of the own unit's things and of another's.

The answers are held against ``rights_table.csv``.  To write the table anew after a
change, and then to read its difference with care::

    DAFENG_RIGHTS=write python -m pytest tests/web/test_rights_walk.py
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.web.walking import entrance
from tests.web.walking.house import WHO, WalkedHouse, build
from tests.web.walking.objects import unknown_parts
from tests.web.walking.table import TABLE, RowKey, read_table, written
from tests.web.walking.walker import Walker, addresses, keys_of, place_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

WRITING = os.environ.get("DAFENG_RIGHTS") == "write"
SHOWN = 60


@pytest.fixture
def house(
    db: None,  # noqa: ARG001 - opens the database
    settings: SettingsWrapper,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> WalkedHouse:
    """A tiny district; its pages are not drawn, which takes most of the time."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SEAL_ROOT = tmp_path / "seals"
    built = build()
    settings.TEMPLATES = [{"BACKEND": "tests.web.walking.blank.BlankEngine"}]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    settings.MIDDLEWARE = entrance.MIDDLEWARE
    monkeypatch.setattr(entrance, "people", built.people)
    return built


def test_every_address_has_its_rows_and_every_row_its_address() -> None:
    wanted = {key for address in addresses() for key in keys_of(address)}
    table = read_table()
    missing = [str(key) for key in sorted(wanted - set(table))]
    left = [str(key) for key in sorted(set(table) - wanted)]
    assert not missing, (
        f"Add to {TABLE.name} a row for each of: {'; '.join(missing[:SHOWN])}. "
        "DAFENG_RIGHTS=write writes them; read what it wrote."
    )
    assert not left, f"Take out of {TABLE.name}: {'; '.join(left[:SHOWN])}."


def test_every_part_of_an_address_has_a_thing_that_stands_for_it() -> None:
    unknown = unknown_parts((one.pattern, one.parts) for one in addresses())
    assert not unknown, (
        "tests/web/walking/objects.py does not say which thing stands for: "
        + "; ".join(unknown)
    )


def test_the_house_has_the_things_that_stand_for_the_parts(house: WalkedHouse) -> None:
    for address in addresses():
        for key in keys_of(address):
            assert place_of(key, address, house).startswith("/")


def test_every_role_gets_the_answers_of_the_table(house: WalkedHouse) -> None:
    found: dict[RowKey, dict[str, str]] = {}
    walker = Walker(house)
    for address in addresses():
        for key in keys_of(address):
            found[key] = {}
            path = place_of(key, address, house)
            for name in WHO:
                known = _settled(found[key])
                found[key][name] = known or walker.ask(name, key, path, address)
    if WRITING:
        TABLE.write_text(written(found, WHO), encoding="utf-8")
        pytest.fail(f"{TABLE.name} is written anew: read its difference.")
    table = read_table()
    wrong = [
        f"{key}: {name} gets {answer}, not {table[key].get(name)}"
        for key, answers in found.items()
        if key in table
        for name, answer in answers.items()
        if table[key].get(name) != answer
    ]
    assert not wrong, "\n".join([f"{len(wrong)} answers differ:", *wrong[:SHOWN]])


def _settled(answers: dict[str, str]) -> str:
    """The answer for everybody else, when the first ones leave no doubt.

    What is shown to who has not signed in, and to a stranger, is shown to everybody;
    a way that two signed-in people may not ask is no way for anybody.
    """
    given = list(answers.values())
    if given[:2] == ["200", "200"]:
        return "200"
    return "405" if given.count("405") > 1 else ""
