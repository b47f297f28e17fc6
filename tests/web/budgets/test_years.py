"""A year: opened, listed, handed in; what other rooms and the morning get of it."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dafeng.sheets import workbook_bytes
from dafeng.web.budgets.jobs import prepare
from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.budgets.panels import budget_lights, budget_panel
from dafeng.web.budgets.services.importing import LIST, ListRow
from dafeng.web.budgets.services.preparing import ledger_prepare
from dafeng.web.budgets.telling import duties
from dafeng.web.meters.panels import Colour
from tests.web.budgets.conftest import TODAY, USCC, YEAR
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

    wrong = give(row, ListRow(uscc="X", last_year_tce=Decimal("-1")))
    text = wrong.content.decode()
    assert "表格有 2 处读不出来，一行也没有保存。" in text
    assert "本系统没有登记这个统一社会信用代码的企业。" in text
    assert not KeyUser.objects.exists()
    below = ListRow(uscc=USCC, last_year_tce=Decimal(10))
    assert "按规定不是重点用能单位" in give(below).content.decode()
    assert "请上传 .xlsx" in give(row, name="list.txt").content.decode()
    assert give(row).status_code == 302
    assert KeyUser.objects.get().kind == "national"
    client.force_login(people.office)
    again = client.get(at("list-template", ledger)).content
    told = openpyxl.load_workbook(io.BytesIO(again)).active
    assert [cell.value for cell in told[2]][:4] == [USCC, "甲厂", "3130", 12000]


def test_the_return_is_made_checked_and_issued_by_two_people(
    client: Client, ledger: BudgetYear, running: KeyUser, people: People
) -> None:
    assert {one.object for one in duties(date(YEAR, 3, 29))} == {
        f"budgets.return/{ledger.pk}"
    }
    done(client, people.office, at("return-new", ledger))
    made = ledger.returns.get()
    client.force_login(people.manager)
    assert client.get(at("return-file", made)).status_code == 404
    client.force_login(people.office)
    content = client.get(at("return-file", made)).content
    rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    values = [cell.value for cell in rows[rows.max_row]]
    assert (values[0], values[4], values[5], values[6]) == (USCC, 11000, 120, 12000)
    done(client, people.chief, at("return-check", made))
    same = sent(client, people.chief, at("return-issue", made))
    assert "审核人与签发人不能是同一人。" in same.content.decode()
    running.budget_q += 1
    running.save(update_fields=["budget_q"])
    stale = sent(client, people.leader, at("return-issue", made))
    assert "生成报表以后预算有变化。" in stale.content.decode()
    running.budget_q -= 1
    running.save(update_fields=["budget_q"])
    issued = sent(
        client, people.leader, at("return-issue", made), letter="示〔2026〕3号"
    )
    assert issued.status_code == 302
    assert not list(duties(date(YEAR, 3, 29)))
    assert "示〔2026〕3号" in page(client, people.office, at("returns", ledger))


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
    assert (
        sent(client, people.bureau, at("unit-new", ledger), **listing).status_code
        == 302
    )
    assert KeyUser.objects.get().kind == "municipal"


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
    assert budget_panel(people.other, units["works-a"]) is None
    lit = budget_lights(people.office, [units["works-a"], units["works-b"]])
    assert set(lit) == {units["works-a"].pk}
    assert lit[units["works-a"].pk].colour is Colour.RED
    assert budget_lights(people.other, [units["works-a"]]) == {}


def test_the_job_of_the_morning_reckons_and_says_so(running: KeyUser) -> None:
    used(running, 1, "1200")
    assert prepare() == "0 begun, 0 months, 1 units told"
    running.refresh_from_db()
    assert running.landing_q == 1440000
