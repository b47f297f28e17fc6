"""What the folder can refuse.

::

    BadInputError
    ├── BaselineError    data that no baseline can be made of
    └── ContractError    terms that cannot be settled
"""

from __future__ import annotations

from dafeng.base.errors import BadInputError


class BaselineError(BadInputError):
    """Series do not fit each other, or too little of them is known."""

    code = "baseline.data"


class ContractError(BadInputError):
    """A period is outside the terms, or lies across two of them."""

    code = "contract.terms"
