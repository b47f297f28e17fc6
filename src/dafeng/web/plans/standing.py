"""Where the targets and units of a plan stand, as another room knows it.

Plans know what was promised and nothing of what came of it.  The room of the assessment
stands above this one and registers what it knows; without it everything is unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

import attrs

from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import Plan

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class TargetStands:
    """Where one target stands.

    Attributes
    ----------
    state : str
        One of the lights of the core: ``met``, ``on-track``, ``unknown``...
    value : Decimal or None
        Newest figure in ``unit``; None is unknown.
    period : str
        Period of the figure.
    expected : Decimal or None
        What the figure should be by now, on the path to the target.
    probability : Decimal or None
        That the target is met by its date, 0 to 1.
    history : tuple of (str, Decimal)
        Period and figure, the oldest first.
    path : tuple of (int, Decimal)
        Year and figure that the path asks for; the last one is the target.
    reason : str or lazy str
        One sentence, for people.
    address : str
        Page that tells more; empty for none.
    """

    state: str = UNKNOWN
    value: Decimal | None = None
    unit: str = ""
    period: str = ""
    expected: Decimal | None = None
    probability: Decimal | None = None
    history: tuple[tuple[str, Decimal], ...] = ()
    path: tuple[tuple[int, Decimal], ...] = ()
    reason: str | StrPromise = ""
    address: str = ""


@attrs.frozen(kw_only=True)
class UnitStands:
    """What a unit scored; ``grade`` is empty when it is not graded."""

    score: Decimal | None
    grade: str
    rank: int | None
    of: int
    address: str


@attrs.frozen(kw_only=True)
class PlanStands:
    """What is known about a plan; the default knows nothing.

    Attributes
    ----------
    targets : mapping of str to TargetStands
        By key; a target that is not there is unknown.
    units : mapping of str to UnitStands
        By key of the plan's unit; only units whose result the reader may see.
    period, scheme : str
        What was assessed, and by which rules.
    address : str
        Page of the result; empty for none.
    """

    targets: Mapping[str, TargetStands] = MappingProxyType({})
    units: Mapping[str, UnitStands] = MappingProxyType({})
    period: str = ""
    scheme: str = ""
    address: str = ""

    def of(self, key: str) -> TargetStands:
        """Where a target stands; unknown when nobody said."""
        return self.targets.get(key, _UNKNOWN)

    def keys_in(self, state: str, keys: Iterable[str]) -> list[str]:
        """Those of ``keys`` whose target stands in a state."""
        return [key for key in keys if self.of(key).state == state]

    def counts(self, keys: Iterable[str]) -> Counter[str]:
        """How many of ``keys`` stand in each state."""
        return Counter(self.of(key).state for key in keys)


_UNKNOWN = TargetStands()


class Standings(Protocol):
    """What a room that assesses plans tells about them."""

    def of_plan(self, plan: Plan, reader: Person) -> PlanStands:
        """What ``reader`` may know about where a plan stands."""
        ...


class _Nothing:
    """Nobody assesses."""

    def of_plan(
        self,
        plan: Plan,  # noqa: ARG002 - the protocol's signature
        reader: Person,  # noqa: ARG002
    ) -> PlanStands:
        """Nothing is known."""
        return PlanStands()


_known: list[Standings] = [_Nothing()]


def register_standings(standings: Standings) -> None:
    """Say who knows where plans stand; call it from ``AppConfig.ready``."""
    _known[:] = [standings]


def standings_of(plan: Plan, reader: Person) -> PlanStands:
    """What ``reader`` may know about where a plan stands."""
    return _known[0].of_plan(plan, reader)
