"""Whether a unit breaks again what it has broken before."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import attrs
from attrs.validators import min_len

from dafeng.inspections.risk import whole_months

if TYPE_CHECKING:
    from dafeng.inspections.rules import Rules


@attrs.frozen(kw_only=True)
class Breach:
    """A rule that an inspection of a unit found broken.

    Attributes
    ----------
    id : str
        Names the finding.
    rule : str
        The rule as the record cites it.
    """

    id: str = attrs.field(validator=min_len(1))
    rule: str
    found_on: date


def earlier_breaches(
    breach: Breach, past: Iterable[Breach], rules: Rules
) -> tuple[Breach, ...]:
    """Return breaches of the same rule by the same unit that still count, oldest first.

    They count as long as findings count for the draw: ``rules.lookback_months``.  That
    an earlier one was put right changes nothing: it is broken again.  What one visit
    finds at several places is one breach, so another of the same day is no earlier one.

    Parameters
    ----------
    past : iterable of Breach
        What was found at the same unit.
    """
    cited = _cited(breach.rule)
    found = (
        one
        for one in past
        if cited
        and _cited(one.rule) == cited
        and one.found_on < breach.found_on
        and whole_months(one.found_on, breach.found_on) < rules.lookback_months
    )
    return tuple(sorted(found, key=lambda one: (one.found_on, one.id)))


def _cited(rule: str) -> str:
    """A citation without what two clerks write differently: spaces, width, marks."""
    plain = unicodedata.normalize("NFKC", rule).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
