"""Methane of landfills by first-order decay, linear in each year's deposit.

A deposit of year ``x`` holds ``DDOCm = W DOC DOCf MCF`` of carbon that can decay. Decay
starts on 1 January of year ``x + 1`` (IPCC's default: six months after a deposit in the
middle of the year), so in year ``T``, of age ``n = T - x``,

    CH4 = DDOCm exp(-k (n - 1)) (1 - exp(-k)) F 16/12 (1 - OX),  n >= 1,

and nothing at age 0. The sum over all ages is the deposit's potential,
``DDOCm F 16/12 (1 - OX)``. :func:`landfill_methods` gives this as a method for one age;
:func:`first_order_decay` gives whole series, with any start of the decay.

The item says what was deposited, in which climate, on what site, joined by dots:
``MSW_FOOD.WET.MANAGED``. Waste is weighed wet, so ``DOC`` is always the content of wet
waste; ``WET`` and ``DRY`` are the climate that sets ``k`` (boreal and temperate:
:func:`climate`). Sites are those of IPCC 2019, table 3.1: ``MANAGED`` (anaerobic),
``MANAGED_WELL_S-A`` (semi-aerobic, well managed), ``UNMANAGED_DEEP``, and so on. Gas
that is recovered is a flow of its own, in t of CH4 with the site's oxidation as item
(``OX_MANAGED``): it takes ``R (1 - OX)`` away (equation 3.1).

Source: IPCC 2006 and 2019 Refinement, volume 5, chapter 3, equations 3.1 to 3.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import product

import attrs

from dafeng.accounts.formula import CH4_PER_C, Constant, Formula, exp, symbols
from dafeng.accounts.methods.records import Method
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.factors.records import Need

WASTES = (
    "MSW_FOOD",
    "MSW_GARDEN",
    "MSW_PAPER",
    "MSW_WOOD",
    "MSW_TEXTILES",
    "MSW_NAPPIES",
    "MSW_RUBBER",
    "MSW_PLASTICS",
    "MSW_METAL",
    "MSW_GLASS",
    "MSW_OTHER",
    "SLUDGE_DOM",
    "SLUDGE_IND",
)
"""Wastes with degradable carbon and a decay rate in the tables."""

SITES = (
    "MANAGED",
    "MANAGED_WELL_S-A",
    "MANAGED_POORLY_S-A",
    "MANAGED_WELL_A-A",
    "MANAGED_POORLY_A-A",
    "UNMANAGED_DEEP",
    "UNMANAGED_SHALLOW",
    "UNCHARACTERISED",
    "OPEN-DUMPED",
)
"""Kinds of site, by how much air reaches the waste."""

DEFAULT_START = Fraction(1)
"""Years from 1 January of the year of deposit to the start of its decay."""

_WARM = Decimal(20)
_EVEN = Decimal(1)
_SOURCE = "IPCC 2006 and 2019 Refinement, volume 5, chapter 3, equation"


class Climate(StrEnum):
    """Climate of a site, as the decay rates of boreal and temperate zones tell it."""

    WET = "WET"
    DRY = "DRY"


def climate(*, temperature: Decimal, precipitation_ratio: Decimal) -> Climate:
    """Climate of a site for the choice of ``k``.

    Parameters
    ----------
    temperature : Decimal, ℃
        Mean of the year.
    precipitation_ratio : Decimal
        Precipitation of a year over potential evapotranspiration.

    Raises
    ------
    BadInputError
        ``landfill.tropical``: the mean is above 20 ℃; the tables hold no rates for it.

    Source
    ------
    IPCC 2006, volume 5, table 3.3, notes.
    """
    if temperature > _WARM:
        msg = (
            f"A mean of {temperature} ℃ is tropical; the tables hold decay rates of "
            "boreal and temperate sites (up to 20 ℃). Add rows of table 3.3 first."
        )
        raise BadInputError(msg, code="landfill.tropical", temperature=str(temperature))
    return Climate.WET if precipitation_ratio > _EVEN else Climate.DRY


def landfill_item(waste: str, where: Climate, site: str) -> str:
    """Code of the item: what was deposited, in which climate, on what site."""
    return f"{waste}.{where.value}.{site}"


ITEM_CODES = tuple(
    landfill_item(*each) for each in product(WASTES, tuple(Climate), SITES)
)
"""Every item that the tables can answer."""


@cache
def landfill_methods(age: int, item: str) -> tuple[Method, ...]:
    """Methods for deposits of one item that are ``age`` years old.

    Parameters
    ----------
    age : int
        Year of the emission minus year of the deposit.
    item : str
        For example ``MSW_FOOD.WET.MANAGED``.

    Returns
    -------
    tuple of Method
        Tonnes of CH4 per tonne deposited: 0 at age 0, when nothing has begun to
        decay; empty before that, and for an item that the tables do not know.
    """
    return (_method(item, age),) if age >= 0 and item in ITEM_CODES else ()


def landfill_method(identifier: str) -> Method:
    """Method of one item and age by its id, ``landfill.MSW_FOOD.WET.MANAGED.7``.

    Raises
    ------
    NotFoundError
        ``method.unknown``: the id names no item, or no age.
    """
    item, _, age = identifier.removeprefix("landfill.").rpartition(".")
    found = landfill_methods(int(age), item) if age.isdecimal() else ()
    if found and identifier == found[0].id:
        return found[0]
    msg = (
        f"No method {identifier!r}. Landfill methods are written "
        f"landfill.<item>.<age>, for example {_method(ITEM_CODES[0], 1).id}."
    )
    raise NotFoundError(msg, code="method.unknown", method=identifier)


def _method(item: str, age: int) -> Method:
    waste, where, site = item.split(".")
    doc, doc_f, mcf, share, rate, ox = symbols("DOC DOCf MCF F k OX")
    decayed = _decayed(rate, age)
    return Method(
        id=f"landfill.{item}.{age}",
        flow="waste.landfill",
        gas="CH4",
        unit="t",
        formula=doc * doc_f * mcf * decayed * share * CH4_PER_C * (1 - ox),
        needs=(
            Need(symbol="DOC", parameter="doc", unit="tC/t", code=f"DOC_{waste}_WET"),
            Need(symbol="DOCf", parameter="doc_f", unit="1", code=f"DOCF_{waste}"),
            Need(symbol="MCF", parameter="mcf", unit="1", code=f"MCF_{site}"),
            Need(
                symbol="k",
                parameter="k",
                unit="1/a",
                code=f"K_{waste}_{where}_BOREAL_TEMPERATE",
            ),
            Need(symbol="F", parameter="ch4_fraction", unit="m3/m3", code="LFG_F"),
            Need(symbol="OX", parameter="ox", unit="1", code=f"OX_{site}"),
        ),
        closed=False,
        source=f"{_SOURCE}s 3.1, 3.2, 3.4 to 3.6; decay starts in the year after",
    )


def _decayed(rate: Formula, age: int) -> Formula:
    if age == 0:
        return Constant(Fraction(0))
    first = 1 - exp(-rate)
    return first if age == 1 else exp(-(rate * (age - 1))) * first


_RECOVERED = Method(
    id="landfill.recovered",
    flow="waste.landfill-recovered",
    gas="CH4",
    unit="t",
    formula=1 - symbols("OX")[0],
    needs=(Need(symbol="OX", parameter="ox", unit="1"),),
    source=f"{_SOURCE} 3.1: what is recovered does not reach the cover",
)

METHODS = (*(_method(item, 1) for item in ITEM_CODES), _RECOVERED)
"""What a deposit emits in its first year of decay, and what recovery takes away."""

ITEMS = {
    **{f"landfill.{item}.1": (item,) for item in ITEM_CODES},
    _RECOVERED.id: tuple(f"OX_{site}" for site in SITES),
}


@attrs.frozen(kw_only=True)
class YearMass:
    """Tonnes of a calendar year: of waste deposited, or of CH4 recovered."""

    year: int
    tonnes: Fraction


@attrs.frozen(kw_only=True)
class DecayParameters:
    """What a deposit's decay is made with.

    Attributes
    ----------
    doc, doc_f, mcf, ch4_fraction, oxidation : Fraction
        Shares of 1: degradable carbon of wet waste, what of it decays, how much of
        the site is without air, CH4 in the gas by volume, what the cover oxidises.
    k : Fraction, 1/a
    start : Fraction, years
        From 1 January of the year of deposit to the start of the decay. 1 is IPCC's
        default; waste that reacts a month after a deposit in mid-year has 7/12.
    """

    doc: Fraction
    doc_f: Fraction
    mcf: Fraction
    ch4_fraction: Fraction
    k: Fraction
    oxidation: Fraction = Fraction(0)
    start: Fraction = DEFAULT_START


@attrs.frozen(kw_only=True)
class DecayYear:
    """One year of a landfill, in tonnes: carbon that decayed, CH4 made and emitted."""

    year: int
    decayed_carbon: Fraction
    generated: Fraction
    recovered: Fraction
    emitted: Fraction


def degradable_carbon(tonnes: Fraction, parameters: DecayParameters) -> Fraction:
    """Carbon of a deposit that can decay without air, in tonnes (equation 3.2)."""
    return tonnes * parameters.doc * parameters.doc_f * parameters.mcf


def methane_potential(tonnes: Fraction, parameters: DecayParameters) -> Fraction:
    """CH4 that a deposit makes in all years together, in tonnes (equation 3.3)."""
    carbon = degradable_carbon(tonnes, parameters)
    return carbon * parameters.ch4_fraction * CH4_PER_C.number


def decayed_share(age: int, parameters: DecayParameters) -> Fraction:
    """Share of a deposit's degradable carbon that decays at an age, in 0 to 1."""
    return _left(age, parameters) - _left(age + 1, parameters)


