"""Findings: what is wrong with data, said in one shape by every room."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import attrs


class Severity(StrEnum):
    """How much a finding weighs."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@attrs.frozen(kw_only=True)
class Finding:
    """One thing that a reader should look at; nothing is repaired silently.

    Attributes
    ----------
    code : str
        Stable key such as ``target.no_year``.
    severity : Severity
        ``ERROR`` blocks (exit code 1), the others do not.
    place : str
        Where: a clause id (``三(一)1``), a cell (``Sheet2!D14``), a file.
    value : str
        What stands there, as found.
    rule : str
        The rule that it breaks, one sentence.
    hint : str
        What to do.
    span : tuple of int, int, or None
        ``[start, end)`` in code points of the document's text, where there is one.
    """

    code: str
    severity: Severity = attrs.field(converter=Severity)
    place: str = ""
    value: str = ""
    rule: str = ""
    hint: str = ""
    span: tuple[int, int] | None = None


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding blocks."""
    return any(f.severity is Severity.ERROR for f in findings)
