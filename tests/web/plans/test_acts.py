"""The pages where people act: each works, and is closed to those without the right."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dafeng.sample import demo_plan_text
from dafeng.web.core.models import AuditRow
from dafeng.web.plans.models import Plan, PlanStatus, PlanText, Target
from dafeng.web.plans.selectors.proposals import stamp_of
from dafeng.web.plans.services.attaching import plan_attach_text
from dafeng.web.plans.services.publishing import plan_publish
from dafeng.web.plans.services.revising import plan_revise
from dafeng.web.plans.services.workbooks import workbook_of
from tests.web.plans import building
from tests.web.plans.test_attaching import Media
from tests.web.plans.test_deciding import correct, target
from tests.web.plans.test_workbooks import edited, put

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client

    from dafeng.web.core.models import User

GETS = (
    "review/",
    "review/target/T001/",
    "review/task/K001/",
    "review/project/P001/",
    "review/milestone/M001/",
    "review/unit/U01/",
    "review/target/T001/split/",
    "review/target/new/",
    "text/",
    "revise/",
    "conflicts/",
    "workbook/",
    "workbook.xlsx",
    "unit/U02/members/",
)
POSTS = (
    "review/target/T001/confirm/",
    "review/target/T001/reject/",
    "review/undo/",
    "review/bulk/",
    "publish/",
)


def get(client: Client, plan: Plan, path: str) -> HttpResponse:
    return client.get(f"/plan/{plan.slug}/{path}")  # type: ignore[return-value]


def post(client: Client, plan: Plan, path: str, **data: Any) -> HttpResponse:
    return client.post(f"/plan/{plan.slug}/{path}", data)  # type: ignore[return-value]


def shown(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def upload(text: str, name: str = "方案.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def fields(client: Client, plan: Plan, key: str, **changes: str) -> dict[str, str]:
    """What the editing form of a target sends when only some fields are changed."""
    form = get(client, plan, f"review/target/{key}/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {k: "" if v is None else str(v) for k, v in values.items()} | changes


# Who may act -------------------------------------------------------------------------


@pytest.mark.parametrize("path", GETS)
def test_the_office_opens_every_page_of_work(
    client: Client, plan: Plan, office: User, path: str
) -> None:
    client.force_login(office)
    assert get(client, plan, path).status_code == 200


@pytest.mark.parametrize("path", GETS)
def test_another_district_finds_nothing(
    client: Client, plan: Plan, stranger: User, path: str
) -> None:
    client.force_login(stranger)
    assert get(client, plan, path).status_code == 404


@pytest.mark.parametrize("path", GETS)
def test_a_reader_is_told_which_right_is_missing(
    client: Client, plan: Plan, reader: User, path: str
) -> None:
    client.force_login(reader)
    response = get(client, plan, path)
    assert response.status_code == 403
    assert "这一步需要" in response.content.decode()


@pytest.mark.parametrize("path", POSTS)
def test_acts_are_closed_to_strangers_and_readers(
    client: Client, plan: Plan, stranger: User, reader: User, path: str
) -> None:
    rows = AuditRow.objects.count()
    client.force_login(stranger)
    assert post(client, plan, path).status_code == 404
    client.force_login(reader)
    assert post(client, plan, path).status_code == 403
    assert AuditRow.objects.count() == rows


@pytest.mark.parametrize("path", [*GETS[:4], "publish/"])
def test_somebody_unknown_is_asked_to_sign_in(
    client: Client, plan: Plan, path: str
) -> None:
    response = get(client, plan, path)
    assert response.status_code == 302
    assert "/login/" in response.headers["Location"]


@pytest.mark.parametrize("path", POSTS)
def test_acts_are_not_done_by_looking(
    client: Client, plan: Plan, office: User, path: str
) -> None:
    client.force_login(office)
    assert get(client, plan, path).status_code == 405


# Deciding ----------------------------------------------------------------------------


def test_the_review_shows_text_and_objects_side_by_side(
    client: Client, plan: Plan, office: User
) -> None:
    attach(plan)
    client.force_login(office)
    page = shown(get(client, plan, "review/?object=target-T004"))
    assert "已决定 0 项，共 15 项。" in page
    assert 'data-marks="task-K001"' not in page.partition("发展新能源")[0]
    assert page.count('class="object is-selected') == 1
    assert 'id="target-T004" data-object="target-T004" aria-current="true"' in page
    assert 'data-marks="target-T004"' in page


def attach(plan: Plan) -> None:
    plan_attach_text(
        plan=plan,
        document=building.document(),
        by=None,
        original=building.TEXT.encode(),
        reader=lambda _text: building.reading(),
    )
    assert PlanText.objects.get(plan=plan).media == Media.TEXT


def test_without_text_the_review_says_how_to_attach_it(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    assert "dafeng plan attach" in shown(get(client, plan, "review/"))


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 15),
        ("kind=target", 6),
        ("kind=target&below=0.7", 2),
        ("state=rejected", 0),
        ("kind=nonsense&below=x", 15),
    ],
)
def test_the_review_is_narrowed_by_kind_state_and_confidence(
    client: Client, plan: Plan, office: User, query: str, count: int
) -> None:
    client.force_login(office)
    page = shown(get(client, plan, f"review/?{query}"))
    assert page.count("data-object=") == count


def test_the_review_takes_a_fixed_number_of_queries(
    client: Client,
    plan: Plan,
    office: User,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    attach(plan)
    client.force_login(office)
    get(client, plan, "review/")
    with django_assert_num_queries(17):
        get(client, plan, "review/")


def test_confirming_works_without_script_and_leads_back_to_the_object(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    response = post(client, plan, "review/target/T001/confirm/")
    address = f"/plan/{plan.slug}/review/?object=target-T001#target-T001"
    assert (response.status_code, response.headers["Location"]) == (302, address)
    assert target(plan, "T001").state == "confirmed"
    assert AuditRow.objects.get(action="plans.target.confirm").actor == office


def test_with_htmx_the_object_and_the_progress_come_back(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    response = client.post(
        f"/plan/{plan.slug}/review/target/T001/reject/", headers={"hx-request": "true"}
    )
    part = response.content.decode()
    assert part.startswith("<li")
    assert "object-rejected" in part
    assert 'hx-swap-oob="true"' in part
    assert "已决定 1 项" in part


def test_an_act_that_comes_too_late_is_explained(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    post(client, plan, "review/target/T001/reject/")
    response = client.post(
        f"/plan/{plan.slug}/review/target/T001/confirm/", follow=True
    )
    assert "T001 的状态已经变了" in response.content.decode()


def test_a_stranger_address_to_return_to_is_ignored(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    response = post(
        client, plan, "review/target/T001/confirm/", next="https://example.org/"
    )
    assert response.headers["Location"].startswith(f"/plan/{plan.slug}/review/")


def test_an_unknown_act_is_not_found(client: Client, plan: Plan, office: User) -> None:
    client.force_login(office)
    for path in ("target/T001/burn/", "target/T999/confirm/", "ghost/T001/confirm/"):
        assert post(client, plan, f"review/{path}").status_code == 404


def test_a_correction_is_saved_with_its_reason(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    data = fields(client, plan, "T001", value="13.50", note="原件第 3 页")
    response = post(client, plan, "review/target/T001/", **data)
    assert response.status_code == 302
    row = target(plan, "T001")
    assert (str(row.value), row.state) == ("13.500000", "corrected")
    page = shown(get(client, plan, "target/T001/"))
    assert "原件第 3 页" in page
    assert "程序原来读出的值" in shown(get(client, plan, "review/target/T001/"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "约十三"}, "请只填数字；没有数字就空着，不要写 0。"),
        ({"year": "明年"}, "请填四位年份；没有就空着。"),
        ({"indicator": ""}, "指标不能空着。"),
        ({"value_max": "3"}, "上限值必须不小于数值"),
        ({"kind": "delegated"}, "没有数值，请清空数值或改选类型"),
        ({"base_year": "2031"}, "基年不能晚于目标年。"),
    ],
)
def test_a_bad_value_is_explained_and_nothing_is_cleared(
    client: Client, plan: Plan, office: User, changes: dict[str, str], words: str
) -> None:
    client.force_login(office)
    data = fields(client, plan, "T001", scope="全区范围", **changes)
    page = shown(post(client, plan, "review/target/T001/", **data))
    assert "error-summary" in page
    assert words in page
    assert 'value="全区范围"' in page
    for value in changes.values():
        assert value in page
    assert target(plan, "T001").state == "proposed"


def test_a_correction_of_what_a_colleague_changed_is_not_saved(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    data = fields(client, plan, "T001", value="14")
    correct(target(plan, "T001"), office, value="13")
    page = shown(post(client, plan, "review/target/T001/", **data))
    assert "T001 在您打开之后已被他人更改" in page
    assert target(plan, "T001").value == 13


def test_a_task_is_corrected_by_roles(client: Client, plan: Plan, office: User) -> None:
    client.force_login(office)
    form = get(client, plan, "review/task/K001/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    assert data["lead"] == "区发改委"
    data |= {"lead": "区城管委", "support": "区发改委、各乡镇"}
    assert post(client, plan, "review/task/K001/", **data).status_code == 302
    duties = plan.tasks.get(key="K001").responsibilities.all()
    assert [(d.unit.name, d.role) for d in duties] == [
        ("区城管委", "lead"),
        ("区发改委", "support"),
        ("各乡镇", "support"),
    ]


def test_a_target_is_split_line_by_line(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    parts = "森林覆盖率 | 20 | | | 建成区\n|11||2030|农村"
    post(client, plan, "review/target/T002/split/", parts=parts)
    rows = Target.objects.filter(split_from__key="T002").order_by("key")
    assert [(r.value, r.year, r.scope) for r in rows] == [
        (20, 2025, "建成区"),
        (11, 2030, "农村"),
    ]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ("", "请至少写两行。"),
        ("只有一行", "请至少写两行；只改一处请用“更正”。"),
        ("甲|多\n乙", "“多”不是数字。"),
        ("甲|1||明年\n乙", "“明年”不是年份。"),
        ("甲|1|%|2025|区|多\n乙", "多于五格。"),
    ],
)
def test_parts_that_cannot_be_read_are_explained(
    client: Client, plan: Plan, office: User, parts: str, words: str
) -> None:
    client.force_login(office)
    page = shown(post(client, plan, "review/target/T002/split/", parts=parts))
    assert words in page
    assert target(plan, "T002").state == "proposed"


def test_what_was_missed_is_added(client: Client, plan: Plan, office: User) -> None:
    client.force_login(office)
    data = fields(client, plan, "T001", indicator="绿色出行比例", value="70")
    post(client, plan, "review/target/new/", **data)
    assert target(plan, "T007").indicator == "绿色出行比例"
    assert AuditRow.objects.filter(action="plans.target.add").count() == 1


def test_many_are_confirmed_and_undone(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    post(client, plan, "review/bulk/", kind="target", clause="", confidence="0.9")
    assert plan.targets.filter(state="confirmed").count() == 3
    response = client.post(f"/plan/{plan.slug}/review/undo/", follow=True)
    assert "已撤销上一步（批量确认）。" in response.content.decode()
    assert plan.targets.filter(state="confirmed").count() == 0
    response = client.post(f"/plan/{plan.slug}/review/undo/", follow=True)
    assert "没有可以撤销的操作" in response.content.decode()


def test_a_bulk_choice_that_does_not_exist_confirms_nothing(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    post(client, plan, "review/bulk/", kind="ghost")
    assert not plan.targets.filter(state="confirmed").exists()


def test_the_roster_of_a_group_is_listed_with_its_source(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    data = {
        "names": "甲镇\n\n乙镇\n甲镇",
        "valid_from": "2024-01-01",
        "source": "区府办 2024 年 1 号",
    }
    post(client, plan, "unit/U02/members/", **data)
    rows = plan.planunits.get(key="U02").members.all()
    assert [(r.name, r.organisation and r.organisation.code) for r in rows] == [
        ("甲镇", "town-a"),
        ("乙镇", "town-b"),
    ]
    page = shown(post(client, plan, "unit/U02/members/", names="", source=""))
    assert "至少写一个成员。" in page
    assert "请写明名单的依据。" in page


# Documents ---------------------------------------------------------------------------


def test_a_document_is_read_as_a_draft_to_review(
    client: Client, district: object, office: User
) -> None:
    client.force_login(office)
    response = client.post("/plan/new/", {"document": upload(demo_plan_text())})
    plan = Plan.objects.get()
    assert response.headers["Location"] == f"/plan/{plan.slug}/review/"
    assert (plan.owner, plan.status) == (district, PlanStatus.DRAFT)
    assert plan.attached.name == "方案.txt"
    assert plan.attached.attached_by == office


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("方案.pdf", b"%PDF-1.4 broken", "已损坏"),
        ("方案.png", b"\x89PNG\r\n", "不是可以读取的格式"),
        ("方案.txt", "明天下午开会。".encode(), "这份文件不像是方案"),
        ("方案.txt", b"", "这个文件是空的"),
        ("方案.txt", b" \n ", "里没有文字"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained_and_nothing_is_kept(
    client: Client, office: User, name: str, content: bytes, words: str
) -> None:
    client.force_login(office)
    file = SimpleUploadedFile(name, content)
    page = shown(client.post("/plan/new/", {"document": file}))  # type: ignore[arg-type]
    assert words in page
    assert not Plan.objects.exists()


def test_an_upload_without_a_file_is_explained(client: Client, office: User) -> None:
    client.force_login(office)
    assert "还没有选择文件。" in shown(client.post("/plan/new/", {}))  # type: ignore[arg-type]


def test_a_reader_may_not_read_in_a_plan(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert client.get("/plan/new/").status_code == 403


def test_the_text_is_attached_and_can_be_fetched(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    response = client.post(
        f"/plan/{plan.slug}/text/", {"document": upload(building.TEXT)}, follow=True
    )
    assert "处全部对上。" in response.content.decode()
    file = client.get(f"/plan/{plan.slug}/document/")
    assert b"".join(file).decode() == building.TEXT  # type: ignore[arg-type]
    assert "<mark>" in shown(get(client, plan, "target/T001/"))


def test_another_document_is_not_attached(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    page = shown(
        post(client, plan, "text/", document=upload(demo_plan_text(), "other.txt"))
    )
    assert "应该是另一份文件" in page
    assert not PlanText.objects.exists()


def test_a_plan_without_a_file_has_no_document(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    assert get(client, plan, "document/").status_code == 404


def test_publishing_opens_the_plan_once(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    post(client, plan, "publish/")
    client.logout()
    assert get(client, plan, "").status_code == 200
    client.force_login(office)
    response = client.post(f"/plan/{plan.slug}/publish/", follow=True)
    assert "只有草稿可以发布。" in response.content.decode()


def test_a_revised_document_is_the_next_edition(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    response = post(client, plan, "revise/", document=upload(demo_plan_text()))
    assert response.status_code == 302
    assert Plan.objects.get(previous=plan).edition == 2
    page = shown(post(client, plan, "revise/", document=upload(demo_plan_text())))
    assert "已有更新的版次" in page


def test_a_conflict_is_shown_fact_by_fact_and_settled(
    client: Client, plan: Plan, office: User
) -> None:
    correct(target(plan, "T001"), office, value="13")
    reading = building.with_target(building.reading(), "T001", value=14)
    new = plan_revise(previous=plan, reading=reading, by=office)
    client.force_login(office)
    page = shown(get(client, new, "conflicts/"))
    assert "有 1 处上一版的更正与新版不一致" in page
    assert "<td>12</td><td>13</td><td>14</td>" in page
    assert "有 1 处与上一版的冲突待裁定" in shown(get(client, new, "review/"))
    conflict = new.conflicts.get()
    assert post(client, new, f"conflicts/{conflict.pk}/").status_code == 404
    post(client, new, f"conflicts/{conflict.pk}/", resolution="keep")
    assert target(new, "T001").value == 13
    assert "没有待裁定的冲突。" in shown(get(client, new, "conflicts/"))


def test_two_plans_are_compared(client: Client, plan: Plan, office: User) -> None:
    reading = building.with_target(building.reading(), "T001", value=10)
    new = plan_revise(previous=plan, reading=reading, by=office)
    client.force_login(office)
    page = shown(get(client, new, f"compare/{plan.slug}/"))
    assert "两份方案有 5 项目标一致，1 项不同，其中 1 项本方案要求更低。" in page
    assert "不低于 12 %" in page
    assert "要求更低" in page
    assert plan.title in shown(get(client, new, "compare/"))


def test_a_published_plan_is_not_compared_with_a_draft_by_the_public(
    client: Client, plan: Plan, office: User
) -> None:
    reading = building.with_target(building.reading(), "T001", value=10)
    new = plan_revise(previous=plan, reading=reading, by=office)
    plan_publish(plan=plan, by=office)
    assert get(client, plan, f"compare/{new.slug}/").status_code == 404


# Workbooks ---------------------------------------------------------------------------


def test_a_workbook_is_previewed_and_then_applied(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    content = edited(
        workbook_of(plan), lambda book: put(book["目标"], "T001", 决定="确认", 数值=13)
    )
    file = SimpleUploadedFile("更正.xlsx", content)
    response = post(client, plan, "workbook/", workbook=file)
    preview = shown(client.get(response.headers["Location"]))
    assert "将作 1 处改动，14 行没有变化，0 处有问题。" in preview
    assert "<del>12</del> → <ins>13</ins>" in preview
    assert target(plan, "T001").value == 12
    client.post(response.headers["Location"])
    assert target(plan, "T001").value == 13
    again = shown(client.get(response.headers["Location"]))
    assert "已经载入过" in again


def test_problems_of_a_workbook_are_shown_with_their_cells(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    content = edited(
        workbook_of(plan), lambda book: put(book["目标"], "T001", 数值="十三")
    )
    file = SimpleUploadedFile("更正.xlsx", content)
    response = post(client, plan, "workbook/", workbook=file)
    preview = shown(client.get(response.headers["Location"]))
    assert "更正.xlsx 目标!" in preview
    assert "不是数字" in preview


def test_a_file_that_is_no_workbook_is_explained(
    client: Client, plan: Plan, office: User
) -> None:
    client.force_login(office)
    file = io.BytesIO(b"nothing")
    file.name = "更正.xlsx"
    page = shown(post(client, plan, "workbook/", workbook=file))
    assert "不是 .xlsx 工作簿" in page


def test_stamps_tell_two_states_apart(plan: Plan, office: User) -> None:
    before = stamp_of(target(plan, "T001"))
    correct(target(plan, "T001"), office, value="13")
    assert stamp_of(target(plan, "T001")) != before
