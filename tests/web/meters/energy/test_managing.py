"""A bureau reads the meters of those it manages by the rule in force, and no others."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dafeng.web.budgets.managing import key_users_of
from dafeng.web.budgets.services.ledgers import YearFacts, ledger_open
from dafeng.web.budgets.services.listing import ListFacts, user_list
from dafeng.web.core.models import RoleCode
from dafeng.web.enterprises.models import DisclosureRegister, DutyClass, Enterprise
from dafeng.web.meters.models import ArrivalCount, MonthlyStatement
from tests.web.meters.energy.conftest import text
from tests.web.plans.building import organisation, person

if TYPE_CHECKING:
    from dafeng.web.budgets.models import KeyUser
    from dafeng.web.core.models import Organisation, User
    from tests.web.meters.energy.conftest import Area, Browser

TODAY = timezone.localdate()
LISTS = (
    *("/meters/", "/meters/list.csv", "/meters/points/", "/meters/points/list.csv"),
    *("/meters/points/statements/", "/meters/arrivals/"),
)


@pytest.fixture
def bureau(area: Area) -> Organisation:
    """It contains no enterprise."""
    return organisation("drc", "区发改委", parent=area.root)


@pytest.fixture
def officer(bureau: Organisation) -> User:
    return person("officer", bureau, RoleCode.UNIT_OFFICER)


@pytest.fixture
def neighbour(area: Area) -> User:
    """Of a bureau that manages nobody."""
    return person(
        "neighbour",
        organisation("tax", "区税务局", parent=area.root),
        RoleCode.UNIT_HEAD,
    )


@pytest.fixture
def listed(area: Area, bureau: Organisation) -> KeyUser:
    """The mill on this year's list, which the bureau keeps."""
    MonthlyStatement.objects.create(
        enterprise=area.mill,
        carrier="electricity",
        month=TODAY.replace(day=1),
        amount=1,
        source=MonthlyStatement.Source.INVOICE,
        document="单 1",
    )
    ArrivalCount.objects.create(
        day=TODAY, enterprise=area.mill, channel="api:1", last_at=timezone.now()
    )
    facts = YearFacts(year=TODAY.year, keeper=bureau)
    ledger = ledger_open(organisation=area.root, by=None, facts=facts)
    told = ListFacts(
        last_year_tce=Decimal(8000),
        kind="national",
        listed_in="名录",
        manager="district",
    )
    return user_list(ledger=ledger, unit=area.mill, by=None, facts=told)


def test_the_keeper_of_the_list_reads_what_is_on_it_and_writes_nothing(
    area: Area, listed: KeyUser, officer: User, neighbour: User, browser: Browser
) -> None:
    mine, other = browser(officer), browser(neighbour)
    for address in LISTS:
        shown = text(mine, address)
        assert "示范纸厂" in shown, address
        assert "示范锻造厂" not in shown
        assert "示范纸厂" not in text(other, address)
    mill, forge = f"/meters/of/{area.mill.pk}/", f"/meters/of/{area.forge.pk}/"
    main = area.mill.meter_points.get(code="M-1")
    pages = (mill, "/meters/meter/M-1/", main.get_absolute_url())
    for address in (*pages, f"/meters/points/of/{area.mill.pk}/"):
        assert text(mine, address)
        assert text(other, address, 404)
    for address in (forge, "/meters/meter/F-1/"):
        assert text(mine, address, 404)
    assert "示范纸厂" in text(mine, "/meters/board/")
    assert "示范纸厂" not in text(other, "/meters/board/")
    for act in ("edit", "replace", "calibrate", "retire"):
        assert text(mine, f"{main.get_absolute_url()}{act}/", 403)
    assert text(mine, "/meters/upload/", 403)
    listed.state = "withdrawn"
    listed.save()
    assert text(mine, mill, 404)
    assert "示范纸厂" not in text(mine, "/meters/")


def test_a_list_holds_until_the_next_one_and_the_city_manages_its_own(
    area: Area, listed: KeyUser, bureau: Organisation
) -> None:
    paths = (bureau.path,)
    later = date(TODAY.year + 1, 1, 15)
    assert list(key_users_of(paths, TODAY)) == [area.mill.pk]
    assert list(key_users_of(paths, later)) == [area.mill.pk]
    assert not key_users_of(paths, date(TODAY.year - 1, 12, 31))
    assert not key_users_of((area.town.path,), TODAY)
    facts = YearFacts(year=TODAY.year + 1, keeper=bureau)
    ledger_open(organisation=area.root, by=None, facts=facts)
    assert not key_users_of(paths, later)
    listed.manager = "city"
    listed.save()
    assert not key_users_of(paths, TODAY)


def test_the_keeper_of_the_register_reads_who_has_to_disclose_while_the_class_holds(
    area: Area, bureau: Organisation, officer: User, browser: Browser
) -> None:
    register = DisclosureRegister.objects.create(organisation=area.root, keeper=bureau)
    row = Enterprise.objects.create(
        register=register,
        unit=area.forge,
        name_zh="示范锻造厂",
        created_at=timezone.now(),
    )
    kind = DutyClass.objects.create(
        enterprise=row,
        kind="key_emitter",
        since=TODAY - timedelta(days=30),
        listed_in="名录",
        entered_at=timezone.now(),
    )
    client = browser(officer)
    address = f"/meters/of/{area.forge.pk}/"
    assert text(client, address)
    kind.until = TODAY
    kind.save()
    assert text(client, address)
    kind.until = TODAY - timedelta(days=1)
    kind.save()
    assert text(client, address, 404)


def test_who_manages_asks_the_database_no_more_often(
    area: Area, listed: KeyUser, officer: User, browser: Browser
) -> None:
    office, mine = browser(area.office), browser(officer)
    for address in ("/meters/", "/meters/points/"):
        asked = []
        for client in (office, mine):
            text(client, address)
            with CaptureQueriesContext(connection) as found:
                text(client, address)
            asked.append(len(found))
        assert asked[1] <= asked[0], (address, listed.pk)
