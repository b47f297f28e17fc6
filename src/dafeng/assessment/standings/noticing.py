"""What a reader of the standings should look at: gaps, contradictions, impossible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dafeng.assessment.binding import goal_findings
from dafeng.assessment.standings.conflicts import city_conflicts
from dafeng.assessment.standings.figures import possible
from dafeng.assessment.standings.rules import state_rules
from dafeng.base.findings import Finding, Severity
from dafeng.base.periods import Period
from dafeng.base.rounding import plain_number
from dafeng.indicators import (
    Evidence,
    Observation,
    Question,
    definition_register,
    indicator_value,
)

if TYPE_CHECKING:
    from dafeng.assessment.records import Case, Standing


def noticed(
    case: Case, stands: Sequence[Standing], evidence: Evidence
) -> Iterator[Finding]:
    """Yield findings about targets and figures, in the order of the plan.

    ``goal.no_indicator``, ``goal.no_owner``, ``goal.city_differs``,
    ``figure.impossible``: a share outside 0 to 100 %, which counts as unknown;
    ``observation.contradicts``: two statements of one figure lie far apart.
    """
    yield from goal_findings(case.goals)
    yield from city_conflicts(case)
    scopes = {goal.id: goal.scope for goal in case.goals}
    for standing in stands:
        yield from _impossible(standing, case, scopes[standing.id], evidence)
    yield from _contradictions(case)


def _impossible(
    standing: Standing, case: Case, scope: str, evidence: Evidence
) -> Iterator[Finding]:
    if not standing.definition or standing.base_year is not None:
        return
    definition = definition_register().get(standing.definition)
    if not definition.bounded:
        return
    asked = Question(
        definition=definition.id, period=Period.parse(case.period), scope=scope
    )
    value = indicator_value(asked, evidence)
    if value.value is None or possible(value, definition):
        return
    yield Finding(
        code="figure.impossible",
        severity=Severity.ERROR,
        place=f"{standing.clause} {standing.id}",
        value=f"{plain_number(value.value)} {value.unit} ({value.period})",
        rule="A share lies between 0 and 100 %.",
        hint="Check numerator and denominator; until then the figure is unknown.",
    )


def _contradictions(case: Case) -> Iterator[Finding]:
    limit = state_rules(case.as_of).contradicts_from
    stated: dict[tuple[str, str, str], list[Observation]] = defaultdict(list)
    for one in case.observations:
        stated[one.series, one.scope, one.period].append(one)
    for (series, scope, period), ones in sorted(stated.items()):
        values = [one.value for one in ones]
        apart, largest = max(values) - min(values), max(map(abs, values))
        if len(ones) < 2 or not largest or apart / largest <= limit:  # noqa: PLR2004 - a pair
            continue
        yield Finding(
            code="observation.contradicts",
            severity=Severity.WARNING,
            place=" ".join(filter(None, (series, scope, period))),
            value=", ".join(
                f"{one.basis.value} {plain_number(one.value)}" for one in ones
            ),
            rule="Statements of one figure on different bases lie close together.",
            hint="The better basis holds; find out why the other differs.",
        )
