"""The pages of a sealed year: what they say, to whom, in how many queries."""

from __future__ import annotations

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import openpyxl
import pytest

from dafeng.lake import Lake
from dafeng.web.accounts.models import AccountLine, AccountRun, PreparedPage
from dafeng.web.accounts.prepared import MERGED, from_json
from dafeng.web.accounts.services.sealing import run_seal
from dafeng.web.core.models import Organisation
from tests.web.accounts.building import district_made, draft_made, fill
from tests.web.held import held, making

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.conf import LazySettings
    from django.test import Client
    from pytest_django import DjangoDbBlocker

    from dafeng.web.core.models import User

PUBLIC = (
    "",
    "flows/",
    "changes/",
    "checks/",
    "total.csv",
    "flows.csv",
    "history.csv",
    "effects.csv",
    "total.xlsx",
    "total.json",
)
INSIDE = ("lines/", "balance/", "balance.xlsx", "lines.csv", "lines.xlsx", "lines.json")
BOUNDARIES = ("control", "territorial", "units", "enterprises", "sinks", "nonsense")
GAS = "NATURAL_GAS.ncv@ENT24-A"
OPEN = "CN_EAF_ELECTRODE.ef_input@ENT24-STEEL"


@pytest.fixture(scope="module")
def made(
    django_db_setup: None,  # noqa: ARG001 - makes the database
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """The folder of a district whose year is made and sealed for all tests here."""
    folder = tmp_path_factory.mktemp("made")
    with held(django_db_blocker):
        with making(django_db_blocker, folder):
            fill(Lake(folder / "lake"))
            run_seal(run=draft_made(district_made()), by=None)
        yield folder


@pytest.fixture
def district(made: Path, db: None) -> Organisation:  # noqa: ARG001 - as below
    return Organisation.objects.get(code="demo")


@pytest.fixture
def sealed(
    made: Path,
    district: Organisation,
    settings: LazySettings,
) -> AccountRun:
    """The account of 2023, with the lake and the seals in the folder of the test."""
    shutil.copytree(made / "lake", settings.LAKE_ROOT)
    shutil.copytree(made / "seals", settings.SEAL_ROOT)
    return AccountRun.objects.get(organisation=district, year=2023)


def page(client: Client, path: str, **query: Any) -> str:
    response = client.get(f"/carbon/{path}", query)
    assert response.status_code == 200, path
    return response.content.decode()


def steel(run: AccountRun) -> AccountLine:
    line = run.lines.filter(owner="works-a", gas="CO2", flow="fuel.stationary").first()
    assert line is not None
    return line


# Who may see what -------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_sealed_year_is_open_to_everybody(
    client: Client, sealed: AccountRun, path: str, language: str
) -> None:
    client.cookies["dafeng_language"] = language
    assert client.get(f"/carbon/{sealed.year}/{path}").status_code == 200


@pytest.mark.parametrize("path", INSIDE)
def test_lines_and_balance_are_for_people_who_signed_in(
    client: Client, sealed: AccountRun, office: User, path: str
) -> None:
    address = f"/carbon/{sealed.year}/{path}"
    assert client.get(address).status_code == 302
    client.force_login(office)
    assert client.get(address).status_code == 200


def test_the_public_never_meets_a_single_firm(
    client: Client, sealed: AccountRun
) -> None:
    glass = sealed.lines.get(owner="works-d", gas="CO2")
    told = "".join(page(client, f"{sealed.year}/{path}") for path in PUBLIC[:4])
    assert "示范4厂" not in told
    data = json.loads(page(client, f"{sealed.year}/total.json"))
    assert set(data["by"]["sectors"]) == {MERGED, "households", "industry"}
    alone = str((glass.co2e_g / Decimal(10**6)).normalize())
    assert alone not in json.dumps(data)
    assert "industry.glass" not in json.dumps(data)


def test_insiders_see_every_branch(
    client: Client, sealed: AccountRun, office: User
) -> None:
    client.force_login(office)
    data = json.loads(page(client, f"{sealed.year}/total.json"))
    assert set(data["by"]["sectors"]) >= {"industry.glass", "industry.steel"}


def test_a_reader_of_the_district_sees_no_lines(
    client: Client, sealed: AccountRun, reader: User
) -> None:
    client.force_login(reader)
    assert "0 行明细" in page(client, f"{sealed.year}/lines/")
    address = f"/carbon/{sealed.year}/lines/{steel(sealed).line_id}/"
    assert client.get(address).status_code == 404


