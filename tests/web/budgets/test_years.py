"""A year: opened, listed, handed in; what other rooms and the morning get of it."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dafeng.sheets import workbook_bytes
from dafeng.web.budgets.jobs import prepare
from dafeng.web.budgets.models import BudgetYear, KeyUser, UnitMonth
from dafeng.web.budgets.panels import budget_lights, budget_panel
from dafeng.web.budgets.services.importing import LIST, ListRow, list_workbook
from dafeng.web.budgets.services.ledgers import YearFacts, ledger_open
from dafeng.web.budgets.services.listing import user_relist, user_withdraw
from dafeng.web.budgets.services.preparing import ledger_prepare
from dafeng.web.budgets.services.returns import (
    return_check,
    return_issue,
    return_make,
)
from dafeng.web.budgets.telling import duties
from dafeng.web.core.models import AuditRow
from dafeng.web.meters.models import MonthlyStatement
from dafeng.web.meters.panels import Colour
from dafeng.web.office.keepers import keeper_of
from dafeng.web.office.models import Letter
from dafeng.web.office.services.letters import registry_set
from tests.web.budgets.conftest import TODAY, USCC, YEAR, listed
from tests.web.budgets.test_pages import at, done, page, sent, used

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.core.models import Organisation
    from tests.web.budgets.conftest import People

NEXT_YEAR = date(YEAR + 1, 2, 1)


def test_the_list_comes_out_as_a_workbook_and_goes_back_whole_or_not_at_all(
    client: Client, ledger: BudgetYear, people: People
) -> None:
    row = ListRow(uscc=USCC, industry="3130", last_year_tce=Decimal(12000))

    def give(*rows: ListRow, name: str = "list.xlsx") -> Any:
        file = SimpleUploadedFile(name, workbook_bytes([LIST.sheet(rows)]))
        return sent(client, people.office, at("list-upload", ledger), table=file)

    wrong = give(
        row,
        ListRow(uscc="X", name="甲厂", industry="A1", last_year_tce=Decimal("-1")),
    )
    text = wrong.content.decode()
    assert "表格有 3 处读不出来，一行也没有保存。" in text
    assert "本系统没有登记这个统一社会信用代码的企业。" in text
    for cell in ("!A3", "!C3", "!D3"):
        assert f"list.xlsx 重点用能单位名单{cell}" in text, cell
    assert not KeyUser.objects.exists()
    below = give(ListRow(uscc=USCC, last_year_tce=Decimal(10))).content.decode()
    assert "按规定不是重点用能单位" in below
    assert "!D2" in below
    other = give(attrs.evolve(row, name="乙厂")).content.decode()
    assert "企业名称与这个信用代码登记的名称不同。" in other
    assert "请上传 .xlsx" in give(row, name="list.txt").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes([LIST.sheet([row])])))
    book.active["D2"] = "一万"
    book.active["A1"] = None
    buffer = io.BytesIO()
    book.save(buffer)
    file = SimpleUploadedFile("list.xlsx", buffer.getvalue())
    cells = sent(client, people.office, at("list-upload", ledger), table=file)
    words = cells.content.decode()
    assert "缺少这一列。请用下载的表格填写。" in words
    assert "不是数字：请只填数字，单位写在单位栏。" in words
    wide = attrs.evolve(row, industry="３１３０", name="甲　厂")
    assert give(wide).status_code == 302
    assert (KeyUser.objects.get().kind, KeyUser.objects.get().industry) == (
        *("national", "3130"),
    )
    again = give(attrs.evolve(row, last_year_tce=Decimal(13000)))
    assert "甲厂与表格不同，名单没有改。" in page(client, people.office, again.url)
    user_withdraw(row=KeyUser.objects.get(), by=None, reason="停产")
    assert "甲厂本年已撤出，没有列入。" in page(client, people.office, give(row).url)
    user_relist(row=KeyUser.objects.get(), by=None, reason="撤错")
    client.force_login(people.office)
    again = client.get(at("list-template", ledger)).content
    told = openpyxl.load_workbook(io.BytesIO(again)).active
    assert [cell.value for cell in told[2]][:4] == [USCC, "甲厂", "3130", 12000]
    KeyUser.objects.update(counted_q=1111100)
    later = ledger_open(
        organisation=ledger.organisation, by=None, facts=YearFacts(year=YEAR + 1)
    )
    last = openpyxl.load_workbook(io.BytesIO(list_workbook(later))).active
    assert [cell.value for cell in last[2]][:4] == [USCC, "甲厂", "3130", 11111]


def test_the_return_is_made_checked_and_issued_with_a_number_of_the_register(
    client: Client,
    ledger: BudgetYear,
    running: KeyUser,
    units: dict[str, Organisation],
    people: People,
) -> None:
    assert {one.object for one in duties(date(YEAR, 3, 29))} == {
        f"budgets.return/{ledger.pk}"
    }
    assert {one.unit for one in duties(date(YEAR, 3, 29))} == {"demo", "drc"}
    listed(ledger, units["works-b"])
    text = page(client, people.office, at("return-new", ledger))
    assert "2 家单位，其中 1 家预算未核定，预算栏空着。" in text
    done(client, people.office, at("return-new", ledger))
    made = ledger.returns.get()
    assert (made.units, made.unapproved) == (2, 1)
    client.force_login(people.manager)
    assert client.get(at("return-file", made)).status_code == 404
    client.force_login(people.office)
    content = client.get(at("return-file", made)).content
    rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    lines = {row[1].value: [cell.value for cell in row] for row in rows.iter_rows()}
    values, empty = lines["甲厂"], lines["乙厂"]
    assert (values[0], values[4], values[5], values[6]) == (USCC, 11000, 120, 12000)
    assert (empty[4], empty[9]) == (None, "预算未核定")
    done(client, people.chief, at("return-check", made))
    seen = {"version": ledger.version}
    same = sent(client, people.chief, at("return-issue", made), **seen)
    assert "审核人与签发人不能是同一人。" in same.content.decode()
    unnamed = sent(client, people.leader, at("return-issue", made), **seen)
    assert "还没有设定机关代字，不能编发文号。" in unnamed.content.decode()
    assert not Letter.objects.exists()
    registry_set(organisation=ledger.organisation, by=None, signs="示能")
    running.budget_q += 1
    running.save(update_fields=["budget_q"])
    stale = sent(client, people.leader, at("return-issue", made), **seen)
    assert "生成报表以后预算有变化。" in stale.content.decode()
    running.budget_q -= 1
    running.save(update_fields=["budget_q"])
    done(client, people.leader, at("return-issue", made))
    assert not list(duties(date(YEAR, 3, 29)))
    number = f"示能〔{YEAR}〕1号"
    assert number in page(client, people.office, at("returns", ledger))
    letter = Letter.objects.get()
    assert (letter.number, keeper_of(letter)) == (number, str(made))
    content = client.get(at("return-file", made)).content
    sums = openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]
    told = {row[0].value: row[1].value for row in sums.iter_rows(min_row=2)}
    assert (told["文号"], told["已分配（吨标准煤）"]) == (number, "11000.00")
    second = return_check(
        made=return_make(ledger=ledger, by=people.office), by=people.office
    )
    last = return_issue(made=second, by=people.leader)
    assert last.letter == f"示能〔{YEAR}〕2号"
    assert last.registered is not None
    assert f"取代{number}" in last.registered.title


def test_a_year_is_opened_totalled_and_filled_on_the_pages(
    client: Client,
    district: Organisation,
    units: dict[str, Organisation],
    people: People,
) -> None:
    assert "还没有建立用能预算台账。" in page(client, people.office, at("overview"))
    made = sent(
        client,
        people.office,
        at("year-new"),
        year=YEAR,
        basis="equal",
        keeper=units["drc"].pk,
    )
    assert made.status_code == 302
    ledger = BudgetYear.objects.get(organisation=district)
    client.force_login(people.office)
    assert client.get(at("total", ledger)).status_code == 403
    done(client, people.leader, at("total", ledger), total="5000", document="函")
    listing = {"unit": units["works-a"].pk, "last_year_tce": "100"}
    below = sent(client, people.bureau, at("unit-new", ledger), **listing)
    assert "按规定它不是重点用能单位。" in below.content.decode()
    listing["last_year_tce"] = "7000"
    ended = units["works-b"]
    ended.valid_to = date(YEAR - 1, 12, 31)
    ended.save()
    form = page(client, people.bureau, at("unit-new", ledger))
    assert (">甲厂<" in form, ">乙厂<" in form) == (True, False)
    wrong = sent(
        client, people.bureau, at("unit-new", ledger), **listing, industry="三一"
    )
    assert wrong.status_code == 200
    made = sent(
        client, people.bureau, at("unit-new", ledger), **listing, industry="３１"
    )
    assert made.status_code == 302
    row = KeyUser.objects.get()
    assert (row.kind, row.industry) == ("municipal", "31")
    fix = at("year-correct", ledger)
    done(client, people.office, fix, basis="calorific", document="函", reason="口径错")
    ledger.refresh_from_db()
    assert (ledger.basis, ledger.keeper) == ("calorific", None)
    done(
        client,
        people.office,
        at("unit-correct", row),
        last_year_tce="12000",
        industry="3110",
        reason="报表更正",
    )
    row.refresh_from_db()
    assert (row.kind, row.last_year_q, row.industry) == ("national", 1200000, "3110")
    assert "报表更正" in page(client, people.office, row.get_absolute_url())
    audit = AuditRow.objects.get(action="budgets.unit.correct")
    assert audit.data["before"]["last_year_q"] == 700000


@pytest.mark.usefixtures("running", "second")
def test_lists_go_out_as_they_are_seen(client: Client, people: People) -> None:
    client.force_login(people.manager)
    response = client.get(at("units-csv"))
    assert b"".join(response.streaming_content).decode().count("\n") == 2  # type: ignore[attr-defined]
    content = client.get(f"{at('units-xlsx')}?q=甲").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [sheet.cell(2, 1).value, sheet.cell(2, 9).value] == ["甲厂", 11000]


def test_the_page_of_an_enterprise_gets_its_panel_and_the_list_its_light(
    ledger: BudgetYear,
    running: KeyUser,
    units: dict[str, Organisation],
    people: People,
) -> None:
    used(running, 10, "1200")
    ledger_prepare(ledger, on=TODAY)
    panel = budget_panel(people.manager, units["works-a"])
    assert panel is not None
    assert panel.row == running
    assert panel.now is not None
    assert panel.now.month == TODAY.month
    assert panel.now.budget is not None
    assert budget_panel(people.other, units["works-a"]) is None
    lit = budget_lights(people.office, [units["works-a"], units["works-b"]])
    assert set(lit) == {units["works-a"].pk}
    assert lit[units["works-a"].pk].colour is Colour.RED
    assert budget_lights(people.other, [units["works-a"]]) == {}


def test_the_job_of_the_morning_reckons_and_says_so(
    running: KeyUser,
    second: KeyUser,
    units: dict[str, Organisation],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "django.utils.timezone.localdate", lambda *_a, **_k: date(YEAR, 5, 20)
    )
    for month in range(1, 5):
        MonthlyStatement.objects.create(
            enterprise=units["works-a"],
            carrier="coal",
            month=date(YEAR, month, 1),
            source=MonthlyStatement.Source.INVOICE,
            amount=Decimal(2000),
            document=f"单据{month}号",
            entered_at=timezone.now(),
        )
    # One unit that cannot be reckoned stops nobody else, and says so.
    UnitMonth.objects.create(
        user=second,
        month=12,
        quanta=10**16,
        days=31,
        source="statement",
        learned_at=timezone.now(),
    )
    assert prepare() == "0 begun, 4 months, 1 units told, 1 units not reckoned"
    running.refresh_from_db()
    second.refresh_from_db()
    assert running.landing_q is not None
    assert running.landing_q > running.budget_q
    assert "problem" in second.forecast
    assert (second.landing_q, second.stands) == (None, False)
