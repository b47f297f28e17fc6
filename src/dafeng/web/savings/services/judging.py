"""Say what an anomaly was: the enterprise proposes, the office decides."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require
from dafeng.web.savings.models import EnergyAnomaly
from dafeng.web.savings.permissions import DECIDE, JUDGE
from dafeng.web.savings.services.holding import locked_anomaly

ANSWERS = (EnergyAnomaly.State.CONFIRMED, EnergyAnomaly.State.DISMISSED)


@transaction.atomic
def anomaly_judge(
    *, anomaly: EnergyAnomaly, by: User, state: str, reason: str
) -> EnergyAnomaly:
    """Say that an anomaly was one, or was none, and what it was.

    Who decides for the district settles it; what the enterprise said stays beside it.
    The enterprise's answer leaves it open, and can change until it is decided.

    Raises
    ------
    BadInputError
        ``savings.reason``: no reason. ``anomaly.state``: no such answer.
        ``anomaly.decided``: the office decided already.
    """
    row = locked_anomaly(anomaly)
    require(by, JUDGE, row)
    if state not in ANSWERS:
        msg = f"{state!r} is no answer."
        raise BadInputError(msg, code="anomaly.state", state=state)
    if not reason.strip():
        msg = "Say what it was."
        raise BadInputError(msg, code="savings.reason")
    if may(by, DECIDE, row):
        before = {"state": row.state, "reason": row.reason}
        row.state, row.reason = state, reason.strip()
        row.judged_by, row.judged_at = by, timezone.now()
        action = "savings.anomaly.judge"
    else:
        _see_undecided(row)
        before = {"state": row.proposed_state, "reason": row.proposed_reason}
        row.proposed_state, row.proposed_reason = state, reason.strip()
        row.proposed_by, row.proposed_at = by, timezone.now()
        action = "savings.anomaly.propose"
    row.full_clean()
    row.save()
    data = {"before": before, "after": {"state": state, "reason": reason.strip()}}
    audit.record(by=by, action=action, target=row, data=data)
    return row


def _see_undecided(row: EnergyAnomaly) -> None:
    """Refuse to answer after the office.

    Raises
    ------
    BadInputError
        ``anomaly.decided``.
    """
    if row.state in ANSWERS:
        msg = f"{row} was decided on {row.judged_at}."
        raise BadInputError(msg, code="anomaly.decided")
