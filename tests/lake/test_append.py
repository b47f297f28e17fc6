"""Appending: once, whole, by several at a time, whatever kills the sender."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pyarrow as pa
import pytest
from deltalake import DeltaTable

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.lake import (
    ColumnKind,
    ColumnSchema,
    DamagedError,
    Lake,
    NoTableError,
    NoVersionError,
    RowsDoNotFit,
    SchemaChangedError,
    TableSchema,
)
from tests.cli.running import python
from tests.lake.readings import READINGS, day, energies, reading

if TYPE_CHECKING:
    from pathlib import Path


def test_a_batch_comes_back_with_when_how_and_where_it_came(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    receipt = lake.append(
        READINGS,
        [reading("m1", energy=5), reading("m2", 2022, note="read")],
        key="first",
        learned_at=day(3),
    )
    assert (receipt.version, receipt.rows, receipt.duplicate) == (1, 2, False)
    rows = lake.read("readings").to_pylist()
    assert [(row["meter"], row["position"]) for row in rows] == [("m2", 2), ("m1", 1)]
    assert {row["batch"] for row in rows} == {"first"}
    assert {row["version"] for row in rows} == {1}
    assert {row["learned_at"] for row in rows} == {day(3)}
    assert lake.tables() == ("readings",)
    assert lake.version("readings") == 1


def test_an_exact_amount_is_scaled_and_a_table_is_taken_as_rows_are(
    tmp_path: Path,
) -> None:
    lake = Lake(tmp_path)
    rows = [{"meter": "m1", "year": 2023, "energy": Decimal("1.5")}]
    lake.append(READINGS, rows, key="a", learned_at=day(0))
    table = pa.table({"energy_e3": [2500], "meter": ["m2"], "year": [2023]})
    lake.append(READINGS, table, key="b", learned_at=day(0))
    assert energies(lake.read("readings")) == {("m1", 2023): 1500, ("m2", 2023): 2500}


def test_the_same_key_again_stores_nothing(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    rows = [reading("m1"), reading("m2")]
    lake.append(READINGS, rows, key="a", learned_at=day(0))
    again = lake.append(READINGS, rows, key="a", learned_at=day(5))
    other = Lake(tmp_path).append(READINGS, [reading()], key="a", learned_at=day(5))
    assert (again.duplicate, again.differs, again.version, again.rows) == (
        True,
        False,
        1,
        2,
    )
    assert (other.duplicate, other.differs) == (True, True)
    assert lake.version("readings") == 1
    assert lake.read("readings").num_rows == 2


def test_a_batch_without_rows_is_remembered(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    assert lake.append(READINGS, [], key="a", learned_at=day(0)).rows == 0
    assert lake.append(READINGS, [], key="a", learned_at=day(0)).duplicate
    assert lake.read("readings").num_rows == 0
    assert lake.current("readings").num_rows == 0


def test_rows_that_do_not_fit_leave_no_trace(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    with pytest.raises(RowsDoNotFit) as caught:
        lake.append(
            READINGS,
            [reading(), reading(energy=1.5), reading(year="2023")],  # type: ignore[arg-type]
            key="a",
            learned_at=day(0),
        )
    assert {found.place for found in caught.value.findings} == {
        "readings row 2, column energy_e3",
        "readings row 3, column year",
    }
    assert "nothing was stored" in str(caught.value)
    assert lake.tables() == ()
    assert not lake.append(READINGS, [reading()], key="a", learned_at=day(0)).duplicate


@pytest.mark.parametrize("key", ["", "  "])
def test_a_batch_without_a_key_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadInputError) as caught:
        Lake(tmp_path).append(READINGS, [reading()], key=key, learned_at=day(0))
    assert caught.value.code == "lake.no_key"


def test_a_time_without_zone_is_no_moment_of_learning(tmp_path: Path) -> None:
    naive = datetime(2024, 1, 1)  # noqa: DTZ001 - that is the point
    with pytest.raises(BadInputError) as caught:
        Lake(tmp_path).append(READINGS, [reading()], key="a", learned_at=naive)
    assert caught.value.code == "lake.naive_time"


def test_names_of_what_is_not_there_say_what_is(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    with pytest.raises(NoTableError, match="none yet"):
        lake.read("readings")
    assert lake.version("readings") is None
    lake.append(READINGS, [reading()], key="a", learned_at=day(0))
    with pytest.raises(NoTableError, match="It has: readings"):
        lake.versions("reading")
    with pytest.raises(NoVersionError, match="0 to 1"):
        lake.read("readings", version=2)
    with pytest.raises(NotFoundError):
        lake.current("readings", version=-1)


def test_an_optional_column_may_join_and_older_rows_do_not_know_it(
    tmp_path: Path,
) -> None:
    lake = Lake(tmp_path)
    lake.append(READINGS, [reading("m1")], key="a", learned_at=day(0))
    before = lake.read("readings")
    joining = ColumnSchema(name="place", meaning="where it hangs", required=False)
    wider = attrs.evolve(READINGS, columns=(*READINGS.columns, joining))
    receipt = lake.append(
        wider, [reading("m2", place="hall")], key="b", learned_at=day(0)
    )
    rows = {row["meter"]: row["place"] for row in lake.read("readings").to_pylist()}
    assert rows == {"m1": None, "m2": "hall"}
    assert lake.read("readings", version=1).equals(before)
    assert lake.schema("readings") == wider
    acts = [version.act for version in lake.versions("readings")]
    assert acts[:2] == ["create", "append"]
    assert acts[receipt.version] == "append"


@pytest.mark.parametrize(
    "changed",
    [
        attrs.evolve(READINGS, key=("meter",)),
        attrs.evolve(READINGS, partition=()),
        attrs.evolve(READINGS, columns=READINGS.columns[:3]),
        attrs.evolve(
            READINGS,
            columns=(*READINGS.columns, ColumnSchema(name="must", meaning="required")),
        ),
        attrs.evolve(
            READINGS,
            columns=(
                *READINGS.columns[:2],
                attrs.evolve(READINGS.columns[2], unit="MWh"),
                READINGS.columns[3],
            ),
        ),
    ],
    ids=["key", "partition", "gone", "required", "unit"],
)
def test_a_table_made_for_other_columns_is_refused(
    tmp_path: Path, changed: TableSchema
) -> None:
    lake = Lake(tmp_path)
    lake.append(READINGS, [reading()], key="a", learned_at=day(0))
    rows = pa.table(
        {column.name: ["1"] for column in changed.columns if column.name == "must"}
        | {"meter": ["m"], "year": [2023], "energy_e3": [1]}
    )
    with pytest.raises(SchemaChangedError) as caught:
        lake.append(changed, rows, key="b", learned_at=day(0))
    assert caught.value.fields["changes"]
    assert lake.version("readings") == 1


@pytest.mark.parametrize(
    "bad",
    [
        attrs.evolve(READINGS, key=()),
        attrs.evolve(READINGS, name="../elsewhere"),
        attrs.evolve(READINGS, columns=(*READINGS.columns, READINGS.columns[0])),
        attrs.evolve(
            READINGS,
            columns=(*READINGS.columns, ColumnSchema(name="batch", meaning="ours")),
        ),
        attrs.evolve(
            READINGS,
            partition=("paid",),
            columns=(
                *READINGS.columns,
                ColumnSchema(name="paid", kind=ColumnKind.BOOLEAN, meaning="no folder"),
            ),
        ),
    ],
)
def test_a_schema_that_cannot_be_a_table_is_refused(
    tmp_path: Path, bad: TableSchema
) -> None:
    with pytest.raises(BadInputError) as caught:
        Lake(tmp_path).append(bad, [reading()], key="a", learned_at=day(0))
    assert caught.value.code == "lake.bad_schema"


def test_partitions_take_any_text_day_or_gap(tmp_path: Path) -> None:
    columns = (
        ColumnSchema(name="place", meaning="any", required=False),
        ColumnSchema(name="on", kind=ColumnKind.DATE, meaning="any", required=False),
        ColumnSchema(name="number", kind=ColumnKind.INTEGER, meaning="any"),
    )
    schema = TableSchema(
        name="odd",
        meaning="odd folders",
        columns=columns,
        key=("number",),
        partition=("place", "on"),
    )
    places = ["天津 %20", "a/b=c", "..", "~7E", None, "A", "a"]
    rows = [
        {
            "place": place,
            "on": None if number % 2 else day(number).date(),
            "number": number,
        }
        for number, place in enumerate(places)
    ]
    lake = Lake(tmp_path)
    lake.append(schema, rows, key="a", learned_at=day(0))
    lake.append(schema, rows, key="b", learned_at=day(1))
    lake.compact("odd")
    back = lake.current("odd").select(["place", "on", "number"]).to_pylist()
    assert sorted(back, key=lambda row: row["number"]) == rows
    assert lake.verify().findings == ()


def test_the_table_is_a_delta_table_that_others_can_read(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for number in range(3):
        rows = [reading(f"m{number}", year) for year in (2022, 2023)]
        lake.append(READINGS, rows, key=f"{number}", learned_at=day(number))
    lake.compact("readings")
    there = DeltaTable(tmp_path / "tables" / "readings").to_pyarrow_table()
    ours = lake.read("readings")
    order = [("version", "ascending"), ("position", "ascending")]
    names = ours.column_names
    assert there.select(names).sort_by(order).to_pylist() == (
        ours.sort_by(order).to_pylist()
    )


def test_the_log_is_summed_up_and_stays_readable_from_the_start(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for number in range(52):
        lake.append(
            READINGS, [reading(energy=number)], key=f"{number}", learned_at=day(0)
        )
    log = tmp_path / "tables" / "readings" / "_delta_log"
    assert list(log.glob("*.checkpoint.parquet"))
    assert energies(lake.current("readings")) == {("m1", 2023): 51}
    assert lake.read("readings", version=1).num_rows == 1
    assert lake.append(READINGS, [reading()], key="0", learned_at=day(0)).duplicate
    assert [version.version for version in lake.versions("readings")] == list(range(53))


APPEND_MANY = """
import sys
from pathlib import Path
from dafeng.lake import Lake
from tests.lake.readings import READINGS, day, reading
lake = Lake(Path(sys.argv[1]))
for number in range(12):
    rows = [reading(f"{sys.argv[2]}-{number}-{row}") for row in range(5)]
    lake.append(READINGS, rows, key=f"{sys.argv[2]}-{number}", learned_at=day(number))
    lake.append(READINGS, [reading(f"both-{number}")], key=f"both-{number}",
                learned_at=day(0))
    lake.journal().append(sys.argv[2].encode(), key=f"{sys.argv[2]}-{number}")
