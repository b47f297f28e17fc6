"""Errors of an allocation.

::

    BadInputError
    └── AllocationError   the case contradicts itself; all of it is told at once
"""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.base.errors import BadInputError


class AllocationError(BadInputError):
    """A case cannot be used.

    Attributes
    ----------
    problems : tuple of str
        One sentence each: field, what stands there, what is expected.
    """

    code = "allocation.bad"

    def __init__(self, problems: Sequence[str], *, code: str | None = None) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems), code=code, problems=self.problems)
