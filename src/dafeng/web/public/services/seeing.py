"""Refuse an act on a page that shows what is not so any more."""

from __future__ import annotations

from dafeng.base.errors import BadInputError
from dafeng.web.public.models import DisclosureList, Event, Feedback, Release


def see_revision(
    row: Release | Feedback | Event | DisclosureList, revision: int | None
) -> None:
    """Hold what a page showed against what is; None is an act of the program.

    Raises
    ------
    BadInputError
        ``public.stale``: somebody did something with it since.
    """
    if revision is not None and revision != row.revision:
        msg = f"{row} was changed meanwhile."
        raise BadInputError(msg, code="public.stale", what=str(row))
