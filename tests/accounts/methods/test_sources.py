"""Every flow that emits has a method, or the page of sources says why it has none."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dafeng.accounts.catalogue import flows
from dafeng.accounts.methods import SOURCES, method, methods_for
from dafeng.accounts.records import Scope
from dafeng.base.units import parse_unit
from dafeng.factors import MissingFactorError, factor_book
from tests.accounts.methods.answering import coefficient

if TYPE_CHECKING:
    from dafeng.accounts.methods.records import Method

PAGE = Path(__file__).parents[3] / "docs" / "methods" / "sources.md"
OWN = (
    "livestock",
    "manure",
    "soils",
    "rice",
    "straw",
    "landfill",
    "incineration",
    "biological",
    "waste_water",
    "fgas",
    "forest",
)
MODULES = [import_module(f"dafeng.accounts.methods.{name}") for name in OWN]
METHODS = [method for module in MODULES for method in module.METHODS]
ITEMS = {
    name: items
    for module in MODULES
    for name, items in getattr(module, "ITEMS", {}).items()
}


def between(begin: str, end: str) -> str:
    return PAGE.read_text(encoding="utf-8").partition(begin)[2].partition(end)[0]


def awaited(code: str) -> bool:
    named = re.findall(
        r"`([A-Z][A-Z0-9_]+)(…?)`", between("may not hold yet", "left out")
    )
    return any(code.startswith(name) if more else code == name for name, more in named)


def every_method_of_all_sources() -> list[str]:
    modules = (import_module(f"dafeng.accounts.methods.{name}") for name in SOURCES)
    return [each.flow for module in modules for each in module.METHODS]


def test_every_flow_that_emits_has_a_method_or_is_a_known_gap() -> None:
    emitting = {
        code
        for code, flow in flows().items()
        if flow.scope in {Scope.DIRECT, Scope.SINK}
    }
    without = emitting - set(every_method_of_all_sources())
    gaps = re.findall(
        r"^- `([a-z.-]+)`", between("without a method", "Rows that"), re.M
    )
    assert without == set(gaps)


def test_every_method_serves_a_flow_of_the_list() -> None:
    assert {each.flow for each in METHODS} <= set(flows())


def test_every_flow_of_these_sources_stands_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for flow in {each.flow for each in METHODS}:
        stem, _, tail = flow.partition("-")
        assert f"`{flow}`" in text or (f"`{stem}`" in text and f"-{tail}`" in text)


def test_all_these_sources_are_collected() -> None:
    assert set(OWN) <= set(SOURCES)
    assert all(method(each.id) == each for each in METHODS)


def test_every_item_of_a_list_belongs_to_a_method() -> None:
    assert set(ITEMS) <= {each.id for each in METHODS}


def test_a_formula_has_a_need_for_every_symbol_and_no_other() -> None:
    for each in METHODS:
        assert {need.symbol for need in each.needs} == set(each.formula.symbols())
        assert each.source


def test_units_of_activities_and_needs_are_units() -> None:
    units = {each.unit for each in METHODS}
    units |= {need.unit for each in METHODS for need in each.needs}
    assert {parse_unit(unit).symbol for unit in units}


def named_rows(each: Method) -> set[tuple[str, str]]:
    listed = {
        (item, need.parameter)
        for item in ITEMS.get(each.id, ())
        for need in each.needs
        if not need.code
    }
    return listed | {(need.code, need.parameter) for need in each.needs if need.code}


def test_needs_name_rows_of_the_tables_or_rows_that_the_page_awaits() -> None:
    have = {(row.code, row.parameter) for row in factor_book().rows}
    asked = {row for each in METHODS for row in named_rows(each)}
    assert [row for row in sorted(asked - have) if not awaited(row[0])] == []


def test_every_listed_item_has_an_answer_unless_its_rows_are_awaited() -> None:
    silent = []
    elsewhere = {f"CN_EF1_{zone}" for zone in ("I", "II", "IV", "V", "VI")}
    for each in METHODS:
        for item in sorted(set(ITEMS.get(each.id, ())) - elsewhere):
            assert each in methods_for(each.flow, item, each.unit)
            try:
                coefficient(each, item)
            except MissingFactorError:
                silent.append(item)
    assert [item for item in silent if not awaited(item)] == []


def test_items_of_the_animals_tables_are_all_served() -> None:
    unit = "头"
    served = {
        "ef_enteric": "farming.enteric",
        "ef_manure": "farming.manure",
        "ef_manure_n2o": "farming.manure",
    }
    for row in factor_book().rows:
        if row.parameter in served:
            found = methods_for(served[row.parameter], row.code, unit)
            assert row.gas in {each.gas for each in found}
