"""Evidence: observations found by series, period and part; the better basis holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

import attrs

from dafeng.base.periods import Period, PeriodKind
from dafeng.indicators.records import Basis, Observation, Sum
from dafeng.indicators.series import series_of

_YEAR_CODE = len("2025")
_RANK = {basis: rank for rank, basis in enumerate(Basis)}


@attrs.frozen(kw_only=True, slots=False)
class Evidence:
    """Everything that is known about one place, at one moment.

    Attributes
    ----------
    place : str
    observations : tuple of Observation
        As they hold; several bases of one figure may stand side by side.
    tables : tuple of (str, int)
        Name and version of each table of the lake that was read.
    """

    place: str
    observations: tuple[Observation, ...]
    tables: tuple[tuple[str, int], ...] = ()

    @cached_property
    def _best(self) -> Mapping[tuple[str, str, str], Observation]:
        best: dict[tuple[str, str, str], Observation] = {}
        for one in self.observations:
            at = (one.series, one.scope, one.period)
            held = best.get(at)
            if held is None or _RANK[one.basis] < _RANK[held.basis]:
                best[at] = one
        return MappingProxyType(best)

    @cached_property
    def _periods(self) -> Mapping[tuple[str, str], tuple[Period, ...]]:
        found: dict[tuple[str, str], set[Period]] = {}
        for series, scope, period in self._best:
            found.setdefault((series, scope), set()).add(Period.parse(period))
        return {at: tuple(sorted(periods)) for at, periods in found.items()}

    @cached_property
    def _in_parts(self) -> frozenset[tuple[str, str]]:
        """Series that are stated for less than a year."""
        return frozenset(
            (series, scope)
            for series, scope, period in self._best
            if len(period) > _YEAR_CODE
        )

    def find(
        self, series: str, period: Period, scope: str = ""
    ) -> tuple[Observation, ...]:
        """Return what gives the figure of a period; empty when it is not known.

        The period's own figure comes first. Without one a flow is the sum of its
        months or quarters, if none is missing, and a stock its last one.
        """
        own = self._best.get((series, scope, period.code))
        if own is not None:
            return (own,)
        known = series_of(series).sum
        if known is Sum.RATE or (series, scope) not in self._in_parts:
            return ()
        for kind in (PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH):
            if kind >= period.kind:
                continue
            parts = [
                self._best.get((series, scope, part.code))
                for part in period.children(kind)
            ]
            if known is Sum.STOCK and parts[-1] is not None:
                return (parts[-1],)
            complete = tuple(part for part in parts if part is not None)
            if known is Sum.FLOW and len(complete) == len(parts):
                return complete
        return ()

    def periods(self, series: str, scope: str = "") -> tuple[Period, ...]:
        """Periods for which the series has a figure, the oldest first."""
        return self._periods.get((series, scope), ())

    def years(self, series: str, scope: str = "") -> tuple[int, ...]:
        """Years in which the series has any figure."""
        periods = self.periods(series, scope)
        return tuple(sorted({period.start.year for period in periods}))

    def scopes(self, series: str) -> tuple[str, ...]:
        """Parts of the district for which the series has a figure, sorted."""
        return tuple(sorted(s for code, s in self._periods if code == series))

    def with_observations(self, more: Iterable[Observation]) -> Evidence:
        """Return the evidence with more; of one figure the later observation holds."""
        held = {_figure(one): one for one in (*self.observations, *more)}
        return attrs.evolve(self, observations=tuple(held.values()))


def _figure(one: Observation) -> tuple[str, str, str, Basis]:
    return one.series, one.scope, one.period, one.basis
