"""Manure: methane and nitrous oxide by head, and what the nitrogen lost becomes.

By head: the item is the code of the animal's own factor, the activity the average
number of head over the year. ``MANURE_RABBIT`` and its like (IPCC) have methane alone;
``GB_MANURE_SWINE_NORTH`` and its like (livestock farms, by region) have methane and
direct nitrous oxide. Indirect nitrous oxide: the activity is the nitrogen lost from
houses and stores, in tN; the item says how it is lost: ``EF4_WET`` or ``EF4_DRY`` to
the air (by the climate where it comes down), ``EF5`` to water.
"""

from __future__ import annotations

from dafeng.accounts.formula import N2O_PER_N, Symbol
from dafeng.accounts.methods.records import Method
from dafeng.factors.records import Need

ANIMALS = ("DAIRY", "CATTLE", "BUFFALO", "SHEEP", "GOAT", "SWINE", "POULTRY")
"""Animals of the standard for livestock farms."""

REGIONS = ("NORTH", "NORTHEAST", "EAST", "SOUTH", "SOUTHWEST", "NORTHWEST")
"""华北, 东北, 华东, 中南, 西南 and 西北 of that standard."""

BUFFALO_REGIONS = ("EAST", "SOUTH", "SOUTHWEST")
"""Where it has numbers for buffalo."""

_EF = Symbol("EF")

METHODS = (
    Method(
        id="manure.methane",
        flow="farming.manure",
        gas="CH4",
        unit="头",
        formula=_EF,
        needs=(Need(symbol="EF", parameter="ef_manure", unit="tCH4/(头*a)"),),
        source="IPCC 2006, volume 4, equation 10.22; factors of the 2019 Refinement, "
        "table 10.15, or of GB/T 32151.22-2024, table C.7",
    ),
    Method(
        id="manure.oxide",
        flow="farming.manure",
        gas="N2O",
        unit="头",
        formula=_EF,
        needs=(Need(symbol="EF", parameter="ef_manure_n2o", unit="tN2O/(头*a)"),),
        source="GB/T 32151.22-2024, table C.10: direct nitrous oxide by region",
    ),
    Method(
        id="manure.indirect",
        flow="farming.manure-indirect",
        gas="N2O",
        unit="tN",
        formula=_EF * N2O_PER_N,
        needs=(Need(symbol="EF", parameter="ef_n2o_n", unit="1"),),
        source="IPCC 2019, volume 4, equations 10.28 and 10.29; table 11.3",
    ),
)
"""Two gases by head; indirect nitrous oxide by nitrogen lost."""

ITEMS = {
    "manure.oxide": tuple(
        f"GB_MANURE_{animal}_{region}"
        for animal in ANIMALS
        for region in (BUFFALO_REGIONS if animal == "BUFFALO" else REGIONS)
    ),
    "manure.indirect": ("EF4_WET", "EF4_DRY", "EF5"),
}
