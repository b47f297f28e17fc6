"""What must hold between measures: prerequisites, exclusions, strengths together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from dafeng.measures.stated import error

if TYPE_CHECKING:
    from dafeng.base.findings import Finding
    from dafeng.measures.records import Measure
    from dafeng.measures.stated import StatedRow


def check_library(rows: Sequence[tuple[StatedRow, Measure]]) -> Iterator[Finding]:
    """Check what one measure says of others.

    Parameters
    ----------
    rows : sequence of (StatedRow, Measure)
        Each measure with the row that it was read from.
    """
    known = {measure.id for _, measure in rows}
    places = {measure.id: row.places for row, measure in rows}
    for _, measure in rows:
        for column in ("prerequisites", "excludes"):
            yield from _unknown(measure, column, known, places[measure.id])
    needs = {
        measure.id: [name for name in measure.prerequisites if name in known]
        for _, measure in rows
    }
    cycles = list(_cycles(needs))
    for cycle in cycles:
        yield error(
            "measure.cycle",
            places[cycle[0]]["prerequisites"],
            " needs ".join((*cycle, cycle[0])),
            "No measure needs itself, not even through others.",
            "Delete one of these prerequisites.",
        )
    if not cycles:
        for _, measure in rows:
            yield from _impossible(measure, needs, places[measure.id])


def _unknown(
    measure: Measure, column: str, known: set[str], places: Mapping[str, str]
) -> Iterator[Finding]:
    for name in getattr(measure, column):
        if name not in known:
            yield error(
                f"measure.unknown_{column}",
                places[column],
                name,
                f"{column} are ids of measures of this library.",
                "Correct the id, or add the measure.",
            )
        elif name == measure.id and column == "excludes":
            yield error(
                "measure.excludes_itself",
                places[column],
                name,
                "A measure does not exclude itself.",
                "Delete its own id.",
            )


def _cycles(needs: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Each cycle once; those that share a measure with an earlier one are left."""
    left = {name: set(before) for name, before in needs.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as problem:
            cycle = tuple(reversed(problem.args[1][1:]))
            yield cycle
            left = {
                name: before - set(cycle)
                for name, before in left.items()
                if name not in cycle
            }
        else:
            return


def _impossible(
    measure: Measure, needs: Mapping[str, Sequence[str]], places: Mapping[str, str]
) -> Iterator[Finding]:
    """A measure that excludes what it needs can never be done."""
    needed: dict[str, None] = {}
    waiting = list(needs[measure.id])
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = None
            waiting += needs[name]
    for name in measure.excludes:
        if name in needed:
            yield error(
                "measure.excludes_its_need",
                places["excludes"],
                name,
                f"{measure.id} does not exclude what it needs.",
                "Delete the exclusion or the prerequisite.",
            )
