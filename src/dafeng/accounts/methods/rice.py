"""Methane of flooded rice, by area harvested.

The activity is the area of a season, in ha: two harvests of one field are two areas.
The item is the kind of rice and where it grows, as the provincial guide has them:
``CN_RICE_SINGLE_NORTH``. Nitrous oxide of the nitrogen brought on rice belongs to the
soils (``EF1_RICE_…``).
"""

from __future__ import annotations

from dafeng.accounts.formula import Symbol
from dafeng.accounts.methods.records import Method
from dafeng.factors.records import Need

METHODS = (
    Method(
        id="rice.season",
        flow="farming.rice",
        gas="CH4",
        unit="ha",
        formula=Symbol("EF"),
        needs=(Need(symbol="EF", parameter="ef_rice", unit="tCH4/ha"),),
        source="IPCC 2006, volume 4, equation 5.1, with the season's factor of "
        "省级温室气体清单编制指南 (2011), chapter 农业",
    ),
)
"""Area times factor of a season."""
