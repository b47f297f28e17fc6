"""What the database of a house knows: its plan, and the case that it is judged by."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.base.errors import BadInputError
from dafeng.cli.house import open_house, web_room

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dafeng.assessment import Case
    from dafeng.pathways import OutlookCase
    from dafeng.plan import Plan

DEFAULT_SCHEME = "district-2023"


@attrs.frozen(kw_only=True)
class Wanted:
    """Which case of a house is wanted.

    Attributes
    ----------
    as_of : date
        Only what was known on that day.
    year : int or None
        The year that is assessed; default the last full one.
    scheme : str
    """

    as_of: date
    year: int | None = None
    scheme: str = DEFAULT_SCHEME


def is_house(home: Path) -> bool:
    """Whether a database stands in a folder; a lake alone is no house."""
    return (home / "secret-key").exists()


def house_case(home: Path, wanted: Wanted) -> Case:
    """Gather what a house knows about a year: plan, letters, work, evidence.

    Raises
    ------
    BadInputError
        ``assess.no_house``: there is no house in the folder. ``assess.no_plan``: no
        plan of the house is published.
    """
    return _case(_plan_asked(home), wanted)


def house_plan(home: Path) -> Plan:
    """Read the plan of a house, as people confirmed it.

    Raises
    ------
    BadInputError
        As :func:`house_case`.
    """
    asked = _plan_asked(home)
    plan: Plan = web_room("plans.selectors.plans").confirmed_plan(asked)
    return plan


def house_outlook_case(home: Path, on: date) -> OutlookCase:
    """Gather what a house knows about its outlook: model, account, measures, targets.

    Raises
    ------
    BadInputError
        As :func:`house_case`.
    NotFoundError
        The house has no model, or the account of its base year is not sealed.
    """
    row = _plan_asked(home)
    made = web_room("pathways.services.house_case").house_case(row, on)
    case: OutlookCase = made
    return case


def case_if_any(home: Path, wanted: Wanted) -> Case | None:
    """Gather the case of a house; None for a lake alone, or before a plan is out."""
    row = _published(home) if is_house(home) else None
    return None if row is None else _case(row, wanted)


def _plan_asked(home: Path) -> Any:
    if not is_house(home):
        msg = (
            f"There is no house in {home}. `dafeng run` makes the sample district, "
            "`dafeng new` one of your own; without a house name a file (--input, "
            "--plan)."
        )
        raise BadInputError(msg, code="assess.no_house", home=str(home))
    row = _published(home)
    if row is None:
        msg = (
            f"No plan of the house in {home} is published. Publish it on the site, or "
            "name a file (--input, --plan)."
        )
        raise BadInputError(msg, code="assess.no_plan", home=str(home))
    return row


def _published(home: Path) -> Any:
    """The row of the plan that the site shows to everybody; None before there is one.

    The machine's owner asks, who is no person of the house.
    """
    open_house(home)
    nobody = import_module("django.contrib.auth.models").AnonymousUser()
    return web_room("plans.selectors.plans").current_plan_for(nobody)


def _case(row: Any, wanted: Wanted) -> Case:
    running = web_room("assessment.services.running")
    asked = running.Asked(
        period=str(wanted.year or wanted.as_of.year - 1),
        scheme=wanted.scheme,
        as_of=wanted.as_of,
    )
    case: Case = running.case_of_house(row, asked)
    return case
