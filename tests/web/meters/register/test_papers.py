"""Prices, statements, needs, gateways; and the register as a table."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dafeng.base.errors import BadInputError
from dafeng.web.api.models import Scope, Token
from dafeng.web.core.models import AuditRow
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.meters.models import Gateway, MeterPoint, MonthlyStatement, Tariff
from dafeng.web.meters.selectors.papers import tariffs_for
from dafeng.web.meters.services.gateways import (
    GatewayFacts,
    gateway_key_close,
    gateway_key_give,
    gateway_register,
    gateway_withdraw,
)
from dafeng.web.meters.services.importing import (
    UnreadableRegisterError,
    register_take,
    register_workbook,
)
from dafeng.web.meters.services.papers import (
    NeedFacts,
    StatementFacts,
    TariffFacts,
    need_set,
    statement_enter,
    tariff_enter,
)
from dafeng.web.meters.services.withdrawing import row_withdraw
from tests.web.meters.register.conftest import TODAY, USCC_A, USCC_B, People

if TYPE_CHECKING:
    from dafeng.web.core.models import Organisation


def price(since: date, until: date | None = None, **more: object) -> TariffFacts:
    told: dict[str, object] = {
        "carrier": "electricity",
        "period": "peak",
        "price": Decimal("1.05"),
        "document": "电价公告",
    }
    return TariffFacts(valid_from=since, valid_to=until, **told | more)


def bill(month: date, **more: object) -> StatementFacts:
    told: dict[str, object] = {
        "carrier": "electricity",
        "amount": Decimal(1000),
        "document": "发票 1",
    }
    return StatementFacts(month=month, **told | more)


def test_a_new_price_ends_the_open_one_the_day_before(
    district: Organisation, people: People
) -> None:
    first = tariff_enter(
        organisation=district, by=people.office, facts=price(date(2025, 1, 1))
    )
    newer = price(date(2026, 1, 1))
    second = tariff_enter(organisation=district, by=people.office, facts=newer)
    first.refresh_from_db()
    assert first.valid_to == date(2025, 12, 31)
    row_withdraw(row=second, by=people.office, reason="误登")
    first.refresh_from_db()
    assert first.valid_to is None
    tariff_enter(organisation=district, by=people.office, facts=newer)
    for clash in (
        price(date(2025, 6, 1), date(2025, 7, 1)),
        price(date(2025, 12, 31), date(2026, 3, 1)),
    ):
        with pytest.raises(BadInputError) as refused:
            tariff_enter(organisation=district, by=people.office, facts=clash)
        assert refused.value.code == "tariff.overlap"
    other = price(date(2025, 6, 1), date(2025, 7, 1), period="valley")
    tariff_enter(organisation=district, by=people.office, facts=other)
    assert Tariff.objects.filter(withdrawn_at=None).count() == 3
    with pytest.raises(BadInputError, match="no carrier"):
        tariff_enter(
            organisation=district,
            by=people.office,
            facts=price(date(2027, 1, 1), carrier="moonlight"),
        )


def test_prices_of_the_district_are_read_by_its_enterprises_and_kept_by_the_office(
    district: Organisation, people: People
) -> None:
    row = tariff_enter(organisation=district, by=None, facts=price(date(2025, 1, 1)))
    for who in (people.manager, people.town, people.office):
        assert list(tariffs_for(who)) == [row]
    assert not tariffs_for(people.stranger).exists()
    with pytest.raises(RightMissingError):
        tariff_enter(
            organisation=district, by=people.manager, facts=price(date(2026, 1, 1))
        )
    with pytest.raises(RightMissingError):
        row_withdraw(row=row, by=people.manager, reason="误登")
    row_withdraw(row=row, by=people.office, reason="误登")
    assert not tariffs_for(people.office).exists()


def test_a_month_has_one_statement_of_a_kind_until_it_is_taken_back(
    units: dict[str, Organisation], people: People
) -> None:
    firm, month = units["works-a"], date(2026, 3, 1)
    row = statement_enter(enterprise=firm, by=people.manager, facts=bill(month))
    with pytest.raises(ValidationError, match="已经登记"):
        statement_enter(enterprise=firm, by=people.manager, facts=bill(month))
    form = bill(month, source="form", amount=Decimal(990))
    statement_enter(enterprise=firm, by=people.manager, facts=form)
    row_withdraw(row=row, by=people.manager, reason="录错")
    statement_enter(enterprise=firm, by=people.manager, facts=bill(month))
    assert MonthlyStatement.objects.filter(withdrawn_at=None).count() == 2
    with pytest.raises(RightMissingError):
        statement_enter(enterprise=firm, by=people.other, facts=bill(date(2026, 4, 1)))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (bill(date(2026, 3, 2)), "当月 1 日"),
        (bill(date(2026, 3, 1), amount=Decimal(-1)), "大于或等于"),
        (bill(date(1900, 3, 1)), "请核对年份"),
    ],
)
def test_a_statement_that_cannot_be_is_refused(
    units: dict[str, Organisation], facts: StatementFacts, words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        statement_enter(enterprise=units["works-a"], by=None, facts=facts)
    later = (TODAY + timedelta(days=40)).replace(day=1)
    with pytest.raises(BadInputError) as refused:
        statement_enter(enterprise=units["works-a"], by=None, facts=bill(later))
    assert refused.value.code == "meter.future"


@pytest.mark.database
def test_the_database_refuses_a_negative_bill(units: dict[str, Organisation]) -> None:
    row = statement_enter(
        enterprise=units["works-a"], by=None, facts=bill(date(2026, 3, 1))
    )
    for wrong in ({"amount": -1}, {"document": ""}, {"source": "rumour"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MonthlyStatement.objects.filter(pk=row.pk).update(**wrong)


def test_a_need_is_set_again_and_the_audit_keeps_both(
    units: dict[str, Organisation], people: People
) -> None:
    for count in (3, 4):
        need_set(
            enterprise=units["works-a"],
            by=people.manager,
            facts=NeedFacts(
                carrier="electricity", level="unit", needed=count, basis="网络图"
            ),
        )
    last = AuditRow.objects.filter(action="meters.need.set").order_by("number").last()
    assert last is not None
    assert (last.data["before"], last.data["after"]["needed"]) == (3, 4)


def test_a_gateway_sends_with_a_key_of_its_enterprise_and_a_new_one_closes_the_old(
    units: dict[str, Organisation], people: People
) -> None:
    row = gateway_register(
        enterprise=units["works-a"],
        by=people.manager,
        facts=GatewayFacts(code="gw-1", name="一号网关"),
    )
    assert not row.open_on(TODAY)
    until = TODAY + timedelta(days=100)
    first = gateway_key_give(gateway=row, by=people.manager, until=until)
    token = Token.objects.get(head=first.gateway.key_head)
    assert (token.unit, token.scopes) == (units["works-a"], [Scope.READINGS])
    assert first.gateway.open_on(until)
    assert not first.gateway.open_on(until + timedelta(days=1))
    second = gateway_key_give(gateway=row, by=people.manager, until=until)
    assert second.key != first.key
    token.refresh_from_db()
    assert token.revoked_at is not None
    closed = gateway_key_close(gateway=row, by=people.manager)
    assert (closed.key_head, closed.open_on(TODAY)) == ("", False)
    assert not Token.objects.filter(revoked_at=None).exists()
    assert first.key not in str(list(AuditRow.objects.values_list("data", flat=True)))


def test_what_a_gateway_cannot_is_refused(
    units: dict[str, Organisation], people: People
) -> None:
    folder = gateway_register(
        enterprise=units["works-a"],
        by=None,
        facts=GatewayFacts(code="gw-2", name="文件", kind=Gateway.Kind.FOLDER),
    )
    assert folder.open_on(TODAY)
    until = TODAY + timedelta(days=30)
    with pytest.raises(BadInputError) as refused:
        gateway_key_give(gateway=folder, by=people.manager, until=until)
    assert refused.value.code == "gateway.folder"
    with pytest.raises(RightMissingError):
        gateway_withdraw(gateway=folder, by=people.other, reason="拆除")
    gateway_withdraw(gateway=folder, by=people.manager, reason="拆除")
    folder.refresh_from_db()
    assert not folder.open_on(TODAY)
    with pytest.raises(BadInputError) as refused:
        gateway_withdraw(gateway=folder, by=people.manager, reason="再来")
    assert refused.value.code == "gateway.closed"
    api = gateway_register(
        enterprise=units["works-a"],
        by=None,
        facts=GatewayFacts(code="gw-3", name="三号"),
    )
    with pytest.raises(ValidationError):
        gateway_key_give(
            gateway=api, by=people.manager, until=TODAY + timedelta(days=400)
        )


def table(*changes: tuple[str, object], content: bytes) -> bytes:
    """A table with some cells changed, or a row added as a list."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    for place, value in changes:
        if place == "+":
            assert isinstance(value, list)
            sheet.append(value)
        else:
            sheet[place] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def line(code: str, **more: object) -> list[object]:
    """A row of the table, in the order of its columns."""
    told = {
        "uscc": USCC_A,
        "code": code,
        "name": f"{code}号表",
        "en": None,
        "carrier": "电力",
        "unit": "kWh",
        "kind": "表底数",
        "role": "分表",
        "parent": "A1",
        "whole": None,
        "formula": None,
        "multiplier": 1,
        "digits": 6,
        "step": 3600,
        "most": 100,
        "workshop": "二车间",
    }
    return list((told | more).values())


