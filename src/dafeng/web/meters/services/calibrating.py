"""Certificates of meters: entered one by one, taken back with a reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.meters.models import Calibration, MeterPoint, Role
from dafeng.web.meters.services.holding import held_point, see_day
from dafeng.web.office.services.papers import Paper


@attrs.frozen(kw_only=True)
class CalibrationFacts:
    """What the certificate says."""

    on: date
    valid_until: date
    certificate: str
    result: str = Calibration.Result.PASSED
    laboratory: str = ""
    error_percent: Decimal | None = None


@transaction.atomic
def calibration_enter(
    *,
    point: MeterPoint,
    by: User | None,
    facts: CalibrationFacts,
    paper: Paper | None = None,
) -> Calibration:
    """Enter that a meter was calibrated; readings outside of it are marked.

    Raises
    ------
    BadInputError
        ``meter.future``; ``meter.no_device``: a sum of meters has nothing to calibrate.
    ValidationError
        A field cannot be, or that day stands already.
    """
    held = held_point(point, by)
    see_day(facts.on)
    if held.role == Role.VIRTUAL:
        msg = f"{held.code} is a sum of meters."
        raise BadInputError(msg, code="meter.no_device", name=held.code)
    row = Calibration(point=held, entered_by=by, **attrs.asdict(facts))
    row.certificate = row.certificate.strip()
    if paper is not None:
        row.file_name, row.file_sha256 = paper.name, paper.sha256
    row.full_clean()
    row.save()
    held.version += 1
    held.save(update_fields=["version"])
    data = {"meter": held.code, "file": row.file_sha256, **attrs.asdict(facts)}
    audit.record(by=by, action="meters.calibration.enter", target=row, data=data)
    return row