def first_order_decay(
    deposits: Sequence[YearMass],
    parameters: DecayParameters,
    years: Sequence[int],
    recovered: Sequence[YearMass] = (),
) -> tuple[DecayYear, ...]:
    """CH4 of a landfill year by year.

    Parameters
    ----------
    deposits : sequence of YearMass, t of wet waste
        At least 0 each; two of one year add up.
    parameters : DecayParameters
    years : sequence of int
        Years that are asked for.
    recovered : sequence of YearMass, t of CH4

    Returns
    -------
    tuple of DecayYear, one per year asked for, in that order
        Exact but for exponentials, which have 40 digits.

    Raises
    ------
    BadInputError
        ``landfill.negative``: a deposit or a recovery is negative;
        ``landfill.recovery``: more is recovered in a year than was made.

    Source
    ------
    IPCC 2006, volume 5, chapter 3, equations 3.1 to 3.6; annex 3A1, delay time, for a
    start of the decay other than 1 January of the next year.
    """
    for each in (*deposits, *recovered):
        if each.tonnes < 0:
            msg = f"{each.tonnes} t in {each.year} is negative. State what came in."
            raise BadInputError(msg, code="landfill.negative", year=each.year)
    return tuple(_decay_year(deposits, parameters, year, recovered) for year in years)


def _decay_year(
    deposits: Sequence[YearMass],
    parameters: DecayParameters,
    year: int,
    recovered: Sequence[YearMass],
) -> DecayYear:
    carbon = sum(
        (
            degradable_carbon(each.tonnes, parameters)
            * decayed_share(year - each.year, parameters)
            for each in deposits
        ),
        Fraction(0),
    )
    made = carbon * parameters.ch4_fraction * CH4_PER_C.number
    taken = sum((each.tonnes for each in recovered if each.year == year), Fraction(0))
    if taken > made:
        msg = (
            f"{float(taken):.6g} t CH4 recovered in {year}, but {float(made):.6g} t "
            "were made. Check the meter, or the deposits of earlier years."
        )
        raise BadInputError(msg, code="landfill.recovery", year=year)
    return DecayYear(
        year=year,
        decayed_carbon=carbon,
        generated=made,
        recovered=taken,
        emitted=(made - taken) * (1 - parameters.oxidation),
    )


def _left(years: int, parameters: DecayParameters) -> Fraction:
    waited = years - parameters.start
    if waited <= 0:
        return Fraction(1)
    return exp(Constant(-parameters.k * waited)).value({})
