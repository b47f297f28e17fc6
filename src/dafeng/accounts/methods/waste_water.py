"""Waste water: methane of its organic load, nitrous oxide of its nitrogen.

The unit tells the activity: ``t`` is the organic load that enters a treatment or a
river in a year, BOD for ``waste.sewage`` and COD for ``waste.effluent``; ``tN`` is the
nitrogen that enters; ``人`` is people whose sewage goes that way, with the BOD of a
head. The item is the code of the treatment or receiving water: ``MCF_…`` with ``t`` and
``人``, ``N2O_…`` with ``tN``. ``CN_DOM_MCF`` is the guide's national mean, and
``CN_DOM_COD`` the same for a load stated as COD, with the guide's BOD/COD of North
China.

Load that leaves as sludge (``…-sludge``, same items) and methane that is recovered
(``…-recovered``, item ``CH4``, t of CH4) are flows of their own that take away:
``CH4 = (TOW - S) B0 MCF - R``. People count with their own load alone; industry's load
in the same sewer is an activity of its own.
"""

from __future__ import annotations

from fractions import Fraction

from dafeng.accounts.formula import N2O_PER_N, Constant, Formula, symbols
from dafeng.accounts.methods.records import Method
from dafeng.factors.records import Need

_TREATED = (
    "COLL_TREAT_AEROB_CENTRALISED_INDUSTRY",
    "COLL_TREAT_AEROB_CENTRALISED_PRIMARY",
    "COLL_TREAT_AEROB_CENTRALISED_PRIMARY-AND-DIGEST",
    "COLL_TREAT_AEROB_CENTRALISED_WO-PRIMARY",
    "COLL_TREAT_AEROB_CENTRALISED_PRIMARY_SECONDARY",
    "COLL_TREAT_AEROB_CENTRALISED_PRIMARY-AND-DIGEST_SECONDARY",
    "COLL_TREAT_AEROB_CENTRALISED_PRIMARY_SECONDARY-TERTIARY",
    "COLL_TREAT_AEROB_CENTRALISED_PRIMARY-AND-DIGEST_SECONDARY-TERTIARY",
    "COLL_TREAT_ANAEROB_A-LAGOONS",
    "COLL_TREAT_ANAEROB_F-LAGOONS",
    "COLL_TREAT_ANAEROB_A-REACTORS",
    "UNCOLL_SEPTIC-TANKS",
    "UNCOLL_SEPTIC-SYSTEM",
    "UNCOLL_LATRINES_SMALL",
    "UNCOLL_LATRINES_COMMUNAL",
    "UNCOLL_LATRINES_WET",
    "UNCOLL_UNTREATED",
    "FRESHWATER_AQUATIC_TIER1",
)

LOADS = tuple(
    f"MCF_{name}"
    for name in (
        *_TREATED,
        "COLL_UNTREAT_SEWERS-FLOWING_CLOSED",
        "COLL_UNTREAT_SEWERS-FLOWING_OPEN",
        "COLL_UNTREAT_SEWER-STAGNANT",
        "FRESHWATER_AQUATIC_OTHER_TIER2",
        "FRESHWATER_AQUATIC_LAKES_TIER2",
    )
)
"""Treatments and waters with a methane correction factor."""

NITROGEN = tuple(f"N2O_{name}" for name in (*_TREATED, "COLL_TREAT_ANAEROB_C-WETLANDS"))
"""Treatments and waters with a factor of nitrous oxide."""

DAYS = 365
"""Days of a year, as equation 6.3 counts them, leap year or not."""

_BOD, _B0, _MCF, _EF, _RATIO = symbols("BOD B0 MCF EF r")
_METHANE = "IPCC 2006 and 2019 Refinement, volume 5, chapter 6, equations"
_GUIDE = "省级温室气体清单编制指南 (2011), chapter 废弃物处理"
_PERSON = Need(symbol="BOD", parameter="bod", unit="t/(人*d)", code="BOD_PERCAP")


def _b0(load: str) -> Need:
    return Need(symbol="B0", parameter="b0", unit="tCH4/t", code=f"B0_{load}")


_MEAN = Need(symbol="MCF", parameter="guide_default", unit="1", code="CN_DOM_MCF")
_OWN = Need(symbol="MCF", parameter="mcf", unit="1")


