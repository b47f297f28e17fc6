"""Cases of waste: landfill by first-order decay, incineration, treatment, waste water.

Source: IPCC 2006 and 2019 Refinement, volume 5: chapter 3 equations 3.1 to 3.6,
chapter 4 equation 4.1, chapter 5 equation 5.1, chapter 6 equation 6.1.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases.figures import figure, row, shown
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.formula import CO2_PER_C, EXP_DIGITS, symbols
from dafeng.accounts.methods.landfill import (
    DecayParameters,
    YearMass,
    degradable_carbon,
    first_order_decay,
    methane_potential,
)
from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.factors import FactorBook

_DEPOSITS = ("W_t", "W", "deposit_t", "deposits_t", "deposits", "waste_t")
_DM, _CF, _FCF, _OF = symbols("dm CF FCF OF")
FOSSIL_CO2 = _DM * _CF * _FCF * _OF * CO2_PER_C
_B0, _MCF = symbols("Bo MCF")
_YEAR = re.compile(r"ch4_year(\d{1,3})_t")
_SHARES = ("dm", "cf", "fcf", "of")


def landfill(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """First-order decay of one deposit or of several years.

    ``W_t`` is one amount, a list of amounts of consecutive years, or an object of
    amounts by year; ``doc``, ``doc_f``, ``mcf``, ``F``, ``k`` or ``half_life``, ``ox``,
    ``recovery`` (a share of what is made), ``first_decay_year`` (1: the year after the
    deposit).

    Returns
    -------
    Answer
        ``ddocm_t``, ``ch4_year<n>_t`` counted from the first year of decay,
        ``ch4_total_t`` over all years, and ``ch4_t`` by year.
    """
    deposits, stated_years = _deposits(inputs)
    parameters = _decay(inputs)
    recovered = _share(inputs, ("recovery", "R"), Fraction(0))
    kept = (1 - recovered) * (1 - parameters.oxidation)
    total = sum((each.tonnes for each in deposits), Fraction(0))
    first = min(each.year for each in deposits) + int(parameters.start)
    count = int(_count(root, inputs, len(deposits)))
    years = range(first, first + max(count, 10))
    series = [
        (each.year, each.generated * kept)
        for each in first_order_decay(deposits, parameters, years)
    ]
    potential = methane_potential(total, parameters) * kept
    values: dict[str, Value] = {
        "ddocm_t": figure(degradable_carbon(total, parameters)),
        "ch4_total_t": figure(potential),
    }
    for number, (year, tonnes) in enumerate(series, start=1):
        values[f"ch4_year{number}_t"] = figure(tonnes)
        if stated_years:
            values[f"ch4_{year}_t"] = figure(tonnes)
    values["ch4_t"] = {str(year): figure(tonnes) for year, tonnes in series}
    return Answer(
        kind="landfill",
        values=values,
        rows=_decay_rows(total, parameters, kept, series),
        per_row=tuple(figure(tonnes) for _, tonnes in series[:count]),
        column="ch4_t",
    )


def _decay_rows(
    total: Fraction,
    parameters: DecayParameters,
    kept: Fraction,
    series: list[tuple[int, Fraction]],
) -> tuple[CaseRow, ...]:
    """The carbon that can decay, then the methane of each year."""
    parts = (total, parameters.doc, parameters.doc_f, parameters.mcf)
    carbon = CaseRow(
        name="DDOCm",
        written=" × ".join(map(shown, parts)),
        value=figure(degradable_carbon(total, parameters)),
        unit="tC",
    )
    rate, share = shown(parameters.k), shown(parameters.ch4_fraction)
    written = (
        f"Σ DDOCm × exp(-{rate} (n - 1)) × (1 - exp(-{rate})) × {share} × 16/12"
        f" × {shown(kept)}"
    )
    return (
        carbon,
        *(
            CaseRow(name=str(year), written=written, value=figure(made), unit="tCH4")
            for year, made in series
        ),
    )


def incineration(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Fossil CO2 of burned waste, with ``W_t``, ``dm``, ``cf``, ``fcf``, ``of``.

    A share that is left out counts 1: a guide that states carbon of wet waste
    (``ccw``) has no ``dm``, and calls the efficiency of combustion ``ef``.
    """
    total, rows = Fraction(0), []
    for node in inputs.items():
        numbers = {
            symbol: _share(node, _spellings(stem), Fraction(1))
            for symbol, stem in zip(("dm", "CF", "FCF", "OF"), _SHARES, strict=True)
        }
        name = node.text("waste", "name", "type", default=node.path)
        value, written = row(
            name,
            FOSSIL_CO2,
            numbers,
            times=node.amount("W", "waste", "activity", "amount", unit="t"),
            unit="tCO2",
        )
        total += value
        rows.append(written)
    values: dict[str, Value] = {"co2_t": figure(total), "sum_tCO2": figure(total)}
    return Answer(
        kind="incineration",
        values=values | {f"{each.name}_tCO2": each.value for each in rows},
        rows=tuple(rows),
        per_row=tuple(each.value for each in rows),
        column="tCO2",
    )


