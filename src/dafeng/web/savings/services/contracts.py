"""What becomes of a contract: edited as a draft, signed, changed, ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import attrs
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.savings.models import (
    CONDITIONS,
    ContractChange,
    ContractTerm,
    SavingProject,
)
from dafeng.web.savings.permissions import KEEP
from dafeng.web.savings.services.holding import held, see_version, take_back
from dafeng.web.savings.services.projects import (
    NAMES,
    ProjectFacts,
    TermFacts,
    see_draft,
    see_meter,
    told,
)

DRAFT, RUNNING, ENDED = (
    SavingProject.State.DRAFT,
    SavingProject.State.RUNNING,
    SavingProject.State.ENDED,
)
_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class ChangeFacts:
    """What a change of the contract says.

    Attributes
    ----------
    conditions : mapping of name to value
        Some of ``CONDITIONS``; what it does not name stays.
    term : TermFacts or None
        Share and price from the day of the change on; takes the place of the stretches
        that stand in its days.
    """

    effective_from: date
    signed_on: date
    document: str
    reason: str
    conditions: Mapping[str, object]
    term: TermFacts | None = None


@transaction.atomic
def project_edit(
    *, project: SavingProject, by: User | None, facts: ProjectFacts, version: int
) -> SavingProject:
    """Edit a draft; what was measured on it before goes, for it no longer fits.

    Raises
    ------
    BadInputError
        ``savings.stale``, ``savings.withdrawn``; ``project.signed``: it is no draft;
        ``project.point``: the meter is of another enterprise.
    """
    row = _draft(project, by, version)
    see_meter(row.enterprise, facts.point)
    before = told(_facts_of(row))
    for name in NAMES:
        setattr(row, name, getattr(facts, name))
    after = told(facts)
    names = [name for name in after if before[name] != after[name]]
    row.measurements.all().delete()
    data = {
        "before": {name: before[name] for name in names},
        "after": {name: after[name] for name in names},
    }
    return _written(row, "savings.project.edit", by, data)


@transaction.atomic
def project_sign(
    *, project: SavingProject, by: User | None, signed_on: date, version: int
) -> SavingProject:
    """Say that a contract is signed: it runs, and can be settled.

    Raises
    ------
    BadInputError
        ``savings.stale``, ``savings.withdrawn``, ``project.signed``;
        ``project.no_terms``: nothing says share and price yet; ``project.future``: the
        day is still to come.
    """
    row = _draft(project, by, version)
    if not row.terms.filter(withdrawn_at=None).exists():
        msg = f"{row} has no share and price yet."
        raise BadInputError(msg, code="project.no_terms")
    _see_past(signed_on)
    row.state, row.signed_on = RUNNING, signed_on
    data: dict[str, object] = {"signed_on": signed_on, "document": row.document}
    return _written(row, "savings.project.sign", by, data)


@transaction.atomic
def project_end(
    *,
    project: SavingProject,
    by: User | None,
    ended_on: date,
    reason: str,
    version: int,
) -> SavingProject:
    """End a contract before its time; days up to the last one are still settled.

    Raises
    ------
    BadInputError
        ``savings.stale``, ``savings.withdrawn``, ``savings.reason``;
        ``project.ended``: it ended before; ``project.settled_until``: later days are
        settled.
    """
    row = held(project, by, KEEP, project.enterprise)
    see_version(row, version)
    see_not_ended(row)
    if not reason.strip():
        msg = "Say why it ends."
        raise BadInputError(msg, code="savings.reason")
    until = settled_until(row)
    if until is not None and ended_on < until:
        msg = f"{row} is settled up to {until}."
        raise BadInputError(msg, code="project.settled_until", until=until)
    before = row.state
    row.state, row.ended_on, row.ended_reason = ENDED, ended_on, reason.strip()
    data: dict[str, object] = {
        "before": {"state": before},
        "after": {"state": row.state, "ended_on": ended_on},
        "reason": row.ended_reason,
    }
    return _written(row, "savings.project.end", by, data)


@transaction.atomic
def contract_change(
    *, project: SavingProject, by: User | None, facts: ChangeFacts, version: int
) -> ContractChange:
    """Change the contract from a day on; what stood before stays with its days.

    Raises
    ------
    BadInputError
        ``savings.stale``, ``savings.withdrawn``, ``project.future``,
        ``project.ended``; ``project.draft``: a draft is edited instead;
        ``change.settled``: days from then on are settled; ``change.order``: a change
        of that day or a later one stands; ``change.nothing``: it changes nothing.
    """
    row = held(project, by, KEEP, project.enterprise)
    see_version(row, version)
    see_not_ended(row)
    _see_changeable(row, facts)
    wanted = {
        name: facts.conditions.get(name, getattr(row, name)) for name in CONDITIONS
    }
    changed = [name for name in CONDITIONS if wanted[name] != getattr(row, name)]
    if not changed and facts.term is None:
        msg = "The change says what stands already."
        raise BadInputError(msg, code="change.nothing")
    before = {name: getattr(row, name) for name in CONDITIONS}
    made = ContractChange(
        project=row,
        number=(row.changes.aggregate(last=Max("number"))["last"] or 0) + 1,
        effective_from=facts.effective_from,
        signed_on=facts.signed_on,
        document=facts.document.strip(),
        reason=facts.reason.strip(),
        entered_by=by,
        **before,
    )
    made.full_clean()
    made.save()
    if facts.term is not None:
        _replace_terms(row, made, facts.term, by)
    for name in changed:
        setattr(row, name, wanted[name])
    data = {
        "change": made.number,
        "effective_from": made.effective_from,
        "document": made.document,
        "reason": made.reason,
        "before": {name: before[name] for name in changed},
        "after": {name: wanted[name] for name in changed},
        "term": None if facts.term is None else attrs.asdict(facts.term),
    }
    _written(row, "savings.project.change", by, data)
    return made


@transaction.atomic
def change_withdraw(
    *, change: ContractChange, by: User | None, reason: str
) -> ContractChange:
    """Take back the newest change, entered by mistake: what stood before holds again.

    Raises
    ------
    BadInputError
        ``savings.reason``, ``savings.withdrawn``, ``project.ended``;
        ``change.settled``: days from its day on are settled; ``change.later``: a later
        change stands.
    """
    row = held(change.project, by, KEEP, change.project.enterprise)
    mine = held(change, by, KEEP, row.enterprise)
    see_not_ended(row)
    _see_unsettled(row, mine.effective_from)
    later = row.changes.filter(
        withdrawn_at=None, effective_from__gt=mine.effective_from
    )
    if later.exists():
        msg = f"Take later changes than {mine} back first."
        raise BadInputError(msg, code="change.later")
    take_back(mine, reason)
    for term in mine.terms_brought.filter(withdrawn_at=None):
        take_back(term, reason)
    mine.terms_replaced.update(withdrawn_at=None, withdrawn_reason="", replaced_by=None)
    for name in CONDITIONS:
        setattr(row, name, getattr(mine, name))
    data = {"change": mine.number, "reason": reason.strip()}
    _written(row, "savings.change.withdraw", by, data)
    return mine


def see_not_ended(row: SavingProject) -> None:
    """Refuse to change what has ended.

    Raises
    ------
    BadInputError
        ``project.ended``.
    """
    if row.state == ENDED:
        msg = f"{row} ended on {row.ended_on}."
        raise BadInputError(msg, code="project.ended", ended_on=row.ended_on)


def settled_until(row: SavingProject) -> date | None:
    """The last day of a settlement that stands."""
    standing = row.settlements.filter(withdrawn_at=None)
    last: date | None = standing.aggregate(last=Max("end"))["last"]
    return last


def _draft(project: SavingProject, by: User | None, version: int) -> SavingProject:
    row = held(project, by, KEEP, project.enterprise)
    see_version(row, version)
    see_draft(row)
    return row


def _see_past(day: date) -> None:
    if day > timezone.localdate():
        msg = f"{day} is still to come."
        raise BadInputError(msg, code="project.future", day=day)


def _see_changeable(row: SavingProject, facts: ChangeFacts) -> None:
    if row.state == DRAFT:
        msg = f"{row} is a draft; edit it."
        raise BadInputError(msg, code="project.draft")
    _see_past(facts.signed_on)
    _see_unsettled(row, facts.effective_from)
    newest = row.changes.filter(withdrawn_at=None).aggregate(last=Max("effective_from"))
    if facts.effective_from < row.report_from or (
        newest["last"] is not None and facts.effective_from <= newest["last"]
    ):
        msg = f"{facts.effective_from} is not after the last change."
        day = newest["last"] or row.report_from - _DAY
        raise BadInputError(msg, code="change.order", day=day)


def _see_unsettled(row: SavingProject, day: date) -> None:
    until = settled_until(row)
    if until is not None and day <= until:
        msg = f"{row} is settled up to {until}."
        raise BadInputError(msg, code="change.settled", until=until)


def _replace_terms(
    row: SavingProject, change: ContractChange, term: TermFacts, by: User | None
) -> None:
    """Put a stretch in the place of what stands in its days; their rest stays."""
    shared = row.terms.filter(
        withdrawn_at=None, begin__lte=term.end, end__gte=term.begin
    )
    for old in shared.select_for_update(of=("self",)):
        take_back(old, f"合同变更 {change.number}")
        old.replaced_by = change
        old.save(update_fields=["replaced_by"])
        for begin, end in (
            (old.begin, min(old.end, term.begin - _DAY)),
            (max(old.begin, term.end + _DAY), old.end),
        ):
            if begin <= end:
                _bring(row, change, begin, end, old.share, old.price, by)
    _bring(row, change, term.begin, term.end, term.share, term.price, by)


def _bring(
    row: SavingProject,
    change: ContractChange,
    begin: date,
    end: date,
    share: Decimal,
    price: Decimal,
    by: User | None,
) -> None:
    made = ContractTerm(
        project=row,
        begin=begin,
        end=end,
        share=share,
        price=price,
        brought_by=change,
        entered_by=by,
    )
    made.full_clean()
    made.save()


def _facts_of(row: SavingProject) -> ProjectFacts:
    return ProjectFacts(**{name: getattr(row, name) for name in NAMES})


def _written(
    row: SavingProject, action: str, by: User | None, data: Mapping[str, object]
) -> SavingProject:
    row.version += 1
    row.full_clean()
    row.save()
    audit.record(by=by, action=action, target=row, data=dict(data))
    return row
