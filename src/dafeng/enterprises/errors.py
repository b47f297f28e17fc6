"""What this room can refuse.

::

    BadInputError
    ├── RegisterError      the register names something that there is not
    ├── UnknownClaimError  a field cannot be withheld on a claim
    ├── KeyUserError       a key energy user has a class or figure that cannot be
    ├── BudgetError        an entry, a move or a figure of a budget is refused
    └── BudgetCaseError    a case of budgets cannot be read; carries findings
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

_SHOWN = 5


class RegisterError(BadInputError):
    """A row names an enterprise, a class, a rule or a period that there is not."""

    code = "register.unknown"


class UnknownClaimError(BadInputError):
    """A field cannot be withheld on a claim."""

    code = "claim.refused"


class KeyUserError(BadInputError):
    """A row of the key energy users cannot be."""

    code = "key_user.bad"


class BudgetError(BadInputError):
    """An entry, a move or a figure of the energy budgets is refused."""

    code = "budget.bad"


class BudgetCaseError(BadInputError):
    """A case of budgets cannot be read.

    Attributes
    ----------
    findings : tuple of Finding
        All that is wrong, each with its place.
    """

    code = "case.bad"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = "; ".join(
            f"{one.place}: {one.rule} Found {one.value!r}."
            for one in self.findings[:_SHOWN]
        )
        more = len(self.findings) - _SHOWN
        msg = first + (f" And {more} more." if more > 0 else "")
        super().__init__(msg, findings=self.findings)
