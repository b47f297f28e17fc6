"""Reports that units owe, and the few that came late, not at all or not in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dafeng.assessment import Return
from dafeng.base.periods import Period, PeriodKind
from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from dafeng.assessment import AssessedUnit
    from dafeng.sample.synthetic.chance import Chance

_EARLIEST = 8
"""Most come some days before they are due."""
_ON_TIME: Mapping[str, str] = {"fault": "", "days": ""}


def returns_of(
    chance: Chance, units: tuple[AssessedUnit, ...], year: int
) -> Iterator[Return]:
    """Yield what every unit owed for a year, by form, period and unit.

    ``data/report_forms.csv`` says who owes what, ``data/return_faults.csv`` what went
    wrong; whatever is not named there came in time and was accepted.
    """
    faults = {
        (row["form"], row["period"], row["unit"]): row
        for row in packaged_rows("dafeng.sample", "return_faults.csv")
    }
    for form in packaged_rows("dafeng.sample", "report_forms.csv"):
        for period in _periods(form["periods"], year):
            due = period.end + timedelta(days=int(form["due_days"]))
            for unit in units:
                if not _owes(form["units"], unit):
                    continue
                at = (form["form"], period.code, unit.name)
                yield _return(chance, at, due, faults.get(at, _ON_TIME))


def _periods(kind: str, year: int) -> tuple[Period, ...]:
    whole = Period.year(year)
    return whole.children(PeriodKind.QUARTER) if kind == "quarter" else (whole,)


def _owes(units: str, unit: AssessedUnit) -> bool:
    named = units.split(";")
    return units == "all" or unit.name in named or unit.kind in named


def _return(
    chance: Chance, at: tuple[str, str, str], due: date, fault: Mapping[str, str]
) -> Return:
    form, period, unit = at
    early = timedelta(days=chance.between(0, _EARLIEST, "return", *at))
    late = timedelta(days=int(fault["days"] or 0))
    received = {"missing": None, "late": due + late}.get(fault["fault"], due - early)
    return Return(
        unit=unit,
        form=form,
        period=period,
        due_on=due,
        received_on=received,
        accepted=fault["fault"] != "returned",
    )
