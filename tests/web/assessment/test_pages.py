"""The pages that read: what they say, who may see them, how many queries they take."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import attrs
import openpyxl
import pytest

from dafeng.assessment.records import UnitScore as Score
from dafeng.web.assessment.models import AssessmentRun, TargetStanding
from dafeng.web.assessment.selectors.standings import standings_of_run
from dafeng.web.core.models import RoleCode
from tests.web.assessment.building import frozen, scores, stored
from tests.web.plans.building import person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan

PUBLIC = (
    "",
    "targets/",
    "targets/T001/",
    "targets/T004/",
    "targets.csv",
    "targets.xlsx",
    "targets.json",
)
INSIDE = (
    "targets/T001/evidence/",
    "proposals/",
    "objections/",
    "readiness/",
    "readiness.csv",
    "units/区发改委/",
)
HOUSE = ("", "indicators/", "indicators/A05/", "decrees/", "exemptions/", "make/")


def base(run: AssessmentRun) -> str:
    return run.get_absolute_url()


def page(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


# Who may see what -------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_states_of_a_frozen_result_are_open_to_everybody(
    client: Client, result: AssessmentRun, path: str, language: str
) -> None:
    client.cookies["dafeng_language"] = language
    assert client.get(base(result) + path).status_code == 200


@pytest.mark.parametrize("path", PUBLIC)
def test_a_draft_does_not_exist_for_the_public(
    client: Client, draft: AssessmentRun, path: str
) -> None:
    assert client.get(base(draft) + path).status_code == 404


@pytest.mark.parametrize("path", PUBLIC)
def test_a_draft_does_not_exist_for_another_district(
    client: Client, draft: AssessmentRun, stranger: User, path: str
) -> None:
    client.force_login(stranger)
    assert client.get(base(draft) + path).status_code == 404


@pytest.mark.parametrize("path", [*PUBLIC, *INSIDE])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_office_sees_everything_in_both_languages(
    client: Client, draft: AssessmentRun, office: User, path: str, language: str
) -> None:
    client.cookies["dafeng_language"] = language
    client.force_login(office)
    assert client.get(base(draft) + path).status_code == 200


@pytest.mark.parametrize("path", INSIDE)
def test_what_is_inside_needs_a_person(
    client: Client, result: AssessmentRun, path: str
) -> None:
    assert client.get(base(result) + path).status_code == 302


@pytest.mark.parametrize("path", HOUSE)
@pytest.mark.usefixtures("result")
def test_pages_of_the_house_open_for_the_office(
    client: Client, office: User, path: str
) -> None:
    client.force_login(office)
    answer = client.get(f"/assessment/{path}", follow=True)
    assert answer.status_code == 200


def test_a_unit_sees_its_own_result_and_no_other(
    client: Client, result: AssessmentRun, officer: User
) -> None:
    client.force_login(officer)
    own = page(client, f"{base(result)}units/区农业农村委/")
    assert "55.50" in own
    assert "约束性目标 T002 未完成" in own
    assert client.get(f"{base(result)}units/区发改委/").status_code == 404
    text = page(client, base(result))
    assert "区农业农村委" in text
    assert "91.25" not in text


def test_the_analyst_sees_no_scores_and_no_proposals(
    client: Client, result: AssessmentRun, analyst: User
) -> None:
    client.force_login(analyst)
    assert "没有您可以查看的单位得分" in page(client, base(result))
    assert "没有您可以查看的建议" in page(client, f"{base(result)}proposals/")
    assert client.get(f"{base(result)}units/区发改委/").status_code == 404


def test_the_public_sees_no_scores(client: Client, result: AssessmentRun) -> None:
    text = page(client, base(result))
    assert "91.25" not in text
    assert "登录后查看" in text


def test_a_person_of_a_group_sees_what_the_group_scored(
    client: Client, plan: Plan, district: Any
) -> None:
    group = Score(name="各乡镇", kind="group", score=None, grade="")
    run = frozen(stored(plan, units=(group,)))
    towns = person("towns", district.children.get(code="town-a"), RoleCode.UNIT_HEAD)
    client.force_login(towns)
    assert client.get(f"{base(run)}units/各乡镇/").status_code == 200


@pytest.mark.parametrize("path", ["targets/T999/", "units/没有/", "proposals/999/"])
def test_what_is_not_there_is_not_found(
    client: Client, result: AssessmentRun, office: User, path: str
) -> None:
    client.force_login(office)
    assert client.get(base(result) + path).status_code == 404
    assert client.get("/assessment/nothing/2025/district-2023/").status_code == 404
    assert client.get("/assessment/indicators/Z99/").status_code == 404


# What they say ------------------------------------------------------------------------


@pytest.mark.usefixtures("district")
def test_an_empty_house_says_how_to_begin(client: Client, office: User) -> None:
    assert "还没有考核结果" in page(client, "/assessment/")
    client.force_login(office)
    assert "计算考核结果" in page(client, "/assessment/")
    assert "还没有登记过上级文件" in page(client, "/assessment/decrees/")
    assert "没有免予考核的事项" in page(client, "/assessment/exemptions/")


def test_the_room_leads_to_the_result_of_the_plan(
    client: Client, result: AssessmentRun
) -> None:
    assert client.get("/assessment/").headers["Location"] == base(result)


def test_the_answer_leads_with_what_is_open_and_closes_the_rest(
    client: Client, result: AssessmentRun
) -> None:
    text = page(client, base(result))
    # Open: T003 on track, T006 in the wrong direction. Closed: T001, T002, T004.
    assert (
        "2030 年的 2 项目标中，1 项达标或按计划，1 项滞后、未达或方向不符，"
        "0 项未知或待下达。" in text
    )
    assert "2025 年到期的 3 项中，1 项达标，1 项未达或方向不符，1 项没有定论。" in text


def test_the_picture_follows_the_year_in_the_address(
    client: Client, result: AssessmentRun
) -> None:
    def states(year: str) -> list[str]:
        text = page(client, base(result), year=year)
        written = text.split('<script id="states" type="application/json">')[1]
        options = json.loads(written.split("</script>")[0])
        return [one["name"] for one in options["series"]]

    assert states("") == ["按计划", "方向不符", "合计"]
    assert states("2025") == ["达标", "未达", "未知", "合计"]
    assert len(states("all")) == 7
    assert states("nonsense") == states("")


def test_units_are_listed_by_rank_with_score_and_grade(
    client: Client, result: AssessmentRun, office: User
) -> None:
    client.force_login(office)
    text = page(client, base(result))
    assert text.index("区发改委</a>") < text.index("区农业农村委</a>")
    for words in ("91.25", "优秀", "55.50", "不合格", "良好"):
        assert words in text


def test_a_target_tells_its_figure_its_chance_and_what_is_missing(
    client: Client, result: AssessmentRun
) -> None:
    text = page(client, f"{base(result)}targets/T003/")
    for words in (
        "2025 年为 12.6 %，要求 ≥ 18。",
        "按目前走势，到 2030 年达标的概率是 83%，较有把握。",
        "energy.nonfossil",
        "统计",
        "2026-11-15",
        "17.1–20.4",
    ):
        assert words in text


def test_an_unknown_target_shows_no_number(
    client: Client, result: AssessmentRun
) -> None:
    text = page(client, f"{base(result)}targets/T004/")
    assert "现值未知" in text
    assert "◇" in text
    assert ">0<" not in text


def test_the_evidence_opens_down_to_document_and_people(
    client: Client, result: AssessmentRun, office: User
) -> None:
    client.force_login(office)
    address = f"{base(result)}targets/T001/evidence/"
    text = page(client, address)
    for words in ("能源统计报表 2025 表 3", "clerk", "head", "2026-08-01", "填报"):
        assert words in text
    part = client.get(address, headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()


def test_a_score_is_explained_point_by_point(
    client: Client, result: AssessmentRun, office: User
) -> None:
    client.force_login(office)
    text = page(client, f"{base(result)}units/区发改委/")
    for words in (
        "2025 年得 91.25 分，等次 优秀。",
        "在 3 个单位中列第 1。",
        "目标完成",
        "没有数据，不得分。",
        "能源统计报表 2025",
        "T004 可再生能源电力装机容量",
        "发展新能源",
        "基本按序时推进",
    ):
        assert words in text


def test_a_score_is_compared_with_the_year_before(
    client: Client, plan: Plan, result: AssessmentRun, office: User
) -> None:
    best, *others = scores()
    worse = attrs.evolve(best.points[0], points=best.points[0].points - 15)
    before = attrs.evolve(best, points=(worse, *best.points[1:]))
    frozen(stored(plan, period="2024", units=(before, *others)), "1" * 64)
    client.force_login(office)
    text = page(client, f"{base(result)}units/区发改委/")
    assert "比 2024 年" in text
    assert "+15.00" in text


def test_targets_are_filtered_and_sorted_on_the_server(
    client: Client, result: AssessmentRun
) -> None:
    def keys(**query: str) -> list[str]:
        text = page(client, f"{base(result)}targets.json", **query)
        return [row["id"] for row in json.loads(text)["targets"]]

    assert keys() == ["T001", "T002", "T003", "T004", "T005", "T006"]
    assert keys(state="met") == ["T001"]
    assert keys(year="2030") == ["T003", "T006"]
    assert keys(year="none") == ["T005"]
    assert keys(late="data") == ["T003"]
    assert keys(late="work") == ["T002"]
    assert keys(unit="U02") == ["T004"]
    assert keys(field="三(一)") == ["T004", "T005"]
    assert keys(q="森林") == ["T002", "T006"]
    assert keys(sort="-value")[:2] == ["T006", "T002"]
    assert keys(sort="nonsense") == keys()


def test_downloads_equal_the_page(client: Client, result: AssessmentRun) -> None:
    row = json.loads(page(client, f"{base(result)}targets.json"))["targets"][2]
    assert row["probability"] == "0.8312"
    assert row["missing"][0]["owner"] == "统计"
    response: Any = client.get(f"{base(result)}targets.csv")
    text = b"".join(response).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[3][:5] == ["T003", "二", "非化石能源消费比重", "按计划", "12.6"]
    assert rows[4][4] == ""
    content = client.get(f"{base(result)}targets.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [row for row in sheet.iter_rows(values_only=True) if row[0] == "T003"]
    assert cells[0][4] == pytest.approx(12.6)


def test_readiness_names_who_owes_what_since_when(
    client: Client, result: AssessmentRun, analyst: User
) -> None:
    client.force_login(analyst)
    text = page(client, f"{base(result)}readiness/")
    assert "缺 2 项数据，涉及 2 家提供单位" in text
    assert "grid.renewables" in text
    response: Any = client.get(f"{base(result)}readiness.csv")
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [rows[1][0], rows[1][2]] == ["电力", "grid.renewables"]


def test_the_register_is_searched(client: Client, result: AssessmentRun) -> None:
    assert "A05" in page(client, "/assessment/indicators/", q="非化石能源消费")
    assert "没有符合条件的指标" in page(client, "/assessment/indicators/", q="没有它")
    used = page(client, "/assessment/indicators/", use="plan")
    assert "indicators/H01/" in used
    assert "indicators/A01/" not in used
    text = page(client, "/assessment/indicators/A05/")
    assert f"{base(result)}targets/T001/" in text


def test_a_draft_stands_beside_the_frozen_result_under_its_own_address(
    client: Client, result: AssessmentRun, plan: Plan, office: User
) -> None:
    fresh = stored(plan)
    assert base(fresh) == base(result).replace("district-2023/", "district-2023.draft/")
    client.force_login(office)
    assert base(fresh) in page(client, base(result))
    assert "草稿" in page(client, base(fresh))
    client.logout()
    assert client.get(base(fresh)).status_code == 404


# The plan's pages ---------------------------------------------------------------------


def test_the_plan_shows_where_its_targets_stand(
    client: Client, result: AssessmentRun, plan: Plan, office: User
) -> None:
    address = plan.get_absolute_url()
    text = page(client, address)
    for words in ("达标", "未达", "按计划", "待下达", "方向不符"):
        assert words in text
    rows = json.loads(page(client, f"{address}targets.json", stands="missed"))
    assert [row["id"] for row in rows["targets"]] == ["T002"]
    assert rows["targets"][0]["status"] == "missed"
    text = page(client, f"{address}target/T003/")
    assert "按目前走势，达标的概率是 83%" in text
    assert f"{base(result)}targets/T003/" in text
    assert "逐项得分" not in page(client, f"{address}unit/U01/")
    client.force_login(office)
    assert f"{base(result)}units/" in page(client, f"{address}unit/U01/")


def test_the_plan_of_a_house_without_a_result_is_unknown(
    client: Client, plan: Plan
) -> None:
    text = page(client, plan.get_absolute_url())
    assert "还没有评价过" in text
    rows = json.loads(page(client, f"{plan.get_absolute_url()}targets.json"))
    assert {row["status"] for row in rows["targets"]} == {"unknown"}


def test_a_draft_result_shows_on_the_plan_to_insiders_only(
    client: Client, draft: AssessmentRun, plan: Plan, office: User
) -> None:
    address = f"{plan.get_absolute_url()}target/T001/"
    assert base(draft) not in page(client, address)
    client.force_login(office)
    assert base(draft) in page(client, address)


# How fast -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("", 16),
        ("targets/", 16),
        ("targets/T001/", 11),
        ("units/区发改委/", 20),
        ("proposals/", 12),
        ("readiness/", 10),
    ],
)
def test_the_number_of_queries_is_bounded(
    client: Client,
    result: AssessmentRun,
    office: User,
    django_assert_max_num_queries: Callable[[int], Any],
    path: str,
    queries: int,
) -> None:
    client.force_login(office)
    with django_assert_max_num_queries(queries):
        client.get(base(result) + path)


def test_lists_do_not_read_what_they_do_not_show(result: AssessmentRun) -> None:
    one = standings_of_run(result)[0]
    assert {"history", "inputs"} <= one.get_deferred_fields()
    assert TargetStanding.objects.count() == 6
