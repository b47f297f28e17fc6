"""Between which days everything that people write down here lies.

A year typed with a digit too few or too many would else become a letter of the year 1,
or a deadline that nobody lives to see.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2070, 12, 31)


def possible_day(day: date) -> None:
    """Refuse a day that cannot be meant; a validator of forms and models.

    Raises
    ------
    ValidationError
        ``day.impossible``: says between which days it has to lie.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(
            _("%(day)s 不在 %(first)s 至 %(last)s 之间，请核对年份。"),
            code="day.impossible",
            params={"day": day, "first": FIRST_DAY, "last": LAST_DAY},
        )


def possible(field: str) -> Q:
    """Return the same as a condition for the database; empty is possible too."""
    return Q(**{f"{field}__isnull": True}) | Q(
        **{f"{field}__range": (FIRST_DAY, LAST_DAY)}
    )
