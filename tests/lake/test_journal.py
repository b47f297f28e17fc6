"""The journal: acknowledged is on the disk; torn is cut; damaged is told."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from sqlite3 import connect
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Severity
from dafeng.lake import DamagedError, Journal
from dafeng.lake.journal_keys import KEYS
from dafeng.lake.verification import verify_journal

if TYPE_CHECKING:
    from pathlib import Path


def filled(folder: Path, count: int, **settings: int) -> Journal:
    """A journal with so many entries, each its own group."""
    journal = Journal(folder, **settings)
    for number in range(1, count + 1):
        journal.append(f"blob {number}".encode() * 3, key=f"key {number}")
    return journal


def remove_index(folder: Path) -> None:
    for path in folder.glob(f"{KEYS}*"):
        path.unlink()


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


@pytest.mark.parametrize(
    "left", ["nothing", "older", "empty", "noise", "torn", "other"]
)
def test_whatever_is_left_of_the_index_no_key_is_forgotten(
    tmp_path: Path, left: str
) -> None:
    sizes = {"segment_bytes": 300, "keys_in_memory": 2}
    filled(tmp_path, 5, **sizes)
    older = (tmp_path / KEYS).read_bytes()  # as a kill before its writing leaves it
    filled(tmp_path, 60, **sizes)
    whole = (tmp_path / KEYS).read_bytes()
    remove_index(tmp_path)
    if left == "other":
        with connect(tmp_path / KEYS) as other:
            other.executescript("CREATE TABLE keys (a); PRAGMA user_version = 99")
    elif left != "nothing":
        noise = bytes(range(256)) * 40
        contents = {"older": older, "empty": b"", "noise": noise}
        torn = whole[:4096] + noise + whole[4096 + len(noise) :]
        (tmp_path / KEYS).write_bytes(contents.get(left, torn))
    journal = Journal(tmp_path, **sizes)
    for number in range(1, 61):
        ack = journal.append(b"again", key=f"key {number}")
        assert (ack.sequence, ack.duplicate) == (number, True)
    assert journal.append(b"", key="new").sequence == 61
    assert len(list(Journal(tmp_path).entries())) == 61


def test_what_the_index_has_was_acknowledged_and_is_never_cut(tmp_path: Path) -> None:
    filled(tmp_path, 3, keys_in_memory=1).append(b"", key="key 1")
    segment = last_segment(tmp_path)
    whole = segment.read_bytes()
    for content in (whole[:-1], whole[:-1] + b"x", whole[: len(whole) // 3], b""):
        segment.write_bytes(content)
        with pytest.raises(DamagedError):
            Journal(tmp_path).append(b"", key="new")
        with pytest.raises(DamagedError):
            list(Journal(tmp_path).entries())
        assert segment.read_bytes() == content
    segment.unlink()
    with pytest.raises(DamagedError, match="ends before entry 3"):
        Journal(tmp_path).append(b"", key="new")
    remove_index(tmp_path)
    segment.write_bytes(whole[:-1])
    running = Journal(tmp_path)
    assert running.append(b"", key="new").sequence == 3
    segment.write_bytes(whole[: len(whole) // 3])  # under a process that has read it
    with pytest.raises(DamagedError, match="Stop the server first"):
        running.append(b"", key="newer")


def test_an_index_of_another_journal_is_made_anew(tmp_path: Path) -> None:
    for name in ("one", "two"):
        other = Journal(tmp_path / name, keys_in_memory=1)
        for number in range(3):
            other.append(name.encode(), key=f"{name} {number}")
        other.append(b"", key=f"{name} 0")
    for path in (tmp_path / "two").glob(f"{KEYS}*"):
        (tmp_path / "one" / path.name).write_bytes(path.read_bytes())
    journal = Journal(tmp_path / "one")
    assert journal.append(b"", key="one 1").duplicate
    assert not journal.append(b"", key="two 1").duplicate


def test_an_index_that_cannot_be_used_is_made_anew_where_that_helps(
    tmp_path: Path,
) -> None:
    index = tmp_path / KEYS
    index.symlink_to(tmp_path / "none" / KEYS)
    filled(tmp_path, 3, keys_in_memory=1).append(b"", key="key 3")
    assert index.is_file()
    remove_index(tmp_path)
    index.mkdir()
    with pytest.raises(OSError, match=KEYS):
        Journal(tmp_path).append(b"", key="new")
    index.rmdir()
    assert Journal(tmp_path).append(b"", key="key 2").duplicate


def test_segments_are_closed_when_they_are_full_and_read_as_one(tmp_path: Path) -> None:
    journal = filled(tmp_path, 20, segment_bytes=300)
    assert len(list(tmp_path.glob("*.log"))) > 4
    for after in (0, 1, 7, 19, 20):
        found = [entry.sequence for entry in Journal(tmp_path).entries(after)]
        assert found == list(range(after + 1, 21))
    assert Journal(tmp_path).append(b"", key="key 3").duplicate
    assert journal.append(b"", key="new").sequence == 21


@pytest.mark.parametrize("gone", ["first", "middle", "end of a closed one"])
def test_a_segment_that_is_lost_or_shorter_is_told_by_the_next_one(
    tmp_path: Path, gone: str
) -> None:
    filled(tmp_path, 20, segment_bytes=300)
    first, second, *_ = sorted(tmp_path.glob("*.log"))
    lost = int(first.stem if gone == "first" else second.stem)
    if gone == "end of a closed one":
        content = second.read_bytes()
        at = content.rindex(b"DFJ1")
        second.write_bytes(content[:at])
        lost += content[:at].count(b"DFJ1")
    else:
        (first if gone == "first" else second).unlink()
    count, findings = verify_journal(tmp_path)
    assert (count, findings[0].code) == (lost - 1, "lake.journal_damaged")
    with pytest.raises(DamagedError, match="was removed or shortened"):
        list(Journal(tmp_path).entries(lost - 1))
    assert [entry.sequence for entry in Journal(tmp_path).entries(18)] == [19, 20]


def test_numbers_that_others_rest_on_are_not_given_out_again(tmp_path: Path) -> None:
    journal = filled(tmp_path, 3)
    assert (journal.last(), Journal(tmp_path / "none").last()) == (3, 0)
    for reached in (2, 6, 6):
        journal.go_on_after(reached)
    assert journal.append(b"", key="new").sequence == 7
    count, (told,) = verify_journal(tmp_path)
    assert (count, told.code, told.value) == (7, "lake.journal_lost", "3 entries")
    assert told.severity is Severity.WARNING


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
    filled(tmp_path, 9, segment_bytes=300, keys_in_memory=3)
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
    assert Journal(tmp_path).append(b"", key="key 1").duplicate  # the index knows it
    remove_index(tmp_path)
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


@pytest.mark.parametrize("most", [1, 2, 5, 100])
def test_two_open_journals_of_one_folder_see_each_other(
    tmp_path: Path, most: int
) -> None:
    one, two = (
        Journal(tmp_path, segment_bytes=200, keys_in_memory=3),
        Journal(tmp_path, segment_bytes=200, keys_in_memory=most),
    )
    for number in range(10):
        writer, other = (one, two) if number % 2 else (two, one)
        assert writer.append(b"x" * 60, key=f"{number}").sequence == number + 1
        assert other.append(b"x" * 60, key=f"{number}").duplicate
        if number == 6:
            remove_index(tmp_path)  # what one still has open is no longer there
        again = Journal(tmp_path, keys_in_memory=4).append(b"", key=f"{number // 2}")
        assert (again.sequence, again.duplicate) == (number // 2 + 1, True)
    assert [entry.key for entry in one.entries()] == list(map(str, range(10)))


def test_a_full_disk_stores_nothing_and_the_next_append_goes_on(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from dafeng.lake import Journal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "journal = Journal(Path(sys.argv[1]), keys_in_memory=1)\n"
        "journal.append(b'a' * 100, key='a')\n"
        "journal.append(b'a' * 100, key='a')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 1 << 20))\n"
        "try:\n"
        "    journal.append(b'b' * 1000, key='b')\n"
        "except OSError as error:\n"
        "    print(error.strerror)\n"
        "print(journal.append(b'c' * 100, key='c').sequence)\n"
        "try:\n"
        "    journal.append(b'd', key='d')\n"  # without its index it decides nothing
        "except OSError as error:\n"
        "    print(error.errno > 0)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        "print(journal.append(b'c' * 100, key='c').duplicate)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout == "File too large\n2\nTrue\nTrue\n"
    assert [entry.key for entry in Journal(tmp_path).entries()] == ["a", "c"]
