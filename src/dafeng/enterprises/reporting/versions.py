"""A report before and after its verification: both kept, the difference shown."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.enterprises.reporting.errors import ReportError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dafeng.enterprises.reporting.conservative import Corrected
    from dafeng.enterprises.reporting.records import RecomputedLine, ReportLine


@attrs.frozen(kw_only=True)
class LineChange:
    """A line before and after.

    Attributes
    ----------
    before, after : ReportLine or None
        None: the line is not in that version.
    before_t, after_t : Decimal or None
        Recomputed emissions; None is unknown.
    change_t : Decimal or None
        After less before; what is not there counts as 0, what is unknown does not.
    """

    code: str
    before: ReportLine | None
    after: ReportLine | None
    before_t: Decimal | None
    after_t: Decimal | None
    change_t: Decimal | None

    @property
    def changed(self) -> bool:
        """Whether the activity or the emission is another one."""
        if self.before is None or self.after is None:
            return True
        quantities = self.before.quantity != self.after.quantity
        return quantities or self.before_t != self.after_t


def with_corrections(
    lines: Sequence[ReportLine], corrected: Iterable[tuple[str, Corrected]]
) -> tuple[ReportLine, ...]:
    """Return the lines with conservative values in the place of activities.

    What was reported as emission is left out of a corrected line: it belongs to the
    old activity.

    Raises
    ------
    ReportError
        ``report.line``: a correction names a line that is not there, or names one
        twice; ``report.stale``: it begins with another value than the line has.
    """
    held: dict[str, Corrected] = {}
    codes = {one.code for one in lines}
    for code, value in corrected:
        if code not in codes or code in held:
            msg = f"The correction of {code!r} fits no line, or comes twice."
            raise ReportError(msg, code="report.line", line=code)
        held[code] = value
    return tuple(_replaced(one, held.get(one.code)) for one in lines)


def _replaced(line: ReportLine, value: Corrected | None) -> ReportLine:
    if value is None:
        return line
    if value.before != line.quantity:
        msg = f"{line.code} is {line.quantity}; the correction is of {value.before}."
        raise ReportError(msg, code="report.stale", line=line.code)
    return attrs.evolve(line, quantity=value.after, reported_t=None)


def version_changes(
    before: Iterable[RecomputedLine], after: Iterable[RecomputedLine]
) -> tuple[LineChange, ...]:
    """Return every line of two versions of a report, in the order of the first."""
    old = {one.line.code: one for one in before}
    new = {one.line.code: one for one in after}
    return tuple(
        _change(code, old.get(code), new.get(code))
        for code in dict.fromkeys((*old, *new))
    )


def _change(
    code: str, before: RecomputedLine | None, after: RecomputedLine | None
) -> LineChange:
    before_t = Decimal() if before is None else before.computed_t
    after_t = Decimal() if after is None else after.computed_t
    known = before_t is not None and after_t is not None
    return LineChange(
        code=code,
        before=None if before is None else before.line,
        after=None if after is None else after.line,
        before_t=None if before is None else before_t,
        after_t=None if after is None else after_t,
        change_t=after_t - before_t if known else None,  # type: ignore[operator]
    )
