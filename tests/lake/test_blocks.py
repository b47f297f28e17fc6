"""Tables of series: appended once, read by thing and span, merged without a change."""

from __future__ import annotations

from threading import Thread
from time import sleep
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dafeng.base.errors import BadInputError
from dafeng.lake import DamagedError, Lake, NoVersionError, VersionGoneError
from dafeng.lake.blocks import BlockColumn, BlockSchema
from dafeng.lake.blocks_files import opened, state_of
from dafeng.lake.blocks_rows import BlockRows

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.lake.blocks_table import BlockTable

SERIES = BlockSchema(
    name="series",
    meaning="Values of things by the hour.",
    thing="name",
    columns=(
        BlockColumn(name="hour", type="int32", meaning="when"),
        BlockColumn(name="value", meaning="what", packing="words"),
        BlockColumn(name="turn", meaning="a later one holds"),
    ),
    order=("hour", "turn"),
    facts=("hour",),
    blocks=2,
)
NAMES = ("a", "b", "c", "d")
Told = dict[tuple[str, int], list[int]]


def rows(*told: tuple[int, int, int], turn: int = 0) -> BlockRows:
    """Thing, hour and value; ten hours are a span."""
    thing, hour, value = (np.array(column) for column in zip(*told, strict=True))
    return BlockRows(
        things=NAMES,
        thing=thing.astype(np.int32),
        span=(hour // 10).astype(np.int32),
        columns={
            "hour": hour.astype(np.int32),
            "value": value.astype(np.int64),
            "turn": np.full(len(hour), turn),
        },
    )


def told(table: BlockTable, *things: str, **asked: object) -> Told:
    """What the table says: values by thing and hour."""
    names, found = table.read(things or NAMES, ("hour", "value"), **asked)
    made: Told = {}
    for row in found.to_pylist():
        made.setdefault((names[row["name"]], row["hour"]), []).append(row["value"])
    return {key: sorted(values) for key, values in sorted(made.items())}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def table(lake: Lake) -> BlockTable:
    return lake.blocks(SERIES, ("work",))


def test_rows_come_back_by_thing_and_span(table: BlockTable) -> None:
    assert told(table) == {}
    assert table.state().version == -1
    table.append(rows((0, 1, 5), (1, 1, 6), (0, 12, 7), (3, 31, 8)), transactions={})
    assert told(table, "a") == {("a", 1): [5], ("a", 12): [7]}
    assert told(table, "b", "d", "x") == {("b", 1): [6], ("d", 31): [8]}
    assert told(table, spans=(1, 2)) == {("a", 12): [7]}
    assert told(table, "c") == {}


def test_rows_of_one_application_are_appended_once(
    lake: Lake, table: BlockTable
) -> None:
    table.append(rows((0, 1, 5)), transactions={"work": 3}, expected={"work": 0})
    other = lake.blocks(SERIES, ("work",))
    late = other.append(rows((0, 2, 6)), transactions={"work": 3}, expected={"work": 0})
    assert late is None
    assert other.done("work") == table.done("work") == 3
    other.append(None, transactions={"work": 4}, expected={"work": 3})
    assert table.done("work") == 4
    assert told(table) == {("a", 1): [5]}


def test_merging_changes_no_row_and_sets_apart_what_is_superseded(
    lake: Lake, table: BlockTable
) -> None:
    for turn in range(5):
        some = rows((0, 1, turn), (2, turn, turn), (0, 20 + turn, 9), turn=turn)
        table.append(some, transactions={"work": turn})
    every = told(table)
    assert every["a", 1] == [0, 1, 2, 3, 4]
    assert not table.merge(9).written
    done = table.merge(1)
    assert done.removed == 15 - (SERIES.block_of("a") == SERIES.block_of("c")) * 5
    assert told(table) == every
    assert told(table, history=False)["a", 1] == [4]
    assert table.done("work") == 4
    assert table.vacuum().removed == done.removed
    assert told(lake.blocks(SERIES, ("work",))) == every
    assert lake.blocks(SERIES, ("work",)).done("work") == 4


def test_superseded_rows_are_merged_as_well(table: BlockTable) -> None:
    for turn in range(6):
        table.append(rows((0, 1, turn), turn=turn), transactions={})
        table.merge(1)
    assert told(table)["a", 1] == list(range(6))
    old = [file for file in table.state().files.values() if file.is_old]
    assert len(old) <= 2
    assert told(table, history=False)["a", 1] == [5]


def test_a_reader_goes_on_when_files_are_merged_and_removed(
    lake: Lake, table: BlockTable
) -> None:
    for turn in range(3):
        table.append(rows((0, turn, turn), turn=turn), transactions={})
    reader = lake.blocks(SERIES)
    before = told(reader)
    reader._state = reader.state()
    table.merge(1)
    table.vacuum()
    assert told(reader) == before


def test_what_came_after_a_version_is_told(table: BlockTable) -> None:
    first = table.append(rows((0, 4, 1), (0, 2, 1), (1, 9, 1)), transactions={})
    second = table.append(
        rows((0, 3, 2), (2, 30, 2)), transactions={}, about={"k": "w"}
    )
    assert first is not None
    assert second is not None
    assert table.first_added(0, second) == {"a": 2, "b": 9, "c": 30}
    assert table.first_added(first, second) == {"a": 3, "c": 30}
    table.merge(1)
    assert table.first_added(second, table.state().version) == {}
    assert table.first_above(3, span=0) == {"a": 4, "b": 9, "c": 30}
    assert table.first_above(4, span=1) == {"c": 30}
    assert list(table.words(0, "k")) == [(second, "w")]
    assert table.vacuum(since=0).removed == 0
    assert table.first_added(0, second) == {"a": 2, "b": 9, "c": 30}


def test_what_was_not_looked_at_yet_is_spared(table: BlockTable) -> None:
    table.append(rows((0, 1, 1)), transactions={})
    table.append(rows((0, 2, 1)), transactions={})
    table.merge(1)
    assert table.vacuum(since=1).removed == 1
    assert table.first_added(1, 2) == {"a": 2}


def test_verifying_finds_damage_loss_and_orphans(lake: Lake, table: BlockTable) -> None:
    table.append(rows((0, 1, 5), (0, 11, 6)), transactions={})
    found = lake.verify()
    assert not found.findings
    assert [(one.table, one.rows) for one in found.tables] == [("series", 2)]
    path, other = sorted((lake.folder / "blocks").rglob("*.parquet"))
    orphan = path.with_name("0000000009.parquet")
    orphan.write_bytes(path.read_bytes())
    assert lake.verify().orphans == (orphan,)
    data = bytearray(path.read_bytes())
    data[40] ^= 255
    path.write_bytes(data)
    pq.write_table(pa.table({"x": [1, 2]}), other)
    codes = {finding.code for finding in lake.verify().findings}
    assert codes == {"lake.file_damaged", "lake.row_count", "lake.column_changed"}
    path.unlink()
    assert "lake.file_missing" in {one.code for one in lake.verify().findings}


def test_a_torn_log_entry_steps_aside(lake: Lake, table: BlockTable) -> None:
    version = table.append(rows((0, 1, 5)), transactions={"work": 1})
    entry = table.folder / "_delta_log" / f"{version:020d}.json"
    entry.write_bytes(entry.read_bytes()[:20])
    again = lake.blocks(SERIES, ("work",))
    assert told(again) == {}
    assert again.done("work") == 0
    again.append(rows((0, 1, 6)), transactions={"work": 1})
    assert told(again) == {("a", 1): [6]}


def test_a_reader_and_a_writer_of_a_torn_log_do_not_wait_for_each_other(
    lake: Lake, table: BlockTable
) -> None:
    version = table.append(rows((0, 1, 5)), transactions={})
    (table.folder / "_delta_log" / f"{version:020d}.json").write_bytes(b"{")
    again = lake.blocks(SERIES, ("work",))

    def write() -> None:
        again.append(rows((0, 1, 6)), transactions={})

    both = [Thread(target=act, daemon=True) for act in (write, again.state)]
    with again.writing():
        for thread in both:
            thread.start()
            sleep(0.1)  # until it waits for us
    for thread in both:
        thread.join(10)
        assert not thread.is_alive()
    assert told(again) == {("a", 1): [6]}


def test_a_log_that_cannot_be_read_is_told(lake: Lake, table: BlockTable) -> None:
    table.append(rows((0, 1, 5)), transactions={})
    table.append(rows((0, 2, 5)), transactions={})
    (table.folder / "_delta_log" / f"{1:020d}.json").unlink()
    with pytest.raises(DamagedError):
        lake.blocks(SERIES).state()


def test_a_table_for_other_columns_is_refused(lake: Lake, table: BlockTable) -> None:
    table.append(rows((0, 1, 5)), transactions={})
    other = lake.blocks(attrs.evolve(SERIES, blocks=3))
    with pytest.raises(BadInputError) as caught:
        other.append(rows((0, 1, 5)), transactions={})
    assert caught.value.code == "lake.bad_schema"
    lacking = attrs.evolve(rows((0, 1, 5)), columns={"hour": np.zeros(1, np.int32)})
    with pytest.raises(BadInputError) as caught:
        table.append(lacking, transactions={})
    assert caught.value.code == "lake.bad_rows"


def test_a_snapshot_holds_series_that_their_source_has(
    lake: Lake, table: BlockTable, tmp_path: Path
) -> None:
    table.append(rows((0, 1, 5)), transactions={"work": 7})
    made = lake.blocks(attrs.evolve(SERIES, name="made", depth=1), ("work",))
    made.append(rows((0, 1, 6)), transactions={"work": 1})
    lake.snapshot(tmp_path / "copy")
    copy = Lake(tmp_path / "copy").blocks(SERIES, ("work",))
    assert told(copy) == {("a", 1): [5]}
    assert copy.done("work") == 7


@pytest.fixture
def long(lake: Lake, table: BlockTable) -> BlockTable:
    """A table of 70 commits, two of them pinned; merged and vacuumed."""
    for turn in range(1, 71):
        some = rows((turn % 4, turn % 30, turn), turn=turn) if turn % 9 == 1 else None
        told = {"word": str(turn)}
        table.append(some, transactions={"work": turn}, about=told)
        if turn in {20, 55}:
            lake.pin("series", turn, "seal")
    table.merge(1)
    table.vacuum({20, 55})
    return table


def log_of(table: BlockTable) -> dict[str, bytes]:
    log = table.folder / "_delta_log"
    return {path.name: path.read_bytes() for path in sorted(log.iterdir())}


def test_a_log_is_cut_and_whoever_knew_the_table_before_goes_on(
    lake: Lake, long: BlockTable
) -> None:
    every = told(long)
    assert long.cut({20, 55}, until=10) == 0  # not worth it
    known = [lake.blocks(SERIES, ("work",)) for _ in range(4)]
    states = [state_of(opened(long.folder, at), ("work",)) for at in (0, 20, 40, 69)]
    for other, state in zip(known, states, strict=True):
        other._state = state
    assert long.cut({20, 55}, until=66) == 66 + 1
    assert set(log_of(long)) == {
        f"{0:020d}.json",
        *(f"{version:020d}.json" for version in range(67, 72)),
        *(f"{version:020d}.checkpoint.parquet" for version in (20, 55, 66)),
        "_last_checkpoint",
    }
    for other in (*known, lake.blocks(SERIES, ("work",))):
        assert told(other) == every
        assert other.done("work") == 70
    known[1].append(rows((0, 1, 99), turn=99), transactions={"work": 71})
    assert long.done("work") == known[0].done("work") == 71
    assert state_of(opened(long.folder, 20), ("work",)) == states[1]
    assert opened(long.folder, 55).version() == 55
    assert [int(word) for _, word in long.words(0, "word")] == [67, 68, 69, 70]
    assert set(long.first_added(3, 72)) == set(NAMES)
    assert long.first_added(71, 72) == {"a": 1}
    assert long.vacuum({20, 55}, since=3).removed == 0
    assert lake.verify() == attrs.evolve(lake.verify(), findings=(), orphans=())
    assert lake.pin("series", 55, "another").version == 55
    with pytest.raises(VersionGoneError):
        lake.pin("series", 40, "late")


def test_a_cut_may_be_killed_anywhere(lake: Lake, long: BlockTable) -> None:
    every, whole = told(long), log_of(long)
    long.cut({20, 55}, until=66)
    cut = log_of(long)
    gone = [name for name in whole if name.endswith(".json") and name not in cut]
    assert len(gone) == 66
    log = long.folder / "_delta_log"
    for left in (66, 65, 30, 16, 1):
        for name in gone[-left:]:
            (log / name).write_bytes(whole[name])
        again = lake.blocks(SERIES, ("work",))
        assert told(again) == every
        assert again.done("work") == 70
        assert opened(long.folder, 20).version() == 20
        assert not lake.verify().findings
        again.cut({20, 55}, until=69 if left == 1 else 66)
        assert not lake.verify().findings
        assert not lake.verify().orphans
        for name in gone:
            (log / name).unlink(missing_ok=True)


def test_a_checkpoint_that_entries_stand_in_for_goes_when_it_is_torn(
    lake: Lake, long: BlockTable
) -> None:
    every, whole = told(long), log_of(long)
    long.cut({20, 55}, until=66)
    log, torn = long.folder / "_delta_log", f"{66:020d}.checkpoint.parquet"
    (log / torn).write_bytes(b"torn")
    with pytest.raises(DamagedError):  # nothing stands in for it
        lake.blocks(SERIES).state()
    assert torn in log_of(long)
    for name, content in whole.items():
        (log / name).write_bytes(content)
    assert told(lake.blocks(SERIES)) == every
    assert torn not in log_of(long)


def test_the_log_of_a_table_that_lacks_rows_is_evidence_and_is_not_cut(
    long: BlockTable,
) -> None:
    entry = long.folder / "_delta_log" / f"{10:020d}.json"
    text = entry.read_text()
    entry.write_text(text.replace('"dafeng.rows":"1"', '"dafeng.rows":"2"'))
    assert entry.read_text() != text
    assert long.cut(until=66) == 0
    assert entry.exists()


def test_a_pinned_version_is_spared(lake: Lake, table: BlockTable) -> None:
    for hour in range(3):
        table.append(rows((0, hour, 5)), transactions={})
    lake.pin("series", 2, "seal")
    table.merge(1)
    pinned = {pin.version for pin in lake.pins()}
    assert table.vacuum(pinned).removed == 1
    assert not lake.verify().findings
    assert table.vacuum().removed == 2
    assert {one.code for one in lake.verify().findings} == {"lake.file_missing"}
    with pytest.raises(VersionGoneError):
        lake.pin("series", 1, "seal")
    with pytest.raises(NoVersionError):
        lake.pin("series", 99, "seal")
