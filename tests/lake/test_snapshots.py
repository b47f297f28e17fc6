"""A copy of the lake that is made while others write is a whole lake of one moment."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from dafeng.lake import Journal, Lake
from dafeng.lake.journal_keys import KEYS
from tests.lake.readings import READINGS, day, reading

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    made = Lake(tmp_path / "lake")
    for number in range(1, 4):
        rows = [reading(f"m{number}", energy=number)]
        made.append(READINGS, rows, key=f"{number}", learned_at=day(number))
    made.pin("readings", 2, "a seal")
    made.journal().append(b"a letter", key="one")
    return made


def test_a_copy_holds_every_table_pin_and_arrival(lake: Lake, tmp_path: Path) -> None:
    lake.snapshot(tmp_path / "copy")
    copy = Lake(tmp_path / "copy")
    assert copy.read("readings").equals(lake.read("readings"))
    assert copy.versions("readings") == lake.versions("readings")
    assert copy.pins() == lake.pins()
    assert [entry.blob for entry in copy.journal().entries()] == [b"a letter"]
    assert copy.verify().findings == ()


def test_a_copy_of_a_journal_makes_its_own_index(lake: Lake, tmp_path: Path) -> None:
    folder = lake.folder / "journal" / "arrivals"
    journal = Journal(folder, keys_in_memory=1)
    journal.append(b"a second letter", key="two")
    assert list(folder.glob(f"{KEYS}*"))
    lake.snapshot(tmp_path / "copy")
    copy = tmp_path / "copy" / "journal" / "arrivals"
    assert not list(copy.glob(f"{KEYS}*"))
    assert Journal(copy, keys_in_memory=1).append(b"", key="one").duplicate
    assert list(copy.glob(f"{KEYS}*"))


def test_what_happens_later_leaves_the_copy_as_it_was(
    lake: Lake, tmp_path: Path
) -> None:
    before = lake.read("readings")
    lake.snapshot(tmp_path / "copy")
    lake.append(READINGS, [reading("m9")], key="late", learned_at=day(9))
    lake.journal().append(b"a second letter", key="two")
    lake.pin("readings", 3, "another seal")
    lake.compact("readings")
    lake.vacuum("readings")
    copy = Lake(tmp_path / "copy")
    assert copy.read("readings").equals(before)
    assert len(copy.pins()) == 1
    assert len(list(copy.journal().entries())) == 1
    assert copy.verify().findings == ()


def test_a_copy_goes_on_by_itself(lake: Lake, tmp_path: Path) -> None:
    before = lake.read("readings")
    lake.snapshot(tmp_path / "copy")
    copy = Lake(tmp_path / "copy")
    copy.append(READINGS, [reading("m9")], key="late", learned_at=day(9))
    copy.compact("readings")
    copy.vacuum("readings")
    assert lake.read("readings").equals(before)
    assert lake.verify().findings == ()


def test_a_copy_made_while_somebody_appends_and_tidies_is_whole(
    lake: Lake, tmp_path: Path
) -> None:
    stop = Event()

    def work() -> None:
        number = 10
        writer = Lake(lake.folder)
        while not stop.is_set():
            rows = [reading(f"m{number}")]
            writer.append(READINGS, rows, key=f"{number}", learned_at=day(4))
            writer.compact("readings")
            writer.vacuum("readings")
            number += 1

    worker = Thread(target=work)
    worker.start()
    try:
        for number in range(5):
            lake.snapshot(tmp_path / f"copy{number}")
    finally:
        stop.set()
        worker.join()
    for number in range(5):
        copy = Lake(tmp_path / f"copy{number}")
        assert copy.verify().findings == ()
        assert copy.read("readings").num_rows >= 3


def test_a_lake_that_is_not_there_gives_an_empty_copy(tmp_path: Path) -> None:
    Lake(tmp_path / "none").snapshot(tmp_path / "copy")
    assert Lake(tmp_path / "copy").tables() == ()
