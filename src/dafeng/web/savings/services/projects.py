"""Open a project that saves energy, and enter what changes its terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.meters.models import MeterPoint
from dafeng.web.savings.models import Adjustment, ContractTerm, SavingProject
from dafeng.web.savings.permissions import KEEP
from dafeng.web.savings.services.holding import held, held_enterprise, take_back


@attrs.frozen(kw_only=True)
class ProjectFacts:
    """What a project says of itself."""

    name_zh: str
    point: MeterPoint
    provider_name: str
    provider: Organisation | None = None
    measure: str = ""
    product: str = ""
    baseline_from: date
    baseline_to: date
    report_from: date
    kind: str = "shared"
    period: str = "month"
    figure: str = "estimate"
    level: Decimal = Decimal("0.9")
    floor: Decimal | None = None
    cap: Decimal | None = None
    cap_total: Decimal | None = None
    guaranteed: Decimal = Decimal(0)
    fee: Decimal = Decimal(0)
    document: str


@attrs.frozen(kw_only=True)
class TermFacts:
    """Share and price of a stretch."""

    begin: date
    end: date
    share: Decimal
    price: Decimal


NAMES = tuple(field.name for field in attrs.fields(ProjectFacts))
_LINKS = ("point", "provider")


def told(facts: ProjectFacts) -> dict[str, object]:
    """Facts as the audit keeps them: what they name by its code."""
    data: dict[str, object] = {
        name: getattr(facts, name) for name in NAMES if name not in _LINKS
    }
    data["point"] = facts.point.code
    data["provider"] = None if facts.provider is None else facts.provider.code
    return data


@transaction.atomic
def project_open(
    *,
    enterprise: Organisation,
    by: User | None,
    facts: ProjectFacts,
    terms: Sequence[TermFacts],
) -> SavingProject:
    """Enter a draft of a project with its terms.

    Raises
    ------
    BadInputError
        ``project.point``: the meter is of another enterprise. ``term.overlap``: two
        terms share a day.
    """
    firm = held_enterprise(enterprise, by, KEEP)
    see_meter(firm, facts.point)
    row = SavingProject(
        enterprise=firm,
        entered_by=by,
        **{name: getattr(facts, name) for name in NAMES},
    )
    row.full_clean()
    row.save()
    for term in terms:
        _term(row, by, term)
    data = {"after": told(facts), "terms": [attrs.asdict(one) for one in terms]}
    audit.record(by=by, action="savings.project.open", target=row, data=data)
    return row


def see_meter(enterprise: Organisation, point: MeterPoint) -> None:
    """Refuse a meter of another enterprise.

    Raises
    ------
    BadInputError
        ``project.point``.
    """
    if point.enterprise_id != enterprise.pk:
        msg = f"{point} is no meter of {enterprise}."
        raise BadInputError(msg, code="project.point", point=point.code)


@transaction.atomic
def term_add(
    *, project: SavingProject, by: User | None, facts: TermFacts
) -> ContractTerm:
    """Add a stretch of the contract to a draft.

    Raises
    ------
    BadInputError
        ``term.overlap``, ``savings.withdrawn``; ``project.signed``: it is no draft.
    """
    row = held(project, by, KEEP, project.enterprise)
    see_draft(row)
    made = _term(row, by, facts)
    data = {"after": attrs.asdict(facts)}
    audit.record(by=by, action="savings.term.add", target=row, data=data)
    return made


@transaction.atomic
def term_withdraw(*, term: ContractTerm, by: User | None, reason: str) -> ContractTerm:
    """Take a stretch of a draft back.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``, ``savings.reason``, ``project.signed``.
    """
    row = held(term.project, by, KEEP, term.project.enterprise)
    mine = held(term, by, KEEP, row.enterprise)
    see_draft(row)
    take_back(mine, reason)
    data = {"begin": mine.begin, "end": mine.end, "reason": reason.strip()}
    audit.record(by=by, action="savings.term.withdraw", target=row, data=data)
    return mine


def see_draft(row: SavingProject) -> None:
    """Refuse to edit what is signed.

    Raises
    ------
    BadInputError
        ``project.signed``.
    """
    if row.state != SavingProject.State.DRAFT:
        msg = f"{row} is signed; change the contract instead."
        raise BadInputError(msg, code="project.signed")


def _term(project: SavingProject, by: User | None, facts: TermFacts) -> ContractTerm:
    shared = project.terms.filter(
        withdrawn_at=None, begin__lte=facts.end, end__gte=facts.begin
    )
    if shared.exists():
        msg = f"{facts.begin} to {facts.end} meets another term of the contract."
        raise BadInputError(msg, code="term.overlap", begin=facts.begin, end=facts.end)
    row = ContractTerm(project=project, entered_by=by, **attrs.asdict(facts))
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def adjustment_add(
    *,
    project: SavingProject,
    by: User | None,
    begin: date,
    end: date,
    energy: Decimal,
    reason: str,
) -> Adjustment:
    """Enter the energy of a change beside the measure.

    Raises
    ------
    BadInputError
        ``adjustment.settled``: a settlement of those days stands.
    """
    row = held(project, by, KEEP, project.enterprise)
    settled = row.settlements.filter(
        withdrawn_at=None, begin__lte=end, end__gte=begin
    ).first()
    if settled is not None:
        msg = f"{settled} was settled; take the settlement back first."
        raise BadInputError(msg, code="adjustment.settled", period=str(settled))
    made = Adjustment(
        project=row, begin=begin, end=end, energy=energy, reason=reason, entered_by=by
    )
    made.full_clean()
    made.save()
    data = {"begin": begin, "end": end, "energy": energy, "reason": reason}
    audit.record(by=by, action="savings.adjustment.add", target=row, data=data)
    return made


@transaction.atomic
def project_withdraw(*, project: SavingProject, by: User, reason: str) -> SavingProject:
    """Take back a project that was entered by mistake.

    Raises
    ------
    BadInputError
        ``savings.reason``, ``savings.withdrawn``; ``project.settled``: something of it
        was settled.
    """
    row = held(project, by, KEEP, project.enterprise)
    if row.settlements.filter(withdrawn_at=None).exists():
        msg = f"{row} has settlements."
        raise BadInputError(msg, code="project.settled")
    take_back(row, reason)
    data = {"reason": reason.strip()}
    audit.record(by=by, action="savings.project.withdraw", target=row, data=data)
    return row