def waste_water(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """CH4 of waste water, with ``tow_kg``, ``b0``, ``mcf``, ``s_kg`` and ``r_kg``.

    Without ``tow_kg`` the load is that of a ``population``, with ``bod_g`` a head and
    day and ``i`` for what industry adds (IPCC 2006 V5 equation 6.3).
    """
    tow = _load(inputs)
    sludge = _amount(inputs, ("s", "sludge"))
    recovered = _amount(inputs, ("r", "recovery", "recovered"))
    numbers = {
        "Bo": _number(inputs, ("b0", "bo", "B0", "Bo")),
        "MCF": _number(inputs, ("mcf", "MCF")),
    }
    value, written = row("CH4", _B0 * _MCF, numbers, times=tow - sludge, unit="kgCH4")
    left = value - recovered
    return Answer(
        kind="waste-water",
        values={"ch4_kg": figure(left), "ch4_t": figure(left / 1000)},
        rows=(written,),
    )


def _load(inputs: Node) -> Fraction:
    people = inputs.first("population", "P", "people")
    if people is None:
        return inputs.amount("tow", "TOW", "cod", "bod", unit="kg")
    a_day = inputs.amount("bod", "BOD", unit="g") / 1000
    added = inputs.first("i", "I", "correction")
    more = Fraction(1) if added is None else added.number()
    return people.number() * a_day * more * 365


def holds_landfill(inputs: Node) -> bool:
    """Whether a deposit with its decay is there."""
    return inputs.find(*_DEPOSITS) is not None and (
        inputs.first("k", "half_life", "half_life_a") is not None
    )


def holds_incineration(inputs: Node) -> bool:
    """Whether burned waste with its fossil share is there."""
    node = next(inputs.items(), inputs)
    return node.find(*_spellings("fcf")) is not None


def holds_waste_water(inputs: Node) -> bool:
    """Whether an organic load with its potential is there."""
    return inputs.find("b0", "bo", "B0", "Bo") is not None


def _spellings(stem: str) -> tuple[str, ...]:
    others = {"cf": ("ccw", "CCW"), "of": ("ef", "EF", "oxidation")}.get(stem, ())
    return (stem, stem.upper(), f"{stem}_fraction", *others)


def _deposits(inputs: Node) -> tuple[list[YearMass], bool]:
    found = inputs.find(*_DEPOSITS)
    if found is None:
        inputs.child("W_t")
        return [], False
    node = found[0]
    if node.names:
        by_year = [
            YearMass(year=int(year), tonnes=each.number())
            for year, each in node.members()
            if year.isdecimal()
        ]
        if by_year:
            return by_year, True
    start = inputs.first("start_year", "year0", "year")
    begin = 0 if start is None else int(start.number())
    amounts = [each.number() for each in node.items()]
    listed = [
        YearMass(year=begin + index, tonnes=amount)
        for index, amount in enumerate(amounts)
    ]
    if not listed:
        msg = f"{node.path}: no deposit is there. Give tonnes, by year where several."
        raise BadInputError(msg, code="case.missing", path=node.path)
    return listed, start is not None


def _decay(inputs: Node) -> DecayParameters:
    start = inputs.first("first_decay_year", "delay_years")
    return DecayParameters(
        doc=_number(inputs, ("doc", "DOC")),
        doc_f=_number(inputs, ("doc_f", "DOCf", "docf", "DOC_f")),
        mcf=_number(inputs, ("mcf", "MCF")),
        ch4_fraction=_number(inputs, ("F", "f", "ch4_fraction")),
        k=_decay_rate(inputs),
        oxidation=_share(inputs, ("ox", "OX", "oxidation"), Fraction(0)),
        start=Fraction(1) if start is None else start.number(),
    )


def _decay_rate(inputs: Node) -> Fraction:
    """``k``, or ln 2 over ``half_life`` (IPCC 2006 V5 chapter 3.2.3)."""
    half = inputs.first("half_life", "half_life_a")
    if half is None or "k" in inputs:
        return _number(inputs, ("k",))
    return Fraction(Decimal(2).ln(Context(prec=EXP_DIGITS))) / half.number()


def _count(root: Node, inputs: Node, deposits: int) -> Fraction:
    """How many years a column of the case has."""
    stated = inputs.first("years", "n_years") or root.first("years")
    if stated is None:
        expected = root.first("expected")
        asked = [
            int(found[1])
            for name in (expected.names if expected else ())
            if (found := _YEAR.fullmatch(name))
        ]
        return Fraction(max((deposits, *asked)))
    return Fraction(len(list(stated.items()))) if stated.is_list else stated.number()


def _number(node: Node, names: tuple[str, ...]) -> Fraction:
    found = node.first(*names)
    return (found or node.child(names[0])).number()


def _amount(node: Node, names: tuple[str, ...]) -> Fraction:
    found = node.find(*names)
    return Fraction(0) if found is None else node.amount(*names, unit="kg")


def _share(node: Node, names: tuple[str, ...], default: Fraction) -> Fraction:
    found = node.find(*names)
    if found is None:
        return default
    place, suffix = found
    value = place.number() * (Fraction(1, 100) if suffix == "%" else 1)
    if not 0 <= value <= 1:
        msg = f"{place.path}: {place.value} is no share between 0 and 1."
        raise BadInputError(msg, code="case.share", path=place.path)
    return value
