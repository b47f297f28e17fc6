"""Fill a sample house with a register of disclosure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeAlias

from django.db import transaction

from dafeng.base.days import end_of_day
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.enterprises import (
    CLAIM_BASIS,
    CLAIM_OF,
    CLAIM_SINCE,
    CONTACT,
    DISCLOSURE_KEEPER,
    EVENT,
    EVENT_OF,
    EVENT_ON,
    EVENT_PUBLISHED_ON,
    PHONE,
    WEB,
    SampleDisclosure,
    sample_disclosures,
)
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation
from dafeng.web.enterprises.models import (
    DisclosureRegister,
    DutyClass,
    Enterprise,
    Occasion,
    Publication,
    SecrecyClaim,
    VerifiedValue,
)

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "enterprises.sample.fill"
_HANDED_IN = timedelta(days=2)
"""After the publication it stands in the register."""


def load_sample_disclosure(progress: Progress) -> None:
    """Fill the register; call it after the enterprises are there; once."""
    root = Organisation.objects.filter(
        parent=None, place_code=SAMPLE_PLACE_CODE
    ).first()
    if root is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    progress("disclosures", 0, 1)
    with transaction.atomic():
        units = {
            one.code: one
            for one in Organisation.objects.filter(path__startswith=root.path)
        }
        register = DisclosureRegister.objects.create(
            organisation=root, keeper=units.get(DISCLOSURE_KEEPER)
        )
        rows = [_firm(register, one, units) for one in sample_disclosures()]
        data = {"count": len(rows)}
        audit.record(by=None, action=FILLED, target=register, data=data)


def _firm(
    register: DisclosureRegister,
    sample: SampleDisclosure,
    units: Mapping[str, Organisation],
) -> Enterprise:
    row = Enterprise(
        register=register,
        unit=units.get(sample.uscc.lower()),
        name_zh=sample.name_zh,
        name_en=sample.name_en,
        uscc=sample.uscc,
        industry=sample.industry,
        town=units.get(sample.town),
        contact=CONTACT,
        phone=PHONE,
        created_at=end_of_day(min(one.since for one in sample.classes)),
        synthetic=True,
    )
    row.full_clean()
    row.save()
    for one in sample.classes:
        DutyClass.objects.create(
            enterprise=row,
            kind=one.kind,
            since=one.since,
            until=one.until,
            listed_in=one.listed_in,
            entered_at=end_of_day(one.since),
        )
    _published(row, sample)
    if sample.number == EVENT_OF:
        _event(row)
    if sample.number == CLAIM_OF:
        SecrecyClaim.objects.create(
            enterprise=row,
            field="verified_value",
            basis=CLAIM_BASIS,
            since=CLAIM_SINCE,
            entered_at=end_of_day(CLAIM_SINCE),
        )
    return row


def _published(row: Enterprise, sample: SampleDisclosure) -> None:
    for one in sample.publications:
        Publication.objects.create(
            enterprise=row,
            rule=one.rule,
            period=one.period,
            published_on=one.published_on,
            url=f"{WEB}/{sample.uscc.lower()}/{one.rule}/{one.period}",
            value=one.value,
            unit=one.unit,
            entered_at=end_of_day(one.published_on + _HANDED_IN),
        )
        if one.verified_value is not None and one.verified_on is not None:
            VerifiedValue.objects.create(
                enterprise=row,
                rule=one.rule,
                period=one.period,
                value=one.verified_value,
                unit=one.verified_unit,
                document=one.document,
                verified_on=one.verified_on,
                entered_at=end_of_day(one.verified_on),
            )


def _event(row: Enterprise) -> None:
    happened = Occasion.objects.create(
        enterprise=row, on=EVENT_ON, what=EVENT, entered_at=end_of_day(EVENT_ON)
    )
    Publication.objects.create(
        enterprise=row,
        rule="env-event",
        period=happened.code,
        published_on=EVENT_PUBLISHED_ON,
        url=f"{WEB}/{row.uscc.lower()}/env-event/{EVENT_ON}",
        entered_at=end_of_day(EVENT_PUBLISHED_ON),
    )
