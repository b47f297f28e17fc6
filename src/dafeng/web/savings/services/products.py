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
from dafeng.enterprises.norms import check_output_unit, gives_energy_back
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.savings.models import (
    EnergyCertificate,
    LocalNorm,
    OutputMonth,
    ProductYear,
)
from dafeng.web.savings.permissions import ENTER, REVIEW
from dafeng.web.savings.selectors.products import all_norms
from dafeng.web.savings.services.holding import (
    held,
    held_enterprise,
    locked,
    take_back,
)

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
        ``unit.unknown``; ``unit.output``: the product is not counted in it.
    BadInputError
        ``output.future``: the month has not begun. ``output.unit``: the enterprise
        counts the product in another quantity.
    """
    firm = held_enterprise(enterprise, by, ENTER)
    check_output_unit(product, unit, all_norms())
    first = month.replace(day=1)
    if first > timezone.localdate():
        msg = f"{first:%Y-%m} has not begun."
        raise BadInputError(msg, code="output.future", month=f"{first:%Y-%m}")
    rows = OutputMonth.objects.select_for_update(of=("self",))
    standing = rows.filter(enterprise=firm, product=product, withdrawn_at=None)
    old = standing.filter(month=first).first()
    _see_quantity(standing.exclude(month=first).first(), unit)
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


def _see_quantity(other: OutputMonth | None, unit: str) -> None:
    """Refuse another quantity than that of the other months."""
    if other is None:
        return
    wanted = parse_unit(other.unit)
    if wanted.dimension != parse_unit(unit).dimension:
        msg = f"Other months are in {wanted}; {unit} is another quantity."
        raise BadInputError(msg, code="output.unit", unit=unit, wanted=other.unit)


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
        ``output.future``: the year is not over. ``product.negative``: the product
        gives no energy back.
    """
    firm = held_enterprise(enterprise, by, ENTER)
    parse_unit(facts.energy_unit)
    parse_unit(facts.output_unit)
    if facts.year >= timezone.localdate().year:
        msg = f"{facts.year} is not over."
        raise BadInputError(msg, code="output.future", month=str(facts.year))
    if facts.energy < 0 and not gives_energy_back(facts.product):
        msg = f"{facts.product} cannot be made with less than no energy."
        raise BadInputError(msg, code="product.negative")
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
    now: Row = locked(row)
    reviewed = isinstance(now, ProductYear) and now.reviewed_at is not None
    right = REVIEW if reviewed or isinstance(now, LocalNorm) else ENTER
    found = held(now, by, right, now)
    take_back(found, reason)
    data = {"reason": reason.strip(), "row": str(found)}
    audit.record(by=by, action="savings.row.withdraw", target=found, data=data)
    return found
