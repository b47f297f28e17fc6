"""Any past view can be rebuilt; the second way is a plain walk over what was sent."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.lake import Lake, holding_expression, open_engine
from tests.lake.readings import READINGS, day, energies, reading


class Sent(NamedTuple):
    """One batch as it was sent."""

    learned: int
    rows: list[tuple[str, int, int]]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["m1", "m2", "m3"]),
        st.sampled_from([2021, 2022]),
        st.integers(-(2**63), 2**63 - 1),
    ),
    max_size=4,
)
BATCHES = st.lists(st.builds(Sent, st.integers(0, 3), ROWS), min_size=1, max_size=5)
Facts = dict[tuple[str, int], int]


def walked(batches: list[Sent], *, known: int | None, count: int) -> Facts:
    """What held: the batches in the order in which they were learned."""
    facts: Facts = {}
    for batch in sorted(batches[:count], key=lambda batch: batch.learned):
        if known is None or batch.learned <= known:
            facts |= {(meter, year): energy for meter, year, energy in batch.rows}
    return facts


def filled(folder: Path, batches: list[Sent]) -> Lake:
    """A lake that holds the batches, one version each."""
    lake = Lake(folder)
    for number, batch in enumerate(batches):
        rows = [reading(*row) for row in batch.rows]
        lake.append(READINGS, rows, key=f"{number}", learned_at=day(batch.learned))
    return lake


@settings(max_examples=25)
@given(BATCHES)
def test_reading_as_of_any_day_and_version_rebuilds_what_was_known(
    batches: list[Sent],
) -> None:
    with TemporaryDirectory() as folder:
        lake = filled(Path(folder), batches)
        for count in range(len(batches) + 1):
            for known in (None, -1, 0, 1, 2, 3):
                by = None if known is None else day(known)
                rows = lake.current("readings", version=count, learned_by=by)
                expected = walked(batches, known=known, count=count)
                assert rows.num_rows == len(expected)
                assert energies(rows) == expected


@settings(max_examples=15)
@given(BATCHES, st.data())
def test_compacting_at_any_time_changes_no_view(
    batches: list[Sent], data: st.DataObject
) -> None:
    with TemporaryDirectory() as plain, TemporaryDirectory() as tidied:
        lake, other = filled(Path(plain), batches), Lake(Path(tidied))
        for number, batch in enumerate(batches):
            rows = [reading(*row) for row in batch.rows]
            learned = day(batch.learned)
            other.append(READINGS, rows, key=f"{number}", learned_at=learned)
            if data.draw(st.booleans()):
                other.compact("readings")
        names = [
            name for name in lake.read("readings").column_names if name != "version"
        ]
        for known in (None, day(0), day(2)):
            ours = lake.current("readings", learned_by=known).select(names)
            theirs = other.current("readings", learned_by=known).select(names)
            assert ours.equals(theirs)
        assert (
            lake.read("readings")
            .select(names)
            .equals(other.read("readings").select(names))
        )


@settings(max_examples=10)
@given(BATCHES)
def test_the_expression_for_an_engine_holds_the_same_rows(batches: list[Sent]) -> None:
    with TemporaryDirectory() as folder, open_engine() as engine:
        lake = filled(Path(folder), batches)
        table = engine.table(lake.files("readings"), "readings")
        held = engine.arrow(holding_expression(table, READINGS.key))
        ours = lake.current("readings")
        order = [("version", "ascending"), ("position", "ascending")]
        assert held.sort_by(order).to_pylist() == ours.sort_by(order).to_pylist()


def test_of_two_learned_at_once_the_later_row_holds(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    lake.append(READINGS, [reading(energy=3)], key="a", learned_at=day(1))
    lake.append(
        READINGS, [reading(energy=1), reading(energy=2)], key="b", learned_at=day(1)
    )
    assert energies(lake.current("readings")) == {("m1", 2023): 2}
    assert energies(lake.current("readings", version=1)) == {("m1", 2023): 3}


def test_what_was_learned_earlier_and_came_later_does_not_supersede(
    tmp_path: Path,
) -> None:
    lake = Lake(tmp_path)
    lake.append(READINGS, [reading(energy=2)], key="a", learned_at=day(9))
    lake.append(READINGS, [reading(energy=1)], key="b", learned_at=day(1))
    assert energies(lake.current("readings")) == {("m1", 2023): 2}
    assert energies(lake.current("readings", learned_by=day(5))) == {("m1", 2023): 1}
    assert lake.read("readings").num_rows == 2
