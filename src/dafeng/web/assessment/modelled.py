"""What the district's model says of a target, as the room above knows it.

A result judges every target by its own series.  The room of the outlook stands above
this one and registers what its model of the whole district says; without it the
series' own outlook is all there is.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

import attrs

from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import Target


@attrs.frozen(kw_only=True)
class ModelChance:
    """How probable the model makes a target; figures in ``unit``.

    Attributes
    ----------
    share : str
        The probability in whole percent, as the outlook writes it: draws make nothing
        certain.
    """

    probability: Decimal
    share: str
    low: Decimal
    median: Decimal
    high: Decimal
    unit: str


@attrs.frozen(kw_only=True)
class ModelSays:
    """What the model says of one target.

    Attributes
    ----------
    scenario : str
        Name of the scenario, in the reader's language.
    address : str
        Page of the outlook.
    chance : ModelChance or None
        None: the model does not see the target.
    """

    scenario: str
    address: str
    chance: ModelChance | None


class DistrictModel(Protocol):
    """What a room that models the whole district tells about targets."""

    def of_target(self, reader: Person, target: Target) -> ModelSays | None:
        """What the model says; None without an outlook that the reader may see."""
        ...


class _NoModel:
    """Nobody models the district."""

    def of_target(
        self,
        reader: Person,  # noqa: ARG002 - the protocol's signature
        target: Target,  # noqa: ARG002
    ) -> ModelSays | None:
        """Nothing is known."""
        return None


_known: list[DistrictModel] = [_NoModel()]


def register_model(model: DistrictModel) -> None:
    """Say who models the district; call it from ``AppConfig.ready``."""
    _known[:] = [model]


def model_says(reader: Person, target: Target | None) -> ModelSays | None:
    """What the model says of a target of the plan; None where nobody may know."""
    return None if target is None else _known[0].of_target(reader, target)
