"""Management systems: indicators, reviews, coverage, what is told, and rights."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from dafeng.base.errors import BadInputError
from dafeng.enterprises.savings import Doubt
from dafeng.web.core.models import AuditRow
from dafeng.web.meters.panels import enterprise_panels
from dafeng.web.notices.models import Notice
from dafeng.web.notices.services.reminding import reminders_send
from dafeng.web.savings.management_wording import doubt_words, improvement_light
from dafeng.web.savings.models import EnergyIndicator, ManagementReview
from dafeng.web.savings.selectors.management import (
    SystemFilter,
    SystemPart,
    system_coverage,
    system_rows,
)
from dafeng.web.savings.selectors.series import quiet_days
from dafeng.web.savings.services.management import (
    IndicatorFacts,
    indicator_enter,
    indicator_reckon,
    indicator_withdraw,
    indicators_renew,
)
from dafeng.web.savings.services.management_reviews import (
    DecisionFacts,
    ReviewFacts,
    decision_close,
    decision_enter,
    review_enter,
    review_withdraw,
)
from dafeng.web.savings.services.products import (
    CertificateFacts,
    certificate_enter,
    output_enter,
)
from dafeng.web.savings.services.sample_systems import systems_fill
from dafeng.web.savings.telling import duties
from tests.web.savings.conftest import (
    BASE_FROM,
    BASE_TO,
    NEXT,
    NEXT_END,
    REPORT,
    REPORT_END,
    SAVED,
    TODAY,
    USED,
    People,
)
from tests.web.savings.test_rooms import browser

if TYPE_CHECKING:
    from dafeng.web.meters.models import MeterPoint

Units = dict[str, Any]
DAY = timedelta(days=1)


def agreed(point: MeterPoint | None, **more: Any) -> IndicatorFacts:
    told: dict[str, Any] = {
        "name_zh": "总表用电",
        "kind": "index",
        "carrier": "electricity",
        "point": point,
        "baseline_from": BASE_FROM,
        "baseline_to": BASE_TO,
    }
    return IndicatorFacts(**told | more)


def held(ago: int, due: int, **more: Any) -> ReviewFacts:
    day = TODAY - timedelta(days=ago)
    told: dict[str, Any] = {
        "held_on": day,
        "chair": "厂长",
        "period_from": day - timedelta(days=365),
        "period_to": day - DAY,
        "inputs": ["policy", "targets"],
        "conclusion": "有效",
        "document": "纪要",
        "next_due": TODAY + timedelta(days=due),
    }
    return ReviewFacts(**told | more)


@pytest.mark.usefixtures("readings")
def test_a_known_improvement_is_found_and_an_unknown_month_stays_unknown(
    units: Units, people: People, point: MeterPoint, used: list[float]
) -> None:
    works = units["works-a"]
    with pytest.raises(PermissionDenied):
        indicator_enter(enterprise=works, by=people.other, facts=agreed(point))
    with pytest.raises(BadInputError) as other:
        indicator_enter(
            enterprise=units["works-b"], by=people.other, facts=agreed(point)
        )
    assert other.value.code == "project.point"
    given = {"enterprise": works, "by": people.manager}
    plain = indicator_enter(**given, facts=agreed(point))
    reading = plain.readings.get()
    assert [one["begin"] for one in reading.months] == [
        *(REPORT.isoformat(), NEXT.isoformat())
    ]
    # Counted by hand: the days that are not quiet, from the list that was brought.
    start = BASE_FROM - DAY
    own = np.array(used[(REPORT - start).days : (REPORT_END - start).days + 1])
    calm = ~quiet_days(REPORT, REPORT_END)
    assert reading.months[0]["actual"] == pytest.approx(own[calm].sum())
    assert reading.months[0]["due"] == reading.months[0]["known"] == calm.sum()
    for one in (*reading.months, *reading.years):
        assert one["low"] < SAVED < one["high"]
        assert one["low"] > 0
        assert one["value"] == pytest.approx(1 - SAVED, abs=0.02)
    # All main meters of the carrier are that meter alone.
    whole = indicator_enter(**given, facts=agreed(None, name_zh="全部主表"))
    assert whole.readings.get().months == reading.months
    assert indicator_reckon(indicator=plain, by=people.manager) is None
    # Output of the baseline and of the first month; of the second nothing is known.
    month = BASE_FROM.replace(day=1)
    made = {}
    while month < NEXT:
        made[month] = 300 + 40 * (month.month % 3)
        output_enter(enterprise=works, by=None, product="pipe", month=month,
                     amount=Decimal(made[month]), unit="t")  # fmt: skip
        month = (month + 32 * DAY).replace(day=1)
    facts = agreed(point, name_zh="单耗", kind="per-output", product="pipe")
    each = indicator_enter(**given, facts=facts)
    first, second = each.readings.get().months
    assert first["value"] == pytest.approx(own.sum() / made[REPORT])
    assert each.baseline_value == pytest.approx(USED * 30.4 / 340, rel=0.05)
    assert (second["value"], second["improvement"]) == (None, None)
    assert each.basis["output"] == "used"
    output_enter(enterprise=works, by=None, product="pipe", month=NEXT,
                 amount=Decimal(320), unit="t")  # fmt: skip
    assert indicators_renew() == 1
    newest = each.readings.first()
    assert newest is not None
    days = (NEXT_END - NEXT).days + 1
    assert newest.months[1]["value"] == pytest.approx(
        (1 - SAVED) * USED * days / 320, rel=0.01
    )
    assert each.readings.count() == 2
    answer = browser(people.manager).get(f"/savings/systems/of/{works.pk}/")
    text = answer.content.decode()
    assert "已改进" in text
    assert "kWh/t" in text
    with pytest.raises(ValidationError):
        indicator_enter(**given, facts=agreed(point))
    indicator_withdraw(indicator=plain, by=people.manager, reason="换基准")
    indicator_enter(**given, facts=agreed(point))
    assert EnergyIndicator.objects.filter(withdrawn_at=None).count() == 3
    assert AuditRow.objects.filter(action="savings.indicator.enter").count() == 4


@pytest.mark.usefixtures("readings")
def test_the_sample_shows_an_indicator_a_review_and_open_decisions(
    units: Units, people: People
) -> None:
    facts = CertificateFacts(
        number="1", body="中心", scope="全厂", issued_on=TODAY, expires_on=TODAY
    )
    certificate_enter(enterprise=units["works-a"], by=None, facts=facts)
    systems_fill(units, TODAY)
    rows = system_rows(people.office, SystemFilter(review="overdue"), on=TODAY)
    [row] = rows
    assert (row.enterprise.code, row.open, row.overdue) == ("works-a", 1, 0)
    [shown] = row.indicators
    assert shown.indicator.synthetic
    assert shown.year is not None
    text = browser(people.office).get("/savings/systems/").content.decode()
    assert "评审逾期" in text


def test_coverage_equals_a_count_by_hand_and_the_list_is_narrowed(
    units: Units, people: People
) -> None:
    for code, number, ends in (
        *(("works-a", "1", -10), ("works-a", "2", 30)),
        ("works-b", "3", -1),
    ):
        facts = CertificateFacts(
            number=number,
            body="中心",
            scope="全厂",
            issued_on=date(2022, 1, 1),
            expires_on=TODAY + timedelta(days=ends),
        )
        certificate_enter(enterprise=units[code], by=None, facts=facts)
    rows = system_rows(people.office, SystemFilter(), on=TODAY)
    by_code = {row.enterprise.code: row for row in rows}
    assert set(by_code) == {"works-a", "works-b", "esco"}
    certified = {code for code, row in by_code.items() if row.certified}
    assert certified == {"works-a"}
    cover = system_coverage(people.office, on=TODAY)
    assert (cover.enterprises, cover.certified, cover.ending) == (3, 1, 1)
    assert by_code["works-a"].certificate is not None
    assert by_code["works-a"].certificate.certificate.number == "2"

    def codes(**wanted: Any) -> list[str]:
        found = system_rows(people.office, SystemFilter(**wanted), on=TODAY)
        return [row.enterprise.code for row in found]

    assert codes(certificate="expired") == ["works-b"]
    assert codes(certificate="none") == ["esco"]
    assert codes(review="none", q="甲") == ["works-a"]
    assert set(codes(pressing=True)) == {"works-a", "works-b"}
    [own] = system_rows(people.manager, SystemFilter(), on=TODAY)
    assert own.enterprise == units["works-a"]
    client = browser(people.office)
    assert "3 家企业中 1 家" in client.get("/savings/systems/").content.decode()
    file = client.get("/savings/systems.xlsx?certificate=expired")
    assert file.content.startswith(b"PK")
    assert browser(people.stranger).get("/savings/systems.xlsx").status_code == 200
    page = browser(people.stranger).get(f"/savings/systems/of/{own.enterprise.pk}/")
    assert page.status_code == 404


def test_an_overdue_review_is_told_once_and_a_later_one_ends_it(
    units: Units, people: People
) -> None:
    works = units["works-a"]
    given: dict[str, Any] = {"enterprise": works, "by": people.manager}
    review_enter(**given, facts=held(800, -430))
    last = review_enter(**given, facts=held(400, -3))
    [duty] = duties(TODAY)
    assert (duty.object, duty.unit, duty.asks) == (
        *(f"savings.review/{last.pk}", "works-a", "demo"),
    )
    reminders_send(on=TODAY)
    told = Notice.objects.count()
    assert told > 0
    reminders_send(on=TODAY)
    assert Notice.objects.count() == told
    [row] = system_rows(people.manager, SystemFilter(review="overdue"), on=TODAY)
    assert row.pressing
    [panel] = [
        one
        for one in enterprise_panels(people.manager, works)
        if one.template == "savings/_system_panel.html"
    ]
    assert isinstance(panel.content, SystemPart)
    assert panel.content.row.standing == "overdue"
    new = review_enter(**given, facts=held(1, 360))
    assert list(duties(TODAY)) == []
    with pytest.raises(PermissionDenied):
        review_withdraw(review=new, by=people.other, reason="错")
    review_withdraw(review=new, by=people.manager, reason="错")
    assert [one.object for one in duties(TODAY)] == [duty.object]


def test_a_decision_is_owed_until_it_is_closed_with_evidence(
    units: Units, people: People
) -> None:
    works = units["works-a"]
    client = browser(people.manager)
    told = {
        "held_on": TODAY - 10 * DAY, "chair": "厂长", "period_from": TODAY - 300 * DAY,
        "period_to": TODAY - 20 * DAY, "inputs": ["policy"], "conclusion": "有效",
        "document": "纪要", "next_due": TODAY + 300 * DAY,
    }  # fmt: skip
    address = f"/savings/systems/of/{works.pk}/reviews/new/"
    assert browser(people.reader).get(address).status_code == 403
    assert browser(people.other).get(address).status_code == 404
    assert client.post(address, told).status_code == 302
    review = ManagementReview.objects.get()
    text = client.get(f"/savings/systems/of/{works.pk}/").content.decode()
    assert "9.3.3 a)" in text
    assert "9.3.2 e)" not in text
    with pytest.raises(BadInputError) as early:
        decision_enter(
            review=review,
            by=people.manager,
            facts=DecisionFacts(text="改", responsible="甲", due_on=TODAY - 11 * DAY),
        )
    assert early.value.code == "decision.due"
    facts = DecisionFacts(text="改造", responsible="甲", due_on=TODAY - DAY)
    row = decision_enter(review=review, by=people.manager, facts=facts)
    [duty] = duties(TODAY)
    assert duty.object == f"savings.decision/{row.pk}"
    [system] = system_rows(people.manager, SystemFilter(), on=TODAY)
    assert (system.open, system.overdue) == (1, 1)
    done: dict[str, Any] = {"decision": row, "by": people.manager, "evidence": "照片"}
    for day in (TODAY + DAY, TODAY - 11 * DAY):
        with pytest.raises(BadInputError):
            decision_close(**done, done_on=day)
    with pytest.raises(ValidationError):
        decision_close(**done | {"evidence": " "}, done_on=TODAY)
    answer = client.post(
        f"/savings/decisions/{row.pk}/done/", {"done_on": TODAY, "evidence": "照片"}
    )
    assert answer.status_code == 302
    with pytest.raises(BadInputError) as twice:
        decision_close(**done, done_on=TODAY)
    assert twice.value.code == "decision.done"
    assert list(duties(TODAY)) == []
    with pytest.raises(BadInputError) as unheard:
        review_enter(enterprise=works, by=None, facts=held(5, 5, inputs=["x"]))
    assert unheard.value.code == "review.input"


def test_an_improvement_in_doubt_is_not_called_one() -> None:
    row = {"improvement": 0.15, "low": 0.1, "high": 0.2, "doubts": []}
    assert improvement_light(row)[0] == "met"
    for doubt in Doubt:
        told = {**row, "doubts": [doubt.value]}
        assert improvement_light(told)[0] == "behind"
        assert doubt_words(told)
