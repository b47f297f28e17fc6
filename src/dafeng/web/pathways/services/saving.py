"""Keep a scenario of somebody's own."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.pathways.models import OutlookRun, SavedScenario


@transaction.atomic
def scenario_save(  # noqa: PLR0913 - what is kept, and who keeps it
    *,
    by: User,
    run: OutlookRun,
    name: str,
    note: str,
    scenario: str,
    convention: str,
    levers: Mapping[str, Decimal],
) -> SavedScenario:
    """Keep levers under a name; the name once more replaces what it held.

    Raises
    ------
    PermissionDenied
        The person may not keep scenarios of this district.
    """
    require(by, "pathways.scenario.save", run.organisation)
    row = (
        SavedScenario.objects.select_for_update()
        .filter(organisation=run.organisation, name=name)
        .first()
    )
    row = row or SavedScenario(organisation=run.organisation, name=name)
    before = dict(row.levers)
    row.note, row.saved_by = note, by
    row.scenario, row.convention = scenario, convention
    row.levers = {code: str(value) for code, value in sorted(levers.items())}
    row.full_clean()
    row.save()
    audit.record(
        by=by,
        action="pathways.scenario.save",
        target=row,
        data={"before": before, "after": row.levers},
    )
    return row
