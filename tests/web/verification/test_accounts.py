"""Own accounts in the house; months of meters on their way into the account."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from dafeng.accounts import (
    ACTIVITY,
    DISTRICT,
    ActivityRow,
    Boundary,
    account_of,
    lake_rows,
    read_settings,
    total_g,
    within,
)
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.periods import Period, PeriodKind
from dafeng.enterprises.reporting import ReportError
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.accounts.models import OutboxRow
from dafeng.web.accounts.services.outbox import outbox_deliver
from dafeng.web.meters.models import MonthlyStatement, MonthQuality
from dafeng.web.verification.models import ClosedMonth, OwnAccountRow
from dafeng.web.verification.selectors.meter_months import MonthEnergy
from dafeng.web.verification.selectors.reports import checks_of, report_for
from dafeng.web.verification.services.cross_sources import sources_read
from dafeng.web.verification.services.meter_months import (
    meter_activity_promise,
    month_withdraw,
)
from dafeng.web.verification.services.own_accounts import (
    own_account_make,
    own_accounts_make,
)
from tests.web.verification.conftest import TODAY, YEAR, moment

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.core.models import Organisation
    from dafeng.web.verification.models import EmissionReport
    from tests.web.verification.conftest import People

KWH = 12_000
MONTHS = Period.year(YEAR).children(PeriodKind.MONTH)


def form(owner: str, quantity: int, number: int = 0) -> ActivityRow:
    """What a works reports of its bought power."""
    return ActivityRow(
        row_id=f"form/{owner}/{number}",
        stream="enterprise",
        flow="power.bought",
        sector="industry.metal",
        item="ELECTRICITY",
        quantity_e3=quantity * 1000,
        unit="kWh",
        year=YEAR,
        period=str(YEAR),
        place="990101",
        owner=owner,
        grade="B",
        evidence="form",
        entered_by="unit",
    )


@pytest.fixture
def lake(district: Organisation) -> None:
    """A lake that knows the district and what two works report."""
    settings = [{"place": district.place_code, "name": "regions", "value": "CN,World"}]
    now = moment(TODAY)
    house_lake().append(DISTRICT, settings, key="district", learned_at=now)
    rows = list(lake_rows([form("WORKS-A", KWH), form("WORKS-B", 5000)]))
    house_lake().append(ACTIVITY, rows, key="forms", learned_at=now)


def control_g(district: Organisation) -> int:
    lake = house_lake()
    account = account_of(lake, read_settings(lake, district.place_code, YEAR))
    return total_g(within(account.lines, Boundary.CONTROL))


def good(works: Organisation, month: Period, completeness: str = "0.98") -> None:
    MonthQuality.objects.update_or_create(
        enterprise=works,
        month=month.start,
        defaults={
            "until": moment(TODAY),
            "completeness": Decimal(completeness),
            "day_month_gap": Decimal("0.01"),
        },
    )


def energy(
    quantity: str = "1000", carrier: str = "electricity", known: str = "1"
) -> list[MonthEnergy]:
    return [
        MonthEnergy(
            carrier=carrier,
            quantity=Decimal(quantity),
            unit="kWh" if carrier == "electricity" else "m3",
            evidence="M-1",
            known=Decimal(known),
        )
    ]


@pytest.mark.usefixtures("lake")
def test_months_of_meters_become_activity_once_and_never_double_the_forms(
    works: Organisation, people: People, district: Organisation
) -> None:
    forms_only = control_g(district)
    for month in MONTHS[:2]:
        good(works, month)
        meter_activity_promise(
            enterprise=works, month=month, energies=energy(), by=people.office
        )
    assert outbox_deliver() == 2
    assert control_g(district) == forms_only
    for month in MONTHS:
        good(works, month)
        meter_activity_promise(
            enterprise=works, month=month, energies=energy(), by=people.office
        )
    assert outbox_deliver() == 10
    assert control_g(district) == forms_only
    rows = house_lake().current("activity").to_pylist()
    metered = [row for row in rows if row["stream"] == "meter"]
    assert len(metered) == 12
    assert {row["grade"] for row in metered} == {"A"}
    account = account_of(
        house_lake(), read_settings(house_lake(), district.place_code, YEAR)
    )
    (line,) = (one for one in account.lines if one.owner == "WORKS-A")
    assert (line.stream, line.activity) == ("meter", Decimal(KWH))

    meter_activity_promise(
        enterprise=works, month=MONTHS[0], energies=energy("1100"), by=people.office
    )
    outbox_deliver()
    assert control_g(district) > forms_only
    assert ClosedMonth.objects.filter(month=MONTHS[0].start).count() == 2


@pytest.mark.usefixtures("lake")
def test_a_month_that_is_not_good_enough_or_not_over_stays_out(
    works: Organisation, people: People
) -> None:
    give = {"enterprise": works, "energies": energy(), "by": people.office}
    with pytest.raises(PermissionDenied):
        meter_activity_promise(
            enterprise=works, month=MONTHS[0], energies=energy(), by=people.manager
        )
    running = Period.month(TODAY.year, TODAY.month)
    for month, quality, code in (
        (running, "0.99", "month.open"),
        (MONTHS[0], "", "month.incomplete"),
        (MONTHS[0], "0.89", "month.incomplete"),
    ):
        if quality:
            good(works, month, quality)
        with pytest.raises(ReportError) as caught:
            meter_activity_promise(**give, month=month)  # type: ignore[arg-type]
        assert caught.value.code == code
    good(works, MONTHS[0])
    with pytest.raises(BadInputError) as empty:
        meter_activity_promise(enterprise=works, month=MONTHS[0], by=people.office)
    assert empty.value.code == "month.empty"
    for known in ("0.2", "0"):
        holed = [*energy(), *energy("5", "natural_gas", known)]
        with pytest.raises(ReportError) as hole:
            meter_activity_promise(
                enterprise=works, month=MONTHS[0], by=people.office, energies=holed
            )
        assert hole.value.code == "month.hole"
    half = moment(MONTHS[0].start + timedelta(days=9))
    MonthQuality.objects.update(until=half)
    with pytest.raises(ReportError) as part:
        meter_activity_promise(**give, month=MONTHS[0])  # type: ignore[arg-type]
    assert part.value.code == "month.part"
    assert not ClosedMonth.objects.exists()


@pytest.mark.usefixtures("lake")
def test_an_own_account_is_kept_in_versions_and_sums_into_its_sector(
    client: Client,
    works: Organisation,
    people: People,
    district: Organisation,
    units: dict[str, Organisation],
) -> None:
    first = own_account_make(enterprise=works, by=people.manager, year=YEAR)
    assert first.number == 1
    assert own_account_make(enterprise=works, by=people.manager, year=YEAR) == first
    with pytest.raises(PermissionDenied):
        own_account_make(enterprise=works, by=people.other, year=YEAR)
    with pytest.raises(NotFoundError):
        own_account_make(enterprise=works, by=people.office, year=YEAR - 3)
    assert own_accounts_make(root=district, by=people.office, year=YEAR) == 2
    rows = OwnAccountRow.objects.filter(year=YEAR)
    assert sorted(row.number for row in rows) == [1, 1]
    assert sum(row.control_g for row in rows) == control_g(district)
    alone = own_account_make(enterprise=units["works-b"], by=None, year=YEAR)
    assert alone.seal == rows.get(enterprise=units["works-b"]).seal

    house_lake().append(
        ACTIVITY,
        list(lake_rows([form("WORKS-A", KWH + 1)])),
        key="corrected",
        learned_at=moment(TODAY),
    )
    client.force_login(people.manager)
    address = reverse("verification:account", args=[works.pk])
    made = reverse("verification:account-make", args=[works.pk])
    assert client.post(made, {"year": YEAR}).status_code == 302
    text = client.get(address).content.decode()
    assert "购入电力" in text
    assert OwnAccountRow.objects.filter(enterprise=works).count() == 2
    assert client.post(made, {"year": "x"}).status_code == 404
    listed = client.get(reverse("verification:accounts")).content.decode()
    assert "乙厂" not in listed
    month = reverse("verification:month-confirm", args=[works.pk])
    assert client.post(month, {"month": MONTHS[0].code}).status_code == 403
    client.force_login(people.office)
    page = client.get(reverse("verification:accounts")).content.decode()
    assert "2 家企业编制了碳账" in page
    assert client.post(month, {"month": "x"}).status_code == 404
    told = client.post(month, {"month": MONTHS[0].code}, follow=True)
    assert "不能入账" in told.content.decode()
    every = reverse("verification:accounts-make")
    assert client.post(every, {"year": YEAR}).status_code == 302


@pytest.mark.usefixtures("lake")
def test_what_the_house_knows_is_set_beside_the_lines_of_a_report(
    visited: EmissionReport, people: People
) -> None:
    with pytest.raises(PermissionDenied):
        sources_read(report=visited, by=people.manager)
    for number, month in enumerate(MONTHS):
        MonthlyStatement.objects.create(
            enterprise=visited.enterprise,
            carrier="natural_gas",
            month=month.start,
            source="invoice",
            amount=Decimal(416_000),
            document=f"INV-{number}",
        )
    assert sources_read(report=visited, by=people.verifier) == 2
    found = report_for(people.office, visited.pk)
    assert found is not None
    told = {(one.parameter, one.rule.right): one for one in checks_of(found, (), TODAY)}
    assert told["gas", "invoice"].passed is True
    assert told["power", "form"].passed is False
    assert told["power", "form"].right == KWH
    visited.versions.all().delete()
    with pytest.raises(BadInputError) as none:
        sources_read(report=visited, by=people.verifier)
    assert none.value.code == "sources.none"


@pytest.mark.usefixtures("lake")
def test_a_confirmed_month_is_replaced_under_another_flow_and_can_be_taken_back(
    client: Client, works: Organisation, people: People, district: Organisation
) -> None:
    forms_only = control_g(district)
    gas = {"energies": energy("500", "natural_gas"), "by": people.office}
    for month in MONTHS:
        good(works, month)
        meter_activity_promise(enterprise=works, month=month, **gas)  # type: ignore[arg-type]
    outbox_deliver()
    metered = control_g(district)
    assert metered > forms_only
    heat = attrs.evolve(
        form("WORKS-A", 6000, 7), flow="fuel.heat", item="NATURAL_GAS", unit="m3"
    )
    rows = list(lake_rows([heat]))
    house_lake().append(ACTIVITY, rows, key="late", learned_at=moment(TODAY))
    assert control_g(district) == metered

    again = meter_activity_promise(enterprise=works, month=MONTHS[0], **gas)  # type: ignore[arg-type]
    assert [(one.flow, one.number) for one in again] == [("fuel.heat", 2)]
    ClosedMonth.objects.filter(number=1, month=MONTHS[1].start).update(
        row_id="meter/old", key="meters/old/1"
    )
    OutboxRow.objects.filter(origin__startswith="verification.month").exclude(
        key__endswith="/2"
    ).filter(key__contains=MONTHS[1].code).update(key="meters/old/1")
    meter_activity_promise(enterprise=works, month=MONTHS[1], **gas)  # type: ignore[arg-type]
    outbox_deliver()
    assert control_g(district) == metered
    assert OutboxRow.objects.filter(key="meters/old/1/withdrawn").exists()

    with pytest.raises(BadInputError) as gone:
        meter_activity_promise(
            enterprise=works, month=MONTHS[0], energies=energy(), by=people.office
        )
    assert gone.value.code == "month.gone"
    take = {"enterprise": works, "month": MONTHS[0]}
    with pytest.raises(BadInputError) as why:
        month_withdraw(**take, by=people.office, reason=" ")  # type: ignore[arg-type]
    assert why.value.code == "month.reason"
    with pytest.raises(PermissionDenied):
        month_withdraw(**take, by=people.manager, reason="错")  # type: ignore[arg-type]
    client.force_login(people.office)
    back = reverse("verification:month-withdraw", args=[works.pk])
    sent = {"month": MONTHS[0].code, "reason": "表计接错"}
    page = client.post(back, sent, follow=True).content.decode()
    assert "表计接错" in page
    outbox_deliver()
    account = account_of(
        house_lake(), read_settings(house_lake(), district.place_code, YEAR)
    )
    (line,) = (
        one for one in account.lines if (one.item, one.gas) == ("NATURAL_GAS", "CO2")
    )
    assert (line.stream, line.activity) == ("enterprise", Decimal(6000))
    assert "没有已入账" in client.post(back, sent, follow=True).content.decode()
    assert meter_activity_promise(enterprise=works, month=MONTHS[0], **gas)  # type: ignore[arg-type]
    outbox_deliver()
    assert control_g(district) == metered
