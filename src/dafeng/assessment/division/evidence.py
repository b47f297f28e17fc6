"""The evidence that a target needs: form, owner and day, from the registers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.division.rows import Due, EvidenceAsked
from dafeng.base.periods import Period, PeriodKind
from dafeng.indicators import (
    DefinitionRegister,
    Series,
    definition_register,
    due_day,
    series_catalogue,
)
from dafeng.indicators.definitions import reference

if TYPE_CHECKING:
    from dafeng.indicators import Definition

REPORT = "完成情况说明及佐证材料"
REPORT_FORM = "书面报告"
_PARTS = {"quarter": PeriodKind.QUARTER, "month": PeriodKind.MONTH}


@attrs.frozen(kw_only=True)
class Catalogue:
    """How indicators are reckoned, and who states the series that they need.

    Attributes
    ----------
    definitions : DefinitionRegister
    series : mapping of str to Series
        By code.
    """

    definitions: DefinitionRegister
    series: Mapping[str, Series]

    @classmethod
    def packaged(cls) -> Catalogue:
        """The registers that come with the program."""
        return cls(definitions=definition_register(), series=series_catalogue())

    def definition_of(self, indicator: str, year: int) -> str:
        """Id of the preferred definition at the end of a year; empty without one."""
        on = Period.year(year).end
        return next((o.id for o in self.definitions.of_indicator(indicator, on)), "")

    def evidence(self, definition: str, year: int) -> tuple[EvidenceAsked, ...]:
        """Series of the year that a definition needs, each once, in its order.

        Figures of a base year or of the year before are not asked for again.

        Raises
        ------
        NotFoundError
            ``definition.unknown``: no such definition.
        """
        found = self.definitions.get(definition)
        asked = {one.series: one for one in self._inputs(found, year)}
        return tuple(asked.values())

    def _inputs(self, definition: Definition, year: int) -> Iterator[EvidenceAsked]:
        for text in definition.inputs.values():
            needed = reference(text)
            if needed.when != "now":
                continue
            if needed.derived:
                yield from self._inputs(self.definitions.get(needed.name), year)
            elif needed.name in self.series:
                yield _asked(self.series[needed.name], year)
            else:
                yield EvidenceAsked(
                    series=needed.name,
                    name=needed.name,
                    form="",
                    owner=definition.owner,
                )


def _asked(series: Series, year: int) -> EvidenceAsked:
    return EvidenceAsked(
        series=series.code,
        name=series.name_zh,
        form=series.form,
        owner=series.owner,
        frequency=series.frequency,
        due=tuple(
            Due(period=period.code, on=due_day(period, series.lag_months))
            for period in _periods(series.frequency, year)
        ),
    )


def _periods(frequency: str, year: int) -> tuple[Period, ...]:
    whole = Period.year(year)
    part = _PARTS.get(frequency)
    return (whole,) if part is None else whole.children(part)


def report_asked(year: int) -> EvidenceAsked:
    """A report in words by the last day of the year: where no series tells."""
    return EvidenceAsked(
        name=REPORT,
        form=REPORT_FORM,
        due=(Due(period=Period.year(year).code, on=Period.year(year).end),),
    )
