"""The life of a project: which act leads from which stage to which other.

Stages and moves are data (``data/stages.csv``, ``data/stage_moves.csv``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows
from dafeng.projects.errors import StageRefusedError
from dafeng.projects.records import ProjectClass, Stage, StageAct

_ROOM = "dafeng.projects"


class Counts(StrEnum):
    """What the capacity of a project in a stage counts as."""

    PROPOSED = "proposed"
    COMMITTED = "committed"
    BUILT = "built"
    NOTHING = "nothing"


@attrs.frozen(kw_only=True)
class StageFacts:
    """One row of the table of stages; ``name_zh`` is for terminals and documents."""

    stage: Stage = attrs.field(converter=Stage)
    listed: ProjectClass = attrs.field(converter=ProjectClass)
    counts: Counts = attrs.field(converter=Counts)
    name_zh: str


@attrs.frozen(kw_only=True)
class StageMove:
    """One row of the table of moves."""

    act: StageAct = attrs.field(converter=StageAct)
    source: Stage = attrs.field(converter=Stage)
    goal: Stage = attrs.field(converter=Stage)
    reason_asked: bool = False


@cache
def _stages() -> Mapping[Stage, StageFacts]:
    rows = packaged_rows(_ROOM, "stages.csv")
    facts = [
        StageFacts(
            stage=row["stage"],
            listed=row["class"],
            counts=row["counts"],
            name_zh=row["name_zh"],
        )
        for row in rows
    ]
    return {one.stage: one for one in facts}


def stage_facts(stage: Stage | str) -> StageFacts:
    """In which list a project of a stage stands, and what its capacity counts as.

    Examples
    --------
    >>> stage_facts("trial").listed.value, stage_facts("trial").counts.value
    ('building', 'committed')
    """
    return _stages()[Stage(stage)]


@cache
def stage_moves() -> tuple[StageMove, ...]:
    """Every move of the table, in its order, read once."""
    return moves_of(packaged_rows(_ROOM, "stage_moves.csv"))


def moves_of(rows: Iterable[Mapping[str, str]]) -> tuple[StageMove, ...]:
    """Read moves from rows as ``data/stage_moves.csv`` has them.

    Raises
    ------
    BadInputError
        ``moves.bad``: a row names no known act or stage, or an act leads from one stage
        to two.
    """
    found: dict[tuple[Stage, StageAct], StageMove] = {}
    for number, row in enumerate(rows, start=2):
        try:
            move = StageMove(
                act=row["act"],
                source=row["from"],
                goal=row["to"],
                reason_asked=bool(row["reason"]),
            )
        except (KeyError, ValueError) as error:
            raise _bad(number, str(error)) from error
        key = (move.source, move.act)
        if key in found:
            told = f"{move.act} from {move.source} stands in the table already"
            raise _bad(number, told)
        found[key] = move
    return tuple(found.values())


def _bad(number: int, told: str) -> BadInputError:
    msg = f"stage_moves.csv, line {number}: {told}."
    return BadInputError(msg, code="moves.bad", line=number)


def moves_from(stage: Stage | str) -> tuple[StageMove, ...]:
    """Moves that lead out of a stage, in the order in which to offer them."""
    return tuple(move for move in stage_moves() if move.source is Stage(stage))


def move_of(stage: Stage | str, act: StageAct | str) -> StageMove:
    """Return the move that an act is in a stage.

    Raises
    ------
    StageRefusedError
        The act is not possible; ``.possible`` says what is.
    """
    here, wanted = Stage(stage), StageAct(act)
    possible = moves_from(here)
    for move in possible:
        if move.act is wanted:
            return move
    raise StageRefusedError(
        stage=here, act=wanted, possible=[one.act for one in possible]
    )


def stage_after(stage: Stage | str, act: StageAct | str) -> Stage:
    """Return the stage that an act leads to.

    Raises
    ------
    StageRefusedError
        The act is not possible in the stage.

    Examples
    --------
    >>> stage_after("appraising", "approve").value
    'approved'
    """
    return move_of(stage, act).goal
