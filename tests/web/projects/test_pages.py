"""Pages of projects: what they say, who sees what, and what they send back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import attrs
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dafeng.web.plans.models import Plan, PlanSource, PlanStatus
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.storing import Provenance, plan_store
from dafeng.web.projects.models import Milestone, Photo, ProgressReport, Project
from dafeng.web.projects.panels import of_target
from dafeng.web.projects.services.photos import photo_add, picture_of
from dafeng.web.projects.services.registering import project_register
from tests.web.layers import layer
from tests.web.plans.building import reading
from tests.web.projects.conftest import TODAY, day
from tests.web.projects.test_progress import picture
from tests.web.projects.test_register import move

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.projects.services.facts import ProjectFacts

NAME = "东湖50MW渔光互补发电项目"
LISTS = (
    "projects:projects",
    "projects:gantt",
    "projects:map",
    "projects:sums",
    "projects:ledger",
)


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def sent(client: Client, user: User, address: str, **data: Any) -> Any:
    client.force_login(user)
    return client.post(address, data)


def edition_after(plan: Plan) -> Plan:
    """Another edition of the same text, a draft of confirmed proposals."""
    provenance = Provenance(owner=plan.owner, source=PlanSource.READ, previous=plan)
    made = plan_store(reading=reading(), by=None, provenance=provenance)
    bulk_confirm(plan=made, by=None, choice=BulkChoice())
    return made


@layer
def building(project: Project) -> Project:
    """It, being built."""
    for back, act in ((120, "screen"), (110, "exempt"), (100, "start")):
        project = move(project, None, act, on=day(back))
    return project


@pytest.mark.usefixtures("building")
def test_every_list_shows_the_project_to_who_may_see_it(
    client: Client, office: User, townsman: User, manager: User
) -> None:
    for who in (office, townsman, manager):
        for name in ("projects:projects", "projects:gantt", "projects:map"):
            assert NAME in page(client, who, reverse(name))


@pytest.mark.usefixtures("building")
def test_another_bureau_and_another_district_see_nothing_of_it(
    client: Client, clerk: User, stranger: User, project: Project
) -> None:
    for who in (clerk, stranger):
        for name in LISTS:
            assert NAME not in page(client, who, reverse(name))
        assert client.get(project.get_absolute_url()).status_code == 404


def test_the_page_says_first_where_it_stands_and_what_is_next(
    client: Client, office: User, officer: User, building: Project
) -> None:
    Milestone.objects.create(project=building, title="并网", planned_on=day(-20))
    words = page(client, officer, building.get_absolute_url())
    assert "在建：还没有进展填报。下一个节点是“并网”" in words
    assert "按阶段应有而没有" in words
    assert "填报进展" in words
    assert "增加节点" not in words
    kept = page(client, office, building.get_absolute_url())
    assert "增加节点" in kept
    assert "变更报审" in kept


def test_filters_narrow_the_list_and_stay_in_the_address(
    client: Client,
    office: User,
    building: Project,
    district: Organisation,
    facts: ProjectFacts,
) -> None:
    other = attrs.evolve(facts, code="P-9", name="丙地项目", places=(), kind="extended")
    project_register(organisation=district, by=None, facts=other)
    address = reverse("projects:projects")
    for query, seen, gone in (
        ("town=120118101", NAME, "丙地项目"),
        ("stage=planned", "丙地项目", NAME),
        ("kind=extended", "丙地项目", NAME),
        ("listed=building", NAME, "丙地项目"),
        ("q=P-9", "丙地项目", NAME),
        ("light=unknown", NAME, "丙地项目"),
        ("wait=report", NAME, "丙地项目"),
    ):
        words = page(client, office, f"{address}?{query}")
        assert seen in words, query
        assert gone not in words, query
    none = page(client, office, f"{address}?papers=lapsed&high=yes")
    assert "没有符合条件的项目" in none
    assert building.name == NAME


def test_files_hold_what_the_page_shows(
    client: Client, office: User, building: Project
) -> None:
    client.force_login(office)
    response = client.get(reverse("projects:projects-csv"), {"q": "东湖"})
    lines = b"".join(response).decode().splitlines()  # type: ignore[arg-type]
    assert building.code in lines[1]
    assert "甲镇 60%、乙镇 40%" in lines[1]
    book = client.get(reverse("projects:projects-xlsx"), {"q": "无此项目"})
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert sheet.max_row == 1
    ledger = client.get(reverse("projects:ledger"), {"as": "xlsx"})
    assert ledger.status_code == 200
    assert ledger.content.startswith(b"PK")


def test_the_sums_page_states_the_gap(
    client: Client, office: User, building: Project
) -> None:
    words = page(client, office, reverse("projects:sums"))
    assert "1 个项目共 5 万kW，目标 30 万kW，还差 25 万kW" in words
    assert building.name in words
    assert "甲镇" in words


def test_who_sees_a_part_of_the_projects_gets_their_list_without_sum_and_gap(
    client: Client, office: User, townsman: User, building: Project
) -> None:
    words = page(client, townsman, reverse("projects:sums"))
    assert "只列出您能看到的项目" in words
    assert building.name in words
    assert "还差" not in words
    assert "缺口</th>" not in words
    target = building.targets.get()
    assert "还差 25" in page(client, office, target.get_absolute_url())
    found = of_target(townsman, target)
    assert found is not None
    assert (len(found.rows), found.sum, found.sentence) == (1, None, "")


def test_the_map_has_outlines_positions_and_a_table_beside_it(
    client: Client, office: User, building: Project
) -> None:
    words = page(client, office, reverse("projects:map"))
    assert 'class="map-town"' in words
    assert "示意图，不是界线" in words
    assert f"{building.get_absolute_url()}" in words
    assert "style=" not in words.partition("<main")[2]


def test_pages_do_not_ask_more_for_more_projects(
    client: Client,
    office: User,
    district: Organisation,
    facts: ProjectFacts,
    building: Project,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(4):
        more = attrs.evolve(facts, code=f"Q-{number}", name=f"项目{number}")
        project_register(organisation=district, by=None, facts=more)
    client.force_login(office)
    for name in LISTS:
        client.get(reverse(name))
        with django_assert_max_num_queries(26):
            assert client.get(reverse(name)).status_code == 200
    with django_assert_max_num_queries(34):
        client.get(building.get_absolute_url())


@pytest.mark.usefixtures("plan")
def test_a_project_is_entered_by_its_form(
    client: Client, office: User, district: Organisation
) -> None:
    unit = district.children.get(code="fgw")
    data = {
        "code": "X-1",
        "name": "新项目",
        "kind": "new",
        "review": "unknown",
        "unit": unit.pk,
        "places": "甲镇 60%\n乙镇 40%",
        "location": "117.05, 38.85",
        "capacity": "10",
        "capacity_unit": "MW",
        "targets": "T004",
    }
    address = reverse("projects:project-new")
    bad = sent(client, office, address, **(data | {"places": "甲镇\n乙镇"}))
    assert "每一行都要写份额" in bad.content.decode()
    for wrong, words in (
        ({"places": "丁镇"}, "不是本区的乡镇"),
        ({"location": "某地"}, "经纬度"),
        ({"location": "38.85,117.05"}, "不在本区范围内"),
        ({"capacity_unit": "MV"}, "不认识"),
        ({"places": "甲镇 60%"}, "100%"),
        ({"targets": "T999"}, "没有这些目标"),
    ):
        again = sent(client, office, address, **(data | wrong))
        assert words in again.content.decode(), wrong
        assert "新项目" in again.content.decode()
    assert sent(client, office, address, **data).status_code == 302
    made = Project.objects.get(code="X-1")
    assert made.location == {"type": "Point", "coordinates": [117.05, 38.85]}
    assert [one.key for one in made.targets.all()] == ["T004"]


def test_the_form_of_a_named_project_is_filled_in_from_the_plan(
    client: Client, office: User, plan: Plan
) -> None:
    address = f"{reverse('projects:project-new')}?plan_project=P001"
    words = page(client, office, address)
    assert NAME in words
    assert plan.projects.get(key="P001").unit in words


def test_a_link_to_a_project_of_an_earlier_edition_outlives_an_edit(
    client: Client, office: User, building: Project, plan: Plan
) -> None:
    linked = building.plan_project
    assert linked is not None
    old = edition_after(plan)
    earlier = old.projects.get(key="P001")
    Project.objects.filter(pk=building.pk).update(plan_project=earlier)
    address = reverse("projects:project-edit", args=[building.pk])
    client.force_login(office)
    form = client.get(address).context["form"]
    choices = form.fields["plan_project"].queryset
    assert linked in choices
    assert choices.filter(plan=old).get() == earlier
    data = {
        name: "" if value is None else value for name, value in form.initial.items()
    }
    assert client.post(address, data | {"name": "改名"}).status_code == 302
    building.refresh_from_db()
    assert (building.name, building.plan_project) == ("改名", earlier)


def test_targets_of_any_plan_in_force_are_linked_and_an_old_link_stays(
    client: Client, office: User, building: Project, plan: Plan
) -> None:
    other = edition_after(plan)
    address = reverse("projects:project-edit", args=[building.pk])

    def saved(targets: str) -> Any:
        client.force_login(office)
        initial = client.get(address).context["form"].initial
        data = {name: "" if given is None else given for name, given in initial.items()}
        return client.post(address, data | {"targets": targets})

    number = f"{other.slug}/T004"
    refused = saved(f"T004 {number}").content.decode()
    assert f"方案中没有这些目标：{number}" in refused
    now = timezone.now()
    Plan.objects.filter(pk=other.pk).update(
        status=PlanStatus.PUBLISHED, published_at=now - timedelta(days=9)
    )
    assert saved(f"T004 {number}").status_code == 302
    assert {one.plan for one in building.targets.all()} == {plan, other}
    for each in (plan, other):
        query = f"{reverse('projects:sums')}?plan={each.slug}"
        assert "还差 25 万kW" in page(client, office, query)
    Plan.objects.filter(pk=other.pk).update(status=PlanStatus.SUPERSEDED)
    shown = client.get(address).context["form"].initial["targets"]
    assert saved(shown).status_code == 302
    assert building.targets.count() == 2


def test_a_form_without_its_version_is_refused(
    client: Client, office: User, building: Project
) -> None:
    edit = reverse("projects:project-edit", args=[building.pk])
    client.force_login(office)
    initial = client.get(edit).context["form"].initial
    data = {name: "" if given is None else given for name, given in initial.items()}
    again = client.post(edit, data | {"version": "", "name": "改名"})
    assert "没有带页面版本" in again.content.decode()
    stage = reverse("projects:stage", args=[building.pk, "try"])
    answer = client.post(stage, {"on": TODAY.isoformat()})
    assert "没有带页面版本" in answer.content.decode()
    building.refresh_from_db()
    assert (building.name, building.stage) == (NAME, "building")


def test_a_stale_edit_comes_back_with_both_versions(
    client: Client, office: User, building: Project
) -> None:
    address = reverse("projects:project-edit", args=[building.pk])
    client.force_login(office)
    form = client.get(address).context["form"]
    data = {
        name: "" if value is None else value for name, value in form.initial.items()
    }
    data |= {"name": "改过的名称", "version": "1"}
    response = client.post(address, data)
    words = response.content.decode()
    assert "保存期间他人改了这个项目" in words
    assert "两个版本" in words
    data["version"] = response.context["form"].data["version"]
    assert client.post(address, data).status_code == 302
    building.refresh_from_db()
    assert building.name == "改过的名称"


def test_an_act_of_the_life_cycle_is_done_by_its_form(
    client: Client, office: User, officer: User, building: Project
) -> None:
    address = reverse("projects:stage", args=[building.pk, "try"])
    data = {"on": TODAY.isoformat(), "version": building.version}
    assert sent(client, officer, address, **data).status_code == 403
    assert sent(client, office, address, **data).status_code == 302
    building.refresh_from_db()
    assert (building.stage, building.trial_from) == ("trial", TODAY)
    gone = page(client, office, reverse("projects:stage", args=[building.pk, "file"]))
    assert "“试运行”的项目不能“报审”" in gone
    missing = client.get(reverse("projects:stage", args=[building.pk, "fly"]))
    assert missing.status_code == 404


def test_an_approval_comes_with_its_file_and_only_readers_get_it(
    client: Client, office: User, clerk: User, townsman: User, building: Project
) -> None:
    address = reverse("projects:approval-new", args=[building.pk])
    data = {"kind": "land", "number": "3号", "dated": day(5).isoformat()}
    bad = SimpleUploadedFile("批文.pdf", b"MZ no pdf")
    refused = sent(client, office, address, **data, paper=bad)
    assert "内容与扩展名不符" in refused.content.decode()
    good = SimpleUploadedFile("批文.pdf", b"%PDF-1.7 x")
    assert sent(client, office, address, **data, paper=good).status_code == 302
    made = building.approvals.get()
    file = reverse("projects:approval-file", args=[made.pk])
    client.force_login(townsman)
    response = client.get(file)
    assert response.content == b"%PDF-1.7 x"
    assert "attachment" in response["Content-Disposition"]
    client.force_login(clerk)
    assert client.get(file).status_code == 404
    back = reverse("projects:approval-withdraw", args=[made.pk])
    assert sent(client, office, back, reason="录错").status_code == 302
    assert "撤下的手续" in page(client, office, building.get_absolute_url())


def test_a_report_with_a_photo_is_one_act(
    client: Client, officer: User, clerk: User, building: Project
) -> None:
    address = reverse("projects:progress-new", args=[building.pk])
    data = {"on": day(1).isoformat(), "percent": "40", "text": "支架完成"}
    broken = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff broken")
    refused = sent(client, officer, address, **data, photo=broken)
    assert "读不出图像" in refused.content.decode()
    assert not ProgressReport.objects.exists()
    good = SimpleUploadedFile("a.jpg", picture(place=True))
    assert sent(client, officer, address, **data, photo=good).status_code == 302
    made = Photo.objects.get()
    assert made.report is not None
    small = client.get(reverse("projects:photo", args=[made.pk, "small"]))
    assert small["Content-Type"] == "image/jpeg"
    assert b"SECRETCAMERA" not in small.content
    wrong = client.get(reverse("projects:photo", args=[made.pk, "huge"]))
    assert wrong.status_code == 404
    client.force_login(clerk)
    other = client.get(reverse("projects:photo", args=[made.pk, "large"]))
    assert other.status_code == 404


def test_milestones_and_photos_are_kept_by_their_forms(
    client: Client, office: User, officer: User, building: Project
) -> None:
    new = reverse("projects:milestone-new", args=[building.pk])
    data = {"title": "并网", "planned_on": day(5).isoformat(), "percent": "90"}
    assert sent(client, office, new, **data).status_code == 302
    step = building.milestones.get()
    shift = reverse("projects:milestone-shift", args=[step.pk])
    moved = {"planned_on": day(4).isoformat(), "reason": "设备晚到", "version": 1}
    assert sent(client, office, shift, **moved).status_code == 302
    done = reverse("projects:milestone-done", args=[step.pk])
    stale = sent(client, officer, done, on=TODAY.isoformat(), version=1)
    assert "保存期间他人改了" in stale.content.decode()
    assert (
        sent(client, officer, done, on=TODAY.isoformat(), version=2).status_code == 302
    )
    photo = reverse("projects:photo-new", args=[building.pk])
    given = SimpleUploadedFile("a.png", picture(kind="PNG"))
    sent(client, officer, photo, photo=given, caption="现场")
    made = Photo.objects.get()
    back = reverse("projects:photo-withdraw", args=[made.pk])
    assert sent(client, officer, back, reason="拍错").status_code == 302
    assert "现场" not in page(client, officer, building.get_absolute_url())


def test_two_are_merged_on_their_page_and_the_old_address_leads_on(
    client: Client,
    office: User,
    project: Project,
    district: Organisation,
    facts: ProjectFacts,
) -> None:
    other = attrs.evolve(facts, code="P-2", name="东湖50兆瓦渔光互补项目")
    twin = project_register(organisation=district, by=None, facts=other)
    assert "P-2" in page(client, office, reverse("projects:alike"))
    address = reverse("projects:merge", args=[project.pk, twin.pk])
    data = {"keep": project.pk, "one_version": 1, "other_version": 1}
    assert NAME in page(client, office, address)
    assert sent(client, office, address, **data, reason="").status_code == 200
    assert sent(client, office, address, **data, reason="同一个").status_code == 302
    old = client.get(twin.get_absolute_url())
    assert old.headers["Location"] == project.get_absolute_url()
    apart = reverse("projects:apart", args=[project.pk, twin.pk])
    assert client.get(apart).status_code == 404


def test_pages_of_target_unit_plan_and_desk_know_the_project(
    client: Client, office: User, building: Project, plan: Plan
) -> None:
    target = page(client, office, reverse("plans:target", args=[plan.slug, "T004"]))
    assert "还差 25 万kW" in target
    unit = plan.planunits.get(name="区发改委")
    unit.organisation = building.unit
    unit.save()
    assert NAME in page(client, office, unit.get_absolute_url())
    plans = page(client, office, reverse("plans:projects", args=[plan.slug]))
    assert reverse("projects:projects") in plans
    assert "填报项目进展" in page(client, office, "/")


def test_a_photo_needs_its_project(
    client: Client, stranger: User, building: Project
) -> None:
    made = photo_add(project=building, by=None, picture=picture_of("a.jpg", picture()))
    client.force_login(stranger)
    for address in (
        reverse("projects:photo-withdraw", args=[made.pk]),
        reverse("projects:photo", args=[made.pk, "large"]),
    ):
        assert client.get(address).status_code == 404
