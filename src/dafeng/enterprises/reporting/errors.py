"""What this folder can refuse.

::

    BadInputError
    ├── ReportError        a report, a deposit or a correction cannot be as it is given
    └── ReportMoveError    an act is not possible in a state, or not for this hand
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Sequence


class ReportError(BadInputError):
    """A report, a deposit or a correction cannot be as it is given."""

    code = "report.bad"


class ReportMoveError(BadInputError):
    """An act is not possible in a state, or not for this hand."""

    code = "report.move"

    def __init__(
        self, *, machine: str, state: str, act: str, possible: Sequence[str]
    ) -> None:
        self.possible = tuple(possible)
        msg = (
            f"{act} is not possible for a {machine} that is {state}. "
            f"Possible: {', '.join(possible) or 'nothing'}."
        )
        super().__init__(msg, machine=machine, state=state, act=act)
