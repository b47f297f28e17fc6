"""What this room refuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.projects.records import Stage, StageAct


class StageRefusedError(BadInputError):
    """An act is not possible in a stage.

    Attributes
    ----------
    stage : Stage
    act : StageAct
    possible : tuple of StageAct
        What is possible instead.
    """

    code = "project.move_refused"

    def __init__(
        self, *, stage: Stage, act: StageAct, possible: Sequence[StageAct]
    ) -> None:
        self.stage, self.act, self.possible = stage, act, tuple(possible)
        told = ", ".join(possible) or "nothing, the project has ended"
        super().__init__(
            f"A project that is {stage} cannot {act}. Possible: {told}.",
            stage=stage.value,
            act=act.value,
            possible=tuple(one.value for one in possible),
        )
