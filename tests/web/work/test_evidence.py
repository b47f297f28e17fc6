"""Evidence: what is taken, what is refused, how it is kept and sent."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.work.models import Evidence, Report
from dafeng.web.work.services.evidence import (
    evidence_add_document,
    evidence_add_file,
    evidence_add_link,
    evidence_path,
    evidence_withdraw,
)
from dafeng.web.work.services.evidence_kinds import MOST_BYTES, file_name, kind_of_file
from tests.web.work import reporting
from tests.web.work.reporting import House, figure, figures, submitted
from tests.web.work.tasking import Realm, task

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from dafeng.web.core.models import User

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 16
JPG = b"\xff\xd8\xff\xe0" + b"\x00" * 16
PROGRAM = b"MZ\x90\x00" + b"\x00" * 64


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def with_entry(content: bytes, name: str, data: bytes) -> bytes:
    """The same archive with one more entry."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return out.getvalue()


@pytest.fixture
def house(db: None, settings: SettingsWrapper, tmp_path: Path) -> House:  # noqa: ARG001
    return reporting.house_of(settings, tmp_path)


@pytest.fixture
def report(house: House) -> Report:
    reporting.figure_duty(house)
    return reporting.month_round(house).reports.get()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("批复.PDF", PDF),
        ("照片.png", PNG),
        ("照片.jpeg", JPG),
        ("台账.xlsx", workbook()),
        ("报告.docx", document()),
        ("台账.csv", "名称,数量\n甲,1\n".encode("gb18030")),
        ("台账.csv", "\ufeff名称,数量\r\n".encode()),
    ],
)
def test_what_is_on_the_list_is_taken(name: str, content: bytes) -> None:
    assert kind_of_file(content, name).media


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.pdf", b"", "evidence.empty"),
        ("大.pdf", PDF + b"0" * MOST_BYTES, "evidence.too_large"),
        ("程序.exe", PROGRAM, "evidence.type"),
        ("包.zip", document(), "evidence.type"),
        ("宏.xlsm", workbook(), "evidence.type"),
        ("页.html", b"<script>", "evidence.type"),
        ("图.svg", b"<svg/>", "evidence.type"),
        ("无后缀", PDF, "evidence.type"),
        ("改名.pdf", PROGRAM, "evidence.disguised"),
        ("改名.csv", PROGRAM, "evidence.disguised"),
        ("改名.csv", b"#!/bin/sh\nrm\n", "evidence.disguised"),
        ("改名.xlsx", document(), "evidence.disguised"),
        ("改名.docx", b"PK\x03\x04broken", "evidence.disguised"),
        (
            "藏宏.xlsx",
            with_entry(workbook(), "xl/vbaProject.bin", b"x"),
            "evidence.disguised",
        ),
        ("二进制.csv", b"a,b\x00", "evidence.disguised"),
    ],
)
def test_what_is_not_is_refused_by_name_and_by_bytes(
    name: str, content: bytes, code: str
) -> None:
    with pytest.raises(BadInputError) as caught:
        kind_of_file(content, name)
    assert caught.value.code == code