def test_the_register_goes_out_and_comes_back_changed(
    main: MeterPoint, sub: MeterPoint, people: People
) -> None:
    out = register_workbook([main, sub])
    same = register_take(by=people.manager, name="r.xlsx", content=out)
    assert (same.made, same.changed, same.unchanged) == (0, 0, 2)
    back = table(("+", line("A4", parent="A3")), ("+", line("A3")), content=out)
    taken = register_take(by=people.manager, name="r.xlsx", content=back)
    assert (taken.made, taken.changed, taken.unchanged) == (2, 0, 2)
    third = MeterPoint.objects.get(code="A4")
    assert (third.parent.code, third.workshop) == ("A3", "二车间")
    assert AuditRow.objects.filter(action="meters.register.take").count() == 2


def test_whether_the_parts_are_the_whole_goes_out_and_comes_back(
    main: MeterPoint, sub: MeterPoint, people: People
) -> None:
    main.parts_whole = True
    main.save()
    out = register_workbook([main, sub])
    same = register_take(by=people.manager, name="r.xlsx", content=out)
    assert (same.changed, same.unchanged) == (0, 2)
    sheet = openpyxl.load_workbook(BytesIO(out)).worksheets[0]
    head = next(
        cell
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith("下级表计量全部用量")
    )
    rows = [sheet.cell(n, head.column).value for n in range(1, sheet.max_row + 1)]
    assert rows[-2:] == ["是", "否"]
    first, second = (f"{head.column_letter}{sheet.max_row - 1 + n}" for n in range(2))
    wanted = table(
        (first, "否"),
        (second, "是"),
        ("+", line("A3", whole="是")),
        ("+", line("A4")),
        content=out,
    )
    register_take(by=people.manager, name="r.xlsx", content=wanted)
    told = dict(MeterPoint.objects.values_list("code", "parts_whole"))
    assert told == {"A1": False, "A2": True, "A3": True, "A4": False}
    empty = table((first, None), (second, None), content=out)
    taken = register_take(by=people.manager, name="r.xlsx", content=empty)
    assert taken.changed == 0
    with pytest.raises(UnreadableRegisterError):
        register_take(
            by=people.manager, name="r.xlsx", content=table((first, "多"), content=out)
        )


