"""An exchange that was forgotten in a closed month counts when another confirms it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dafeng.base.days import CHINA
from dafeng.base.errors import BadInputError
from dafeng.web.core.models import RoleCode
from dafeng.web.meters.models import Exchange, MeterCorrection
from dafeng.web.meters.selectors.corrections import changes_ahead, changes_made
from dafeng.web.meters.services.correcting import (
    correction_confirm,
    correction_withdraw,
    exchange_late,
)
from dafeng.web.meters.services.replacing import ExchangeFacts, point_replace
from dafeng.web.meters.services.rolling import readings_settle
from dafeng.web.meters.services.withdrawing import row_withdraw
from dafeng.web.office.services.papers import paper_of
from tests.web.meters.register.test_corrections import (
    DAY,
    EACH,
    OLD,
    PDF,
    energy,
)
from tests.web.meters.register.test_settling import hours_of, send
from tests.web.plans.building import person

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from dafeng.web.meters.models import MeterPoint
    from tests.web.meters.register.conftest import People

BEGIN = datetime(OLD.year, OLD.month, 1, tzinfo=CHINA)
DAYS = 24
SEEN = 250
"""Hours after which the dial was replaced, and 24 minutes: 4 of 10 kWh were used."""
FACTS = ExchangeFacts(
    at=BEGIN + timedelta(hours=SEEN, minutes=24),
    final=Decimal(SEEN * EACH + 4),
    initial=Decimal(100),
    evidence="换表单 7 号",
    serial="新 7",
)
WHOLE = DAYS * 24 * EACH
"""What was used in all, kWh: the works drew the same in every hour."""


@pytest.fixture(autouse=True)
def own_files(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def fallen(main: MeterPoint) -> MeterPoint:
    """The main meter: its dial begins anew in a closed month, and nobody said so."""
    rows = hours_of(main.code, BEGIN, DAYS * 24, EACH)
    for number, row in enumerate(rows):
        if number > SEEN:
            row["value"] = number * EACH + int(FACTS.initial - FACTS.final)
    send(main, rows, timezone.now())
    readings_settle()
    return main


def late(point: MeterPoint, people: People, **more: Any) -> MeterCorrection:
    told: dict[str, Any] = {
        "facts": FACTS,
        "reason": "当时没有登记",
        "paper": paper_of("单.pdf", PDF),
    }
    return exchange_late(point=point, by=people.manager, **told | more)


def refused(code: str, act: Any, **how: Any) -> None:
    with pytest.raises(BadInputError) as caught:
        act(**how)
    assert caught.value.code == code


def test_what_was_used_across_an_exchange_is_reckoned_again_and_both_views_stay(
    fallen: MeterPoint, people: People
) -> None:
    before, day = energy(fallen), OLD + SEEN // 24 * DAY
    assert sum(before.values()) < WHOLE * 1000
    row = late(fallen, people)
    assert (row.first, row.last, row.factor) == (day, day, None)
    ahead = changes_ahead(row)
    assert (ahead[0].after.used, ahead[0].used_more) == (Fraction(WHOLE), EACH)
    readings_settle()
    assert energy(fallen) == before
    correction_confirm(correction=row, by=people.office)
    assert readings_settle().days == 1
    row.refresh_from_db()
    assert set(energy(fallen).values()) == {24 * EACH * 1000}
    assert energy(fallen, known_at=row.confirmed_at) == before
    assert changes_made(row) == ahead
    assert (row.closed, row.point.serial) == (f"{OLD:%Y-%m}", "新 7")
    mine: dict[str, Any] = {"row": row.exchange, "by": None, "reason": "误"}
    refused("correction.stands", row_withdraw, **mine)
    leader = person("leader", fallen.enterprise.parent.parent, RoleCode.LEADER)
    correction_withdraw(correction=row, by=leader, reason="单据作废")
    readings_settle()
    assert energy(fallen) == before
    # The moment is free again, as if nothing had been entered.
    assert late(fallen, people).proposed


def test_what_cannot_be_entered_late_is_refused(
    main: MeterPoint, people: People
) -> None:
    told = {"point": main, "people": people}
    refused("correction.file", late, paper=None, **told)
    refused("meter.reason", late, reason=" ", **told)
    other = attrs.evolve(FACTS, multiplier=Decimal(40), code="A9")
    refused("correction.multiplier", late, facts=other, **told)
    refused("meter.closed", point_replace, point=main, by=people.manager, facts=FACTS)
    assert not Exchange.objects.exists()


def test_the_pages_take_a_forgotten_exchange_to_its_confirmation(
    fallen: MeterPoint, people: People, client: Client
) -> None:
    address = reverse("meters:point-replace", args=[fallen.pk])
    client.force_login(people.manager)
    told = {
        "at": f"{FACTS.at:%Y-%m-%dT%H:%M}",
        "final": f"{FACTS.final}",
        "start": f"{FACTS.initial}",
        "evidence": FACTS.evidence,
        "reason": "当时没有登记",
    }
    assert "须附检定证书或换表单据" in client.post(address, told).content.decode()
    paper = SimpleUploadedFile("单.pdf", PDF)
    done = client.post(address, told | {"paper": paper})
    row = MeterCorrection.objects.get()
    assert done["Location"] == row.get_absolute_url()
    shown = client.get(row.get_absolute_url()).content.decode()
    for words in ("待确认", "当时没有登记", "5,760", "+10", "已关闭"):
        assert words in shown
    assert "确认更正" not in shown
    slip = reverse("meters:point-slip", args=[row.exchange_id])
    assert client.get(slip).content == PDF
    assert slip in client.get(fallen.get_absolute_url()).content.decode()
    client.force_login(people.other)
    assert client.get(slip).status_code == 404
    client.force_login(people.office)
    assert "补登换表" in client.get("/meters/points/coverage/").content.decode()
    assert "确认更正" in client.get(row.get_absolute_url()).content.decode()
