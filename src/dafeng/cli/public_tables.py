"""A household's emissions as the table and record that ``dafeng public`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.base.rounding import round_half_even
from dafeng.cli.output import UNKNOWN, short
from dafeng.sheets import Column, Sheet

if TYPE_CHECKING:
    from decimal import Decimal

    from dafeng.public import Footprint, FootprintLine, UsedFactor

COLUMNS = (
    Column(title="项目"),
    Column(title="数量", kind="number"),
    Column(title="计量单位"),
    Column(title="kgCO2e", kind="number"),
    Column(title="下限", kind="number"),
    Column(title="上限", kind="number"),
    Column(title="标注"),
    Column(title="因子来源"),
)


def footprint_table(found: Footprint) -> Sheet:
    """Lines of a household and their sum; unknown stays unknown."""
    rows = [_row(one) for one in found.lines]
    total = ("合计", None, None, *map(_kg, (found.kg, found.low, found.high)), "", "")
    each = tuple(map(found.per_person, (found.kg, found.low, found.high)))
    rows.append(list(total))
    rows.append(["人均", None, None, *map(_kg, each), "", ""])
    return Sheet(name="家庭碳排放", columns=list(COLUMNS), rows=rows)


def footprint_words(found: Footprint) -> str:
    """The result in a sentence, with what it leaves out."""
    if found.kg is None:
        return "Nothing is known of this household: no result."
    per = found.per_person(found.kg)
    words = f"{short(_kg(found.kg))} kg CO2e a year, {short(_kg(per))} for each person"
    if found.unknown:
        return f"{words}; unknown and left out: {', '.join(found.unknown)}."
    return f"{words}."


def footprint_json(found: Footprint) -> dict[str, Any]:
    """A result as a record."""
    return {
        "persons": found.household.persons,
        "year": found.household.year,
        "region": found.household.region,
        "kg": found.kg,
        "low": found.low,
        "high": found.high,
        "per_person_kg": _kg(found.per_person(found.kg)),
        "unknown": list(found.unknown),
        "lines": [_line_json(one) for one in found.lines],
    }


def _line_json(one: FootprintLine) -> dict[str, Any]:
    return {
        "code": one.code,
        "name_zh": one.name_zh,
        "activity": one.activity,
        "unit": one.unit,
        "kg": one.kg,
        "low": one.low,
        "high": one.high,
        "factor": one.factor.kg,
        "factor_unit": one.factor.unit,
        "formula": one.factor.formula_en,
        "sources": [_used_json(used) for used in one.factor.used],
    }


def _used_json(used: UsedFactor) -> dict[str, Any]:
    return {
        "name": used.name,
        "value": used.value,
        "unit": used.unit,
        "source": used.source,
        "place": used.place,
        "valid_from": used.valid_from,
        "valid_to": used.valid_to,
        "mark": used.mark,
        "estimate": used.estimate,
    }


def _row(one: FootprintLine) -> list[Any]:
    marks = sorted({used.mark for used in one.factor.used})
    sources = dict.fromkeys(used.source for used in one.factor.used)
    return [
        one.name_zh,
        one.activity,
        one.unit,
        *map(_kg, (one.kg, one.low, one.high)),
        "".join(marks) or UNKNOWN,
        "；".join(sources),
    ]


def _kg(value: Decimal | None) -> Decimal | None:
    return None if value is None else round_half_even(value, 1)
