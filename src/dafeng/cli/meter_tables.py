"""What ``dafeng meters`` shows: cases computed, as JSON and as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from dafeng.base.days import CHINA
from dafeng.base.rounding import round_half_even
from dafeng.meters import (
    SMALLEST,
    Amount,
    Amounts,
    MeterCase,
    Quality,
    QualityRules,
    Rolled,
    Span,
    State,
    Sums,
    Window,
    amounts_of,
    carriers_by_code,
    day_sums,
    flag_names,
    grouped,
    longer_sums,
    quality_of,
    quality_rules_on,
    roll_up,
    with_virtual,
)
from dafeng.sheets import Column, Sheet

if TYPE_CHECKING:
    from dafeng.meters import EnterpriseQuality

_PLACES = 4
_UNITS = {Amount.COST: "cost_yuan"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.frozen(kw_only=True, eq=False)
class Told:
    """A case that was computed."""

    rolled: Rolled
    days: Sums
    months: Sums
    amounts: Amounts


def rolled_case(case: MeterCase) -> Told:
    """Compute a case."""
    rolled = roll_up(case.tree, case.readings, case.window)
    rolled = attrs.evolve(rolled, hours=with_virtual(case.tree, rolled.hours))
    days = day_sums(rolled.hours, case.calendar)
    enterprises = case.tree.enterprises
    groups = grouped(case.tree, lambda meter: enterprises.index(meter.enterprise))
    numbers = np.array([*groups.names, -1], np.int64)[groups.of_meter]
    amounts = amounts_of(
        case.tree,
        days,
        case.conversions,
        numbers[days.meter],
        count=len(enterprises),
    )
    return Told(
        rolled=rolled,
        days=days,
        months=longer_sums(days, Span.MONTH),
        amounts=amounts,
    )


def rollup_json(case: MeterCase, told: Told) -> dict[str, Any]:
    """Return the answer of ``rollup``."""
    back = np.argsort(case.places)
    readings = case.readings[back]
    flags = told.rolled.flags[back]
    return {
        "period": _period(case.window),
        "readings": [
            {
                "meter": case.tree.meters[meter].id,
                "at": _moment(timedelta(microseconds=at)),
                "flags": flag_names(flag),
            }
            for meter, at, flag in zip(
                readings.meter.tolist(),
                readings.at.tolist(),
                flags.tolist(),
                strict=True,
            )
        ],
        "hours": [
            _energy_json(case, meter, energy, guessed, state)
            | {"hour": _moment(timedelta(hours=hour)), "seconds": seconds}
            for meter, hour, energy, guessed, state, seconds in _hour_rows(told)
        ],
        "days": _sums_json(case, told.days),
        "months": _sums_json(case, told.months),
        "enterprises": [
            {"name": name} | _amounts_json(told.amounts, place)
            for place, name in enumerate(case.tree.enterprises)
        ],
    }


def hours_table(case: MeterCase, told: Told) -> Sheet:
    """Return the hours as a table."""
    heads = ("meter", "hour", "energy", "unit", "state")
    rows = []
    for meter, hour, energy, guessed, state, _ in _hour_rows(told):
        one = _energy_json(case, meter, energy, guessed, state)
        moment = _moment(timedelta(hours=hour))
        rows.append([one["meter"], moment, one["energy"], one["unit"], one["state"]])
    return Sheet(
        name="hours", columns=[Column(title=head) for head in heads], rows=rows
    )


def quality_case(case: MeterCase) -> tuple[Quality, QualityRules]:
    """Count the quality of a case by the rules of its last day."""
    rules = quality_rules_on(case.window.end.astimezone(CHINA).date())
    rolled = roll_up(case.tree, case.readings, case.window)
    made = quality_of(
        case.tree, case.readings, rolled, case.window, rules, reports=case.reports
    )
    return made, rules


def holds(one: EnterpriseQuality, rules: QualityRules) -> bool:
    """Whether nothing that is known breaks a rule."""
    complete, months, tree = one.completeness, one.day_month_gap, one.main_sub_gap
    return (
        (complete is None or complete >= rules.completeness)
        and (months is None or months <= rules.day_month_gap)
        and (tree is None or tree <= rules.main_sub_gap)
    )


def quality_json(window: Window, made: Quality) -> dict[str, Any]:
    """Return the answer of ``quality``; shares are of 1, unknown is null."""
    return {
        "period": _period(window),
        "enterprises": [
            {
                "name": one.name,
                "completeness": _share(one.completeness),
                "day_month_gap": _share(one.day_month_gap),
                "main_sub_gap": _share(one.main_sub_gap),
                "flags": one.flags,
            }
            for one in made.enterprises
        ],
        "district": {"completeness": _share(made.completeness)},
    }


def quality_table(made: Quality) -> Sheet:
    """Return the quality as a table."""
    heads = (
        *("enterprise", "completeness", "day_month_gap", "main_sub_gap"),
        *("day_borders_due", "day_borders_met", "flags"),
    )
    rows = [
        [
            one.name,
            _share(one.completeness),
            _share(one.day_month_gap),
            _share(one.main_sub_gap),
            one.borders,
            one.borders_met,
            ", ".join(f"{name} {count}" for name, count in one.flags.items() if count),
        ]
        for one in made.enterprises
    ]
    return Sheet(
        name="quality", columns=[Column(title=head) for head in heads], rows=rows
    )


def _hour_rows(told: Told) -> zip[tuple[int, ...]]:
    hours = told.rolled.hours
    columns = (
        hours.meter,
        hours.hour,
        hours.energy,
        hours.estimated,
        hours.state,
        hours.seconds,
    )
    return zip(*(column.tolist() for column in columns), strict=True)


def _sums_json(case: MeterCase, sums: Sums) -> list[dict[str, Any]]:
    kind = {Span.DAY: "D", Span.MONTH: "M", Span.YEAR: "Y"}[sums.span]
    names = np.datetime_as_string(
        sums.number.astype(np.int64).astype(f"datetime64[{kind}]")
    ).tolist()
    columns = (sums.meter, sums.energy, sums.estimated, sums.state)
    rows = zip(names, *(column.tolist() for column in columns), strict=True)
    return [
        _energy_json(case, meter, energy, guessed, state) | {sums.span.value: name}
        for name, meter, energy, guessed, state in rows
    ]


def _energy_json(
    case: MeterCase, place: int, energy: int, guessed: int, state: int
) -> dict[str, Any]:
    meter = case.tree.meters[place]
    missing = state == State.MISSING
    return {
        "meter": meter.id,
        "energy": None if missing else energy,
        "estimated": None if missing else guessed,
        "unit": carriers_by_code()[meter.carrier].quantum_name,
        "state": State(state).name.lower(),
    }


def _amounts_json(amounts: Amounts, place: int) -> dict[str, Decimal | None]:
    return {
        _UNITS.get(amount, f"{amount}_t"): Decimal(int(values[place]))
        * Decimal(SMALLEST[amount].numerator)
        / Decimal(SMALLEST[amount].denominator)
        if amounts.known[amount][place]
        else None
        for amount, values in amounts.values.items()
    }


def _share(value: Fraction | None) -> Decimal | None:
    return None if value is None else round_half_even(value, _PLACES)


def _period(window: Window) -> dict[str, str]:
    return {
        "from": window.begin.astimezone(CHINA).isoformat(),
        "until": window.end.astimezone(CHINA).isoformat(),
    }


def _moment(since: timedelta) -> str:
    return (_EPOCH + since).astimezone(CHINA).isoformat()
