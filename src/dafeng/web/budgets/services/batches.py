"""Many proposals signed or sent back in one act of a person: each stands alone.

Every proposal has its own transaction and its own row in the audit, as if it were
signed by itself: one that is refused is named, and the others go through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import attrs
from django.core.exceptions import ValidationError

from dafeng.base.errors import DafengError
from dafeng.web.budgets.models import KeyUser
from dafeng.web.budgets.services.proposing import (
    budget_approve,
    budget_check,
    budget_return,
)
from dafeng.web.core.models import User


@attrs.frozen(kw_only=True)
class Ticked:
    """A proposal that somebody chose, and the version that the page showed."""

    row: KeyUser
    version: int


@attrs.frozen(kw_only=True)
class Refused:
    """A proposal that could not be signed, and why."""

    row: KeyUser
    problem: DafengError | ValidationError


@attrs.frozen(kw_only=True)
class Outcome:
    """What became of the proposals, in the order in which they were chosen."""

    done: tuple[KeyUser, ...]
    refused: tuple[Refused, ...]


def proposals_check(*, ticked: Iterable[Ticked], by: User) -> Outcome:
    """Set the first signature under each; refusals as ``budget_check`` has them."""
    return _each(
        ticked, lambda one: budget_check(row=one.row, by=by, version=one.version)
    )


def proposals_approve(
    *,
    ticked: Iterable[Ticked],
    by: User,
    document: str = "",
    on: date | None = None,
) -> Outcome:
    """Set the second signature under each; refusals as ``budget_approve`` has them."""
    return _each(
        ticked,
        lambda one: budget_approve(
            row=one.row, by=by, document=document, on=on, version=one.version
        ),
    )


def proposals_return(*, ticked: Iterable[Ticked], by: User, reason: str) -> Outcome:
    """Send each back; refusals as ``budget_return`` has them."""
    return _each(
        ticked,
        lambda one: budget_return(
            row=one.row, by=by, reason=reason, version=one.version
        ),
    )


def _each(ticked: Iterable[Ticked], act: Callable[[Ticked], KeyUser]) -> Outcome:
    done, refused = [], []
    for one in ticked:
        try:
            done.append(act(one))
        except (DafengError, ValidationError) as problem:
            refused.append(Refused(row=one.row, problem=problem))
    return Outcome(done=tuple(done), refused=tuple(refused))
