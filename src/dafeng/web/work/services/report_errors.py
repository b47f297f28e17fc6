"""What can stop an act on a report, with what a page needs to say it."""

from __future__ import annotations

from datetime import datetime

import attrs

from dafeng.base.errors import BadInputError
from dafeng.web.work.models import Report
from dafeng.web.work.report_content import ReportContent
from dafeng.work import Doubt


class ReportMovedError(BadInputError):
    """The report is not where it was: somebody was there before.

    Attributes
    ----------
    report : Report
        As it stands now.
    who : str
        Who did the last thing; empty when nobody did anything yet.
    at : datetime or None
    """

    code = "report.moved"

    def __init__(
        self, *, report: Report, act: str, who: str, at: datetime | None
    ) -> None:
        self.report, self.who, self.at = report, who, at
        super().__init__(
            f"{report.state} is the state of the report; {act} is not possible there. "
            f"Last to act was {who or 'nobody'}.",
            state=report.state,
            act=act,
            who=who,
        )


class StaleReportError(BadInputError):
    """The report was changed since the page was opened; nothing was overwritten.

    Attributes
    ----------
    report : Report
        As it stands now.
    theirs, mine : ReportContent
        What it says now, and what the person wanted to write; the second is kept too.
    who : str
    """

    code = "report.stale"

    def __init__(
        self, *, report: Report, theirs: ReportContent, mine: ReportContent, who: str
    ) -> None:
        self.report, self.theirs, self.mine, self.who = report, theirs, mine, who
        super().__init__(
            f"Version {report.version} is the newest, by {who or 'nobody'}.",
            version=report.version,
            who=who,
        )


@attrs.frozen(kw_only=True)
class Gap:
    """What a report still lacks.

    Attributes
    ----------
    field : str
        ``progress``, ``percent``, or ``figure:`` and the code of a series.
    code : str
        ``progress.missing``, ``percent.missing``, ``percent.back``,
        ``figure.silent``, ``figure.doubted``, ``figure.stored``.
    doubts : tuple of Doubt
        Why the figure is doubted.
    """

    field: str
    code: str
    doubts: tuple[Doubt, ...] = ()


class IncompleteReportError(BadInputError):
    """The report cannot be submitted yet.

    Attributes
    ----------
    gaps : tuple of Gap
        All of them.
    """

    code = "report.incomplete"

    def __init__(self, *, gaps: tuple[Gap, ...]) -> None:
        self.gaps = gaps
        lacking = ", ".join(f"{gap.field} ({gap.code})" for gap in gaps)
        super().__init__(f"The report lacks {lacking}.", gaps=len(gaps))


class SamePersonError(BadInputError):
    """Who filled in or confirmed a report does not verify it."""

    code = "report.same_person"


class RoundClosedError(BadInputError):
    """The round takes no reports any more."""

    code = "round.closed"


class ReasonMissingError(BadInputError):
    """A report is not sent back without a reason."""

    code = "report.no_reason"
