"""Will we make it? Where the targets of the plan stand, out of the result in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import attrs

from dafeng.web.assessment.models import AssessmentRun, StateCode
from dafeng.web.assessment.selectors.runs import run_of_plan
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import Plan
from dafeng.web.plans.selectors.plans import current_plan_for
from dafeng.web.plans.selectors.targets import live_targets

GOOD = (StateCode.MET, StateCode.ON_TRACK)
RISK = (StateCode.AT_RISK,)
BAD = (StateCode.OFF_TRACK, StateCode.MISSED, StateCode.DIRECTIONAL_NO)
OPEN = (StateCode.UNKNOWN, StateCode.DELEGATED_UNSET)


@attrs.frozen(kw_only=True)
class Standing:
    """One target, as far as the first page needs it."""

    key: str
    indicator: str
    year: int | None
    state: str
    settled: bool
    probability: Decimal | None
    field: str
    title: str


@attrs.frozen(kw_only=True)
class Tally:
    """How a set of targets stands.

    Attributes
    ----------
    states : Counter
        Number of targets by state.
    expected : Decimal or None
        How many of those with a probability will be met, by their probabilities; None
        without any.
    chances : int
        How many have a probability.
    """

    states: Counter[str]
    expected: Decimal | None = None
    chances: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.states.total()

    @property
    def met(self) -> int:
        """Met by their figure."""
        return self._count((StateCode.MET,))

    @property
    def missed(self) -> int:
        """Missed by their figure."""
        return self._count((StateCode.MISSED,))

    @property
    def good(self) -> int:
        """Met, or on the way."""
        return self._count(GOOD)

    @property
    def risk(self) -> int:
        """Near the path, not sure."""
        return self._count(RISK)

    @property
    def bad(self) -> int:
        """Behind the path, missed, or going the wrong way."""
        return self._count(BAD)

    @property
    def right_way(self) -> int:
        """Without a figure, going the right way: counted apart everywhere."""
        return self._count((StateCode.DIRECTIONAL_YES,))

    @property
    def unknown(self) -> int:
        """Without data, or not handed down yet."""
        return self._count(OPEN)

    def _count(self, states: Iterable[StateCode]) -> int:
        return sum(self.states[state.value] for state in states)


@attrs.frozen(kw_only=True)
class FieldTally:
    """A field of the plan and how its targets stand."""

    ref: str
    title: str
    tally: Tally


@attrs.frozen(kw_only=True)
class Outlook:
    """What the first page says about the targets.

    Attributes
    ----------
    plan : Plan
    run : AssessmentRun or None
        The result in force; None while nobody assessed, and all is unknown.
    whole : Tally
        All targets of the plan.
    year : int or None
        The target year still open that most targets are due in, and how they stand.
    closed_year : int or None
        The settled one.
    fields : tuple of FieldTally
        In the order of the document.
    """

    plan: Plan
    run: AssessmentRun | None
    whole: Tally
    year: int | None
    ahead: Tally
    closed_year: int | None
    closed: Tally
    fields: tuple[FieldTally, ...]


def outlook_for(user: Person) -> Outlook | None:
    """What ``user`` may know about the plan of the house; None without a plan."""
    plan = current_plan_for(user)
    if plan is None:
        return None
    run = run_of_plan(user, plan)
    return outlook_of(plan, run)


def outlook_of(plan: Plan, run: AssessmentRun | None) -> Outlook:
    """Count the targets of a plan by one result of it."""
    rows = unjudged(plan) if run is None else standings(run)
    ahead, closed = _leading(rows, settled=False), _leading(rows, settled=True)
    return Outlook(
        plan=plan,
        run=run,
        whole=tally(rows),
        year=ahead,
        ahead=tally(one for one in rows if one.year == ahead and ahead is not None),
        closed_year=closed,
        closed=tally(one for one in rows if one.year == closed and closed is not None),
        fields=_fields(rows),
    )


def standings(run: AssessmentRun) -> list[Standing]:
    """Every target of a result, in the order of the document."""
    rows = run.standings.order_by("order").values_list(
        *("key", "indicator", "year", "state", "settled", "probability", "clause"),
        *("target__clause__field__ref", "target__clause__field__title"),
        *("target__clause__ref", "target__clause__title"),
    )
    return [_standing(*row) for row in rows]


def _standing(*row: Any) -> Standing:
    key, indicator, year, state, settled, chance, clause, *place = row
    field, title, own, own_title = place
    return Standing(
        key=key,
        indicator=indicator,
        year=year,
        state=state,
        settled=settled,
        probability=chance,
        field=field or own or clause,
        title=title or own_title or field or own or clause,
    )


def unjudged(plan: Plan) -> list[Standing]:
    """Every target of a plan that nobody assessed: unknown, all of them."""
    found = []
    for target in live_targets(plan).defer("original", "quote"):
        field = target.clause.field or target.clause
        found.append(
            Standing(
                key=target.key,
                indicator=target.indicator,
                year=target.year,
                state=StateCode.UNKNOWN.value,
                settled=False,
                probability=None,
                field=field.ref,
                title=field.title or field.ref,
            )
        )
    return found


def tally(rows: Iterable[Standing]) -> Tally:
    """Count targets by state, and add up their probabilities."""
    counted = list(rows)
    chances = [one.probability for one in counted if one.probability is not None]
    return Tally(
        states=Counter(one.state for one in counted),
        expected=sum(chances, Decimal()) if chances else None,
        chances=len(chances),
    )


def _leading(rows: Sequence[Standing], *, settled: bool) -> int | None:
    """The year with most targets among those that are settled, or still open."""
    years = {one.year for one in rows if one.year is not None and one.settled}
    counted = Counter(
        one.year
        for one in rows
        if one.year is not None and (one.year in years) is settled
    )
    best = max(counted.items(), key=lambda one: (one[1], one[0]), default=None)
    return None if best is None else best[0]


def _fields(rows: Sequence[Standing]) -> tuple[FieldTally, ...]:
    by_field: dict[tuple[str, str], list[Standing]] = {}
    for one in rows:
        by_field.setdefault((one.field, one.title), []).append(one)
    return tuple(
        FieldTally(ref=ref, title=title, tally=tally(found))
        for (ref, title), found in by_field.items()
    )
