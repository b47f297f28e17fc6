"""Errors of the room.

::

    BadInputError
    └── MeterError          meters, readings or rules cannot be used; carries findings
        └── ReadingsError   rows of readings cannot be used
    NotFoundError
    └── UnknownMeterError   no meter has that id
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError, NotFoundError

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

_SHOWN = 3


class MeterError(BadInputError):
    """Meters or rules cannot be used; nothing of them was taken.

    Attributes
    ----------
    findings : tuple of Finding
        All that is wrong, each with its place.
    """

    code = "meter.bad"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = "; ".join(
            f"{one.place}: {one.rule} Found {one.value!r}. {one.hint}".rstrip()
            for one in findings[:_SHOWN]
        )
        more = len(findings) - _SHOWN
        msg = first + (f" And {more} more." if more > 0 else "")
        super().__init__(msg, findings=self.findings)


class ReadingsError(MeterError):
    """Rows of readings cannot be used: unsorted, of no known meter, too large."""

    code = "readings.bad"


class UnknownMeterError(NotFoundError):
    """No meter has that id.

    Attributes
    ----------
    name : str
    near : tuple of str
    """

    code = "meter.unknown"

    def __init__(self, name: str, *, have: Sequence[str], place: str = "") -> None:
        self.name = name
        self.near = tuple(get_close_matches(name, have, n=5, cutoff=0.3))
        where = f"{place}: there" if place else "There"
        msg = (
            f"{where} is no meter {name!r}. "
            f"Near it: {', '.join(self.near) or 'nothing'}. "
            "Enter the meter first, or mend the id."
        )
        super().__init__(msg, name=name, near=self.near, place=place)
