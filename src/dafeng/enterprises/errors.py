"""What this room can refuse.

::

    BadInputError
    ├── RegisterError      the register names something that there is not
    └── UnknownClaimError  a field cannot be withheld on a claim
"""

from __future__ import annotations

from dafeng.base.errors import BadInputError


class RegisterError(BadInputError):
    """A row names an enterprise, a class, a rule or a period that there is not."""

    code = "register.unknown"


class UnknownClaimError(BadInputError):
    """A field cannot be withheld on a claim."""

    code = "claim.refused"