def test_an_enterprise_sees_its_own_lines_and_no_others(
    client: Client, sealed: AccountRun, worker: User
) -> None:
    client.force_login(worker)
    rows = json.loads(page(client, f"{sealed.year}/lines.json"))["lines"]
    own = sealed.lines.filter(owner="works-a")
    assert {row["id"] for row in rows} == set(own.values_list("line_id", flat=True))
    other = sealed.lines.filter(owner="works-b").first()
    assert other is not None
    address = f"/carbon/{sealed.year}/lines/{other.line_id}/"
    assert client.get(address).status_code == 404
    assert client.get(steel(sealed).get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "path", ["1999/", "2023/lines/2023-000000000000/", "factors/NO.such@ROW/"]
)
def test_what_is_not_there_is_not_found(
    client: Client,
    sealed: AccountRun,  # noqa: ARG001
    office: User,
    path: str,
) -> None:
    client.force_login(office)
    assert client.get(f"/carbon/{path}").status_code == 404


# What they say ------------------------------------------------------------------------


def test_the_room_leads_to_the_newest_sealed_year(
    client: Client, sealed: AccountRun
) -> None:
    response = client.get("/carbon/")
    assert response.headers["Location"] == f"/carbon/{sealed.year}/"


def test_the_answer_names_the_total_and_the_change(
    client: Client, sealed: AccountRun, office: User
) -> None:
    client.force_login(office)
    before = AccountRun.objects.get(year=2022).totals.get(boundary="control")
    now = sealed.totals.get(boundary="control")
    share = 100 * Decimal(now.value_g - before.value_g) / before.value_g
    text = page(client, f"{sealed.year}/")
    assert f"{now.value_g / Decimal(10**10):,.2f} 万吨" in text
    assert f"比上年上升 {share:.1f}%" in text


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize("path", ["", "flows/", "changes/"])
def test_the_boundary_is_kept_in_the_address(
    client: Client, sealed: AccountRun, office: User, boundary: str, path: str
) -> None:
    client.force_login(office)
    text = page(client, f"{sealed.year}/{path}", boundary=boundary)
    other = "territorial" if boundary == "territorial" else None
    if other:
        assert f"/carbon/2022/{path}?boundary={other}" in text


def test_pages_with_unverified_factors_say_so(
    client: Client, sealed: AccountRun
) -> None:
    for path in PUBLIC[:4]:
        text = page(client, f"{sealed.year}/{path}")
        assert "本年碳账用到 1 行未核实、无人签字的因子" in text
        assert f"/carbon/factors/?used={sealed.year}" in text
    assert OPEN in page(client, "factors/", used=sealed.year).replace("%40", "@")


def test_the_evidence_opens_down_to_document_and_people(
    client: Client, sealed: AccountRun, office: User
) -> None:
    client.force_login(office)
    line = steel(sealed)
    text = page(client, f"{sealed.year}/lines/{line.line_id}/")
    for words in (
        "AD × NCV × CC × OF × 44/12",
        "report.xlsx Sheet1!D5",
        "clerk",
        "head",
        "示范1厂",
        "甲镇",
        "区发改委",
        "B 有凭证的填报",
        "ENT24-A",
    ):
        assert words in text
    row = quote(line.evidence[0])
    text = page(client, f"{sealed.year}/lines/{line.line_id}/row/{row}/")
    assert "有效" in text
    assert "1,030,000" in text


def test_the_evidence_of_another_line_is_not_lent(
    client: Client, sealed: AccountRun, office: User
) -> None:
    client.force_login(office)
    line = steel(sealed)
    address = f"/carbon/{sealed.year}/lines/{line.line_id}/row/2023:works-b:gas/"
    assert client.get(address).status_code == 404


def test_the_drawer_is_a_part_for_htmx(
    client: Client, sealed: AccountRun, office: User
) -> None:
    client.force_login(office)
    address = steel(sealed).get_absolute_url()
    response = client.get(address, headers={"hx-request": "true"})
    assert "<html" not in response.content.decode()


def test_lines_are_filtered_and_sorted_on_the_server(
    client: Client, sealed: AccountRun, office: User
) -> None:
    client.force_login(office)
    path = f"{sealed.year}/lines.json"

    def ids(**query: str) -> list[str]:
        return [row["id"] for row in json.loads(page(client, path, **query))["lines"]]

    lines = sealed.lines
    everything = ids()
    assert len(everything) == lines.count()
    assert everything == ids(sort="-co2e")
    assert ids(sort="co2e")[0] == everything[-1]
    industry = lines.filter(sector__startswith="industry")
    assert len(ids(sector="industry")) == industry.count() > 5
    assert ids(flag="unverified") == [lines.get(unverified=True).line_id]
    assert ids(factor=OPEN) == ids(flag="unverified")
    assert set(ids(q="示范2厂")) == set(
        lines.filter(owner="works-b").values_list("line_id", flat=True)
    )
    assert set(ids(charge="fgw")) == set(ids(sector="industry"))
    assert ids(sort="nonsense") == everything


