"""Keep a scenario of somebody's own, rename it, take it back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import attrs
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.pathways.models import OutlookRun, SavedScenario, Visibility

RIGHT = "pathways.scenario.save"


@attrs.frozen(kw_only=True)
class Label:
    """What a scenario is called, and who finds it."""

    name: str
    note: str = ""
    visibility: Visibility = attrs.field(
        default=Visibility.DISTRICT, converter=Visibility
    )


@transaction.atomic
def scenario_save(  # noqa: PLR0913 - what is kept, and who keeps it
    *,
    by: User,
    run: OutlookRun,
    label: Label,
    scenario: str,
    convention: str,
    levers: Mapping[str, Decimal],
) -> SavedScenario:
    """Keep levers under a name; one's own name once more replaces what it held.

    Raises
    ------
    PermissionDenied
        The person may not keep scenarios of this district.
    """
    require(by, RIGHT, run.organisation)
    row = (
        SavedScenario.objects.select_for_update()
        .filter(
            organisation=run.organisation,
            saved_by=by,
            name=label.name,
            withdrawn_at=None,
        )
        .first()
    )
    row = row or SavedScenario(organisation=run.organisation, saved_by=by)
    before = dict(row.levers)
    row.name, row.note, row.visibility = label.name, label.note, label.visibility
    row.scenario, row.convention = scenario, convention
    row.levers = {code: str(value) for code, value in sorted(levers.items())}
    row.full_clean()
    row.save()
    data = {"before": before, "after": row.levers}
    audit.record(by=by, action="pathways.scenario.save", target=row, data=data)
    return row


@transaction.atomic
def scenario_rename(
    *, by: User, scenario: SavedScenario, label: Label
) -> SavedScenario:
    """Give a scenario another name, note or visibility; its levers stay.

    Raises
    ------
    PermissionDenied
        It is somebody else's, or the person may keep none any more.
    BadInputError
        ``scenario.withdrawn``; ``scenario.name``: another one of theirs has the name.
    """
    row = _own(by, scenario)
    others = SavedScenario.objects.filter(
        organisation=row.organisation, saved_by=by, name=label.name, withdrawn_at=None
    )
    if others.exclude(pk=row.pk).exists():
        msg = f"Another scenario is called {label.name!r}. Choose another name."
        raise BadInputError(msg, code="scenario.name", name=label.name)
    before = {"name": row.name, "note": row.note, "visibility": row.visibility}
    row.name, row.note, row.visibility = label.name, label.note, label.visibility
    row.full_clean()
    row.save()
    after = {"name": row.name, "note": row.note, "visibility": row.visibility}
    data = {"before": before, "after": after}
    audit.record(by=by, action="pathways.scenario.rename", target=row, data=data)
    return row


@transaction.atomic
def scenario_withdraw(*, by: User, scenario: SavedScenario) -> SavedScenario:
    """Take a scenario out of the lists; its address still opens it.

    Raises
    ------
    PermissionDenied
        It is somebody else's, or the person may keep none any more.
    BadInputError
        ``scenario.withdrawn``: it is already.
    """
    row = _own(by, scenario)
    row.withdrawn_at = timezone.now()
    row.full_clean()
    row.save()
    audit.record(by=by, action="pathways.scenario.withdraw", target=row, data={})
    return row


def _own(by: User, scenario: SavedScenario) -> SavedScenario:
    """Lock a scenario of the person; what was withdrawn stays as it is."""
    row = SavedScenario.objects.select_for_update().get(pk=scenario.pk)
    require(by, RIGHT, row.organisation)
    if row.saved_by_id != by.pk:
        msg = f"The scenario {row.pk} is somebody else's."
        raise PermissionDenied(msg)
    if row.withdrawn_at is not None:
        msg = f"The scenario {row.name!r} was withdrawn."
        raise BadInputError(msg, code="scenario.withdrawn", name=row.name)
    return row
