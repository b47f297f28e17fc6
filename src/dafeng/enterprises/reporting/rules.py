"""Rules of reporting as data: numbers with validity, branches, flows."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.tables import packaged_rows
from dafeng.enterprises.reporting.errors import ReportError

if TYPE_CHECKING:
    from datetime import date

ROOM = "dafeng.enterprises.reporting"


@attrs.frozen(kw_only=True)
class ReportRule:
    """A number of the rules, valid from a day to a day.

    Attributes
    ----------
    mark : str
        ``V`` verified, ``S`` secondary, ``U`` not verified.
    """

    code: str
    value: Decimal
    unit: str
    text_zh: str
    text_en: str
    source: str
    mark: str
    effective_from: date | None
    effective_to: date | None


@attrs.frozen(kw_only=True)
class BranchFlow:
    """A flow that the guide of a branch asks for.

    Attributes
    ----------
    compliance : bool
        Whether allowances are surrendered for it.
    method : bool
        Whether ``dafeng.accounts`` has a method that recomputes it.
    first_year, last_year : int or None
        Report years of which the guide asks for it; None is open.
    """

    flow: str
    compliance: bool
    method: bool
    text_zh: str
    text_en: str
    first_year: int | None = None
    last_year: int | None = None

    def holds_in(self, year: int) -> bool:
        """Whether it is asked for in the report on a year."""
        begun = self.first_year is None or self.first_year <= year
        return begun and (self.last_year is None or year <= self.last_year)


@attrs.frozen(kw_only=True)
class Branch:
    """A branch with its guide.

    Attributes
    ----------
    groups : frozenset of str
        Groups of the calendar that its units are of.
    market : str
        ``national``, ``report-only`` or ``none``.
    gases : frozenset of str
        Gases that its reports count.
    """

    code: str
    groups: frozenset[str]
    label_zh: str
    label_en: str
    market: str
    gases: frozenset[str]
    guide_zh: str
    source: str
    mark: str
    flows: tuple[BranchFlow, ...]

    def flow(self, code: str, year: int | None = None) -> BranchFlow | None:
        """Return what its guide says of a flow; None where it does not ask for it.

        Parameters
        ----------
        code : str
        year : int, optional
            Of the report; default: whether it was ever asked for.
        """
        for one in self.flows:
            if one.flow == code and (year is None or one.holds_in(year)):
                return one
        return None

    @property
    def deposits(self) -> bool:
        """Whether its units deposit evidence every month."""
        return "listed" in self.groups


@cache
def report_rules() -> tuple[ReportRule, ...]:
    """Return every number of the rules, in the order of the table."""
    return tuple(
        ReportRule(
            code=row["rule"],
            value=Decimal(row["value"]),
            unit=row["unit"],
            text_zh=row["text_zh"],
            text_en=row["text_en"],
            source=row["source"],
            mark=row["mark"],
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
        )
        for row in packaged_rows(ROOM, "report_rules.csv")
    )


def report_rule(code: str, on: date) -> ReportRule:
    """Return the rule in force on a day.

    Raises
    ------
    ReportError
        ``report.no_rule``: none is.
    """
    for rule in report_rules():
        if rule.code == code and holds_on(rule.effective_from, rule.effective_to, on):
            return rule
    msg = f"No rule {code!r} is in force on {on}. Add a row to report_rules.csv."
    raise ReportError(msg, code="report.no_rule", rule=code, day=on.isoformat())


@cache
def branches() -> dict[str, Branch]:
    """Return the branches by code, in the order of the table."""
    flows: dict[str, list[BranchFlow]] = {}
    for row in packaged_rows(ROOM, "report_flows.csv"):
        one = BranchFlow(
            flow=row["flow"],
            compliance=row["compliance"] == "yes",
            method=row["method"] == "yes",
            text_zh=row["text_zh"],
            text_en=row["text_en"],
            first_year=_year(row["first_year"]),
            last_year=_year(row["last_year"]),
        )
        flows.setdefault(row["branch"], []).append(one)
    return {
        row["branch"]: Branch(
            code=row["branch"],
            groups=frozenset(row["groups"].split(";")),
            label_zh=row["label_zh"],
            label_en=row["label_en"],
            market=row["market"],
            gases=frozenset(row["gases"].split(";")),
            guide_zh=row["guide_zh"],
            source=row["source"],
            mark=row["mark"],
            flows=tuple(flows.get(row["branch"], ())),
        )
        for row in packaged_rows(ROOM, "report_branches.csv")
    }


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


def branch_of(code: str) -> Branch:
    """Return a branch.

    Raises
    ------
    ReportError
        ``report.branch``: there is none of that code; the message lists them.
    """
    found = branches().get(code)
    if found is None:
        msg = f"No branch {code!r}. There are: {', '.join(branches())}."
        raise ReportError(msg, code="report.branch", branch=code)
    return found
