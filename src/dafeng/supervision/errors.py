"""What this room refuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.supervision.records import CaseAct, CaseState


class CaseMoveRefusedError(BadInputError):
    """An act is not possible in a state.

    Attributes
    ----------
    state : CaseState
    act : CaseAct
    possible : tuple of CaseAct
        What is possible instead.
    """

    code = "case.move_refused"

    def __init__(
        self, *, state: CaseState, act: CaseAct, possible: Sequence[CaseAct]
    ) -> None:
        self.state, self.act, self.possible = state, act, tuple(possible)
        told = ", ".join(possible) or "nothing, it has ended"
        super().__init__(
            f"A case that is {state} cannot {act}. Possible: {told}.",
            state=state.value,
            act=act.value,
            possible=tuple(one.value for one in possible),
        )