def test_every_doubt_of_a_table_is_named_and_nothing_is_taken(
    main: MeterPoint, people: People
) -> None:
    back = table(
        ("+", line("A3", uscc=USCC_B)),
        ("+", line("A4", parent="A99")),
        ("+", line("A5")),
        ("+", line("A5")),
        ("+", line("A6", carrier="月光")),
        content=register_workbook([main]),
    )
    with pytest.raises(UnreadableRegisterError) as refused:
        register_take(by=people.manager, name="r.xlsx", content=back)
    codes = [one.code for one in refused.value.findings]
    assert codes[1:] == ["register.enterprise", "register.parent", "register.twice"]
    assert "月光" in refused.value.findings[0].value
    assert MeterPoint.objects.count() == 1
    circle = table(
        ("+", line("A3", parent="A4")),
        ("+", line("A4", parent="A3", unit="m3")),
        content=register_workbook([main]),
    )
    with pytest.raises(UnreadableRegisterError):
        register_take(by=people.manager, name="r.xlsx", content=circle)
    assert MeterPoint.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("r.csv", b"a,b", "register.type"),
        ("r.xlsx", b"no workbook", "workbook.unknown_type"),
        ("r.xlsx", b"0" * (6 << 20), "register.size"),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    main: MeterPoint, people: People, name: str, content: bytes, code: str
) -> None:
    del main
    with pytest.raises(BadInputError) as refused:
        register_take(by=people.manager, name=name, content=content)
    assert refused.value.code == code
    with pytest.raises(RightMissingError):
        register_take(by=people.reader, name=name, content=content)
