"""The meter of each works, with all that is entered about it, and its gateway."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.web.desk.selectors.walls import token_of
from dafeng.web.meters.models import (
    BalanceStatement,
    Calibration,
    Exchange,
    Gateway,
    HoursEdition,
    MeterCorrection,
    MeterPoint,
    MonthlyStatement,
    Tariff,
)
from dafeng.web.meters.services.balance import BalanceFacts, balance_state
from dafeng.web.meters.services.calibrating import CalibrationFacts, calibration_enter
from dafeng.web.meters.services.correcting import CorrectionFacts, correction_propose
from dafeng.web.meters.services.gateways import GatewayFacts, gateway_register
from dafeng.web.meters.services.hours import HoursFacts, hours_enter
from dafeng.web.meters.services.papers import (
    StatementFacts,
    TariffFacts,
    statement_enter,
    tariff_enter,
)
from dafeng.web.meters.services.points import PointFacts, point_register
from dafeng.web.meters.services.replacing import ExchangeFacts, point_replace
from dafeng.web.office.services.papers import paper_of

if TYPE_CHECKING:
    from tests.web.walking.house import Unit, WalkedHouse


def point_of(unit: Unit) -> MeterPoint:
    """The main meter, replaced once and calibrated."""
    code = f"{unit.works.code}-main"
    standing = MeterPoint.objects.filter(code=code).first()
    return standing or _made(unit, code)


def exchange_of(unit: Unit) -> Exchange:
    return point_of(unit).exchanges.get()


def calibration_of(unit: Unit) -> Calibration:
    return point_of(unit).calibrations.get()


def correction_of(unit: Unit) -> MeterCorrection:
    """It waits for its confirmation, and touches a month that is closed."""
    standing = MeterCorrection.objects.filter(point=point_of(unit)).first()
    facts = CorrectionFacts(
        first=date(2025, 3, 1),
        last=date(2025, 3, 2),
        factor=Decimal("1.2"),
        reason="一相断线",
    )
    return standing or correction_propose(
        calibration=calibration_of(unit), by=None, facts=facts
    )


def gateway_of(unit: Unit) -> Gateway:
    """One that sends by the interface; it has no key yet."""
    standing = Gateway.objects.filter(enterprise=unit.works).first()
    facts = GatewayFacts(code=unit.works.code, name="网关")
    return standing or gateway_register(enterprise=unit.works, by=None, facts=facts)


def tariff_of(unit: Unit) -> Tariff:
    """The works' own price."""
    standing = Tariff.objects.filter(organisation=unit.works).first()
    facts = TariffFacts(
        carrier="electricity",
        price=Decimal("0.5"),
        valid_from=date(2026, 1, 1),
        document="合同",
    )
    return standing or tariff_enter(organisation=unit.works, by=None, facts=facts)


def hours_of(house: WalkedHouse) -> HoursEdition:
    """The kinds of hours of the district."""
    night = HoursFacts(
        first_month=1, last_month=12, from_hour=0, to_hour=7, period="valley"
    )
    standing = HoursEdition.objects.filter(withdrawn_at=None).first()
    return standing or hours_enter(
        organisation=house.root,
        by=None,
        valid_from=date(2026, 1, 1),
        document="通知",
        rows=[night],
    )


def statement_of(unit: Unit) -> MonthlyStatement:
    standing = MonthlyStatement.objects.filter(enterprise=unit.works).first()
    facts = StatementFacts(
        carrier="electricity",
        month=date(2026, 1, 1),
        amount=Decimal(1000),
        document="单 1",
    )
    return standing or statement_enter(enterprise=unit.works, by=None, facts=facts)


def balance_of(unit: Unit) -> BalanceStatement:
    standing = BalanceStatement.objects.filter(enterprise=unit.works).first()
    facts = BalanceFacts(
        year=2026, carrier="electricity", flow="own", amount=Decimal(1), document="单 1"
    )
    return standing or balance_state(enterprise=unit.works, by=None, facts=facts)


def wall_token_of(house: WalkedHouse) -> str:
    """Who has it needs no account: the address is the pass."""
    return str(token_of(house.work.wall))


def _made(unit: Unit, code: str) -> MeterPoint:
    facts = PointFacts(
        code=code,
        name_zh="总表",
        carrier="electricity",
        unit="kWh",
        digits=6,
        most_per_hour=Decimal(1000),
        valid_from=date(2025, 1, 1),
    )
    point = point_register(enterprise=unit.works, by=None, facts=facts)
    replaced = ExchangeFacts(
        at=timezone.now() - timedelta(days=30),
        final=Decimal(10),
        initial=Decimal(0),
        evidence="单 1",
    )
    slip = paper_of("换表单.pdf", b"%PDF-1.4\n%%EOF\n")
    point_replace(point=point, by=None, facts=replaced, paper=slip)
    today = timezone.localdate()
    calibrated = CalibrationFacts(
        on=today, valid_until=today + timedelta(days=365), certificate="证 1"
    )
    paper = paper_of("证书.pdf", b"%PDF-1.4\n%%EOF\n")
    calibration_enter(point=point, by=None, facts=calibrated, paper=paper)
    point.refresh_from_db()
    return point
