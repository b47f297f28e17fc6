"""Formulas of virtual meters: ``M1 + M2 - 0.5*M3``."""

from __future__ import annotations

import re
from fractions import Fraction

import attrs

from dafeng.base.findings import Finding, Severity
from dafeng.meters.errors import MeterError

_TERM = re.compile(
    r"\s*(?P<sign>[+-]?)\s*(?:(?P<share>\d+(?:\.\d+|/0*[1-9]\d*)?)\s*\*\s*)?"
    r"(?P<meter>[^\s+*/()-][^\s+*()]*)"
)


@attrs.frozen
class Term:
    """A meter and how often it counts."""

    meter: str
    share: Fraction


def read_formula(text: str, *, place: str = "formula") -> tuple[Term, ...]:
    """Read a sum of meters, each with a sign and a share.

    Parameters
    ----------
    text : str
        Signs before an id stand apart from it: an id may hold ``-``.
    place : str
        Where the formula stands, for the error.

    Raises
    ------
    MeterError
        ``meter.bad``: the text is no such sum.

    Examples
    --------
    >>> [(term.meter, str(term.share)) for term in read_formula("M-1 - 0.5*M-2")]
    [('M-1', '1'), ('M-2', '-1/2')]
    """
    terms: list[Term] = []
    rest, start = text.rstrip(), 0
    while start < len(rest):
        found = _TERM.match(rest, start)
        if found is None or (terms and not found["sign"]):
            finding = Finding(
                code="meter.bad",
                severity=Severity.ERROR,
                place=f"{place}, character {start + 1}",
                value=rest[start:],
                rule="A formula reads like M1 + M2 - 0.5*M3.",
            )
            raise MeterError([finding])
        share = Fraction(found["share"] or 1)
        sign = -1 if found["sign"] == "-" else 1
        terms.append(Term(found["meter"], sign * share))
        start = found.end()
    return tuple(terms)
