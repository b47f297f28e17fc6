"""What this room can refuse.

::

    BadInputError
    ├── RegisterError      the register names something that there is not
    ├── UnknownClaimError  a field cannot be withheld on a claim
    ├── KeyUserError       a key energy user has a class or figure that cannot be
    └── BudgetError        an entry, a move or a figure of a budget is refused
"""

from __future__ import annotations

from dafeng.base.errors import BadInputError


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
