"""The recipes: a formula each, in tonnes of its gas, and the symbols that it needs."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.formula import (
    CH4_PER_C,
    CO2_PER_C,
    N2O_PER_N,
    Constant,
    Formula,
    symbols,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_ONE = Fraction(1)
_KG = Constant(Fraction(1000), text="1000")
_WHOLE = Constant(_ONE, text="1")


@attrs.frozen(kw_only=True)
class Recipe:
    """One product of stated numbers.

    Attributes
    ----------
    name : str
    gas : str
        Empty: the row names it.
    needs : tuple of str
        Symbols of ``data/words.csv``; ``amount`` is the mass of a row.
    optional : mapping of str to Fraction
        Symbols with what they are where they are left out.
    formula : Formula
        Tonnes of the gas, from numbers in the units of ``data/words.csv``.
    """

    name: str
    gas: str
    needs: tuple[str, ...]
    optional: Mapping[str, Fraction] = attrs.field(factory=dict)
    formula: Formula


_HEADS, _ENTERIC, _MANURE = symbols("heads ef_enteric ef_manure")
_NEX, _MS, _EF3 = symbols("nex ms ef3")
_N, _EF1, _EF4, _EF5 = symbols("nitrogen ef1 ef4 ef5")
_GAS, _LEACH = symbols("frac_gas frac_leach")
_CROP, _RATIO, _BURNED = symbols("production residue_ratio burned_share")
_DRY, _COMBUSTED = symbols("dry_share combustion_share")
_STRAW_CH4, _STRAW_N2O = symbols("ef_straw_ch4 ef_straw_n2o")
_UREA, _EF_UREA = symbols("urea ef_urea")
_CHARGE, _LEAK = symbols("charge leak")
_PEOPLE, _PROTEIN, _NPR = symbols("people protein f_npr")
_NON_CON, _IND_COM, _SLUDGE, _EFFLUENT = symbols(
    "f_non_con f_ind_com n_sludge ef_effluent"
)
_MSW, _TO_SITE, _MCF, _DOC, _DOC_F = symbols("msw msw_share mcf doc doc_f")
_CH4, _R, _OX = symbols("ch4_share landfill_r landfill_ox")
_AMOUNT, _EF, _DUST, _CULLET = symbols("amount ef_carbonate dust cullet")
_VEHICLES, _KM, _EF_KM = symbols("vehicles km ef_km")
_STRAW = _CROP * _RATIO * _BURNED * _DRY * _COMBUSTED
_STRAW_NEEDS = ("production", "residue_ratio", "burned_share", "combustion_share")

RECIPES = (
    Recipe(
        name="enteric",
        gas="CH4",
        needs=("heads", "ef_enteric"),
        formula=_HEADS * _ENTERIC / _KG,
    ),
    Recipe(
        name="manure",
        gas="CH4",
        needs=("heads", "ef_manure"),
        formula=_HEADS * _MANURE / _KG,
    ),
    Recipe(
        name="manure",
        gas="N2O",
        needs=("heads", "nex", "ef3"),
        optional={"ms": _ONE},
        formula=_HEADS * _NEX * _MS * _EF3 * N2O_PER_N / _KG,
    ),
    Recipe(
        name="direct",
        gas="N2O",
        needs=("nitrogen", "ef1"),
        formula=_N * _EF1 * N2O_PER_N,
    ),
    Recipe(
        name="indirect",
        gas="N2O",
        needs=("nitrogen", "frac_gas", "ef4"),
        formula=_N * _GAS * _EF4 * N2O_PER_N,
    ),
    Recipe(
        name="indirect",
        gas="N2O",
        needs=("nitrogen", "frac_leach", "ef5"),
        formula=_N * _LEACH * _EF5 * N2O_PER_N,
    ),
    Recipe(
        name="straw",
        gas="CH4",
        needs=(*_STRAW_NEEDS, "ef_straw_ch4"),
        optional={"dry_share": _ONE},
        formula=_STRAW * _STRAW_CH4 / _KG,
    ),
    Recipe(
        name="straw",
        gas="N2O",
        needs=(*_STRAW_NEEDS, "ef_straw_n2o"),
        optional={"dry_share": _ONE},
        formula=_STRAW * _STRAW_N2O / _KG,
    ),
    Recipe(
        name="urea",
        gas="CO2",
        needs=("urea", "ef_urea"),
        formula=_UREA * _EF_UREA * CO2_PER_C,
    ),
    Recipe(
        name="leak",
        gas="",
        needs=("charge", "leak"),
        formula=_CHARGE * _LEAK / _KG,
    ),
    Recipe(
        name="effluent",
        gas="N2O",
        needs=("people", "protein", "f_npr", "ef_effluent"),
        optional={"f_non_con": _ONE, "f_ind_com": _ONE, "n_sludge": Fraction(0)},
        formula=(_PEOPLE * _PROTEIN * _NPR * _NON_CON * _IND_COM - _SLUDGE)
        * _EFFLUENT
        * N2O_PER_N
        / _KG,
    ),
    Recipe(
        name="landfill",
        gas="CH4",
        needs=("msw", "msw_share", "mcf", "doc", "doc_f", "ch4_share"),
        optional={"landfill_r": Fraction(0), "landfill_ox": Fraction(0)},
        formula=(_MSW * _TO_SITE * _MCF * _DOC * _DOC_F * _CH4 * CH4_PER_C - _R)
        * (_WHOLE - _OX),
    ),
    Recipe(
        name="product",
        gas="CO2",
        needs=("amount", "ef_carbonate", "dust"),
        formula=_AMOUNT * _EF * _DUST,
    ),
    Recipe(
        name="glass",
        gas="CO2",
        needs=("amount", "ef_carbonate", "cullet"),
        formula=_AMOUNT * _EF * (_WHOLE - _CULLET),
    ),
    Recipe(
        name="vehicles",
        gas="CO2",
        needs=("vehicles", "km", "ef_km"),
        formula=_VEHICLES * _KM * _EF_KM / _KG,
    ),
)
"""In the order in which their rows are shown."""
