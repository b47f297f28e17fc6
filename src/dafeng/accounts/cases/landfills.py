"""Cases of landfill: first-order decay of one deposit, of years, of several wastes.

Source: IPCC 2006 and 2019 Refinement, volume 5, chapter 3, equations 3.1 to 3.6.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.cases.figures import figure, shown
from dafeng.accounts.cases.gases import potential
from dafeng.accounts.cases.nodes import in_unit
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.formula import EXP_DIGITS
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

_YEAR = re.compile(r"(?:ch4_)?year(\d{1,3})_\w+")
_SHOWN_YEARS = 10


@attrs.frozen(kw_only=True)
class _Site:
    """Deposits that decay alike, and what becomes of their methane."""

    name: str
    deposits: list[YearMass]
    dated: bool
    parameters: DecayParameters
    share: Fraction
    taken: dict[int, Fraction]
    by_place: tuple[Fraction, ...]

    def first(self) -> int:
        """First year of decay."""
        begin = min(each.year for each in self.deposits)
        return begin + int(self.parameters.start)

    def emitted(self, years: range) -> list[Fraction]:
        """Tonnes of CH4 of each year: (made - recovered) x (1 - OX), at least 0."""
        made = first_order_decay(self.deposits, self.parameters, years)
        told = []
        for place, each in enumerate(made):
            tonnes = self.taken.get(each.year, Fraction(0))
            if not self.taken and self.by_place:
                tonnes = self.by_place[min(place, len(self.by_place) - 1)]
                tonnes = Fraction(0) if self._after_the_list(place) else tonnes
            left = max(each.generated * (1 - self.share) - tonnes, Fraction(0))
            told.append(left * (1 - self.parameters.oxidation))
        return told

    def _after_the_list(self, place: int) -> bool:
        return 1 < len(self.by_place) <= place

    def deposited(self) -> Fraction:
        """All tonnes that were deposited."""
        return sum((each.tonnes for each in self.deposits), Fraction(0))

    def whole(self) -> Fraction | None:
        """Methane of all years; None where tonnes of some years are recovered."""
        if self.taken or any(self.by_place):
            return None
        kept = (1 - self.share) * (1 - self.parameters.oxidation)
        return methane_potential(self.deposited(), self.parameters) * kept


def landfill(root: Node, inputs: Node, book: FactorBook) -> Answer:
    """First-order decay of one deposit, of several years, or of rows of wastes.

    ``W_t`` is one amount, a list of amounts of consecutive years, or an object of
    amounts by year; ``doc``, ``doc_f``, ``mcf``, ``F``, ``k`` or ``half_life``, ``ox``,
    ``first_decay_year`` (1: the year after the deposit). ``recovery`` is a share of
    what is made; ``recovery_t``, ``R_t`` or a list are tonnes, of every year, of the
    years of decay in their order, or by year.

    Returns
    -------
    Answer
        ``ddocm_t``, ``ch4_year<n>_t`` counted from the first year of decay,
        ``ch4_total_t`` over all years, and ``ch4_t`` by year.
    """
    sites = [_site(node) for node in inputs.items()]
    first = min(site.first() for site in sites)
    count = int(_count(root, inputs, max(len(site.deposits) for site in sites)))
    years = range(first, first + max(count, _SHOWN_YEARS))
    emitted = [site.emitted(years) for site in sites]
    series = list(zip(years, map(_added, zip(*emitted, strict=True)), strict=True))
    carbon = [degradable_carbon(site.deposited(), site.parameters) for site in sites]
    wholes = [site.whole() for site in sites]
    known = [whole for whole in wholes if whole is not None]
    values: dict[str, Value] = {
        "ddocm_t": figure(_added(carbon)),
        "ch4_total_t": figure(_added(known)) if len(known) == len(wholes) else None,
    }
    warming = potential(root, "CH4", book)
    for number, (year, tonnes) in enumerate(series, start=1):
        values[f"ch4_year{number}_t"] = figure(tonnes)
        values[f"year{number}_tCO2e"] = figure(tonnes * warming)
        if any(site.dated for site in sites):
            values[f"ch4_{year}_t"] = figure(tonnes)
    values["ch4_t"] = {str(year): figure(tonnes) for year, tonnes in series}
    return Answer(
        kind="landfill",
        values=values,
        rows=(*map(_carbon_row, sites), *_decay_rows(sites, series)),
        per_row=tuple(figure(tonnes) for _, tonnes in series[:count]),
        column="ch4_t",
    )


def _added(parts: tuple[Fraction, ...] | list[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))


def _carbon_row(site: _Site) -> CaseRow:
    """The carbon that can decay."""
    of = site.parameters
    return CaseRow(
        name=f"DDOCm {site.name}".strip(),
        written=" × ".join(map(shown, (site.deposited(), of.doc, of.doc_f, of.mcf))),
        value=figure(degradable_carbon(site.deposited(), of)),
        unit="tC",
    )


def _decay_rows(
    sites: list[_Site], series: list[tuple[int, Fraction]]
) -> tuple[CaseRow, ...]:
    """The methane of each year."""
    parts = []
    for site in sites:
        rate, share = shown(site.parameters.k), shown(site.parameters.ch4_fraction)
        taken = " - R" if site.taken or any(site.by_place) else ""
        left = f" × {shown(1 - site.share)}" if site.share else ""
        parts.append(
            f"(Σ DDOCm × exp(-{rate} (n - 1)) × (1 - exp(-{rate})) × {share} × 16/12"
            f"{left}{taken}) × {shown(1 - site.parameters.oxidation)}"
        )
    written = " + ".join(parts)
    return tuple(
        CaseRow(name=str(year), written=written, value=figure(made), unit="tCH4")
        for year, made in series
    )


def holds_landfill(inputs: Node) -> bool:
    """Whether a deposit with its decay is there."""
    node = next(inputs.items(), inputs) if inputs.is_list else inputs
    decays = node.first("k", "half_life") is not None
    return decays and node.find("deposit") is not None


def _site(node: Node) -> _Site:
    deposits, dated = _deposits(node)
    share, taken, by_place = _recovered(node)
    return _Site(
        name=node.text("item") if node.path.endswith("]") else "",
        deposits=deposits,
        dated=dated,
        parameters=_decay(node),
        share=share,
        taken=taken,
        by_place=by_place,
    )


def _recovered(
    node: Node,
) -> tuple[Fraction, dict[int, Fraction], tuple[Fraction, ...]]:
    """Share of what is made, tonnes by year, tonnes by place in the years of decay."""
    found = node.find("recovery")
    if found is None:
        return Fraction(0), {}, ()
    place, unit = found
    if place.names:
        by_year = {
            int(y): _tonnes(n, unit) for y, n in place.members() if y.isdecimal()
        }
        return Fraction(0), by_year, ()
    if place.is_list:
        return Fraction(0), {}, tuple(_tonnes(n, unit) for n in place.items())
    if unit and unit not in {"%", "1", "‰"}:
        return Fraction(0), {}, (_tonnes(place, unit),)
    return _share(node, "recovery"), {}, ()


def _tonnes(node: Node, unit: str) -> Fraction:
    plain = unit or "t"
    return in_unit(node, plain, "tCH4" if "CH4" in plain else "t")


def _deposits(inputs: Node) -> tuple[list[YearMass], bool]:
    found = inputs.find("deposit")
    if found is None:
        inputs.child("W_t")
        return [], False
    node, unit = found
    unit = unit or "t"
    if node.names:
        by_year = [
            YearMass(year=int(year), tonnes=in_unit(each, unit, "t"))
            for year, each in node.members()
            if year.isdecimal()
        ]
        if by_year:
            return by_year, True
    start = inputs.first("start_year", "year0", "year")
    begin = 0 if start is None else int(start.number())
    listed = [
        YearMass(year=begin + index, tonnes=in_unit(each, unit, "t"))
        for index, each in enumerate(node.items())
    ]
    if not listed:
        msg = f"{node.path}: no deposit is there. Give tonnes, by year where several."
        raise BadInputError(msg, code="case.missing", path=node.path)
    return listed, start is not None


def _decay(inputs: Node) -> DecayParameters:
    start = inputs.first("first_decay_year", "delay_years")
    if inputs.first("delay_months") is not None:
        inputs.child("delay_months").number()
    return DecayParameters(
        doc=_share(inputs, "doc"),
        doc_f=_share(inputs, "doc_f"),
        mcf=_share(inputs, "mcf"),
        ch4_fraction=_share(inputs, "ch4_share"),
        k=_decay_rate(inputs),
        oxidation=_share(inputs, "landfill_ox", Fraction(0)),
        start=Fraction(1) if start is None else start.number(),
    )


def _decay_rate(inputs: Node) -> Fraction:
    """``k``, or ln 2 over ``half_life`` (IPCC 2006 V5 chapter 3.2.3)."""
    half = inputs.first("half_life")
    if half is None or "k" in inputs:
        return inputs.child("k").number()
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


def _share(node: Node, symbol: str, default: Fraction | None = None) -> Fraction:
    found = node.find(symbol)
    if found is None and default is not None:
        return default
    place, unit = found or (node.child(symbol), "")
    value = in_unit(place, unit or "1", "1")
    if not 0 <= value <= 1:
        msg = f"{place.path}: {place.value} is no share between 0 and 1."
        raise BadInputError(msg, code="case.share", path=place.path)
    return value
