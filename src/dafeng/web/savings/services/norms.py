"""Limits of the district, and what it holds for the best of the world: by editions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import attrs
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.enterprises.norms import check_limit_unit, gives_energy_back
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.savings.models import LocalNorm
from dafeng.web.savings.permissions import REVIEW
from dafeng.web.savings.services.holding import held, held_enterprise

_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class NormFacts:
    """What a limit of the district says."""

    product: str
    name_zh: str
    standard: str
    unit: str
    kind: str = LocalNorm.Kind.LOCAL.value
    limit: Decimal | None = None
    access: Decimal | None = None
    advanced: Decimal | None = None
    valid_from: date
    valid_to: date | None = None
    source: str
    name_en: str = ""


@transaction.atomic
def norm_enter(
    *, organisation: Organisation, by: User | None, facts: NormFacts
) -> LocalNorm:
    """Enter a limit of the district; the edition before ends on the day before it.

    One that is entered late, before an edition that stands, holds until that one.

    Raises
    ------
    UnitError
        ``unit.unknown``; ``unit.limit``: the unit is no energy for a product.
    BadInputError
        ``norm.sign``: a limit of 0 or less, of a product that gives no energy back.
    """
    root = held_enterprise(organisation, by, REVIEW)
    check_limit_unit(facts.unit)
    _see_sign(facts)
    rows = LocalNorm.objects.select_for_update(of=("self",)).filter(
        organisation=root,
        kind=facts.kind,
        product=facts.product,
        withdrawn_at=None,
    )
    later = rows.filter(valid_from__gt=facts.valid_from).order_by("valid_from").first()
    if later is not None:
        last = later.valid_from - _DAY
        facts = attrs.evolve(facts, valid_to=min(facts.valid_to or last, last))
    last = facts.valid_from - _DAY
    ended = [
        row
        for row in rows.filter(valid_from__lt=facts.valid_from)
        if row.valid_to is None or row.valid_to > last
    ]
    for old in ended:
        old.valid_to = last
        old.full_clean()
        old.save()
    row = LocalNorm(organisation=root, entered_by=by, **attrs.asdict(facts))
    row.full_clean()
    row.save()
    data = {"after": attrs.asdict(facts), "ended": [str(old) for old in ended]}
    audit.record(by=by, action="savings.norm.enter", target=row, data=data)
    return row


def _see_sign(facts: NormFacts) -> None:
    values = (facts.limit, facts.access, facts.advanced)
    below = any(one is not None and one <= 0 for one in values)
    if below and not gives_energy_back(facts.product):
        msg = f"{facts.product} cannot be made with no energy or less."
        raise BadInputError(msg, code="norm.sign")


@transaction.atomic
def norm_end(*, norm: LocalNorm, by: User | None, valid_to: date) -> LocalNorm:
    """Say until when a limit holds.

    Raises
    ------
    BadInputError
        ``savings.withdrawn``.
    """
    row = held(norm, by, REVIEW, norm)
    before, row.valid_to = row.valid_to, valid_to
    row.full_clean()
    row.save()
    data = {"before": before, "after": valid_to}
    audit.record(by=by, action="savings.norm.end", target=row, data=data)
    return row
