"""Rules and the house itself on the management pages."""

from __future__ import annotations

import csv
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from dafeng.web.core import audit
from dafeng.web.core.models import RoleCode
from dafeng.web.core.services.house import house_set
from dafeng.web.desk.rule_words import HEADS
from dafeng.web.desk.selectors.rulebook import (
    RETENTION,
    TABLES,
    Force,
    rule_sheet,
)
from tests.web.desk.conftest import text
from tests.web.plans.building import person

if TYPE_CHECKING:
    from pathlib import Path

    from django.conf import LazySettings

    from tests.web.desk.conftest import Browser
    from tests.web.work.tasking import Realm

DAY = date(2026, 11, 30)


@pytest.mark.parametrize("code", [table.code for table in TABLES])
def test_every_table_shows_all_its_rows_under_heads_in_words(code: str) -> None:
    table = next(one for one in TABLES if one.code == code)
    file = resources.files(table.package) / "data" / table.file
    packaged = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    sheet = rule_sheet(code, DAY)
    assert sheet is not None
    assert len(sheet.rows) == len(packaged)
    assert set(packaged[0]) <= set(HEADS)
    assert all(len(row.cells) == len(sheet.heads) for row in sheet.rows)


def test_a_row_holds_from_its_first_to_its_last_day() -> None:
    def holding(day: date) -> set[Force]:
        sheet = rule_sheet("consequences", day)
        assert sheet is not None
        return {row.force for row in sheet.rows}

    assert holding(date(2026, 4, 22)) == {Force.YES, Force.YET}
    assert holding(date(2026, 4, 23)) == {Force.YES, Force.OVER}
    assert holding(date(2010, 1, 1)) == {Force.YET}


@pytest.mark.usefixtures("db")
def test_longer_times_of_the_house_are_shown(
    settings: LazySettings, tmp_path: Path
) -> None:
    own = tmp_path / "retention.csv"
    own.write_text("actions,keep_days\nsession.,999\n", encoding="utf-8")
    settings.RETENTION = str(own)
    sheet = rule_sheet(RETENTION, DAY)
    assert sheet is not None
    assert any("999" in row.cells for row in sheet.rows)


def test_the_list_leads_to_each_table_and_each_table_goes_out_as_csv(
    realm: Realm, browser: Browser
) -> None:
    client = browser(realm.office)
    listed = text(client, "/rules/")
    for table in TABLES:
        assert f'href="/rules/{table.code}/"' in listed
    page = text(client, "/rules/plausibility/")
    assert "数值与上期相差多少以内不需说明" in page
    assert "本程序的判断" in page
    rows = client.get("/rules/plausibility.csv").getvalue().decode()
    assert "year-ago,0.3" in rows
    assert client.get("/rules/none/").status_code == 404
    assert client.get("/rules/none.csv").status_code == 404


def test_in_english_the_rules_are_in_english(realm: Realm, browser: Browser) -> None:
    with translation.override("en"):
        page = browser(realm.office).get(
            "/rules/calendar/", headers={"accept-language": "en"}
        )
    assert "Divide the year&#x27;s targets and tasks" in page.text


def test_rules_are_for_everybody_who_has_signed_in_with_a_role(
    realm: Realm, browser: Browser
) -> None:
    for role in (RoleCode.ANALYST, RoleCode.AUDIT_ADMIN):
        text(browser(person(role.value, realm.root, role)), "/rules/")
    assert browser(None).get("/rules/").status_code == 302
    nobody = person("nobody", realm.root, RoleCode.READER)
    nobody.memberships.all().update(revoked=True)
    assert browser(nobody).get("/rules/").status_code == 403


def test_the_management_page_leads_to_schemes_and_rules(
    realm: Realm, browser: Browser
) -> None:
    page = text(browser(realm.office), "/admin/")
    assert 'href="/rules/"' in page
    assert 'href="/assessment/schemes/"' in page


# The house ---------------------------------------------------------------------------


def test_the_system_administrator_sees_how_the_house_runs(
    realm: Realm, browser: Browser
) -> None:
    system = person("system", realm.root, RoleCode.SYSTEM_ADMIN)
    page = text(browser(system), "/admin/house/")
    for words in ("数据库结构", "工作进程", "还没有做过备份", "作业排队", "程序版本"):
        assert words in page
    assert "还没有做过备份" in text(browser(system), "/admin/")


def test_a_backup_is_told_with_its_day_and_file(realm: Realm, browser: Browser) -> None:
    house = house_set(
        name_zh="示范区",
        name_en="Demo",
        place_code="110101",
        synthetic=False,
        data_version="1",
        data_date=DAY,
    )
    data = {"file": "dafeng-1.tar.zst", "files": 12}
    audit.record(by=None, action="house.backup", target=house, data=data)
    system = person("system", realm.root, RoleCode.SYSTEM_ADMIN)
    page = text(browser(system), "/admin/house/")
    assert "dafeng-1.tar.zst" in page
    assert "12 个文件" in page
    assert "还没有做过备份" not in page


def test_nobody_else_sees_how_the_house_runs(realm: Realm, browser: Browser) -> None:
    assert browser(None).get("/admin/house/").status_code == 302
    assert browser(realm.office).get("/admin/house/").status_code == 403
    security = person("security", realm.root, RoleCode.SECURITY_ADMIN)
    assert browser(security).get("/admin/house/").status_code == 403
    assert "运行状况" not in text(browser(security), "/admin/")
