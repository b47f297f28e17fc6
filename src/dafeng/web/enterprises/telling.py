"""What enterprises are reminded of: last days of disclosure that are near or over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dafeng.enterprises import Duty as Owed
from dafeng.enterprises import State, duties_in, rule_of, standings
from dafeng.web.enterprises.convert import code_of, to_register
from dafeng.web.enterprises.models import Enterprise
from dafeng.web.enterprises.selectors.enterprises import in_full
from dafeng.web.notices.sources import register_source
from dafeng.work import Duty, reminder_rules


def duties(on: date) -> Iterator[Duty]:
    """What is missing or soon due, of the year and the year before.

    An enterprise that is no unit of the house has nobody to be reminded: the bureau
    that keeps the register is, and without one the office.
    """
    ahead = max(-(rule.offset or 0) for rule in reminder_rules())
    horizon = on + timedelta(days=ahead)
    related = ("register__organisation", "register__keeper", "unit", "town")
    kept = list(in_full(Enterprise.objects.select_related(*related)))
    register = to_register(kept)
    by_code = {code_of(one): one for one in kept}
    for year in range(on.year - 1, horizon.year + 1):
        for row in standings(register, duties_in(register, year), on):
            open_ = row.state in (State.MISSING, State.NOT_DUE)
            if open_ and row.duty.due_on <= horizon:
                yield _duty(by_code[row.duty.enterprise], row.duty)


def _duty(one: Enterprise, duty: Owed) -> Duty:
    district = one.register.organisation
    answers = one.unit or one.register.keeper or district
    return Duty(
        object=f"enterprises.disclosure/{one.pk}-{duty.rule}-{duty.period}",
        label=f"{one.name_zh} {rule_of(duty.rule).title_zh} {duty.period[:10]}",
        address=one.get_absolute_url(),
        unit=answers.code,
        asks=district.code,
        due_on=duty.due_on,
    )


register_source("enterprises", duties)
