"""Letters of the register that are cases of this room."""

from __future__ import annotations

from dafeng.web.office.keepers import register_keeper
from dafeng.web.office.models import Letter
from dafeng.web.supervision.models import Case


def case_of_letter(letter: Letter) -> str | None:
    """The case whose paper a letter is."""
    found = Case.objects.filter(letter=letter).first()
    return None if found is None else str(found)


register_keeper("supervision", case_of_letter)
