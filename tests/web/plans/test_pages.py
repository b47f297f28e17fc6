"""The pages that read: what they say, who may see them, how many queries they take."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from dafeng.web.core import audit
from dafeng.web.plans.services.bulk import BulkChoice, bulk_confirm
from dafeng.web.plans.services.loading import rosters_fill
from dafeng.web.plans.services.publishing import plan_publish
from tests.web.layers import layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan

READING = (
    "",
    "clauses/",
    "clause/三(一)1/",
    "target/T001/",
    "target/T005/",
    "units/",
    "unit/U01/",
    "unit/U02/",
    "projects/",
    "findings/",
    "compare/",
    "targets.csv",
    "targets.xlsx",
    "targets.json",
)


@layer
def published(plan: Plan) -> Plan:
    """The small plan, confirmed by the program and open to everybody."""
    bulk_confirm(plan=plan, by=None, choice=BulkChoice())
    rosters_fill(plan=plan, by=None)
    return plan_publish(plan=plan, by=None)


def page(client: Client, plan: Plan, path: str, **query: str) -> str:
    response = client.get(f"/plan/{plan.slug}/{path}", query)
    assert response.status_code == 200
    return response.content.decode()


# Who may see what -------------------------------------------------------------------


@pytest.mark.parametrize("path", READING)
def test_a_published_plan_is_open_to_everybody(
    client: Client, published: Plan, path: str
) -> None:
    assert client.get(f"/plan/{published.slug}/{path}").status_code == 200


@pytest.mark.parametrize("path", READING)
def test_a_draft_does_not_exist_for_the_public(
    client: Client, plan: Plan, path: str
) -> None:
    assert client.get(f"/plan/{plan.slug}/{path}").status_code == 404


@pytest.mark.parametrize("path", READING)
def test_a_draft_does_not_exist_for_another_district(
    client: Client, plan: Plan, stranger: User, path: str
) -> None:
    client.force_login(stranger)
    assert client.get(f"/plan/{plan.slug}/{path}").status_code == 404


@pytest.mark.parametrize("path", READING)
def test_a_reader_of_the_district_sees_the_draft(
    client: Client, plan: Plan, reader: User, path: str
) -> None:
    client.force_login(reader)
    assert client.get(f"/plan/{plan.slug}/{path}").status_code == 200


@pytest.mark.parametrize(
    "path", ["target/T999/", "clause/九/", "unit/U99/", "compare/nothing/"]
)
def test_what_is_not_there_is_not_found(
    client: Client, published: Plan, path: str
) -> None:
    assert client.get(f"/plan/{published.slug}/{path}").status_code == 404


def test_the_room_leads_to_the_published_plan(client: Client, published: Plan) -> None:
    response = client.get("/plan/")
    assert response.headers["Location"] == f"/plan/{published.slug}/"


@pytest.mark.usefixtures("district")
def test_a_house_without_a_plan_says_how_to_get_one(client: Client) -> None:
    assert "还没有方案" in client.get("/plan/").content.decode()


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("", 8),
        ("clauses/", 7),
        ("clause/三(一)1/", 16),
        ("target/T001/", 9),
        ("units/", 5),
        ("unit/U01/", 10),
        ("projects/", 4),
        ("findings/", 4),
    ],
)
def test_the_number_of_queries_is_fixed(
    client: Client,
    published: Plan,
    path: str,
    queries: int,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    page(client, published, path)
    with django_assert_num_queries(queries):
        page(client, published, path)


def test_the_table_is_drawn_again_once_somebody_did_something(
    client: Client, published: Plan
) -> None:
    def record(action: str) -> None:
        audit.record(by=None, action=action, target=published, data={})

    record("plan.act")
    page(client, published, "")
    published.targets.filter(key="T001").update(indicator="改过的指标")
    record("session.start")
    assert "改过的指标" not in page(client, published, "")
    record("plan.act")
    assert "改过的指标" in page(client, published, "")


# What they say ----------------------------------------------------------------------


def test_the_overview_answers_in_one_sentence(client: Client, published: Plan) -> None:
    shown = page(client, published, "")
    assert "方案承诺 6 项目标：2025 年 3 项，2030 年 2 项，未写年份 1 项" in shown
    assert "其中 2 项没有数字" in shown


def test_a_draft_says_how_much_waits_for_confirmation(
    client: Client, plan: Plan, reader: User
) -> None:
    client.force_login(reader)
    assert "有 6 项由程序读出、尚待人确认" in page(client, plan, "")


def test_without_measurements_every_status_is_unknown(
    client: Client, published: Plan
) -> None:
    shown = page(client, published, "")
    assert shown.count('class="light light-unknown"') == 7
    assert "light-met" not in shown


def test_a_target_without_a_figure_shows_dashes_and_no_zero(
    client: Client, published: Plan
) -> None:
    shown = page(client, published, "", q="T005")
    assert '<td class="number">--</td>' in shown
    assert "由上级下达" in shown


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"year": "2030"}, ["T003", "T006"]),
        ({"year": "none"}, ["T005"]),
        ({"field": "三(一)"}, ["T004", "T005"]),
        ({"kind": "directional"}, ["T006"]),
        ({"softness": "strive"}, ["T003"]),
        ({"unit": "U01"}, ["T004"]),
        ({"state": "proposed"}, []),
        ({"q": "森林"}, ["T002", "T006"]),
        ({"q": "三(二)1"}, ["T006"]),
        ({"sort": "-value"}, ["T004", "T002", "T003", "T001", "T005", "T006"]),
        ({"sort": "year"}, ["T001", "T002", "T004", "T003", "T006", "T005"]),
        ({"year": "20x5", "unit": "nobody", "sort": "; drop"}, "all"),
    ],
)
def test_the_address_narrows_and_sorts_the_table_and_every_export(
    client: Client, published: Plan, query: dict[str, str], keys: Any
) -> None:
    wanted = [f"T00{n}" for n in range(1, 7)] if keys == "all" else keys
    exported = json.loads(page(client, published, "targets.json", **query))
    assert [row["id"] for row in exported["targets"]] == wanted
    address = f"/plan/{published.slug}/"
    text = b"".join(client.get(f"{address}targets.csv", query)).decode("utf-8-sig")  # type: ignore[arg-type]
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == wanted
    content = client.get(f"{address}targets.xlsx", query).content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [
        row[0].value for row in sheet.iter_rows(min_row=2) if row[0].value
    ] == wanted
    shown = page(client, published, "", **query)
    assert all(f"/target/{key}/" in shown for key in wanted)


def test_an_export_keeps_figures_as_numbers_and_unknown_empty(
    client: Client, published: Plan
) -> None:
    content = client.get(f"/plan/{published.slug}/targets.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert rows["T004"][6].value == 30
    assert rows["T005"][6].value is None
    exported = json.loads(page(client, published, "targets.json", q="T004"))
    assert exported["targets"][0]["value"] == 30
    assert exported["targets"][0]["status"] == "unknown"


def test_htmx_gets_the_table_alone(client: Client, published: Plan) -> None:
    response = client.get(
        f"/plan/{published.slug}/", {"year": "2030"}, headers={"hx-request": "true"}
    )
    shown = response.content.decode().strip()
    assert shown.startswith('<div id="targets">')
    assert "<html" not in shown


def test_the_clause_page_counts_what_each_clause_holds(
    client: Client, published: Plan
) -> None:
    shown = page(client, published, "clauses/")
    assert "示政发〔2023〕1号" in shown
    assert "未附原文" in shown
    assert "目标没有年份" in shown
    one = page(client, published, "clause/三(一)1/")
    assert "本条有 1 项目标、1 项任务、0 个项目、0 个时间节点" in one
    assert "区发改委" in one


def test_the_target_page_says_where_it_stands_and_who_answers(
    client: Client, published: Plan
) -> None:
    shown = page(client, published, "target/T004/")
    assert "到 2025 年，不低于 30 万kW。" in shown
    assert "区发改委" in shown
    assert "发展新能源" in shown
    assert "B05" in shown
    assert "批量确认" in shown


def test_two_years_of_one_indicator_are_shown_as_a_path(
    client: Client, published: Plan
) -> None:
    shown = page(client, published, "target/T001/")
    assert "从 2025 年的 12 % 到 2030 年的 18 %" in shown
    assert 'data-chart="path"' in shown
    assert 'data-chart="path"' not in page(client, published, "target/T002/")


def test_the_unit_page_lists_its_duties(client: Client, published: Plan) -> None:
    shown = page(client, published, "unit/U01/")
    assert "牵头 1 项任务，配合与落实 0 项，为 1 项目标负责。" in shown
    assert "发展新能源" in shown
    assert "东湖50MW渔光互补发电项目" in shown


def test_a_group_names_its_members_and_where_the_list_comes_from(
    client: Client, published: Plan
) -> None:
    shown = page(client, published, "unit/U02/")
    assert "甲镇" in shown
    assert "乙镇" in shown
    assert "单位登记册" in shown


def test_the_matrix_counts_tasks_by_unit_and_field(
    client: Client, published: Plan
) -> None:
    shown = page(client, published, "units/")
    assert "方案点名 4 个单位，其中 1 个是一组单位。" in shown
    assert shown.count("cell-lead") == 3
    assert shown.count("cell-other") == 1


def test_projects_are_added_up_by_type_and_unit(
    client: Client, published: Plan
) -> None:
    shown = page(client, published, "projects/")
    assert "方案点名 1 个项目，写明 1 个时间节点。" in shown
    assert "光伏项目" in shown
    assert '<td class="number">50</td>' in shown
    assert "2026-12" in shown


def test_findings_are_said_in_words(client: Client, published: Plan) -> None:
    shown = page(client, published, "findings/")
    assert "目标没有年份" in shown
    assert "A target has a year" not in shown


def test_the_whole_plan_is_one_json_object(client: Client, published: Plan) -> None:
    data = json.loads(client.get(f"/plan/{published.slug}.json").content)
    states = published.targets.values_list("key", "state")
    assert {key: data["reviewed"][key] for key, _state in states} == dict(states)
    assert data["document"]["number"] == "示政发〔2023〕1号"
    assert [target["id"] for target in data["targets"]][:2] == ["T001", "T002"]
    assert "synthetic" not in data


def test_a_synthetic_plan_says_so_on_pages_and_exports(
    client: Client, published: Plan
) -> None:
    published.synthetic = True
    published.save()
    assert "示例数据" in page(client, published, "")
    assert json.loads(page(client, published, "targets.json"))["synthetic"]
    assert json.loads(client.get(f"/plan/{published.slug}.json").content)["synthetic"]


def test_the_english_page_has_no_chinese_of_the_program(
    client: Client, published: Plan
) -> None:
    client.cookies["dafeng_language"] = "en"
    shown = page(client, published, "")
    assert "方案承诺" not in shown
    assert "全部目标" not in shown
    assert 'lang="en"' in shown
