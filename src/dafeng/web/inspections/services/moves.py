"""Noting an act: one row of history and one of the audit, in the act's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import models

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.inspections.models import (
    CasePart,
    Inspection,
    InspectionFinding,
    InspectionMove,
    InspectionPlan,
    SharedCase,
)


class StaleTextError(BadInputError):
    """Somebody saved a text since the page was opened; nothing was overwritten.

    Attributes
    ----------
    mine, theirs : mapping of str to str
        What the person wanted to write, and what stands now, by the name of the field.
    version : int
        The newest version.
    """

    code = "inspection.stale"

    def __init__(
        self,
        *,
        name: str,
        mine: Mapping[str, str],
        theirs: Mapping[str, str],
        version: int,
    ) -> None:
        self.mine, self.theirs, self.version = dict(mine), dict(theirs), version
        super().__init__(f"Version {version} is the newest.", name=name)


FIELDS: Mapping[type[models.Model], str] = MappingProxyType(
    {
        InspectionPlan: "plan",
        Inspection: "inspection",
        InspectionFinding: "finding",
        SharedCase: "case",
        CasePart: "part",
    }
)


def noted(
    thing: models.Model,
    act: str,
    *,
    by: User | None,
    at: datetime,
    note: str = "",
    data: Mapping[str, object] | None = None,
) -> None:
    """Write both rows; the audit's action is ``inspections.<thing>.<act>``."""
    field = FIELDS[type(thing)]
    row = {field: thing}
    # Nothing of it is typed in: the constraints of the table are check enough.
    InspectionMove.objects.create(act=act, note=note, by=by, at=at, **row)
    action = f"inspections.{field}.{act}"
    audit.record(by=by, action=action, target=thing, data=dict(data or {}))


def given_reason(reason: str) -> str:
    """Return a reason without blanks around it.

    Raises
    ------
    BadInputError
        ``inspection.reason``: there is none.
    """
    if not reason.strip():
        msg = "Say why."
        raise BadInputError(msg, code="inspection.reason")
    return reason.strip()


def refuse_state(thing: models.Model, state: str) -> BadInputError:
    """Return the refusal of an act that the state does not allow."""
    msg = f"{thing} is {state}: this cannot be done now."
    return BadInputError(msg, code="inspection.state", name=str(thing), state=state)
