"""Which function reckons which definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dafeng.indicators.records import Formula

_known: dict[str, Formula] = {}


def reckons(*definitions: str) -> Callable[[Formula], Formula]:
    """Say which definitions a function reckons; its arguments are their inputs."""

    def register(formula: Formula) -> Formula:
        for definition in definitions:
            _known[definition] = formula
        return formula

    return register


@cache
def formulas() -> Mapping[str, Formula]:
    """Return every function by the id of the definition that it reckons."""
    package = import_module("dafeng.indicators.functions")
    for module in iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return MappingProxyType(_known)
