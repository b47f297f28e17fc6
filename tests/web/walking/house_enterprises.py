"""The works of a bureau in the register of disclosure, with all that hangs on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.web.enterprises.models import (
    DisclosureRegister,
    DutyClass,
    Enterprise,
    Occasion,
    Publication,
    SecrecyClaim,
    VerifiedValue,
)
from dafeng.web.enterprises.services.classing import (
    ClassFacts,
    class_add,
    occasion_add,
)
from dafeng.web.enterprises.services.publishing import (
    PublicationFacts,
    VerifiedFacts,
    claim_add,
    publication_enter,
    verified_enter,
)
from dafeng.web.enterprises.services.registering import (
    EnterpriseFacts,
    enterprise_register,
    register_open,
)
from dafeng.web.office.services.papers import paper_of

if TYPE_CHECKING:
    from tests.web.walking.house import Unit


def enterprise_of(unit: Unit) -> Enterprise:
    """The works; nobody but the office keeps the register."""
    standing = Enterprise.objects.filter(unit=unit.works).first()
    if standing is not None:
        return standing
    root = unit.unit.parent
    assert root is not None
    register = DisclosureRegister.objects.filter(organisation=root).first()
    register = register or register_open(organisation=root, by=None)
    facts = EnterpriseFacts(name_zh=unit.works.name_zh, unit=unit.works)
    row = enterprise_register(register=register, by=None, facts=facts)
    today = timezone.localdate()
    period = str(today.year - 1)
    on_list = ClassFacts(
        kind="key-discharger", since=date(today.year - 1, 1, 1), listed_in="名录"
    )
    class_add(enterprise=row, by=None, facts=on_list)
    paper = paper_of("a.csv", b"\xef\xbb\xbfa,b\n1,2\n")
    occasion_add(enterprise=row, by=None, on=today, what="行政处罚决定书", paper=paper)
    told = PublicationFacts(rule="env-report", period=period, published_on=today)
    publication_enter(enterprise=row, by=None, facts=told, paper=paper)
    verified = VerifiedFacts(
        rule="env-report",
        period=period,
        value=Decimal(1),
        unit="tCO2",
        document="结论",
        verified_on=today,
    )
    verified_enter(enterprise=row, by=None, facts=verified, paper=paper)
    claim_add(
        enterprise=row,
        by=None,
        field="note",
        basis="第六条",
        since=today,
        paper=paper,
    )
    return row


def class_of(unit: Unit) -> DutyClass:
    return enterprise_of(unit).classes.get()


def publication_of(unit: Unit) -> Publication:
    return enterprise_of(unit).publications.get()


def verified_of(unit: Unit) -> VerifiedValue:
    return enterprise_of(unit).verified_values.get()


def claim_of(unit: Unit) -> SecrecyClaim:
    return enterprise_of(unit).claims.get()


def occasion_of(unit: Unit) -> Occasion:
    return enterprise_of(unit).occasions.get()
