"""Freezing: after a result is published, the targets that it was made by stay.

A frozen result can be restated, with a reason and by a person; both stay on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from dafeng.assessment.records import (  # noqa: TC001 - read back from JSON by type
    Case,
    Decree,
    Goal,
)
from dafeng.base.errors import BadInputError

_NOT_JUDGED = ("clause", "indicator")
"""Wording alone: a corrected title changes no result."""


class FrozenError(BadInputError):
    """A target was changed after the result was published."""

    code = "assessment.frozen"


@attrs.frozen(kw_only=True)
class Freeze:
    """What a published result holds fast.

    Attributes
    ----------
    place, period, scheme : str
    published_on : date
    by : str
    goals : tuple of Goal
    decrees : tuple of Decree
        The city's figures that the result was made by.
    restates : Freeze or None
        The one that this replaces.
    reason : str
        Why it was restated; empty for a first one.
    """

    place: str
    period: str
    scheme: str
    published_on: date
    by: str
    goals: tuple[Goal, ...]
    decrees: tuple[Decree, ...] = ()
    restates: Freeze | None = None
    reason: str = ""


@attrs.frozen(kw_only=True)
class FrozenChange:
    """One thing in a case that a frozen result does not allow to differ.

    Attributes
    ----------
    goal : str
    fields : tuple of str
        Names of the fields that differ; ``added``, ``removed`` or ``decree`` else.
    """

    goal: str
    fields: tuple[str, ...]


def freeze(case: Case, *, published_on: date, by: str) -> Freeze:
    """Hold fast the targets of a case whose result is published.

    Raises
    ------
    BadInputError
        ``freeze.order``: before the day of the case. ``freeze.nobody``: no name.
    """
    if published_on < case.as_of:
        msg = (
            f"The result of {case.period} was made on {case.as_of}; it cannot be "
            f"published on {published_on}. Give that day or a later one."
        )
        raise BadInputError(msg, code="freeze.order", published_on=published_on)
    _require_name(by)
    return Freeze(
        place=case.place,
        period=case.period,
        scheme=case.scheme,
        published_on=published_on,
        by=by,
        goals=case.goals,
        decrees=_effective(case.decrees),
    )


def _require_name(by: str) -> None:
    if not by.strip():
        msg = "A person publishes a result: say who."
        raise BadInputError(msg, code="freeze.nobody")


def _effective(decrees: Iterable[Decree]) -> tuple[Decree, ...]:
    return tuple(sorted(decrees, key=lambda one: (one.goal, one.issued_on, one.number)))


def changes_since(frozen: Freeze, case: Case) -> tuple[FrozenChange, ...]:
    """Return the targets of a case that are not what the published result was made by.

    A case of another place or period is none of the frozen result's.
    """
    if (frozen.place, frozen.period) != (case.place, case.period):
        return ()
    return goal_changes(frozen, case)


def goal_changes(before: Freeze | Case, after: Case) -> tuple[FrozenChange, ...]:
    """Return the targets that differ, or whose letters do, by their keys."""
    return tuple(_changes(before, after))


def _changes(before: Freeze | Case, after: Case) -> Iterator[FrozenChange]:
    old = {goal.id: goal for goal in before.goals}
    new = {goal.id: goal for goal in after.goals}
    letters_then, letters_now = _effective(before.decrees), _effective(after.decrees)
    for name in sorted(old.keys() | new.keys()):
        fields = _goal_fields(old.get(name), new.get(name))
        if _of(letters_then, name) != _of(letters_now, name):
            fields = (*fields, "decree")
        if fields:
            yield FrozenChange(goal=name, fields=fields)


def _goal_fields(before: Goal | None, after: Goal | None) -> tuple[str, ...]:
    if before is None:
        return ("added",)
    if after is None:
        return ("removed",)
    return tuple(
        field.name
        for field in attrs.fields(Goal)
        if field.name not in _NOT_JUDGED
        and getattr(before, field.name) != getattr(after, field.name)
    )


def _of(decrees: Iterable[Decree], goal: str) -> tuple[Decree, ...]:
    return tuple(one for one in decrees if one.goal == goal)


def require_unchanged(frozen: Freeze, case: Case) -> None:
    """Refuse a case whose targets were changed after its result was published.

    Raises
    ------
    FrozenError
        ``assessment.frozen``: names every target and field, the rule, the way out.
    """
    changes = changes_since(frozen, case)
    if changes:
        told = "; ".join(f"{one.goal} ({', '.join(one.fields)})" for one in changes)
        msg = (
            f"The result of {frozen.period} was published on {frozen.published_on} by "
            f"{frozen.by}; its targets stay as they were. Changed since: {told}. "
            "Take the change back, let it hold from the next period, or restate the "
            "result with a reason: both results are kept."
        )
        raise FrozenError(msg, goals=[one.goal for one in changes])


def restate(
    frozen: Freeze, case: Case, *, published_on: date, by: str, reason: str
) -> Freeze:
    """Replace a frozen result by one of a changed case; the old one stays on record.

    Raises
    ------
    BadInputError
        ``freeze.no_reason``: without a reason. ``freeze.other``: the case is of another
        place or period. ``freeze.same``: nothing that is frozen differs.
        ``freeze.order`` and ``freeze.nobody``: as for :func:`freeze`; ``freeze.order``
        also before the result that it replaces.
    """
    if not reason.strip():
        msg = f"Restating {frozen.period} needs a reason: say which fact was wrong."
        raise BadInputError(msg, code="freeze.no_reason", period=frozen.period)
    if (frozen.place, frozen.period) != (case.place, case.period):
        msg = (
            f"The frozen result is of {frozen.place} {frozen.period}, the case of "
            f"{case.place} {case.period}. Restate with a case of the same."
        )
        raise BadInputError(msg, code="freeze.other", period=case.period)
    if not changes_since(frozen, case):
        msg = f"No target of {frozen.period} differs from what was published."
        raise BadInputError(msg, code="freeze.same", period=frozen.period)
    if published_on < frozen.published_on:
        msg = (
            f"The result was published on {frozen.published_on}; it cannot be restated "
            f"on {published_on}, which is before."
        )
        raise BadInputError(msg, code="freeze.order", published_on=published_on)
    made = freeze(case, published_on=published_on, by=by)
    return attrs.evolve(made, restates=frozen, reason=reason)
