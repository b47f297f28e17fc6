"""What an enterprise published, what was verified, what is to be withheld."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.base.units import parse_unit
from dafeng.enterprises import check_claim
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.enterprises.models import (
    Enterprise,
    Publication,
    SecrecyClaim,
    VerifiedValue,
)
from dafeng.web.enterprises.selectors.enterprises import open_duties
from dafeng.web.enterprises.services.holding import (
    held_by_keeper,
    held_by_publisher,
    held_by_verifier,
    see_day,
    see_standing,
)
from dafeng.web.office.services.papers import Paper


@attrs.frozen(kw_only=True)
class PublicationFacts:
    """What was published, and where."""

    rule: str
    period: str
    published_on: date
    url: str = ""
    value: Decimal | None = None
    unit: str = ""
    note: str = ""


@attrs.frozen(kw_only=True)
class VerifiedFacts:
    """What was verified, and in which document."""

    rule: str
    period: str
    value: Decimal
    unit: str
    document: str
    verified_on: date


@transaction.atomic
def publication_enter(
    *,
    enterprise: Enterprise,
    by: User | None,
    facts: PublicationFacts,
    paper: Paper | None = None,
) -> Publication:
    """Enter that an enterprise published something; an address or a file proves it.

    Raises
    ------
    BadInputError
        ``publication.duty``: it does not owe this; ``publication.proof``: neither
        address nor file; ``disclosure.future``.
    UnitError
        ``unit.unknown``.
    """
    held = held_by_publisher(enterprise, by)
    _see_duty(held, facts.rule, facts.period)
    row = _publication(held, by, facts, paper)
    data = {"enterprise": held.pk, "file": row.file_sha256, **attrs.asdict(facts)}
    audit.record(by=by, action="enterprises.publication.enter", target=row, data=data)
    return row


@transaction.atomic
def publication_correct(
    *,
    publication: Publication,
    by: User | None,
    facts: PublicationFacts,
    reason: str,
    paper: Paper | None = None,
) -> Publication:
    """Put a right entry in the place of a wrong one; the wrong one stays to be read.

    Without a new file the new row keeps the old one's.

    Raises
    ------
    BadInputError
        ``publication.replaced``: somebody corrected it before; ``disclosure.reason``;
        as :func:`publication_enter`.
    """
    held = held_by_publisher(publication.enterprise, by)
    old = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    if old.replaced_by_id is not None or old.withdrawn_at is not None:
        msg = f"{old} was corrected before."
        raise BadInputError(msg, code="publication.replaced")
    if not reason.strip():
        msg = "Say why the entry is corrected."
        raise BadInputError(msg, code="disclosure.reason")
    _see_duty(held, facts.rule, facts.period)
    new = _publication(held, by, facts, paper, old=old)
    old.replaced_by, old.reason = new, reason.strip()
    old.full_clean()
    old.save()
    data = {
        "before": {"pk": old.pk, **attrs.asdict(facts_of(old))},
        "after": {"file": new.file_sha256, **attrs.asdict(facts)},
        "reason": old.reason,
    }
    audit.record(by=by, action="enterprises.publication.correct", target=new, data=data)
    return new


@transaction.atomic
def verified_enter(
    *,
    enterprise: Enterprise,
    by: User | None,
    facts: VerifiedFacts,
    paper: Paper | None = None,
) -> VerifiedValue:
    """Enter a verified value; one that stood for the period is kept and no more counts.

    Raises
    ------
    BadInputError
        ``publication.duty``; ``disclosure.future``.
    UnitError
        ``unit.unknown``.
    """
    held = held_by_verifier(enterprise, by)
    see_day(facts.verified_on)
    _see_duty(held, facts.rule, facts.period)
    parse_unit(facts.unit)
    old = held.verified_values.filter(
        rule=facts.rule, period=facts.period, standing=True
    ).first()
    if old is not None:
        old.standing = False
        old.save(update_fields=["standing"])
    row = VerifiedValue(
        enterprise=held,
        entered_by=by,
        entered_at=timezone.now(),
        **attrs.asdict(facts),
    )
    _prove(row, paper)
    row.full_clean()
    row.save()
    data = {
        "enterprise": held.pk,
        "before": None if old is None else {"value": old.value, "unit": old.unit},
        "after": attrs.asdict(facts),
        "file": row.file_sha256,
    }
    audit.record(by=by, action="enterprises.verified.enter", target=row, data=data)
    return row


@transaction.atomic
def claim_add(
    *,
    enterprise: Enterprise,
    by: User | None,
    field: str,
    basis: str,
    since: date,
    until: date | None = None,
    paper: Paper | None = None,
) -> SecrecyClaim:
    """Enter that an enterprise asks to withhold a field, and on which basis.

    Raises
    ------
    UnknownClaimError
        ``claim.refused``, ``claim.needless``, ``claim.field``.
    """
    held = held_by_publisher(enterprise, by)
    check_claim(field)
    row = SecrecyClaim(
        enterprise=held,
        field=field,
        basis=basis.strip(),
        since=since,
        until=until,
        entered_by=by,
        entered_at=timezone.now(),
    )
    _prove(row, paper)
    row.full_clean()
    row.save()
    data = {
        "enterprise": held.pk,
        "field": field,
        "basis": row.basis,
        "since": since,
        "until": until,
        "file": row.file_sha256,
    }
    audit.record(by=by, action="enterprises.claim.add", target=row, data=data)
    return row


@transaction.atomic
def claim_end(
    *, claim: SecrecyClaim, by: User | None, until: date, reason: str
) -> SecrecyClaim:
    """Say until when a claim holds: it was not taken, or the enterprise took it back.

    Raises
    ------
    BadInputError
        ``disclosure.reason``, ``disclosure.withdrawn``.
    """
    held_by_keeper(claim.enterprise, by)
    if not reason.strip():
        msg = "Say why the claim ends."
        raise BadInputError(msg, code="disclosure.reason")
    row = SecrecyClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    see_standing(row)
    before = row.until
    row.until = until
    row.full_clean()
    row.save()
    data = {"before": before, "after": until, "reason": reason.strip()}
    audit.record(by=by, action="enterprises.claim.end", target=row, data=data)
    return row


def facts_of(row: Publication) -> PublicationFacts:
    """What an entry says."""
    names = [field.name for field in attrs.fields(PublicationFacts)]
    return PublicationFacts(**{name: getattr(row, name) for name in names})


def _publication(
    held: Enterprise,
    by: User | None,
    facts: PublicationFacts,
    paper: Paper | None,
    *,
    old: Publication | None = None,
) -> Publication:
    see_day(facts.published_on)
    if facts.value is not None and facts.unit:
        parse_unit(facts.unit)
    row = Publication(
        enterprise=held,
        entered_by=by,
        entered_at=timezone.now(),
        **attrs.asdict(facts),
    )
    if old is not None:
        row.file_name, row.file_sha256 = old.file_name, old.file_sha256
    _prove(row, paper)
    if not row.url and not row.file_sha256:
        msg = "Give the address where it was published, or a file."
        raise BadInputError(msg, code="publication.proof")
    row.full_clean()
    row.save()
    return row


def _prove(
    row: Publication | VerifiedValue | SecrecyClaim, paper: Paper | None
) -> None:
    if paper is not None:
        row.file_name, row.file_sha256 = paper.name, paper.sha256


def _see_duty(enterprise: Enterprise, rule: str, period: str) -> None:
    owed = open_duties(enterprise, on=timezone.localdate())
    if all((one.rule, one.period) != (rule, period) for one in owed):
        msg = f"{enterprise} does not owe {rule} for {period}."
        raise BadInputError(msg, code="publication.duty", period=period)
