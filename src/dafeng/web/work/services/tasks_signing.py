"""The head of a unit receives the tasks of a year."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.work.models import SheetSignOff
from dafeng.web.work.selectors.task_sheets import sheet_of


@transaction.atomic
def sheet_sign(
    *, unit: Organisation, year: int, by: User | None, seen: str | None = None
) -> SheetSignOff:
    """Sign for the sheet of a unit as it stands now; the same sheet is signed once.

    Parameters
    ----------
    seen : str, optional
        Digest of the sheet that the person read; another one is not signed.

    Raises
    ------
    BadInputError
        ``sheet.empty``: the unit has nothing to do in the year. ``sheet.changed``: it
        is no longer the sheet that was read.
    """
    if by is not None:
        require(by, "work.sheet.sign", unit)
    sheet = sheet_of(unit, year)
    if not sheet.rows:
        msg = f"{unit} has no task in {year}; there is nothing to sign for."
        raise BadInputError(msg, code="sheet.empty", year=year)
    if seen is not None and seen != sheet.digest:
        msg = f"The sheet of {unit} for {year} has changed; read it again."
        raise BadInputError(msg, code="sheet.changed", year=year)
    if sheet.signed is not None:
        return sheet.signed
    row = SheetSignOff(
        unit=unit,
        year=year,
        tasks=len(sheet.rows),
        digest=sheet.digest,
        by=by,
        at=timezone.now(),
    )
    row.full_clean()
    row.save()
    audit.record(
        by=by,
        action="task.sheet_sign",
        target=row,
        data={"year": year, "tasks": row.tasks, "digest": row.digest},
    )
    return row