def _methane(
    name: str, flow: str, unit: str, formula: Formula, needs: tuple[Need, ...]
) -> Method:
    return Method(
        id=f"waste_water.{name}",
        flow=f"waste.{flow}",
        gas="CH4",
        unit=unit,
        formula=formula,
        needs=needs,
        closed=False,
        source=f"{_METHANE} 6.1 to 6.3 (sewage), 6.4 to 6.6 (industry)",
    )


def _by_load(flow: str, load: str) -> Method:
    return _methane(f"{flow}.load", flow, "t", _B0 * _MCF, (_b0(load), _OWN))


def _guide(name: str, flow: str, formula: Formula, needs: tuple[Need, ...]) -> Method:
    return Method(
        id=f"waste_water.{flow}.{name}",
        flow=f"waste.{flow}",
        gas="CH4",
        unit="t",
        formula=formula,
        needs=needs,
        closed=False,
        source=f"{_GUIDE}: sewage; B0 of IPCC 2006",
    )


def _oxide(name: str, flow: str, need: Need, source: str) -> Method:
    return Method(
        id=f"waste_water.{name}",
        flow=f"waste.{flow}",
        gas="N2O",
        unit="tN",
        formula=_EF * N2O_PER_N,
        needs=(need,),
        source=source,
    )


def _recovered(flow: str) -> Method:
    return Method(
        id=f"waste_water.{flow}",
        flow=f"waste.{flow}",
        gas="CH4",
        unit="t",
        formula=Constant(Fraction(1)),
        needs=(),
        source=f"{_METHANE} 6.1 and 6.4: R",
    )


_COD_MEAN = (
    Need(symbol="r", parameter="guide_default", unit="1", code="CN_BODCOD_NC"),
    _b0("BOD"),
    _MEAN,
)
_NITROGEN = Need(symbol="EF", parameter="ef_n2o_n", unit="1")
_OXIDE = (
    "2019 Refinement, volume 5, chapter 6, equations 6.7 to 6.10 (sewage), 6.11 to "
    "6.13 (industry); table 6.8A"
)

_SEWAGE = ("sewage", "sewage-sludge")
_EFFLUENT = ("effluent", "effluent-sludge")
_WITH_OWN = (
    *(_by_load(flow, "BOD") for flow in _SEWAGE),
    *(_by_load(flow, "COD") for flow in _EFFLUENT),
    _methane(
        "sewage.people",
        "sewage",
        "人",
        _BOD * DAYS * _B0 * _MCF,
        (_PERSON, _b0("BOD"), _OWN),
    ),
)
_WITH_MEAN = tuple(
    _guide("mean", flow, _B0 * _MCF, (_b0("BOD"), _MEAN)) for flow in _SEWAGE
)
_WITH_COD = tuple(
    _guide("cod", flow, _RATIO * _B0 * _MCF, _COD_MEAN) for flow in _SEWAGE
)
_OF_NITROGEN = tuple(
    _oxide(f"{flow}.nitrogen", flow, _NITROGEN, _OXIDE)
    for flow in ("sewage", "effluent")
)
_OF_GUIDE = _oxide(
    "sewage.nitrogen.guide",
    "sewage",
    Need(symbol="EF", parameter="guide_default", unit="1", code="CN_WW_N2O"),
    _GUIDE,
)
_OF_RECOVERY = tuple(map(_recovered, ("sewage-recovered", "effluent-recovered")))

METHODS = (
    *_WITH_OWN,
    *_WITH_MEAN,
    *_WITH_COD,
    *_OF_NITROGEN,
    _OF_GUIDE,
    *_OF_RECOVERY,
)
"""Methane by load and by head, nitrous oxide by nitrogen, and what is recovered."""

ITEMS = {
    **{method.id: LOADS for method in _WITH_OWN},
    **{method.id: ("CN_DOM_MCF",) for method in _WITH_MEAN},
    **{method.id: ("CN_DOM_COD",) for method in _WITH_COD},
    **{method.id: NITROGEN for method in _OF_NITROGEN},
    _OF_GUIDE.id: ("CN_WW_N2O",),
    **{method.id: ("CH4",) for method in _OF_RECOVERY},
}
