"""Letters of the register that are returns of this room."""

from __future__ import annotations

from dafeng.web.budgets.models import CityReturn
from dafeng.web.office.keepers import register_keeper
from dafeng.web.office.models import Letter


def return_of_letter(letter: Letter) -> str | None:
    """The return with which a letter left."""
    found = CityReturn.objects.filter(registered=letter).first()
    return None if found is None else str(found)


register_keeper("budgets", return_of_letter)
