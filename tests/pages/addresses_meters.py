"""Pages of the meters of enterprises: their energy, the register, what arrives."""

from __future__ import annotations

from dafeng.web.core.models import User
from dafeng.web.desk.models import WallPass
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
    Role,
    Tariff,
)
from tests.pages.visits import ASKED, SEEN_BY, Arguments


def meters() -> Arguments:
    """All pages of the room."""
    return _energy() | _register() | _papers()


def _energy() -> Arguments:
    """What is used: lists, an enterprise with panels, its meters, the board."""
    own = User.objects.get(username="enterprise").organisation
    assert own is not None
    rows = MeterPoint.objects.order_by("pk")
    main = rows.filter(enterprise=own, role=Role.MAIN)[0]
    virtual = rows.filter(role=Role.VIRTUAL)[0]
    typed = rows.filter(role=Role.MANUAL)[0].enterprise
    of_own: dict[str, object] = {"pk": own.pk}
    item = BalanceStatement.objects.order_by("pk")[0]
    wall = WallPass.objects.order_by("pk")[0]  # the room of walls made it
    return {
        "meters:enterprises": [{}, {ASKED: {"q": "钢管"}}],
        "meters:enterprise": [of_own, of_own | {SEEN_BY: "enterprise"}],
        "meters:balance": [of_own],
        "meters:balance-new": [of_own | {SEEN_BY: "enterprise"}],
        "meters:balance-withdraw": [{"pk": item.pk}],
        "meters:totals": [{}, {ASKED: {"step": "month"}}],
        "meters:meter": [{"code": main.code}, {"code": virtual.code}],
        "meters:board": [{}],
        "meters:quality": [{}, {ASKED: {"only": "broken"}}],
        "meters:wall": [{"token": token_of(wall)}],
        "meters:arrivals": [{}],
        "meters:arrival-upload": [{}],
        "meters:arrival-hand": [{}, {ASKED: {"enterprise": typed.code}}],
    }


def _register() -> Arguments:
    """Meters and what became of them."""
    exchange = Exchange.objects.order_by("pk")[0]
    calibration = Calibration.objects.order_by("pk")[0]
    of_firm: dict[str, object] = {"pk": exchange.point.enterprise_id}
    of_point: dict[str, object] = {"pk": exchange.point_id}
    correction = MeterCorrection.objects.order_by("pk")[0]
    return {
        "meters:points": [{}, {ASKED: {"role": "virtual"}}],
        "meters:points-choose": [{}],
        "meters:points-import": [{}],
        "meters:points-coverage": [{}],
        "meters:point-tree": [of_firm],
        "meters:point-new": [of_firm],
        "meters:point-need": [of_firm],
        "meters:point": [of_point],
        "meters:point-edit": [of_point],
        "meters:point-replace": [of_point],
        "meters:point-calibrate": [of_point],
        "meters:point-retire": [of_point],
        "meters:point-reopen": [of_point],
        "meters:point-exchange-withdraw": [{"pk": exchange.pk}],
        "meters:point-calibration-withdraw": [{"pk": calibration.pk}],
        "meters:point-correction": [{"pk": correction.pk}],
        "meters:point-correction-withdraw": [{"pk": correction.pk}],
    }


def _papers() -> Arguments:
    """Prices, statements and gateways."""
    gateway = Gateway.objects.exclude(kind=Gateway.Kind.FOLDER).order_by("pk")[0]
    of_gateway: dict[str, object] = {"pk": gateway.pk}
    hours = HoursEdition.objects.order_by("pk")[0]
    tariff = Tariff.objects.order_by("pk")[0]
    statement = MonthlyStatement.objects.order_by("pk")[0]
    return {
        "meters:points-tariffs": [{}],
        "meters:points-tariff-new": [{}],
        "meters:points-hours": [{}],
        "meters:points-hours-new": [{}],
        "meters:points-hours-withdraw": [{"pk": hours.pk}],
        "meters:points-tariff-withdraw": [{"pk": tariff.pk}],
        "meters:points-statements": [{}],
        "meters:points-statement-new": [{}],
        "meters:points-statement-withdraw": [{"pk": statement.pk}],
        "meters:points-gateways": [{}],
        "meters:points-gateway-new": [{}],
        "meters:points-gateway-key": [of_gateway],
        "meters:points-gateway-withdraw": [of_gateway],
    }
