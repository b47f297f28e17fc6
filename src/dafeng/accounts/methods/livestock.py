"""Methane from the digestion of animals, by head.

The item is the code of the animal's own factor: ``ENTERIC_CATTLE_DAIRY`` (IPCC, Asia),
``CN_ENTERIC_SWINE`` (provincial guide, by way of keeping: intensive, household,
grazing) or ``GB_ENTERIC_DAIRY_BREEDING`` (standard for livestock farms, by stage of
life). The activity is the average number of head over the year, not the number on
one day and not the number slaughtered (IPCC 2006, volume 4, equation 10.1).
"""

from __future__ import annotations

from dafeng.accounts.formula import Symbol
from dafeng.accounts.methods.records import Method
from dafeng.factors.records import Need

METHODS = (
    Method(
        id="livestock.enteric",
        flow="farming.enteric",
        gas="CH4",
        unit="头",
        formula=Symbol("EF"),
        needs=(Need(symbol="EF", parameter="ef_enteric", unit="tCH4/(头*a)"),),
        source="IPCC 2006, volume 4, equation 10.19; factors of the 2019 Refinement, "
        "table 10.11, of 省级温室气体清单编制指南 (2011), chapter 农业, or of "
        "GB/T 32151.22-2024, table C.3",
    ),
)
"""One method: head times a factor per head and year."""
