"""Which data a plan lacks: which series, of which periods, from whom, since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.base.periods import Period
from dafeng.indicators.computing import Question, due_day, indicator_value
from dafeng.indicators.definitions import DefinitionRegister, definition_register
from dafeng.indicators.series import series_of

if TYPE_CHECKING:
    from dafeng.indicators.evidence.index import Evidence
    from dafeng.indicators.records import IndicatorValue, Missing


@attrs.frozen(kw_only=True)
class Need:
    """What waits for figures: a target, or anything else that somebody asks.

    Attributes
    ----------
    subject : str
        Its name, for example the key of a target.
    definition : str
    years : tuple of int
        Years for which it wants the value.
    base : int or None
        Base year, for a definition that compares with one.
    scope : str
        Part of the district; empty for the whole.
    """

    subject: str
    definition: str
    years: tuple[int, ...]
    base: int | None = None
    scope: str = ""


@attrs.frozen(kw_only=True, order=True)
class Gap:
    """One figure of a series that should be there and is not.

    Attributes
    ----------
    due_on : date
        Last day on which it would have been in time.
    period, scope : str
    """

    due_on: date
    period: str
    scope: str


@attrs.frozen(kw_only=True)
class Lack:
    """A series of which figures are lacking.

    Attributes
    ----------
    series, name_zh, unit : str
    owner, form : str
        Who states it, and on which form.
    gaps : tuple of Gap
        What is lacking, the longest due first.
    waiting : tuple of str
        Subjects that wait for it, in the order asked.
    """

    series: str
    name_zh: str
    unit: str
    owner: str
    form: str
    gaps: tuple[Gap, ...]
    waiting: tuple[str, ...]

    @property
    def since(self) -> date:
        """Day since which figures of the series are late."""
        return self.gaps[0].due_on

    @property
    def periods(self) -> tuple[str, ...]:
        """Codes of the lacking periods, the oldest first, each once."""
        return tuple(sorted({gap.period for gap in self.gaps}))


@attrs.frozen(kw_only=True)
class Coverage:
    """How many of the values asked for are known.

    Attributes
    ----------
    asked : int
        Values that should be known by the day; each counts once, however many wait.
    known : int
        Of these, how many are.
    """

    asked: int
    known: int

    @property
    def share(self) -> Fraction | None:
        """Known over asked; None where nothing was asked."""
        return Fraction(self.known, self.asked) if self.asked else None


@attrs.frozen(kw_only=True)
class Readiness:
    """What is lacking, and how much is there.

    Attributes
    ----------
    lacks : tuple of Lack
        Those for which most subjects wait first, then the longest due.
    coverage : Coverage
    """

    lacks: tuple[Lack, ...]
    coverage: Coverage


def readiness(
    needs: Iterable[Need],
    evidence: Evidence,
    as_of: date,
    register: DefinitionRegister | None = None,
) -> tuple[Lack, ...]:
    """Say which series are lacking; see :func:`examine`."""
    return examine(needs, evidence, as_of, register).lacks


def examine(
    needs: Iterable[Need],
    evidence: Evidence,
    as_of: date,
    register: DefinitionRegister | None = None,
) -> Readiness:
    """Say which data are lacking and how many of the values asked for are known.

    Parameters
    ----------
    needs : iterable of Need
    evidence : Evidence
    as_of : date
        A figure is lacking once its due day is over on that day; what is due later
        is not asked for yet.
    register : DefinitionRegister, optional
        Default the packaged one.

    Raises
    ------
    NotFoundError
        No such definition.
    BadInputError
        ``indicator.no_base``: a definition compares with a base year and a need
        gives none.
    """
    register = register or definition_register()
    values: dict[Question, IndicatorValue] = {}
    gaps: dict[str, set[Gap]] = {}
    waiting: dict[str, dict[str, None]] = {}
    for need in needs:
        for question in _questions(need):
            if question not in values:
                values[question] = indicator_value(question, evidence, register)
            for missing in _late(values[question], as_of):
                gaps.setdefault(missing.series, set()).add(_gap(missing))
                waiting.setdefault(missing.series, {})[need.subject] = None
    lacks = [
        _lack(series, tuple(sorted(found)), tuple(waiting[series]))
        for series, found in gaps.items()
    ]
    lacks.sort(key=lambda one: (-len(one.waiting), one.since, one.series))
    return Readiness(
        lacks=tuple(lacks), coverage=_coverage(values.values(), as_of, register)
    )


def _questions(need: Need) -> Iterator[Question]:
    for year in need.years:
        yield Question(
            definition=need.definition,
            period=Period.year(year),
            base=need.base,
            scope=need.scope,
        )


def _late(value: IndicatorValue, as_of: date) -> tuple[Missing, ...]:
    return tuple(one for one in value.missing if one.due_on < as_of)


def _gap(missing: Missing) -> Gap:
    return Gap(due_on=missing.due_on, period=missing.period, scope=missing.scope)


def _lack(series: str, gaps: tuple[Gap, ...], waiting: tuple[str, ...]) -> Lack:
    known = series_of(series)
    return Lack(
        series=series,
        name_zh=known.name_zh,
        unit=known.unit,
        owner=known.owner,
        form=known.form,
        gaps=gaps,
        waiting=waiting,
    )


def _coverage(
    values: Iterable[IndicatorValue], as_of: date, register: DefinitionRegister
) -> Coverage:
    """Count values; one that is known early counts as asked for."""
    asked = known = 0
    for value in values:
        if value.value is not None:
            known += 1
            asked += 1
        elif _late(value, as_of) or _should_be_known(value, as_of, register):
            asked += 1
    return Coverage(asked=asked, known=known)


def _should_be_known(
    value: IndicatorValue, as_of: date, register: DefinitionRegister
) -> bool:
    """Whether a value is unknown though none of its inputs lacks: nothing to divide."""
    lag = register.get(value.definition).lag_months
    return not value.missing and due_day(Period.parse(value.period), lag) < as_of
