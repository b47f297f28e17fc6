"""Which rows somebody ticked: what a form sent as the numbers of rows."""

from __future__ import annotations

from django.http import HttpRequest

_FIGURES = 18
"""A longer number is the number of no row, and more than a database takes."""


def number_in(text: str) -> int | None:
    """Return the number of a row as an address or a form names it; None for no number.

    Examples
    --------
    >>> number_in("12"), number_in("²"), number_in("9" * 99), number_in("")
    (12, None, None, None)
    """
    is_one = text.isdecimal() and len(text) <= _FIGURES
    return int(text) if is_one else None


def ticked(request: HttpRequest, name: str) -> list[int]:
    """Return the numbers that were sent under a name; what is no number is left out."""
    found = map(number_in, request.POST.getlist(name))
    return [one for one in found if one is not None]
