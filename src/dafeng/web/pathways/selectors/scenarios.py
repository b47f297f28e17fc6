"""Scenarios of people's own, and what comes out of them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, QuerySet

from dafeng.base.errors import NotFoundError
from dafeng.pathways import Answer
from dafeng.web.assessment.selectors.inside import inside
from dafeng.web.core.models import User
from dafeng.web.core.selectors import Person
from dafeng.web.pathways.models import OutlookRun, SavedScenario, Visibility
from dafeng.web.pathways.models.scenarios import SAVED
from dafeng.web.pathways.selectors.answers import answer_of
from dafeng.web.pathways.selectors.runs import outlook_of


def every_scenario_for(user: Person) -> QuerySet[SavedScenario]:
    """Scenarios that a person may open, those that were withdrawn as well."""
    visible = inside("organisation__path", user, "pathways.run.view")
    shared = Q(visibility=Visibility.DISTRICT)
    if isinstance(user, User):
        shared |= Q(saved_by=user)
    rows = SavedScenario.objects.filter(visible & shared)
    return rows.select_related("saved_by", "organisation")


DIGITS = 18
"""Longer numbers fit no column of the database."""


def scenarios_for(user: Person) -> QuerySet[SavedScenario]:
    """Scenarios that a person finds in lists."""
    return every_scenario_for(user).filter(withdrawn_at=None)


def own_scenarios(user: User) -> QuerySet[SavedScenario]:
    """A person's own scenarios, withdrawn ones as well."""
    return every_scenario_for(user).filter(saved_by=user)


def scenarios_of_keys(user: Person, keys: Iterable[str]) -> dict[str, SavedScenario]:
    """The scenarios that keys of an address name, as far as the person may see them."""
    numbers = [
        int(key.removeprefix(SAVED))
        for key in keys
        if key.startswith(SAVED) and key.removeprefix(SAVED).isdecimal()
        if len(key) <= len(SAVED) + DIGITS
    ]
    rows = every_scenario_for(user).filter(pk__in=numbers) if numbers else ()
    return {row.key: row for row in rows}


def answer_of_scenario(
    run: OutlookRun, row: SavedScenario, convention: str
) -> Answer | None:
    """What comes out of a kept scenario; None where this run has no such levers."""
    levers = {code: Decimal(text) for code, text in row.levers.items()}
    try:
        path = outlook_of(run).path(row.scenario, convention)
        return answer_of(run, path, levers)
    except (KeyError, NotFoundError):
        return None
