"""The journal: acknowledged is on the disk; torn is cut; damaged is told."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.lake import DamagedError, Journal

if TYPE_CHECKING:
    from pathlib import Path


def filled(folder: Path, count: int, **settings: int) -> Journal:
    """A journal with so many entries, each its own group."""
    journal = Journal(folder, **settings)
    for number in range(1, count + 1):
        journal.append(f"blob {number}".encode() * 3, key=f"key {number}")
    return journal


def last_segment(folder: Path) -> Path:
    return max(folder.glob("*.log"))


def test_entries_come_back_in_order_from_wherever_one_asks(tmp_path: Path) -> None:
    journal = filled(tmp_path / "new" / "journal", 5)
    for reader in (journal, Journal(journal.folder)):
        entries = list(reader.entries())
        assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5]
        assert [entry.key for entry in entries][:2] == ["key 1", "key 2"]
        assert entries[4].blob == b"blob 5" * 3
        assert [entry.sequence for entry in reader.entries(after=3)] == [4, 5]
        assert list(reader.entries(after=5)) == []


def test_a_journal_that_is_not_there_has_no_entries_and_is_not_made(
    tmp_path: Path,
) -> None:
    assert list(Journal(tmp_path / "none").entries()) == []
    assert not (tmp_path / "none").exists()


def test_a_key_that_came_before_stores_nothing_even_after_reopening(
    tmp_path: Path,
) -> None:
    journal = filled(tmp_path, 3)
    for writer in (journal, Journal(tmp_path)):
        ack = writer.append(b"other", key="key 2")
        assert (ack.sequence, ack.duplicate) == (2, True)
    assert len(list(journal.entries())) == 3


@pytest.mark.parametrize("key", ["", "x" * 65_536])
def test_a_key_has_a_length(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadInputError) as caught:
        Journal(tmp_path).append(b"", key=key)
    assert caught.value.code == "lake.no_key"


def test_segments_are_closed_when_they_are_full_and_read_as_one(tmp_path: Path) -> None:
    journal = filled(tmp_path, 20, segment_bytes=300)
    assert len(list(tmp_path.glob("*.log"))) > 4
    for after in (0, 1, 7, 19, 20):
        found = [entry.sequence for entry in Journal(tmp_path).entries(after)]
        assert found == list(range(after + 1, 21))
    assert Journal(tmp_path).append(b"", key="key 3").duplicate
    assert journal.append(b"", key="new").sequence == 21


def test_a_tail_torn_at_any_byte_is_cut_and_what_stood_before_stays(
    tmp_path: Path,
) -> None:
    filled(tmp_path / "whole", 2)
    segment = last_segment(tmp_path / "whole")
    two = segment.read_bytes()
    one = len(two) // 2
    for length in range(one, len(two)):
        folder = tmp_path / str(length)
        folder.mkdir()
        (folder / segment.name).write_bytes(two[:length])
        journal = Journal(folder)
        assert [entry.sequence for entry in journal.entries()] == [1]
        ack = journal.append(b"again", key="key 2")
        assert (ack.sequence, ack.duplicate) == (2, False)
        assert [entry.blob for entry in Journal(folder).entries()][1] == b"again"


def test_zeros_that_a_power_cut_left_behind_the_end_are_cut(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    with last_segment(tmp_path).open("ab") as file:
        file.write(bytes(500))
    journal = Journal(tmp_path)
    assert journal.append(b"", key="key 3").sequence == 3
    assert len(list(Journal(tmp_path).entries())) == 3


@given(st.data())
def test_a_byte_that_turned_before_a_later_group_is_told_and_nothing_is_cut(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    filled(folder, 3)
    segment = last_segment(folder)
    content = bytearray(segment.read_bytes())
    at = data.draw(st.integers(0, len(content) * 2 // 3 - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    segment.write_bytes(content)
    with pytest.raises(DamagedError) as caught:
        list(Journal(folder).entries())
    assert caught.value.fields["sequence"] in (1, 2)
    with pytest.raises(DamagedError):
        Journal(folder).append(b"", key="new")
    assert segment.read_bytes() == bytes(content)


def test_damage_in_a_closed_segment_is_told_when_it_is_read(tmp_path: Path) -> None:
    filled(tmp_path, 9, segment_bytes=300)
    first = min(tmp_path.glob("*.log"))
    content = bytearray(first.read_bytes())
    content[-1] ^= 1
    first.write_bytes(content)
    journal = Journal(tmp_path)
    assert journal.append(b"", key="new").sequence == 10
    with pytest.raises(DamagedError):
        list(journal.entries())
    content[0] ^= 1
    first.write_bytes(content)
    with pytest.raises(DamagedError, match="Restore the file"):
        Journal(tmp_path).append(b"", key="newer")


def test_threads_share_syncs_and_each_is_acknowledged_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncs = []
    sync = os.fsync

    def counted(handle: int) -> None:
        syncs.append(handle)
        sync(handle)

    monkeypatch.setattr(os, "fsync", counted)
    journal = Journal(tmp_path)

    def send(number: int) -> int:
        return journal.append(b"x" * 1000, key=f"{number % 150}").sequence

    with ThreadPoolExecutor(16) as threads:
        sequences = list(threads.map(send, range(300)))
    assert sequences[:150] == sequences[150:]
    assert sorted(sequences[:150]) == list(range(1, 151))
    assert len(syncs) < 150
    assert len(list(Journal(tmp_path).entries())) == 150


def test_two_open_journals_of_one_folder_see_each_other(tmp_path: Path) -> None:
    one, two = (
        Journal(tmp_path, segment_bytes=200),
        Journal(tmp_path, segment_bytes=200),
    )
    for number in range(10):
        writer, other = (one, two) if number % 2 else (two, one)
        assert writer.append(b"x" * 60, key=f"{number}").sequence == number + 1
        assert other.append(b"x" * 60, key=f"{number}").duplicate
    assert [entry.key for entry in one.entries()] == list(map(str, range(10)))


def test_a_full_disk_stores_nothing_and_the_next_append_goes_on(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from dafeng.lake import Journal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "journal.append(b'a' * 100, key='a')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
        "try:\n"
        "    journal.append(b'b' * 1000, key='b')\n"
        "except OSError as error:\n"
        "    print(error.strerror)\n"
        "print(journal.append(b'c' * 100, key='c').sequence)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout == "File too large\n2\n"
    assert [entry.key for entry in Journal(tmp_path).entries()] == ["a", "c"]
