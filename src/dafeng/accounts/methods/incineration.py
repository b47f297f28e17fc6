"""Burning of waste: fossil carbon dioxide, nitrous oxide, biogenic beside the total.

``waste.incineration`` burns to get rid of waste; ``waste.incineration-power`` sells
power or heat besides, which IPCC counts as energy (1A1a); ``waste.open-burning`` has
no plant.
The item is the waste and, for a plant, how it runs, joined by a dot:
``MSW_PLASTICS.CONTINUOUS``, ``CN_MSW.CONTINUOUS`` (mixed municipal waste of the
provincial guide), ``CN_HW.UNSPECIFIED`` (hazardous waste of the guide). Open burning
takes the waste alone: ``MSW_PLASTICS``. The activity is waste as it was weighed, in t.

The tables print the oxidation factor and nitrous oxide of municipal waste under the
code of plastics; IPCC gives one number for all municipal waste (tables 5.2 and 5.6),
and 1 for the oxidation of every waste in a plant. Only carbon of fossil origin counts.
The biogenic rest can be stated as ``waste.incineration-biogenic``, a memo that no total
counts.
"""

from __future__ import annotations

from dafeng.accounts.formula import CO2_PER_C, Formula, Symbol, symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors.records import Need

MUNICIPAL = (
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
)
"""Parts of municipal waste."""

OTHERS = (
    "ISW_FOOD",
    "ISW_TEXTILE",
    "ISW_WOOD",
    "ISW_PAPER",
    "ISW_PETROLEUM",
    "ISW_RUBBER",
    "ISW_CONSTRUCTION",
    "ISW_OTHER",
    "OW_CLINICAL",
    "OW_HAZARD",
    "SLUDGE_DOM",
    "SLUDGE_IND",
)
"""Industrial, clinical and hazardous waste, and sludge."""

PLANTS = ("CONTINUOUS", "SEMI-CONTINUOUS", "BATCH", "UNSPECIFIED")
"""How a plant runs."""

GUIDE = ("CN_MSW", "CN_HW")
"""Mixed wastes for which the provincial guide has all three parameters."""

_FLOWS = ("incineration", "incineration-power")
_DM, _CF, _FCF, _OF, _CCW, _EF = symbols("dm CF FCF OF CCW EF")
_CHAPTER = "IPCC 2006, volume 5, chapter 5"
_PLASTICS = "MSW_PLASTICS"


def _needs(waste: str, oxidation: str) -> tuple[Need, ...]:
    return (
        Need(symbol="dm", parameter="dry_matter", unit="tDM/t", code=f"DM_{waste}"),
        Need(
            symbol="CF",
            parameter="carbon_fraction_dm",
            unit="tC/tDM",
            code=f"CF_{waste}",
        ),
        Need(
            symbol="FCF",
            parameter="fossil_carbon_fraction",
            unit="1",
            code=f"FCF_{waste}",
        ),
        Need(
            symbol="OF",
            parameter="oxidation",
            unit="1",
            code=f"OF_{_PLASTICS}_{oxidation}",
        ),
    )


def _carbon(flow: str, waste: str, share: Formula, oxidation: str) -> Method:
    return Method(
        id=f"incineration.{flow}.{waste}",
        flow=f"waste.{flow}",
        gas="CO2",
        unit="t",
        formula=_DM * _CF * share * _OF * CO2_PER_C,
        needs=_needs(waste, oxidation),
        closed=False,
        source=f"{_CHAPTER}, equation 5.1; tables 2.4 to 2.6 and 5.2",
    )


def _guide(flow: str, waste: str, share: Formula) -> Method:
    named = (("CCW", "CCW"), ("FCF", "FCF"), ("EF", "EF"))
    return Method(
        id=f"incineration.{flow}.{waste}",
        flow=f"waste.{flow}",
        gas="CO2",
        unit="t",
        formula=_CCW * share * _EF * CO2_PER_C,
        needs=tuple(
            Need(
                symbol=symbol,
                parameter="guide_default",
                unit="1",
                code=f"{waste}_{name}",
            )
            for symbol, name in named
        ),
        source="省级温室气体清单编制指南 (2011), chapter 废弃物处理: incineration",
    )


def _oxide(flow: str, plant: str) -> Method:
    return Method(
        id=f"incineration.{flow}.n2o.{plant}",
        flow=f"waste.{flow}",
        gas="N2O",
        unit="t",
        formula=Symbol("EF"),
        needs=(
            Need(
                symbol="EF",
                parameter="ef",
                unit="tN2O/t",
                code=f"N2O_{_PLASTICS}_INC_{plant}",
            ),
        ),
        source=f"{_CHAPTER}, equation 5.5; 2019 Refinement, table 5.6",
    )


def plant_items(waste: str) -> tuple[str, ...]:
    """Items of one waste, one for each way that a plant runs."""
    return tuple(f"{waste}.{plant}" for plant in PLANTS)


_BIOGENIC = "incineration-biogenic"
_IN_PLANTS = tuple(
    (_carbon(flow, waste, share, "INC_UNSPECIFIED"), waste)
    for flow, share in (*((flow, _FCF) for flow in _FLOWS), (_BIOGENIC, 1 - _FCF))
    for waste in (*MUNICIPAL, *OTHERS)
)
_BY_GUIDE = tuple(
    (_guide(flow, waste, share), waste)
    for flow, share in (*((flow, _FCF) for flow in _FLOWS), (_BIOGENIC, 1 - _FCF))
    for waste in GUIDE
)
_IN_THE_OPEN = tuple(
    (_carbon("open-burning", waste, _FCF, "OPEN_BURN"), waste) for waste in MUNICIPAL
)
_OXIDES = tuple((_oxide(flow, plant), plant) for flow in _FLOWS for plant in PLANTS)

METHODS = tuple(
    method for method, _ in (*_IN_PLANTS, *_BY_GUIDE, *_IN_THE_OPEN, *_OXIDES)
)
"""Fossil CO2 of each waste, N2O of each way to run a plant, and the biogenic memo."""

ITEMS = {
    **{m.id: plant_items(waste) for m, waste in (*_IN_PLANTS, *_BY_GUIDE)},
    **{m.id: (waste,) for m, waste in _IN_THE_OPEN},
    **{
        m.id: tuple(f"{waste}.{plant}" for waste in (*MUNICIPAL, "CN_MSW"))
        for m, plant in _OXIDES
    },
}
