"""Cases of electricity factors: change from year to year, and power times factor."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases.figures import figure, row
from dafeng.accounts.cases.records import Answer, CaseRow
from dafeng.accounts.formula import Constant, symbols
from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from dafeng.accounts.cases.nodes import Node
    from dafeng.accounts.cases.records import Value
    from dafeng.factors import FactorBook

_YEAR = re.compile(r"(?:f|ef|factor|v)?_?((?:19|20)\d\d)", re.IGNORECASE)
_OLD, _NEW = symbols("f0 f1")
_PERCENT = Constant(Fraction(100), text="100")
CHANGE = (_NEW - _OLD) / _OLD * _PERCENT


def holds_years(node: Node) -> bool:
    """Whether a row holds a factor for two years or more, or an old and a new one."""
    return len(_years(node)) > 1 or _ends(node) is not None


def factor_change(root: Node, inputs: Node, book: FactorBook) -> Answer:  # noqa: ARG001
    """Change of electricity factors, in percent of the earlier year.

    Rows hold ``region`` and a factor per year (``f2022``, ``f2023``); of more than two
    years the last two count.

    Returns
    -------
    Answer
        ``change_pct`` by region; the column of the case holds the same, row by row.
    """
    rows: list[CaseRow] = []
    by_region: dict[str, Value] = {}
    for index, node in enumerate(inputs.items()):
        years = _years(node)
        ends = _ends(node)
        if ends is None and len(years) < 2:
            msg = f"{node.path}: two years are needed, as in f2022 and f2023."
            raise BadInputError(msg, code="case.missing", path=node.path)
        if ends is None:
            *earlier, first, last = sorted(years)
            ends = (node.child(years[first]), node.child(years[last]))
            for year in earlier:
                node.child(years[year]).number()
        name = node.text("region", "item", default=str(index + 1))
        numbers = {"f0": ends[0].number(), "f1": ends[1].number()}
        if not numbers["f0"]:
            msg = f"{ends[0].path}: of a factor of 0 there is no change in percent."
            raise BadInputError(msg, code="case.number", path=ends[0].path)
        value, written = row(name, CHANGE, numbers, unit="%")
        rows.append(written)
        by_region[name] = figure(value)
    return Answer(
        kind="factor-change",
        values={"change_pct": by_region},
        rows=tuple(rows),
        per_row=tuple(each.value for each in rows),
        column="change_pct",
    )


def _ends(node: Node) -> tuple[Node, Node] | None:
    old = node.first("old", "previous", "before", "上年")
    new = node.first("new", "current", "after", "本年")
    return None if old is None or new is None else (old, new)


def _years(node: Node) -> dict[int, str]:
    found = {}
    for key in node.names:
        match = _YEAR.fullmatch(key)
        if match and key in node:
            found[int(match[1])] = key
    return found
