"""Classes and claims end; what was taken back has no end, and its files are kept."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, IntegrityError, transaction
from django.urls import reverse

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow
from dafeng.web.enterprises.models import (
    DisclosureRegister,
    Occasion,
    SecrecyClaim,
)
from dafeng.web.enterprises.services.classing import ClassFacts, class_add, class_end
from dafeng.web.enterprises.services.publishing import (
    PublicationFacts,
    VerifiedFacts,
    claim_add,
    claim_end,
    publication_correct,
    publication_enter,
    verified_enter,
)
from dafeng.web.enterprises.services.withdrawing import row_withdraw
from tests.web.enterprises.conftest import TODAY, days

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from dafeng.web.core.models import User
    from dafeng.web.enterprises.models import Enterprise
    from tests.web.enterprises.conftest import People


def refused(code: str, act: Callable[[], object]) -> None:
    """An act that is refused with a code."""
    with pytest.raises(BadInputError) as caught:
        act()
    assert caught.value.code == code


def test_a_class_does_not_end_beyond_the_next_row_of_its_kind(
    works: Enterprise,
) -> None:
    first = works.classes.get()
    class_end(duty_class=first, by=None, until=days(-10), reason="移出")
    later = ClassFacts(kind=first.kind, since=days(-5), listed_in="名录")
    class_add(enterprise=works, by=None, facts=later)
    refused(
        "class.overlap",
        lambda: class_end(duty_class=first, by=None, until=TODAY, reason="改"),
    )


def test_what_was_taken_back_has_no_end(works: Enterprise, people: People) -> None:
    kind = works.classes.get()
    claim = claim_add(
        enterprise=works, by=None, field="note", basis="第六条", since=TODAY
    )
    for row in (kind, claim):
        row_withdraw(row=row, by=people.keeper, reason="登错")
    refused(
        "disclosure.withdrawn",
        lambda: class_end(duty_class=kind, by=None, until=TODAY, reason="移出"),
    )
    refused(
        "disclosure.withdrawn",
        lambda: claim_end(claim=claim, by=None, until=TODAY, reason="撤回"),
    )


def test_files_of_occasions_and_claims_come_back(
    client: Client, works: Enterprise, people: People
) -> None:
    def send(user: User, name: str, **data: object) -> None:
        file = SimpleUploadedFile("a.csv", b"\xef\xbb\xbfa,b\n1,2\n")
        client.force_login(user)
        address = reverse(f"enterprises:{name}", args=[works.pk])
        answer = client.post(address, {"paper": file, **data})
        assert answer.status_code == 302, name

    def got(user: User, name: str, row: Occasion | SecrecyClaim) -> int:
        client.force_login(user)
        return client.get(reverse(f"enterprises:{name}", args=[row.pk])).status_code

    send(people.keeper, "occasion-new", on=TODAY, what="行政处罚决定书")
    send(people.manager, "claim-new", field="note", basis="第六条", since=TODAY)
    happened, claim = Occasion.objects.get(), SecrecyClaim.objects.get()
    client.force_login(people.manager)
    text = client.get(works.get_absolute_url()).content.decode()
    assert text.count(">a.csv<") + text.count(" a.csv</a>") == 2
    assert got(people.town, "occasion-file", happened) == 200
    assert got(people.manager, "claim-file", claim) == 200
    assert got(people.town, "claim-file", claim) == 403
    for name, row in (("occasion-file", happened), ("claim-file", claim)):
        assert got(people.other, name, row) == 404


def test_a_value_with_many_digits_does_not_stop_the_workbook(
    client: Client, works: Enterprise, people: People, facts: PublicationFacts
) -> None:
    told = attrs.evolve(facts, value=Decimal("999999999.999999"), unit="tCO2")
    row = publication_enter(enterprise=works, by=None, facts=told)
    row.refresh_from_db()
    assert row.value == told.value
    # One digit more would come back from SQLite as another number.
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        type(row).objects.update(value=10**9)
    client.force_login(people.office)
    answer = client.get(reverse("enterprises:disclosure-xlsx"))
    assert answer.status_code == 200


def test_what_a_row_took_the_place_of_holds_again_when_it_is_taken_back(
    works: Enterprise, people: People, facts: PublicationFacts
) -> None:
    first = publication_enter(enterprise=works, by=people.manager, facts=facts)
    wrong = publication_correct(
        publication=first,
        by=people.manager,
        facts=attrs.evolve(facts, note="乙"),
        reason="改",
    )
    row_withdraw(row=wrong, by=people.manager, reason="不该改")
    first.refresh_from_db()
    assert first.replaced_by is None
    told = VerifiedFacts(
        rule="env-report",
        period=facts.period,
        value=Decimal(1),
        unit="tCO2",
        document="结论",
        verified_on=TODAY,
    )
    old = verified_enter(enterprise=works, by=None, facts=told)
    new = verified_enter(
        enterprise=works, by=None, facts=attrs.evolve(told, value=Decimal(9))
    )
    row_withdraw(row=new, by=people.keeper, reason="登错")
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.standing, new.standing) == (True, False)
    third = verified_enter(enterprise=works, by=None, facts=told)
    row_withdraw(row=old, by=people.keeper, reason="登错")
    third.refresh_from_db()
    assert third.standing
    rows = AuditRow.objects.filter(action="enterprises.verified.withdraw")
    last = rows.latest("pk")
    assert last.data["holds_again"] is None  # another one stood all the time


def test_looking_at_the_form_opens_no_register(client: Client, people: People) -> None:
    client.force_login(
        people.office, backend="django.contrib.auth.backends.ModelBackend"
    )
    address = reverse("enterprises:enterprise-new")
    assert client.get(address).status_code == 200
    assert not DisclosureRegister.objects.exists()
    assert client.post(address, {"name_zh": "丁厂"}).status_code == 302
    assert DisclosureRegister.objects.get().enterprises.get().name_zh == "丁厂"
