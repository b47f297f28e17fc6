"""A pass of a wall screen opens the board of readings too."""

from __future__ import annotations

from datetime import date

from dafeng.web.core.models import Organisation
from dafeng.web.desk.selectors.walls import wall_behind
from dafeng.web.meters.screens import register_passes


def organisation_of_pass(token: str, on: date) -> Organisation | None:
    """Whose board a pass shows; None for no pass."""
    found = wall_behind(token, on)
    return None if found is None else found.organisation


register_passes(organisation_of_pass)
