"""Cases in friendly JSON, as ``dafeng allocate --input`` takes them.

The shape stands in ``docs/methods/allocation.md``. Numbers are JSON numbers, read as
exact decimals; fields that are not known are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from dafeng.assessment.allocation.case_nodes import Node, parse_json
from dafeng.assessment.allocation.errors import AllocationError
from dafeng.assessment.allocation.records import (
    AllocationCase,
    Band,
    Budget,
    CarbonWay,
    Direction,
    Driver,
    DroppedYear,
    FuelFactor,
    FuelUse,
    Index,
    Ingredient,
    NamedFigure,
    Parameters,
    Party,
    PartyKind,
    Replacement,
    Spread,
    Stake,
    YearFigure,
)
from dafeng.sheets import read_file

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 20 * 1024 * 1024

CASE_FIELDS = (
    "place",
    "title",
    "year",
    "base_year",
    "energy",
    "carbon",
    "rule",
    "parameters",
    "parties",
    "synthetic",
)
BUDGET_FIELDS = ("total", "reserve", "reserve_share", "step", "unit")
PARAMETER_FIELDS = (
    "years",
    "drop_lowest",
    "driver",
    "converge_by",
    "converge_year",
    "indices",
    "spread",
    "tilt",
    "mixture",
    "fuels",
    "replacements",
    "mix_year",
    "dirtier",
    "carbon_by",
)
PARTY_FIELDS = (
    "unit",
    "kind",
    "energy",
    "carbon",
    "value_added",
    "output",
    "population",
    "fuels",
    "band",
    "dropped_years",
    "figures",
)
STAKE_FIELDS = ("history", "lower", "upper", "fixed", "exempt", "benchmark")


def read_case(path: Path, *, rule: str = "") -> AllocationCase:
    """Read a case from a file; see :func:`case_from_json`.

    Raises
    ------
    BadInputError
        ``case.not_found`` and its like: the file cannot be read.
    AllocationError
        ``case.json``, ``case.fields``; the message begins with the file.
    """
    data = read_file(path, family="case", max_bytes=LARGEST_FILE)
    try:
        return case_from_json(data, rule=rule)
    except AllocationError as error:
        problems = [f"{path}: {error.problems[0]}", *error.problems[1:]]
        raise AllocationError(problems, code=error.code) from error


def case_from_json(data: bytes, *, rule: str = "") -> AllocationCase:
    """Read a case.

    Parameters
    ----------
    data : bytes
        One JSON object.
    rule : str
        Takes the place of the case's rule.

    Raises
    ------
    AllocationError
        ``case.json``: no JSON; ``case.fields``: a field is missing, unknown or of
        another kind. All of them are told, each with its path.
    """
    root = Node(parse_json(data), "", [])
    made = _case(root, rule)
    if root.problems:
        raise AllocationError(root.problems, code="case.fields")
    return made


def _case(root: Node, rule: str) -> AllocationCase:
    if not root.is_object:
        root = Node({}, "", root.problems)
        root.problems.append("The case is not an object: give {…}.")
    found = root.fields(*CASE_FIELDS)
    for name in ("year", "base_year", "parties", *(() if rule else ("rule",))):
        if name not in found:
            root.problems.append(f"{name}: is missing; a case needs it.")
    energy, carbon = found.get("energy"), found.get("carbon")
    parameters = found.get("parameters")
    parties = found.get("parties")
    return AllocationCase(
        place=_text(found, "place"),
        title=_text(found, "title"),
        year=found["year"].year() if "year" in found else 0,
        base_year=found["base_year"].year() if "base_year" in found else 0,
        energy=_budget(energy, "tce") if energy else None,
        carbon=_budget(carbon, "tCO2") if carbon else None,
        rule=rule or _text(found, "rule"),
        parameters=_parameters(parameters) if parameters else Parameters(),
        parties=tuple(map(_party, parties.items())) if parties else (),
        synthetic=found["synthetic"].flag() if "synthetic" in found else False,
    )


def _text(found: Mapping[str, Node], name: str) -> str:
    return found[name].text() if name in found else ""


def _number(found: Mapping[str, Node], name: str) -> Decimal | None:
    return found[name].number() if name in found else None


def _or_else(found: Mapping[str, Node], name: str, otherwise: Decimal) -> Decimal:
    return found[name].number() if name in found else otherwise


def _needed(node: Node, found: Mapping[str, Node], name: str) -> Decimal:
    if name not in found:
        node.problems.append(f"{node.path}.{name}: is missing; give a number.")
        return Decimal(0)
    return found[name].number()


def _budget(node: Node, unit: str) -> Budget:
    if not node.is_object:
        return Budget(total=node.number(), unit=unit)
    found = node.fields(*BUDGET_FIELDS)
    return Budget(
        total=_needed(node, found, "total"),
        reserve=_or_else(found, "reserve", Decimal(0)),
        reserve_share=_number(found, "reserve_share"),
        step=_or_else(found, "step", Decimal(1)),
        unit=found["unit"].text() if "unit" in found else unit,
    )


def _parameters(node: Node) -> Parameters:
    found = node.fields(*PARAMETER_FIELDS)
    given: dict[str, object] = {}
    if "years" in found:
        given["years"] = tuple(one.year() for one in found["years"].items())
    if "drop_lowest" in found:
        given["drop_lowest"] = found["drop_lowest"].integer()
    for name in ("converge_year", "mix_year"):
        if name in found:
            given[name] = found[name].year()
    for name in ("tilt", "dirtier"):
        if name in found:
            given[name] = found[name].number()
    for name in ("driver", "converge_by"):
        if name in found:
            given[name] = found[name].word(Driver)
    if "spread" in found:
        given["spread"] = found["spread"].word(Spread)
    if "carbon_by" in found:
        given["carbon_by"] = found["carbon_by"].word(CarbonWay)
    for name, read in (
        ("indices", _indices),
        ("mixture", _mixture),
        ("fuels", _fuel_factors),
        ("replacements", _replacements),
    ):
        if name in found:
            given[name] = read(found[name])
    return Parameters(**given)  # type: ignore[arg-type]


def _indices(node: Node) -> tuple[Index, ...]:
    return tuple(
        Index(name=name, direction=one.word(Direction))
        for name, one in node.children().items()
    )


def _mixture(node: Node) -> tuple[Ingredient, ...]:
    return tuple(
        Ingredient(rule=name, share=one.number())
        for name, one in node.children().items()
    )


def _fuel_factors(node: Node) -> tuple[FuelFactor, ...]:
    factors = []
    for name, one in node.children().items():
        if not one.is_object:
            factors.append(FuelFactor(fuel=name, factor=one.number()))
            continue
        found = one.fields("factor", "source")
        factors.append(
            FuelFactor(
                fuel=name,
                factor=_needed(one, found, "factor"),
                source=_text(found, "source"),
            )
        )
    return tuple(factors)


def _replacements(node: Node) -> tuple[Replacement, ...]:
    made = []
    for one in node.items():
        found = one.fields("fuel", "by", "share", "source")
        for name in ("fuel", "by"):
            if name not in found:
                one.problems.append(f"{one.path}.{name}: is missing; name a fuel.")
        made.append(
            Replacement(
                fuel=_text(found, "fuel"),
                by=_text(found, "by"),
                share=_needed(one, found, "share"),
                source=_text(found, "source"),
            )
        )
    return tuple(made)


def _party(node: Node) -> Party:
    found = node.fields(*PARTY_FIELDS)
    if "unit" not in found and node.is_object:
        node.problems.append(f"{node.path}.unit: is missing; name the party.")
    kind = found.get("kind")
    energy, carbon = found.get("energy"), found.get("carbon")
    fuels, band = found.get("fuels"), found.get("band")
    return Party(
        unit=_text(found, "unit"),
        kind=kind.word(PartyKind) if kind else PartyKind.TOWN,
        energy=_stake(energy) if energy else Stake(),
        carbon=_stake(carbon) if carbon else Stake(),
        value_added=_number(found, "value_added"),
        output=_number(found, "output"),
        population=_number(found, "population"),
        fuels=_fuels(fuels) if fuels else (),
        band=_band(band) if band else None,
        dropped_years=_dropped(found["dropped_years"])
        if "dropped_years" in found
        else (),
        figures=_named(found["figures"]) if "figures" in found else (),
    )


def _stake(node: Node) -> Stake:
    found = node.fields_or_years(*STAKE_FIELDS)
    stated = {name: one for name, one in found.items() if name.isdigit()}
    history = list(_by_year(stated))
    if "history" in found:
        history += _by_year(found["history"].children())
    return Stake(
        history=tuple(history),
        lower=_number(found, "lower"),
        upper=_number(found, "upper"),
        fixed=_number(found, "fixed"),
        exempt=_or_else(found, "exempt", Decimal(0)),
        benchmark=_number(found, "benchmark"),
    )


def _by_year(found: Mapping[str, Node]) -> tuple[YearFigure, ...]:
    return tuple(
        YearFigure(year=_year(name, one), value=one.number())
        for name, one in found.items()
    )


def _year(name: str, node: Node) -> int:
    year = int(name) if name.isascii() and name.isdigit() else 0
    if not 1900 <= year <= 2200:
        node.problems.append(f"{node.path}: {name!r} is not a year, such as 2025.")
    return year


def _fuels(node: Node) -> tuple[FuelUse, ...]:
    uses = []
    for name, one in node.children().items():
        if not one.is_object:
            uses.append(FuelUse(fuel=name, amount=one.number()))
            continue
        found = one.fields("amount", "factor")
        amount = _needed(one, found, "amount")
        factor = _number(found, "factor")
        uses.append(FuelUse(fuel=name, amount=amount, factor=factor))
    return tuple(uses)


def _band(node: Node) -> Band:
    found = node.fields("low", "high")
    return Band(
        low=_needed(node, found, "low"), high=_or_else(found, "high", Decimal(1))
    )


def _dropped(node: Node) -> tuple[DroppedYear, ...]:
    return tuple(
        DroppedYear(year=_year(name, one), ground=one.text())
        for name, one in node.children().items()
    )


def _named(node: Node) -> tuple[NamedFigure, ...]:
    return tuple(
        NamedFigure(name=name, value=one.number())
        for name, one in node.children().items()
    )
