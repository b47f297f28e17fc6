"""Between a case's decimals and the floats of statistics: there and back."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases.figures import figure

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value

_TEXTS = {"layout", "path", "name", "names", "factors", "method"}


def plain_case(root: Node) -> dict[str, object]:
    """Return a case with the numbers of its inputs as floats, text numbers too."""
    case = {name: node.value for name, node in root.members()}
    if "inputs" in case:
        case["inputs"] = _plain(root.child("inputs"))
    return case


def told_values(told: Mapping[str, object]) -> dict[str, Value]:
    """Return what statistics told, with its floats as figures."""
    return {str(name): _value(each) for name, each in told.items()}


def _value(told: object) -> Value:
    if isinstance(told, Mapping):
        return told_values(told)
    if isinstance(told, list | tuple):
        return tuple(_value(each) for each in told)
    if isinstance(told, float):
        return figure(Fraction(told))
    return told if isinstance(told, int | str) else None


def _plain(node: Node) -> object:
    if node.names:
        return {
            name: each.value if name in _TEXTS else _plain(each)
            for name, each in node.members()
        }
    if node.is_list:
        return [_plain(each) for each in node.items()]
    if isinstance(node.value, bool) or _is_word(node.value):
        return node.value
    return float(node.number())


def _is_word(value: object) -> bool:
    return isinstance(value, str) and not value.strip().lstrip("+-.")[:1].isdigit()
