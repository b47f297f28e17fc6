"""Compact, vacuum, verify and pins: fewer files, the same rows, nothing sealed lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from dafeng.lake import (
    DamagedError,
    Lake,
    NoTableError,
    NoVersionError,
    VersionGoneError,
)
from tests.lake.readings import READINGS, day, reading

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake with five batches over two years."""
    lake = Lake(tmp_path)
    for number in range(5):
        rows = [reading(f"m{number}", year, number) for year in (2022, 2023)]
        lake.append(READINGS, rows, key=f"k{number}", learned_at=day(number))
    return lake


def data_files(lake: Lake) -> list[Path]:
    """Data files that are on the disk."""
    return sorted(lake.folder.glob("tables/readings/year=*/*.parquet"))


def test_compacting_joins_files_and_changes_neither_rows_nor_old_versions(
    lake: Lake,
) -> None:
    before = lake.read("readings")
    third = lake.read("readings", version=3)
    done = lake.compact("readings")
    assert (done.version, done.written, done.removed) == (6, 2, 10)
    assert lake.read("readings").equals(before)
    assert lake.read("readings", version=3).equals(third)
    assert len(lake.files("readings").files) == 2
    assert lake.versions("readings")[-1].act == "compact"
    assert lake.compact("readings").written == 0
    assert lake.version("readings") == 6
    lake.append(READINGS, [reading("m0", 2022, 99)], key="new", learned_at=day(9))
    assert lake.current("readings").num_rows == 10


def test_vacuum_spares_what_seals_have_pinned_and_the_newest(lake: Lake) -> None:
    lake.pin("readings", 2, "seal-2022")
    sealed, newest = lake.read("readings", version=2), lake.read("readings")
    lake.compact("readings")
    done = lake.vacuum("readings")
    assert done.removed == 6
    assert Lake(lake.folder).read("readings", version=2).equals(sealed)
    assert lake.read("readings").equals(newest)
    with pytest.raises(VersionGoneError, match="version 4"):
        lake.read("readings", version=4)
    with pytest.raises(VersionGoneError):
        lake.pin("readings", 4, "too late")
    assert lake.verify().findings == ()
    assert lake.verify().tables[0].opened == (2, 6)
    assert lake.vacuum("readings").removed == 0


def test_pins_are_kept_once_in_order_and_shown_on_their_version(lake: Lake) -> None:
    for seal in ("a", "b", "a"):
        lake.pin("readings", 3, seal)
    pins = Lake(lake.folder).pins()
    assert [(pin.table, pin.version, pin.seal) for pin in pins] == [
        ("readings", 3, "a"),
        ("readings", 3, "b"),
    ]
    assert lake.versions("readings")[3].sealed_by == ("a", "b")
    assert lake.versions("readings")[2].sealed_by == ()


def test_a_pin_names_a_table_and_a_version_that_are_there(lake: Lake) -> None:
    with pytest.raises(NoTableError):
        lake.pin("others", 1, "seal")
    with pytest.raises(NoVersionError):
        lake.pin("readings", 99, "seal")
    assert lake.pins() == ()


@pytest.mark.parametrize("act", ["compact", "vacuum"])
def test_upkeep_of_no_table_says_which_there_are(lake: Lake, act: str) -> None:
    with pytest.raises(NoTableError, match="It has: readings"):
        getattr(lake, act)("others")


def test_files_that_no_version_names_are_orphans_until_vacuum(lake: Lake) -> None:
    folder = lake.folder / "tables" / "readings"
    orphan = folder / "year=2022" / "0000000099-0000000099.parquet"
    orphan.write_bytes(data_files(lake)[0].read_bytes())
    unnamed = folder / "_delta_log" / "_commit_x.json.tmp"
    unnamed.write_bytes(b"")
    lake.compact("readings")  # what compacting leaves behind is no orphan
    seen = lake.verify()
    assert seen.orphans == (orphan, unnamed)
    assert seen.findings == ()
    lake.vacuum("readings")
    assert lake.verify().orphans == ()
    assert not orphan.exists()


def test_a_clean_lake_verifies_with_its_counts(lake: Lake) -> None:
    lake.journal().append(b"blob", key="1")
    lake.journal("gateway").append(b"blob", key="1")
    seen = lake.verify()
    state = seen.tables[0]
    assert (state.version, state.rows, state.files) == (5, 10, 10)
    assert (seen.entries, seen.findings, seen.orphans) == (2, (), ())


def test_verify_tells_of_a_byte_that_turned(lake: Lake) -> None:
    path = data_files(lake)[3]
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(content)
    findings = lake.verify().findings
    assert [found.code for found in findings] == ["lake.file_damaged"]
    assert path.name in findings[0].place


def test_verify_tells_of_a_file_that_is_gone(lake: Lake) -> None:
    lake.pin("readings", 3, "seal")
    path = data_files(lake)[0]
    path.unlink()
    findings = lake.verify().findings
    assert {found.code for found in findings} == {"lake.file_missing"}
    assert [found.place.split(",")[0] for found in findings] == [
        "readings version 3",
        "readings version 5",
    ]
    with pytest.raises(VersionGoneError):
        lake.read("readings")


def test_verify_tells_of_rows_that_are_not_those_of_the_log(lake: Lake) -> None:
    path = data_files(lake)[0]
    rows = pq.ParquetFile(path).read()
    pq.write_table(rows.slice(0, 0), path, write_page_checksum=True)
    assert [found.code for found in lake.verify().findings] == ["lake.row_count"]
    version = rows.schema.get_field_index("version")
    other = rows.set_column(version, "version", [[4]])
    pq.write_table(other, path, write_page_checksum=True)
    findings = lake.verify().findings
    assert [found.code for found in findings] == ["lake.batch_not_whole"] * 2
    assert findings[0].value == "1 rows, 2 promised"


def test_verify_tells_of_columns_of_another_type(lake: Lake) -> None:
    path = data_files(lake)[0]
    rows = pq.ParquetFile(path).read()
    year = rows.schema.get_field_index("year")
    pq.write_table(rows.set_column(year, "year", [["2022"]]), path)
    findings = lake.verify().findings
    assert [found.code for found in findings] == ["lake.column_changed"]
    assert findings[0].value == "year as string"


def test_verify_tells_of_a_log_that_cannot_be_read(lake: Lake) -> None:
    (lake.folder / "tables" / "readings" / "_delta_log" / f"{2:020d}.json").unlink()
    findings = lake.verify().findings
    assert [found.code for found in findings] == ["lake.log_damaged"]


def test_verify_tells_of_a_damaged_journal(lake: Lake) -> None:
    journal = lake.journal()
    for number in range(3):
        journal.append(b"blob" * 9, key=f"{number}")
    segment = next(lake.folder.glob("journal/arrivals/*.log"))
    content = bytearray(segment.read_bytes())
    content[80] ^= 1
    segment.write_bytes(content)
    findings = lake.verify().findings
    assert [found.code for found in findings] == ["lake.journal_damaged"]
    assert "Entry 1" in findings[0].value


def test_vacuum_removes_nothing_while_it_cannot_know_the_pins(lake: Lake) -> None:
    for seal in ("a", "b", "c"):
        lake.pin("readings", 2, seal)
    segment = next(lake.folder.glob("pins/*.log"))
    content = bytearray(segment.read_bytes())
    content[80] ^= 1
    segment.write_bytes(content)
    lake.compact("readings")
    files = data_files(lake)
    with pytest.raises(DamagedError):
        lake.vacuum("readings")
    assert data_files(lake) == files
    assert [found.code for found in lake.verify().findings] == ["lake.journal_damaged"]