def test_a_workbook_whose_types_speak_of_macros_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        types = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        archive.writestr("[Content_Types].xml", f"<Types>{types}</Types>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(BadInputError):
        kind_of_file(out.getvalue(), "台账.xlsx")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\文件\\批复.pdf", "批复.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_a_name_carries_no_folder_and_no_control_sign(given: str, kept: str) -> None:
    assert file_name(given) == kept


def test_a_file_is_kept_under_its_hash(house: House, report: Report) -> None:
    one = evidence_add_file(owner=report, by=house.clerk, name="批复.pdf", content=PDF)
    assert one.sha256 == hashlib.sha256(PDF).hexdigest()
    path = evidence_path(one.sha256)
    assert path.read_bytes() == PDF
    assert path.parent.name == one.sha256[:2]
    row = AuditRow.objects.get(action="evidence.add")
    assert row.data["sha256"] == one.sha256


def test_the_same_file_twice_is_one(house: House, report: Report) -> None:
    evidence_add_file(owner=report, by=house.clerk, name="批复.pdf", content=PDF)
    with pytest.raises(BadInputError) as caught:
        evidence_add_file(owner=report, by=house.clerk, name="又一份.pdf", content=PDF)
    assert caught.value.code == "evidence.duplicate"
    assert caught.value.fields["other"] == "批复.pdf"
    assert Evidence.objects.count() == 1


def test_a_link_is_https_without_a_password(house: House, report: Report) -> None:
    for url in ("http://a.cn/", "javascript:alert(1)", "https://u:p@a.cn/", "a.cn"):
        with pytest.raises(BadInputError) as caught:
            evidence_add_link(owner=report, by=house.clerk, name="", url=url)
        assert caught.value.code == "evidence.link"
    one = evidence_add_link(
        owner=report, by=house.clerk, name="", url="https://tjj.example.cn/2026"
    )
    assert one.name == "tjj.example.cn"


def test_a_document_is_not_of_tomorrow(house: House, report: Report) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(BadInputError) as caught:
        evidence_add_document(
            owner=report,
            by=house.clerk,
            name="",
            number="示〔2026〕1号",
            dated=tomorrow,
        )
    assert caught.value.code == "evidence.future"


def test_what_was_handed_in_is_fixed(house: House, report: Report) -> None:
    one = evidence_add_file(owner=report, by=house.clerk, name="批复.pdf", content=PDF)
    submitted(report, house.clerk, figures(figure(100)))
    with pytest.raises(BadInputError) as caught:
        evidence_withdraw(evidence=one, by=house.clerk, reason="错了")
    assert caught.value.code == "evidence.fixed"


def test_withdrawn_evidence_stays_with_its_reason(house: House, report: Report) -> None:
    one = evidence_add_file(owner=report, by=house.clerk, name="批复.pdf", content=PDF)
    with pytest.raises(BadInputError):
        evidence_withdraw(evidence=one, by=house.clerk, reason=" ")
    held = evidence_withdraw(evidence=one, by=house.clerk, reason="传错了")
    assert held.withdrawn_reason == "传错了"
    assert evidence_path(one.sha256).exists()
    again = evidence_add_file(owner=report, by=house.clerk, name="a.pdf", content=PDF)
    assert again.pk != one.pk


def test_only_the_unit_adds_evidence(house: House, report: Report) -> None:
    with pytest.raises(RightMissingError):
        evidence_add_file(owner=report, by=house.office, name="a.pdf", content=PDF)


def test_a_task_has_evidence_of_its_lead(house: House) -> None:
    task = reporting.task_of(house)
    one = evidence_add_file(owner=task, by=house.officer, name="a.pdf", content=PDF)
    assert one.get_absolute_url() == reverse("work:evidence", args=[one.pk])
    with pytest.raises(RightMissingError):
        evidence_add_file(owner=task, by=house.stranger, name="b.pdf", content=PDF)


# Pages --------------------------------------------------------------------------------


def test_a_file_is_added_on_the_page_and_opens_in_the_drawer(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    client = browser(house.clerk)
    client.post(
        reverse("work:report-evidence", args=[report.pk]),
        {"kind": "file", "file": SimpleUploadedFile("<b>批复.pdf", PDF)},
    )
    one = Evidence.objects.get()
    shown = client.get(one.get_absolute_url(), headers={"hx-request": "true"})
    assert b"drawer-panel" in shown.content
    assert one.sha256 in shown.content.decode()
    assert "&lt;b&gt;批复.pdf" in shown.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"kind": "link", "url": "http://a.cn"}, "https:// 开头的完整网址"),
        ({"kind": "document", "number": "示〔2026〕1号"}, "成文日期"),
        ({"kind": "file"}, "文件"),
    ],
)
def test_refused_evidence_is_told_on_the_form(
    house: House,
    report: Report,
    browser: Callable[[User], Client],
    sent: dict[str, str],
    words: str,
) -> None:
    address = reverse("work:report-evidence", args=[report.pk])
    shown = browser(house.clerk).post(address, sent, follow=True)
    assert words in shown.content.decode()
    assert not Evidence.objects.exists()


def test_a_file_comes_back_as_a_download_and_nothing_else(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    one = evidence_add_file(owner=report, by=house.clerk, name="批复.pdf", content=PDF)
    answer = browser(house.office).get(reverse("work:evidence-file", args=[one.pk]))
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_another_unit_finds_no_evidence(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    one = evidence_add_file(owner=report, by=house.clerk, name="批复.pdf", content=PDF)
    for name in ("evidence", "evidence-file"):
        address = reverse(f"work:{name}", args=[one.pk])
        assert browser(house.stranger).get(address).status_code == 404


def test_withdrawing_on_the_page_wants_a_reason(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    one = evidence_add_file(owner=report, by=house.clerk, name="批复.pdf", content=PDF)
    address = reverse("work:evidence-withdraw", args=[one.pk])
    client = browser(house.clerk)
    shown = client.post(address, {"reason": ""}, follow=True)
    assert "请写明撤下的原因" in shown.content.decode()
    client.post(address, {"reason": "传错了"})
    one.refresh_from_db()
    assert one.withdrawn_at is not None


def test_a_link_has_no_file(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    one = evidence_add_link(owner=report, by=house.clerk, name="", url="https://a.cn/x")
    address = reverse("work:evidence-file", args=[one.pk])
    assert browser(house.clerk).get(address).status_code == 404


def test_a_package_without_its_list_of_types_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[content_types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    with pytest.raises(BadInputError) as error:
        kind_of_file(out.getvalue(), "报告.docx")
    assert error.value.code == "evidence.disguised"


def test_the_evidence_of_an_ended_task_is_left_alone(realm: Realm) -> None:
    found = task(realm, "verified")
    held = evidence_add_link(
        owner=found, by=realm.officer, name="", url="https://demo.example/a"
    )
    found.state = "closed"
    found.save()
    with pytest.raises(BadInputError) as error:
        evidence_withdraw(evidence=held, by=realm.officer, reason="误传")
    assert error.value.code == "evidence.ended"
    with pytest.raises(BadInputError) as error:
        evidence_add_link(
            owner=found, by=realm.officer, name="", url="https://demo.example/b"
        )
    assert error.value.code == "evidence.ended"


def test_a_reason_that_is_too_long_is_told(
    browser: Callable[[User], Client], house: House, report: Report
) -> None:
    held = evidence_add_link(
        owner=report, by=house.clerk, name="", url="https://demo.example/a"
    )
    page = reverse("work:evidence-withdraw", args=[held.pk])
    answer = browser(house.clerk).post(page, {"reason": "长" * 300})
    assert answer.status_code == 302
    held.refresh_from_db()
    assert held.withdrawn_at is None
