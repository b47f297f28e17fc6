"""Parameters that a case leaves to the factor tables: one fuel, one closed set."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases import refusals
from dafeng.accounts.cases.item_names import code_of, set_of
from dafeng.accounts.cases.parameters import CC, NCV, Parameters
from dafeng.accounts.methods import methods_for
from dafeng.base.findings import Finding, Severity
from dafeng.base.places import place_tree
from dafeng.factors import MissingFactorError, Request, choose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dafeng.accounts.cases.activities import Activity
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.methods.records import Method
    from dafeng.factors import Choice, FactorBook

_PROVINCE_DIGITS = 2
REGIONS = ("CN", "World")
"""Where a case that names no place is taken to be."""


def year_of(root: Node, node: Node, book: FactorBook, code: str, chosen: str) -> int:
    """Return the year of a row, of its case, or the newest that its factors speak of.

    Parameters
    ----------
    chosen : str
        Set that binds the row; empty is any.
    """
    stated = node.first("year") or root.first("year")
    if stated is not None:
        return int(stated.number())
    begins = [
        row.valid_from
        for row in book.rows
        if row.code == code and row.valid_from and chosen in {"", row.factor_set}
    ]
    ends = [
        row.valid_to
        for row in book.rows
        if row.code == code and row.valid_to and chosen in {"", row.factor_set}
    ]
    return max(begins or ends or [2013])


def regions_of(root: Node, node: Node, book: FactorBook) -> tuple[str, ...]:
    """Return regions from the nearest to the widest, as the row or the case says."""
    keys = ("regions", "region", "place")
    stated = node.first(*keys) or root.first(*keys)
    named = [] if stated is None else [str(each.value) for each in stated.items()]
    within = {region.name: region.within for region in book.ordering.regions}
    within |= {
        region.name_zh: region.name
        for region in book.ordering.regions
        if region.name_zh != region.name
    }
    reached: list[str] = []
    for region in named:
        at = region if region in within else _province(region, within)
        while at and at not in reached:
            reached.append(at)
            at = within.get(at, "")
    return tuple(dict.fromkeys((*reached, *REGIONS)))


def _province(place: str, regions: Mapping[str, str]) -> str:
    """Return the region of the tables that a place lies in, or the place itself."""
    name = place
    if place.isdecimal() and len(place) >= _PROVINCE_DIGITS:
        code = f"{place[:_PROVINCE_DIGITS]}0000"
        name = place_tree().get(code).name if code in place_tree().rows else place
    return next((region for region in regions if name.startswith(region)), place)


def first_answer(
    methods: Sequence[Method], request: Request, book: FactorBook
) -> tuple[Method, Choice]:
    """Return the first method whose factors are there, with the factors.

    Raises
    ------
    MissingFactorError
        No method has its factors; this is what the first one misses.
    """
    missing = None
    for method in methods:
        try:
            asked = request_for(request, method)
            return method, choose(book, asked)
        except MissingFactorError as error:
            missing = missing or error
    if missing is not None:
        raise missing
    raise MissingFactorError(
        item=request.item, parameters=(), year=request.year, have=()
    )


def request_for(request: Request, method: Method) -> Request:
    """Ask for what a method needs, with everything else unchanged."""
    return Request(
        item=request.item,
        needs=method.needs,
        gas=method.gas,
        year=request.year,
        regions=request.regions,
        closed=method.closed,
        factor_set=request.factor_set,
    )


def packaged_parameters(
    root: Node, node: Node, activity: Activity, fuel: str, book: FactorBook
) -> tuple[str, Parameters]:
    """Return the id of the method and its parameters from the tables.

    A fuel that is not known, and a set that does not hold it, are findings.
    """
    refused = f"combustion.{activity.path}.stationary"
    code = code_of(book, fuel)
    if code is None:
        if not fuel:
            node.amount(*(CC if activity.path == "heat" else NCV), unit="1")
        place = f"{node.path}.fuel".strip(".")
        unknown = refusals.unknown_fuel(place, fuel, Severity.ERROR)
        return refused, Parameters(numbers={}, findings=(unknown,))
    chosen = set_of(
        book, node.text("set", "factor_set") or root.text("set", "factor_set")
    )
    request = Request(
        item=code,
        needs=(),
        gas="CO2",
        year=year_of(root, node, book, code, chosen),
        regions=regions_of(root, node, book),
        factor_set=chosen,
    )
    methods = methods_for("fuel.stationary", code, activity.unit)
    try:
        method, choice = first_answer(methods, request, book)
    except MissingFactorError as error:
        return refused, Parameters(numbers={}, findings=(missing(node.path, error),))
    numbers = {filled.need.symbol: Fraction(filled.value) for filled in choice.filled}
    return method.id, Parameters(
        numbers=numbers, source=sources(choice), findings=notes(node.path, choice)
    )


def sources(choice: Choice) -> str:
    """Ids of the rows that answered, in the order of the needs."""
    return ", ".join(filled.factor.id for filled in choice.filled)


def notes(path: str, choice: Choice) -> tuple[Finding, ...]:
    """Say what a reader should know of the rows that answered."""
    found = []
    if choice.estimate:
        rule = f"No row of the year: the estimate {choice.estimate} stands in for it."
        found.append(_note("factor.estimate", path, sources(choice), rule))
    if choice.unverified:
        rule = "Nobody has verified these rows; an official account needs a signature."
        named = ", ".join(choice.unverified)
        found.append(_note("factor.unverified", path, named, rule))
    return tuple(found)


def _note(code: str, path: str, value: str, rule: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        place=path,
        value=value,
        rule=rule,
        hint="State the parameters, or the year and set that they should come from.",
    )


def missing(path: str, error: MissingFactorError) -> Finding:
    """Say that the tables have no factor for a row."""
    return Finding(
        code=error.code,
        severity=Severity.ERROR,
        place=path,
        value=error.item,
        rule="A line needs all of its factors, from one set.",
        hint=str(error),
    )
