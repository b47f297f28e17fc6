"""Errors of the room.

::

    BadInputError
    └── MeasureError           a library cannot be used; carries all its findings
    NotFoundError
    └── UnknownMeasureError    no measure has that id
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError, NotFoundError

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

_SHOWN = 3


class MeasureError(BadInputError):
    """Tables of measures cannot be used; nothing of them was taken.

    Attributes
    ----------
    findings : tuple of Finding
        All that is wrong, each with its file, row and column.
    """

    code = "measure.bad"

    def __init__(self, name: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = "; ".join(
            f"{one.place}: {one.rule} Found {one.value!r}." for one in findings[:_SHOWN]
        )
        more = len(findings) - _SHOWN
        msg = (
            f"{name}: {len(findings)} findings. {first}"
            + (f" And {more} more." if more > 0 else "")
            + " See them all with `dafeng measures check`."
        )
        super().__init__(msg, name=name, findings=self.findings)


class UnknownMeasureError(NotFoundError):
    """No measure has that id.

    Attributes
    ----------
    name : str
    near : tuple of str
    """

    code = "measure.unknown"

    def __init__(self, name: str, *, have: Sequence[str]) -> None:
        self.name = name
        self.near = tuple(get_close_matches(name, have, n=5, cutoff=0.3))
        msg = (
            f"There is no measure {name!r}. "
            f"Near it: {', '.join(self.near) or 'nothing'}. "
            "See them all with `dafeng measures list`."
        )
        super().__init__(msg, name=name, near=self.near)
