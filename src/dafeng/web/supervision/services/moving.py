"""One act on a case: locked, lawful, in the trail and in the audit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dafeng.base.errors import BadInputError
from dafeng.supervision import Asks, CaseAct, CaseState, case_move
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.supervision.models import Case, CaseMove


def case_held(case: Case) -> Case:
    """Lock a case, so that two people never act on it at once."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related(
        "organisation", "proposal__run", "run__plan", "target", "replaces"
    ).get(pk=case.pk)


def see_it_was_seen(held: Case, seen: int | None) -> None:
    """Refuse an act on what the person did not see; None is the program itself.

    Raises
    ------
    BadInputError
        ``case.stale``
    """
    if seen is not None and seen != held.version:
        msg = f"{held} was changed by somebody else."
        raise BadInputError(msg, code="case.stale", version=held.version)


def require_words(text: str) -> str:
    """Return the words without blanks around them.

    Raises
    ------
    BadInputError
        ``case.reason``: nothing is said.
    """
    words = text.strip()
    if not words:
        msg = "Say why, or what the opinion is."
        raise BadInputError(msg, code="case.reason")
    return words


def case_moved(
    held: Case,
    act: CaseAct,
    *,
    by: User | None,
    at: datetime,
    note: str = "",
    unit: Organisation | None = None,
    seen: int | None = None,
) -> CaseMove:
    """Move a locked case, save it, and write the act into its trail.

    Parameters
    ----------
    seen : int, optional
        Version that the person saw.

    Raises
    ------
    CaseMoveRefusedError
        The act is not possible in its state.
    BadInputError
        ``case.stale``: it was changed or moved since the person saw it;
        ``case.reason``: the act wants words and none are given.
    """
    rule = case_move(held.state, act, asks=Asks(held.asks))
    see_it_was_seen(held, seen)
    note = require_words(note) if rule.reason_asked else note.strip()
    before, held.state = held.state, rule.goal.value
    held.version += 1
    held.full_clean()
    held.save()
    return trail_written(held, act, before=before, by=by, at=at, note=note, unit=unit)


def trail_written(
    held: Case,
    act: CaseAct,
    *,
    before: str,
    by: User | None,
    at: datetime,
    note: str = "",
    unit: Organisation | None = None,
    data: Mapping[str, object] | None = None,
) -> CaseMove:
    """Write one act into the trail and into the audit."""
    row = CaseMove(
        case=held,
        act=act.value,
        before=before,
        after=held.state,
        unit=unit,
        note=note,
        by=by,
        at=at,
    )
    row.full_clean()
    row.save()
    told = {"before": before, "after": held.state, "number": held.number, "note": note}
    if unit is not None:
        told["unit"] = unit.code
    audit.record(
        by=by,
        action=f"supervision.case.{act}",
        target=held,
        data=told | dict(data or {}),
    )
    return row


def see_it_is_open(held: Case) -> None:
    """Refuse to add to a case that has ended.

    Raises
    ------
    BadInputError
        ``case.closed``, ``case.ended``.
    """
    if held.state == CaseState.CLOSED.value:
        msg = f"{held} is closed."
        raise BadInputError(msg, code="case.closed", case=str(held))
    if held.ended:
        msg = f"{held} is {held.state}."
        raise BadInputError(msg, code="case.ended", state=str(held.get_state_display()))
