"""Letters of the register that are notices of this room."""

from __future__ import annotations

from dafeng.web.inspections.models import InspectionNotice
from dafeng.web.office.keepers import register_keeper
from dafeng.web.office.models import Letter


def notice_of_letter(letter: Letter) -> str | None:
    """The notice whose paper a letter is."""
    rows = InspectionNotice.objects.select_related("inspection__subject")
    found = rows.filter(letter=letter).first()
    return None if found is None else str(found)


register_keeper("inspections", notice_of_letter)