"""


def test_two_processes_append_at_once_and_nothing_is_lost_or_doubled(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", APPEND_MANY, str(tmp_path)]
    running = [subprocess.Popen([*command, name]) for name in ("a", "b")]
    assert [process.wait(120) for process in running] == [0, 0]
    lake = Lake(tmp_path)
    meters = lake.read("readings")["meter"].to_pylist()
    expected = {f"{n}-{i}-{r}" for n in "ab" for i in range(12) for r in range(5)}
    expected |= {f"both-{number}" for number in range(12)}
    assert len(meters) == len(expected)
    assert set(meters) == expected
    entries = list(lake.journal().entries())
    assert [entry.sequence for entry in entries] == list(range(1, 25))
    assert len({entry.key for entry in entries}) == 24
    assert lake.verify().findings == ()


KILLED_AT_SYNC = """
import os, signal, sys
from pathlib import Path
from dafeng.lake import Lake
from tests.lake.readings import READINGS, day, reading
left = int(sys.argv[2])
sync = os.fsync
def dying(handle):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    sync(handle)
os.fsync = dying
lake = Lake(Path(sys.argv[1]))
rows = [reading("m1", 2022), reading("m2", 2023)]
lake.journal().append(b"blob", key="a")
lake.append(READINGS, rows, key="a", learned_at=day(0))
lake.compact("readings")
lake.pin("readings", 1, "seal")
"""


def test_killed_at_any_sync_and_sent_again_a_batch_stands_once(tmp_path: Path) -> None:
    syncs = 0
    code = -9
    while code == -9:
        syncs += 1
        folder = tmp_path / str(syncs)
        command = [sys.executable, "-c", KILLED_AT_SYNC, str(folder), str(syncs)]
        code = subprocess.run(command, check=False).returncode
        lake = Lake(folder)
        rows = [reading("m1", 2022), reading("m2", 2023)]
        lake.append(READINGS, rows, key="a", learned_at=day(0))
        lake.journal().append(b"blob", key="a")
        lake.pin("readings", 1, "seal")
        assert energies(lake.read("readings")) == {("m1", 2022): 1, ("m2", 2023): 1}
        assert lake.read("readings").num_rows == 2
        assert [entry.blob for entry in lake.journal().entries()] == [b"blob"]
        assert len(lake.pins()) == 1
        assert lake.verify().findings == ()
        lake.vacuum("readings")
        assert lake.verify().orphans == ()
    assert code == 0
    assert syncs > 15


@pytest.mark.parametrize("kept", [0, 30, 200])
def test_a_log_entry_torn_by_a_power_cut_was_never_acknowledged(
    tmp_path: Path, kept: int
) -> None:
    lake = Lake(tmp_path)
    lake.append(READINGS, [reading("m1")], key="a", learned_at=day(0))
    lake.append(READINGS, [reading("m2")], key="b", learned_at=day(0))
    entry = tmp_path / "tables" / "readings" / "_delta_log" / f"{2:020d}.json"
    entry.write_bytes(entry.read_bytes()[:kept])
    assert energies(Lake(tmp_path).read("readings")) == {("m1", 2023): 1}
    assert lake.verify().orphans[-1] == entry.with_suffix(".torn")
    entry.write_bytes(b"")
    again = Lake(tmp_path).append(READINGS, [reading("m2")], key="b", learned_at=day(0))
    assert (again.version, again.duplicate) == (2, False)
    assert energies(lake.read("readings")) == {("m1", 2023): 1, ("m2", 2023): 1}


def test_a_table_whose_first_entry_was_torn_is_made_again(tmp_path: Path) -> None:
    Lake(tmp_path).append(READINGS, [], key="a", learned_at=day(0))
    log = tmp_path / "tables" / "readings" / "_delta_log"
    (log / f"{1:020d}.json").unlink()
    first = log / f"{0:020d}.json"
    first.write_bytes(first.read_bytes()[:50])
    with pytest.raises(NoTableError):
        Lake(tmp_path).read("readings")
    first.write_bytes(b"{")
    receipt = Lake(tmp_path).append(READINGS, [reading()], key="a", learned_at=day(0))
    assert (receipt.version, receipt.duplicate) == (1, False)


@pytest.mark.parametrize("harm", ["empty", "torn", "gone"])
def test_a_checkpoint_torn_by_a_power_cut_is_done_without(
    tmp_path: Path, harm: str
) -> None:
    lake = Lake(tmp_path)
    for number in range(50):
        lake.append(
            READINGS, [reading(energy=number)], key=f"{number}", learned_at=day(0)
        )
    log = tmp_path / "tables" / "readings" / "_delta_log"
    checkpoint = next(log.glob("*.checkpoint.parquet"))
    if harm == "gone":
        checkpoint.unlink()
    else:
        checkpoint.write_bytes(checkpoint.read_bytes()[: 99 if harm == "torn" else 0])
    assert energies(Lake(tmp_path).current("readings")) == {("m1", 2023): 49}
    assert (
        Lake(tmp_path)
        .append(READINGS, [reading()], key="7", learned_at=day(0))
        .duplicate
    )


def test_a_log_with_a_gap_is_damage_that_nothing_mends(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for key in "abc":
        lake.append(READINGS, [reading()], key=key, learned_at=day(0))
    log = tmp_path / "tables" / "readings" / "_delta_log"
    (log / f"{2:020d}.json").unlink()
    with pytest.raises(DamagedError, match="dafeng lake verify"):
        Lake(tmp_path).read("readings")
    assert len(list(log.glob("*.json"))) == 3


def test_opening_the_door_loads_nothing_heavy_and_offers_schemas() -> None:
    ended = python(
        "import sys\n"
        "from dafeng.lake import ColumnSchema, Receipt, RowsDoNotFit, TableSchema\n"
        "print(*sys.modules)\n"
    )
    assert ended.code == 0, ended.stderr
    loaded = set(ended.stdout.decode().split())
    assert not loaded & {"pyarrow", "deltalake", "ibis", "duckdb", "numpy", "pyspark"}


def test_times_come_back_in_utc(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    there = datetime.fromisoformat("2024-01-01T08:00:00+08:00")
    lake.append(READINGS, [reading()], key="a", learned_at=there)
    cell = lake.read("readings")["learned_at"][0].as_py()
    assert cell == datetime(2024, 1, 1, tzinfo=UTC)
    assert cell.utcoffset() == day(0).utcoffset()
