"""The wizards in the browser's eyes: import, sign, make, seal, restate, replay."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dafeng.accounts.intake import inspect, kinds
from dafeng.web.accounts.models import AccountRun, FactorSignature, ImportBatch
from tests.web.accounts.building import (
    activity,
    append,
    foreign_workbook,
    gas_workbook,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from django.test import Client

    from dafeng.lake import Lake
    from dafeng.web.core.models import Organisation, User

    Callbacks = Callable[..., AbstractContextManager[list[Callable[[], object]]]]

OPEN = "CN_EAF_ELECTRODE.ef_input@ENT24-STEEL"


def text_of(response: Any) -> str:
    assert response.status_code == 200
    words: str = response.content.decode()
    return words


def send(client: Client, content: bytes, name: str, unit: Organisation) -> Any:
    data = {
        "kind": "gas",
        "organisation": unit.pk,
        "workbook": SimpleUploadedFile(name, content),
    }
    return client.post("/carbon/imports/new/", data)


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_form_can_be_downloaded_and_is_understood(
    client: Client, office: User, tmp_path: Path, kind: str
) -> None:
    client.force_login(office)
    content = client.get(f"/carbon/imports/template/{kind}.xlsx").content
    path = tmp_path / f"{kind}.xlsx"
    path.write_bytes(content)
    assert inspect(path).sheets[0].kind == kind


def test_a_workbook_from_upload_to_lake(
    client: Client,
    office: User,
    verifier: User,
    lake: Lake,
    django_capture_on_commit_callbacks: Callbacks,
) -> None:
    unit = office.organisation
    assert unit is not None
    client.force_login(office)
    blank = client.get("/carbon/imports/template/gas.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(blank))
    sheet = book.worksheets[0]
    head = next(
        row for row in sheet.iter_rows() if str(row[0].value or "").startswith("年份")
    )
    below = head[0].row + 1
    filled = {"年份": 2024, "月份": 1, "行业": "城镇居民", "供气量 (万m3)": 85.2}
    for cell in head:
        if cell.value in filled:
            sheet.cell(row=below, column=cell.column).value = filled[str(cell.value)]
    out = io.BytesIO()
    book.save(out)
    answer = send(client, out.getvalue(), "一月.xlsx", unit)
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == f"/carbon/imports/{batch.pk}/"
    text = text_of(client.get(f"/carbon/imports/{batch.pk}/"))
    assert "读出 1 行：1 行新增" in text
    assert "请另一位有审核权限的人审核" in text
    assert "通过并入库" not in text

    client.force_login(verifier)
    assert "通过并入库" in text_of(client.get(f"/carbon/imports/{batch.pk}/"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/carbon/imports/{batch.pk}/approve/", {"reason": "相符"})
    version = lake.version("activity")
    text = text_of(client.get(f"/carbon/imports/{batch.pk}/"))
    assert f"已入库：1 行，数据表 activity 第 {version} 版" in text
    assert "上传更正" in text
    stored = [r for r in lake.current("activity").to_pylist() if r["year"] == 2024]
    assert [row["quantity_e3"] for row in stored] == [852_000_000]


def test_the_uploader_cannot_approve_on_the_page(client: Client, office: User) -> None:
    assert office.organisation is not None
    client.force_login(office)
    send(client, gas_workbook(120), "gas.xlsx", office.organisation)
    batch = ImportBatch.objects.get()
    answer = client.post(f"/carbon/imports/{batch.pk}/approve/", follow=True)
    assert "上传人不能审核自己的导入" in text_of(answer)
    batch.refresh_from_db()
    assert batch.status == "staged"


def test_columns_of_a_foreign_sheet_are_named_by_hand(
    client: Client, office: User
) -> None:
    assert office.organisation is not None
    client.force_login(office)
    content = foreign_workbook(["谁", "多少"], ["城镇居民", 85], ["没有这种行业", 15])
    send(client, content, "own.xlsx", office.organisation)
    batch = ImportBatch.objects.get()
    address = f"/carbon/imports/{batch.pk}/columns/"
    assert "没有认出各栏" in text_of(client.get(f"/carbon/imports/{batch.pk}/"))
    text_of(client.get(address))
    nothing = text_of(client.post(address, {"head_row": 1, "year": 2024}))
    assert "至少指定一栏" in nothing
    twice = {"head_row": 1, "column-1": "sector", "column-2": "sector"}
    assert "同一项内容只能来自一栏" in text_of(client.post(address, twice))
    named = {
        "head_row": 1,
        "year": 2024,
        "column-1": "sector",
        "column-2": "supplied",
    }
    answer = client.post(address, named)
    assert answer.headers["Location"] == f"/carbon/imports/{batch.pk}/"
    text = text_of(client.get(f"/carbon/imports/{batch.pk}/"))
    assert "own.xlsx Sheet!A3" in text
    assert "没有这种行业" in text


def test_a_rejection_needs_a_reason(
    client: Client, office: User, verifier: User
) -> None:
    assert office.organisation is not None
    client.force_login(office)
    send(client, gas_workbook(120), "gas.xlsx", office.organisation)
    batch = ImportBatch.objects.get()
    client.force_login(verifier)
    address = f"/carbon/imports/{batch.pk}/reject/"
    assert "请写明理由" in text_of(client.post(address, {"reason": ""}))
    client.post(address, {"reason": "月份不全"})
    assert "已退回：月份不全" in text_of(client.get(f"/carbon/imports/{batch.pk}/"))


def test_imports_of_other_units_are_not_found(
    client: Client, office: User, stranger: User, reader: User
) -> None:
    assert office.organisation is not None
    client.force_login(office)
    send(client, gas_workbook(120), "gas.xlsx", office.organisation)
    address = ImportBatch.objects.get().get_absolute_url()
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(reader)
    assert client.get("/carbon/imports/").status_code == 403
    assert client.get("/carbon/imports/new/").status_code == 403


def test_an_upload_without_a_file_keeps_its_answers(
    client: Client, office: User
) -> None:
    client.force_login(office)
    answer = client.post("/carbon/imports/new/", {"kind": "heat"})
    text = text_of(answer)
    assert "还没有选择文件" in text
    assert '<option value="heat" selected>' in text


# Factors, runs, seals ---------------------------------------------------------------


def test_a_factor_is_signed_and_withdrawn(
    client: Client, office: User, reader: User
) -> None:
    address = f"/carbon/factors/sign/{OPEN}/"
    client.force_login(reader)
    assert client.get(address).status_code == 403
    client.force_login(office)
    assert "请写明理由" in text_of(client.post(address, {"reason": ""}))
    client.post(address, {"reason": "与附录 B 一致"})
    text = text_of(client.get(f"/carbon/factors/{OPEN}/"))
    assert "与附录 B 一致" in text
    assert "撤回签字" in text
    client.post(address, {"reason": "看错了页"})
    assert FactorSignature.objects.get().withdrawn_reason == "看错了页"


def test_a_year_is_made_sealed_restated_and_replayed(
    client: Client, office: User, lake: Lake
) -> None:
    client.force_login(office)
    made = client.post("/carbon/make/", {"year": 2023, "power": "average"})
    assert made.headers["Location"] == "/carbon/2023/"
    client.post("/carbon/2023/seal/")
    first = AccountRun.objects.get()
    assert first.status == "sealed"
    again = text_of(client.post("/carbon/2023/restate/", {"reason": "再看"}))
    assert "没有任何变化" in again
    more = activity("2023:works-a:gas", quantity_e3=2_000_000_000)
    append(lake, [more], key="correction")
    answer = client.post("/carbon/2023/restate/", {"reason": "表计更正"}, follow=True)
    text = text_of(answer)
    assert "理由：表计更正" in text
    assert "活动量不同" in text
    for run in AccountRun.objects.exclude(seal=""):
        told = client.post(f"/carbon/seals/{run.seal}/replay/", follow=True)
        assert "复算一致，逐字节相同" in text_of(told)
    assert AccountRun.objects.filter(status="replaced").count() == 1


def test_a_seal_that_the_data_overtook_says_what_to_do(
    client: Client, office: User, lake: Lake, draft: AccountRun
) -> None:
    client.force_login(office)
    append(lake, [activity("late", sector="industry.food")], key="late")
    answer = client.post(f"/carbon/{draft.year}/seal/", follow=True)
    assert "请重新核算，看过再封存" in text_of(answer)


def test_acts_are_refused_to_who_has_no_right(
    client: Client, reader: User, draft: AccountRun
) -> None:
    client.force_login(reader)
    for path in ("make/", f"{draft.year}/seal/", f"{draft.year}/restate/"):
        assert client.get(f"/carbon/{path}").status_code == 403
        assert client.post(f"/carbon/{path}").status_code == 403
