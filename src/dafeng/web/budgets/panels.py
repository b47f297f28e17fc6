"""What this room shows on the page of an enterprise, and its light in the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from dafeng.enterprises.budgets import BandLevel
from dafeng.web.budgets.models import KeyUser
from dafeng.web.budgets.selectors.budgets import users_for
from dafeng.web.budgets.selectors.months import MonthLine, line_of_now, month_lines
from dafeng.web.budgets.wording import LIGHTS
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.meters.panels import (
    Colour,
    Light,
    Lit,
    Panel,
    Place,
    register_enterprise_panel,
    register_light,
)

COLOURS = {
    BandLevel.CALM.value: Colour.GREEN,
    BandLevel.NOTICE.value: Colour.AMBER,
    BandLevel.WARNING.value: Colour.AMBER,
    BandLevel.ALARM.value: Colour.RED,
}
_PER_CENT = 100


@attrs.frozen(kw_only=True)
class BudgetPanel:
    """The budget of an enterprise in the year that goes on.

    Attributes
    ----------
    now : MonthLine or None
        The month that goes on, against what the budget gives it; None: the year does
        not go on.
    """

    row: KeyUser
    now: MonthLine | None = None


def budget_panel(reader: Person, organisation: Organisation) -> BudgetPanel | None:
    """Return the unit of this year, or the newest; None: it is none."""
    rows = users_for(reader).filter(
        unit=organisation, ledger__year__lte=timezone.localdate().year
    )
    row = rows.order_by("-ledger__year").first()
    if row is None:
        return None
    today = timezone.localdate()
    lines = month_lines(row, row.months.all(), on=today)
    return BudgetPanel(row=row, now=line_of_now(lines, year=row.ledger.year, on=today))


def budget_lights(
    reader: Person, organisations: Sequence[Organisation]
) -> Mapping[int, Lit]:
    """How enterprises stand to their budgets this year."""
    rows = users_for(reader).filter(
        unit__in=[one.pk for one in organisations],
        ledger__year=timezone.localdate().year,
        used_q__isnull=False,
    )
    return {row.unit_id: _lit(row) for row in rows if row.stands}


def _lit(row: KeyUser) -> Lit:
    if not row.budget_q:
        return Lit(colour=COLOURS[row.level], words=str(LIGHTS[row.level][2]))
    share = round((row.used_q or 0) * _PER_CENT / row.budget_q)
    words = _("%(word)s，预算已用 %(share)s%%") % {
        "word": LIGHTS[row.level][2],
        "share": share,
    }
    return Lit(colour=COLOURS[row.level], words=words)


register_enterprise_panel(
    Panel(
        order=20,
        place=Place.ASIDE,
        template="budgets/_panel.html",
        content=budget_panel,
    )
)
register_light(
    "budgets", Light(order=10, label=pgettext_lazy("room", "预算"), of=budget_lights)
)