def test_the_balance_closes_in_three_measures(
    client: Client, sealed: AccountRun, office: User
) -> None:
    client.force_login(office)
    text = page(client, f"{sealed.year}/balance/")
    assert "天然气的平衡差额最大，占可供量的 1.7%" in text
    for measure in ("calorific", "equal"):
        text = page(client, f"{sealed.year}/balance/", measure=measure)
        assert "tce" in text
    AccountRun.objects.filter(year=2022).update(status="draft")
    assert "没有能源平衡表" in page(client, "2022/balance/")


@pytest.mark.usefixtures("db")
def test_factors_are_searched_and_narrowed(client: Client) -> None:
    text = page(client, "factors/", q="天然气", factor_set="ENT24-A")
    assert quote(GAS) in text or GAS in text
    assert OPEN not in page(client, "factors/", verified="yes", q="CN_EAF")
    assert "没有符合条件的因子" in page(client, "factors/", q="没有这种东西")


@pytest.mark.usefixtures("db")
def test_a_factor_shows_its_peers_and_its_document(client: Client) -> None:
    text = page(client, f"factors/{GAS}/")
    for words in ("ENT24-B", "ETS-STYLE", "行业企业温室气体排放核算方法", "已核实"):
        assert words in text


# Downloads say what the pages say ----------------------------------------------------


def test_downloads_equal_the_page(
    client: Client, sealed: AccountRun, office: User
) -> None:
    client.force_login(office)
    kept = PreparedPage.objects.get(run=sealed, boundary="control", audience="inside")
    prepared = from_json(kept.content)
    wanted = {
        part.code: part.value_g / Decimal(10**6)
        for part in (*prepared.sectors, *prepared.items)
    }
    data = json.loads(page(client, f"{sealed.year}/total.json"))
    by = data["by"]["sectors"] | data["by"]["items"]
    assert {code: Decimal(value) for code, value in by.items()} == wanted
    response: Any = client.get(f"/carbon/{sealed.year}/total.csv")
    text = b"".join(response).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert {row[1]: Decimal(row[3]) for row in rows if row[1] in wanted} == wanted
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/carbon/{sealed.year}/total.xlsx").content)
    )
    cells = {row[1]: row[3] for row in book.worksheets[0].iter_rows(values_only=True)}
    for code, tonnes in wanted.items():
        assert cells[code] == pytest.approx(float(tonnes), rel=1e-14)


def test_tables_under_the_pictures_hold_their_numbers(
    client: Client, sealed: AccountRun, office: User
) -> None:
    client.force_login(office)

    def rows(name: str) -> list[list[str]]:
        response: Any = client.get(f"/carbon/{sealed.year}/{name}.csv")
        text = b"".join(response).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))[1:]

    total = sealed.totals.get(boundary="control").value_g
    assert sum(Decimal(row[3]) for row in rows("flows")) * 10**6 == total
    assert [row[0] for row in rows("history")] == ["2022", "2023"]
    assert Decimal(rows("history")[1][1]) * 10**6 == total
    change = sum(Decimal(row[1]) for row in rows("effects"))
    before = AccountRun.objects.get(year=2022).totals.get(boundary="control")
    assert change * 10**6 == total - before.value_g


def test_lines_add_up_to_the_total(
    client: Client, sealed: AccountRun, office: User
) -> None:
    client.force_login(office)
    rows = json.loads(page(client, f"{sealed.year}/lines.json", boundary="control"))
    total = sealed.totals.get(boundary="control").value_g
    values = [Decimal(row["value"]) for row in rows["lines"]]
    assert sum(values) * 10**6 == total


# How fast -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("", 16),
        ("flows/", 13),
        ("changes/", 15),
        ("checks/", 16),
        ("balance/", 12),
        ("lines/", 24),
    ],
)
def test_the_number_of_queries_is_bounded(
    client: Client,
    sealed: AccountRun,
    office: User,
    django_assert_max_num_queries: Callable[[int], Any],
    path: str,
    queries: int,
) -> None:
    client.force_login(office)
    with django_assert_max_num_queries(queries):
        client.get(f"/carbon/{sealed.year}/{path}")
