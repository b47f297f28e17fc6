"""Enter what enterprises make and use, limits of the district, certificates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeAlias

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.base.units import parse_unit
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.savings.models import (
    EnergyCertificate,
    LocalNorm,
    OutputMonth,
    ProductYear,
)
from dafeng.web.savings.permissions import ENTER, REVIEW
from dafeng.web.savings.services.holding import held, held_enterprise, take_back

Row: TypeAlias = OutputMonth | ProductYear | EnergyCertificate | LocalNorm
CORRECTED = "更正"


@attrs.frozen(kw_only=True)
class YearFacts:
    """What an enterprise says of a product and year."""

    product: str
    year: int
    energy: Decimal
    energy_unit: str
    output: Decimal
    output_unit: str
    document: str


@attrs.frozen(kw_only=True)
class NormFacts:
    """What a limit of the district says."""

    product: str
    name_zh: str
    standard: str
    unit: str
    limit: Decimal
    access: Decimal | None = None
    advanced: Decimal | None = None
    valid_from: date
    valid_to: date | None = None
    source: str
    name_en: str = ""


@attrs.frozen(kw_only=True)
class CertificateFacts:
    """What a certificate says."""

    number: str
    body: str
    scope: str
    issued_on: date
    expires_on: date
    standard: str = "GB/T 23331-2020"


@transaction.atomic
def output_enter(
    *,
    enterprise: Organisation,
    by: User | None,
    product: str,
    month: date,
    amount: Decimal,
    unit: str,
    note: str = "",
) -> OutputMonth:
    """Enter the output of a month; what stood for it is taken back as corrected.

    Raises
    ------
    UnitError
        ``unit.unknown``.
    BadInputError
        ``output.future``: the month has not begun.
    """
    firm = held_enterprise(enterprise, by, ENTER)
    parse_unit(unit)
    first = month.replace(day=1)
    if first > timezone.localdate():
        msg = f"{first:%Y-%m} has not begun."
        raise BadInputError(msg, code="output.future", month=f"{first:%Y-%m}")
    rows = OutputMonth.objects.select_for_update(of=("self",))
    old = rows.filter(
        enterprise=firm, product=product, month=first, withdrawn_at=None
    ).first()
    if old is not None:
        take_back(old, CORRECTED)
    row = OutputMonth(
        enterprise=firm,
        product=product,
        month=first,
        amount=amount,
        unit=unit,
        note=note,
        entered_by=by,
    )
    row.full_clean()
    row.save()
    data = {
        "product": product,
        "month": first,
        "before": None if old is None else old.amount,
        "after": amount,
        "unit": unit,
    }
    audit.record(by=by, action="savings.output.enter", target=row, data=data)
    return row


@transaction.atomic
def product_year_enter(
    *, enterprise: Organisation, by: User | None, facts: YearFacts
) -> ProductYear:
    """Enter what a product took in a year.

    Raises
    ------
    UnitError
        ``unit.unknown``.
    BadInputError
        ``output.future``: the year is not over.
    """
    firm = held_enterprise(enterprise, by, ENTER)
    parse_unit(facts.energy_unit)
    parse_unit(facts.output_unit)
    if facts.year >= timezone.localdate().year:
        msg = f"{facts.year} is not over."
        raise BadInputError(msg, code="output.future", month=str(facts.year))
    row = ProductYear(enterprise=firm, entered_by=by, **attrs.asdict(facts))
    row.full_clean()
    row.save()
    data = {"after": attrs.asdict(facts)}
    audit.record(by=by, action="savings.product.enter", target=row, data=data)
    return row


@transaction.atomic
def product_year_review(*, row: ProductYear, by: User) -> ProductYear:
    """Say that an entry was looked at and holds.

    Raises
    ------
    BadInputError
        ``product.reviewed``; ``product.own``: who entered it does not review it.
    """
    found = held(row, by, REVIEW, row)
    if found.reviewed_at is not None:
        msg = f"{found} was reviewed before."
        raise BadInputError(msg, code="product.reviewed")
    if found.entered_by == by:
        msg = f"{by} entered {found}; another person reviews it."
        raise BadInputError(msg, code="product.own")
    found.reviewed_by, found.reviewed_at = by, timezone.now()
    found.full_clean()
    found.save()
    audit.record(by=by, action="savings.product.review", target=found)
    return found


@transaction.atomic
def norm_enter(
    *, organisation: Organisation, by: User | None, facts: NormFacts
) -> LocalNorm:
    """Enter a limit of the district.

    Raises
    ------
    UnitError
        ``unit.unknown``.
    """
    if by is not None:
        require(by, REVIEW, organisation)
    parse_unit(facts.unit)
    row = LocalNorm(organisation=organisation, entered_by=by, **attrs.asdict(facts))
    row.full_clean()
    row.save()
    data = {"after": attrs.asdict(facts)}
    audit.record(by=by, action="savings.norm.enter", target=row, data=data)
    return row


@transaction.atomic
def certificate_enter(
    *, enterprise: Organisation, by: User | None, facts: CertificateFacts
) -> EnergyCertificate:
    """Enter a certificate of an energy management system."""
    firm = held_enterprise(enterprise, by, ENTER)
    row = EnergyCertificate(enterprise=firm, entered_by=by, **attrs.asdict(facts))
    row.full_clean()
    row.save()
    data = {"after": attrs.asdict(facts)}
    audit.record(by=by, action="savings.certificate.enter", target=row, data=data)
    return row


@transaction.atomic
def row_withdraw(*, row: Row, by: User, reason: str) -> Row:
    """Take back what was entered by mistake.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``, ``savings.reason``; ``product.reviewed``: what was
        reviewed only the reviewer's side takes back.
    """
    right = REVIEW if isinstance(row, LocalNorm) else ENTER
    if isinstance(row, ProductYear) and row.reviewed_at is not None:
        right = REVIEW
    found = held(row, by, right, row)
    take_back(found, reason)
    data = {"reason": reason.strip(), "row": str(found)}
    audit.record(by=by, action="savings.row.withdraw", target=found, data=data)
    return found
