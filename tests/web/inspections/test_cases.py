"""Shared cases: each office its own part, the opener the states, withdrawal all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import Organisation
from dafeng.web.inspections.models import (
    CasePart,
    CaseState,
    PartKind,
    PartState,
    SharedCase,
)
from dafeng.web.inspections.selectors.cases import (
    case_at,
    is_openers,
    lines_of,
    own_parts,
    part_at,
    parts_to_act,
)
from dafeng.web.inspections.services.cases import (
    CaseFacts,
    PartAsked,
    PartDecision,
    case_close,
    case_open,
    case_withdraw,
    part_accept,
    part_decide,
    part_decline,
    part_done,
    part_note,
    part_seen,
)
from dafeng.web.notices.models import Notice
from tests.web.layers import layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.web.inspections.conftest import People

SECRET = "内部合议：拟从轻"
DECISION = PartDecision(
    measure="列入失信名单",
    number="示市监信〔2026〕1号",
    decided_on=date(2026, 7, 20),
    amount=Decimal(50_000),
)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(BadInputError) as caught:
        act()
    return caught.value.code


@layer
def case(district: Organisation, people: People) -> SharedCase:
    """A breach shared with two offices by the carbon office."""
    units = {unit.code: unit for unit in Organisation.objects.all()}
    return case_open(
        organisation=district,
        by=people.office,
        facts=CaseFacts(
            subject=units["works-00"], title="超限额案", summary="超限定值百分之十五。"
        ),
        parts=[
            PartAsked(office=units["scj"], kind=PartKind.CREDIT, ask="记入信用记录"),
            PartAsked(office=units["fgw"], kind=PartKind.PENALTY, ask="依法处罚"),
        ],
    )


@layer
def credit(case: SharedCase) -> CasePart:
    """The part of the market bureau."""
    return case.parts.get(kind=PartKind.CREDIT)


def decided(credit: CasePart, people: People) -> CasePart:
    part_accept(part=credit, by=people.market)
    credit.refresh_from_db()
    part_note(part=credit, by=people.market, text=SECRET, version=credit.version)
    return part_decide(part=credit, by=people.market, decision=DECISION)


def test_each_office_sees_the_summary_and_its_own_part(
    client: Client, case: SharedCase, credit: CasePart, people: People
) -> None:
    decided(credit, people)
    client.force_login(people.market)
    page = client.get(case.get_absolute_url()).text
    assert case.summary in page
    assert SECRET in page
    assert DECISION.measure in page
    assert "依法处罚" not in page
    client.force_login(people.inspectors[0])
    page = client.get(case.get_absolute_url()).text
    assert case.summary in page
    assert "依法处罚" in page
    for hidden in (SECRET, DECISION.measure, DECISION.number, "记入信用记录"):
        assert hidden not in page


def test_the_opener_sees_where_all_stand_and_nothing_they_wrote(
    client: Client, case: SharedCase, credit: CasePart, people: People
) -> None:
    decided(credit, people)
    for user in (people.office, people.leader):
        assert is_openers(user, case)
        assert own_parts(user, case) == []
        client.force_login(user)
        page = client.get(case.get_absolute_url()).text
        assert "已决定" in page
        assert "待接收" in page
        for hidden in (SECRET, DECISION.measure, DECISION.number, "50,000"):
            assert hidden not in page
    assert {line.state for line in lines_of(case)} == {"decided", "sent"}


def test_who_has_no_part_sees_no_case(
    client: Client, case: SharedCase, credit: CasePart, people: People
) -> None:
    for user in (people.inspectors[2], people.stranger):
        assert case_at(user, case.pk) is None
        client.force_login(user)
        assert client.get(case.get_absolute_url()).status_code == 404
    for user in (people.inspectors[0], people.office, people.head):
        assert part_at(user, credit.pk) is None
        with pytest.raises(PermissionDenied):
            part_accept(part=credit, by=user)
    client.force_login(people.manager)
    assert client.get(case.get_absolute_url()).status_code == 403


def test_a_withdrawal_reaches_every_part_and_tells_every_office(
    case: SharedCase, credit: CasePart, people: People
) -> None:
    decided(credit, people)
    Notice.objects.all().delete()
    case_withdraw(case=case, by=people.second, reason="查无违法")
    assert set(case.parts.values_list("state", flat=True)) == {PartState.WITHDRAWN}
    credit.refresh_from_db()
    assert (credit.measure, credit.note) == (DECISION.measure, SECRET)
    told = {one.recipient.username: one for one in Notice.objects.all()}
    assert {"market", "inspector0"} <= set(told)
    assert told["market"].note == "查无违法"
    assert told["market"].address == case.get_absolute_url()
    moves = credit.moves.values_list("act", flat=True)
    assert list(moves) == ["accept", "change", "decide", "withdraw"]


def test_after_a_withdrawal_an_office_can_only_say_that_it_knows(
    case: SharedCase, credit: CasePart, people: People
) -> None:
    case_withdraw(case=case, by=people.office, reason="查无违法")
    assert credit in parts_to_act(people.market)
    for act in (
        lambda: part_accept(part=credit, by=people.market),
        lambda: part_note(part=credit, by=people.market, text="x", version=1),
        lambda: case_withdraw(case=case, by=people.office, reason="再撤"),
        lambda: case_close(case=case, by=people.office),
    ):
        assert refused(act) == "inspection.state"
    part_seen(part=credit, by=people.market)
    assert credit not in parts_to_act(people.market)
    assert refused(lambda: part_seen(part=credit, by=people.market)) == (
        "inspection.state"
    )
    assert SharedCase.objects.count() == 1
    assert CasePart.objects.count() == 2


def test_a_closed_case_can_still_be_withdrawn(
    case: SharedCase, credit: CasePart, people: People
) -> None:
    decided(credit, people)
    part_done(part=credit, by=people.market)
    other = case.parts.get(kind=PartKind.PENALTY)
    assert refused(lambda: case_close(case=case, by=people.office)) == "case.unfinished"
    part_decline(part=other, by=people.head, reason="证据不足")
    assert case_close(case=case, by=people.office).state == CaseState.CLOSED
    case_withdraw(case=case, by=people.office, reason="查无违法")
    credit.refresh_from_db()
    assert credit.state == PartState.WITHDRAWN


def test_a_part_goes_only_the_lawful_way(
    case: SharedCase, credit: CasePart, people: People
) -> None:
    assert case.pk
    for act in (
        lambda: part_decide(part=credit, by=people.market, decision=DECISION),
        lambda: part_done(part=credit, by=people.market),
    ):
        assert refused(act) == "inspection.state"
    part_accept(part=credit, by=people.market)
    assert refused(lambda: part_accept(part=credit, by=people.market)) == (
        "inspection.state"
    )
    code = refused(lambda: part_decline(part=credit, by=people.market, reason=" "))
    assert code == "inspection.reason"
    credit.refresh_from_db()
    assert credit.state == PartState.ACCEPTED


def test_only_the_opener_withdraws(case: SharedCase, people: People) -> None:
    for user in (people.market, people.head, people.stranger, people.leader):
        with pytest.raises(PermissionDenied):
            case_withdraw(case=case, by=user, reason="撤")


def test_a_bureau_opens_a_case_of_its_own(
    district: Organisation, people: People
) -> None:
    units = {unit.code: unit for unit in Organisation.objects.all()}
    asked = [PartAsked(office=units["scj"], kind=PartKind.CREDIT)]
    facts = CaseFacts(subject=units["works-01"], title="案", summary="情")
    made = case_open(
        organisation=units["fgw"], by=people.head, facts=facts, parts=asked
    )
    assert is_openers(people.head, made)
    assert case_at(people.inspectors[2], made.pk) is None
    with pytest.raises(PermissionDenied):
        case_open(organisation=district, by=people.head, facts=facts, parts=asked)
    with pytest.raises(BadInputError):
        case_open(organisation=units["fgw"], by=people.head, facts=facts, parts=[])
