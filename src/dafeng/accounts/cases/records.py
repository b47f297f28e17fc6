"""The nouns of a case: what was computed, row by row, and how it compares."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, Union

import attrs

from dafeng.base.findings import has_errors

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

Value: TypeAlias = Union[  # noqa: UP007 - the alias names itself
    Decimal, int, str, None, tuple["Value", ...], Mapping[str, "Value"]
]
"""A figure, a text, nothing known, or several of them; JSON can hold it."""


@attrs.frozen(kw_only=True)
class CaseRow:
    """One computed figure.

    Attributes
    ----------
    name : str
        Fuel, region, material or step.
    written : str
        The formula with its numbers filled in.
    value : Decimal or None
        None where the row was refused.
    unit : str
    source : str
        Where its parameters come from: ``inline``, or ids of factor rows.
    """

    name: str
    written: str
    value: Decimal | None
    unit: str
    source: str = "inline"


@attrs.frozen(kw_only=True)
class Comparison:
    """A figure beside what the case expects.

    Attributes
    ----------
    name : str
        Key of the expectation, with the row or year behind it.
    expected, value : Value
    tolerance : str
        In words, for example ``abs 1E-9``.
    passed : bool
    """

    name: str
    expected: Value
    value: Value
    tolerance: str
    passed: bool


@attrs.frozen(kw_only=True)
class CaseResult:
    """What a case gives.

    Attributes
    ----------
    id, title, category : str
        As the case states them.
    kind : str
        Which computation answered, for example ``combustion``.
    values : mapping of str to Value
        Figures by the names that the case uses.
    rows : tuple of CaseRow
    findings : tuple of Finding
    comparisons : tuple of Comparison
        Empty when the case expects nothing.
    """

    id: str
    title: str
    category: str
    kind: str
    values: Mapping[str, Value]
    rows: tuple[CaseRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    comparisons: tuple[Comparison, ...] = ()

    @property
    def passed(self) -> bool | None:
        """Whether every expectation holds; None when there is none."""
        if not self.comparisons:
            return None
        return all(each.passed for each in self.comparisons)

    @property
    def blocked(self) -> bool:
        """Whether the shell is told that something is wrong.

        A case that expects its findings (data quality) blocks only when it fails.
        """
        if self.passed is None:
            return has_errors(self.findings)
        return not self.passed


@attrs.frozen(kw_only=True)
class Answer:
    """What one computation returns, before names and expectations are looked at.

    Attributes
    ----------
    kind : str
    values : mapping of str to Value
    rows : tuple of CaseRow
    findings : tuple of Finding
    per_row : tuple of Value
        One value for each row of the input, for an expectation that is a column.
    column : str
        Name of that column when the case gives none.
    """

    kind: str
    values: Mapping[str, Value] = attrs.field(factory=dict)
    rows: tuple[CaseRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    per_row: tuple[Value, ...] = ()
    column: str = ""
