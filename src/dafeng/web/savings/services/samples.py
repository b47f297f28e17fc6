"""Fill a sample house with weather, limits, products, certificates and projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import DafengError
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.savings import (
    BODY,
    DOCUMENT,
    NORM_SOURCE,
    PROVIDER,
    WEATHER_SOURCE,
    SampleProject,
    sample_certificates,
    sample_months,
    sample_norm_editions,
    sample_output,
    sample_products,
    sample_projects,
    sample_weather,
)
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation
from dafeng.web.meters.models import MeterPoint
from dafeng.web.savings.models import (
    ContractTerm,
    EnergyCertificate,
    LocalNorm,
    OutputMonth,
    ProductYear,
    SavingProject,
    WeatherDay,
)
from dafeng.web.savings.selectors.periods import stretch_of
from dafeng.web.savings.services.contracts import ChangeFacts, contract_change
from dafeng.web.savings.services.finding import anomalies_find
from dafeng.web.savings.services.measuring import project_measure
from dafeng.web.savings.services.projects import TermFacts
from dafeng.web.savings.services.sample_stages import stages_fill
from dafeng.web.savings.services.sample_systems import systems_fill
from dafeng.web.savings.services.settling import settlement_draft

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""
Units: TypeAlias = Mapping[str, Organisation]

FILLED = "savings.sample.fill"
BASELINE_DAYS = 240
YEARS = 2
MONTHS = 15
SIGNED_BEFORE = timedelta(days=40)
CAP_ADDED = Decimal(50_000)
SHARE_LESS = Decimal("0.05")
_STEPS = 3
_DAY = timedelta(days=1)


def load_sample_savings(progress: Progress) -> None:
    """Fill the room; call it after the meters are there; once."""
    root = Organisation.objects.filter(
        parent=None, place_code=SAMPLE_PLACE_CODE
    ).first()
    if root is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    today = timezone.localdate()
    progress("weather and products", 0, _STEPS)
    with transaction.atomic():
        units = {
            one.code: one
            for one in Organisation.objects.filter(path__startswith=root.path)
        }
        _weather(root, today)
        _norms(root)
        _products(units, today)
        _outputs(units, today)
        _certificates(units, today)
        progress("savings", 1, _STEPS)
        made = sum(_project(one, units, today) for one in sample_projects())
        stages_fill(root)
        systems_fill(units, today)
        progress("anomalies", 2, _STEPS)
        new, _left = anomalies_find(organisation=root, by=None, on=today)
        data = {"projects": made, "anomalies": new}
        audit.record(by=None, action=FILLED, target=root, data=data)


def _weather(root: Organisation, today: date) -> None:
    WeatherDay.objects.bulk_create(
        WeatherDay(
            organisation=root,
            day=day,
            mean_c=mean,
            source=WEATHER_SOURCE,
            synthetic=True,
        )
        for day, mean in sample_weather(today - _DAY).items()
    )


def _norms(root: Organisation) -> None:
    LocalNorm.objects.bulk_create(
        LocalNorm(
            organisation=root,
            kind=one.kind,
            product=one.product,
            name_zh=one.name_zh,
            name_en=one.name_en,
            standard=one.standard,
            unit=one.unit,
            advanced=one.advanced,
            access=one.access,
            limit=one.limit,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            source=NORM_SOURCE,
            synthetic=True,
        )
        for one in sample_norm_editions()
    )


def _products(units: Units, today: date) -> None:
    now = timezone.now()
    ProductYear.objects.bulk_create(
        ProductYear(
            enterprise=units[one.enterprise],
            product=one.product,
            year=one.year,
            energy=one.energy,
            energy_unit=one.energy_unit,
            output=one.output,
            output_unit=one.output_unit,
            document=DOCUMENT,
            reviewed_at=now if one.year < today.year - 1 else None,
            synthetic=True,
        )
        for year in range(today.year - YEARS, today.year)
        for one in sample_products(year)
        if one.enterprise in units
    )


def _certificates(units: Units, today: date) -> None:
    EnergyCertificate.objects.bulk_create(
        EnergyCertificate(
            enterprise=units[one.enterprise],
            number=one.number,
            body=BODY,
            scope="示例范围",
            issued_on=one.issued_on,
            expires_on=one.expires_on,
            synthetic=True,
        )
        for one in sample_certificates(today)
        if one.enterprise in units
    )


def _project(sample: SampleProject, units: Units, today: date) -> bool:
    """One project with what it saved; False where its meter is not there."""
    point = MeterPoint.objects.filter(code=sample.meter).first()
    firm = units.get(sample.enterprise)
    if point is None or firm is None or point.enterprise_id != firm.pk:
        return False
    begin = today - timedelta(days=sample.report_ago)
    row = SavingProject(
        enterprise=firm,
        provider_name=PROVIDER,
        name_zh=sample.name_zh,
        measure=sample.measure,
        point=point,
        product=sample.product,
        baseline_from=begin - timedelta(days=BASELINE_DAYS + 7),
        baseline_to=begin - timedelta(days=8),
        report_from=begin,
        kind=sample.kind,
        figure=sample.figure,
        floor=sample.floor,
        cap=sample.cap,
        guaranteed=sample.guaranteed,
        fee=sample.fee,
        document=f"示例合同 {sample.meter}",
        state="running" if sample.signed else "draft",
        signed_on=begin - SIGNED_BEFORE if sample.signed else None,
        synthetic=True,
    )
    row.full_clean()
    row.save()
    ContractTerm.objects.create(
        project=row,
        begin=begin,
        end=begin + timedelta(days=5 * 365),
        share=sample.share,
        price=sample.price,
    )
    if sample.product:
        _output(row, today)
    following = begin
    try:
        project_measure(project=row, by=None)
        for _number in range(sample.settled):
            first, last = stretch_of(row, following)
            settlement_draft(project=row, by=None, begin=first, end=last)
            following = last + _DAY
    except DafengError:
        # The meters of a small house may have too few days; the page says so.
        return True
    if sample.changed and sample.settled:
        _changed(row, following)
    return True


def _changed(row: SavingProject, day: date) -> None:
    """Change a contract after what is settled: a lower share, another cap."""
    last = row.terms.filter(withdrawn_at=None).latest("end")
    row.refresh_from_db()
    facts = ChangeFacts(
        effective_from=day,
        signed_on=min(day, timezone.localdate()),
        document=f"{row.document} 补充协议",
        reason="电价调整，双方商定下调分享比例（示例）",
        conditions={"cap": (row.cap or Decimal(0)) + CAP_ADDED},
        term=TermFacts(
            begin=day, end=last.end, share=last.share - SHARE_LESS, price=last.price
        ),
    )
    contract_change(project=row, by=None, facts=facts, version=row.version)


def _outputs(units: Units, today: date) -> None:
    """Output of products by month; those of projects have their own."""
    own = {(one.enterprise, one.product) for one in sample_projects()}
    OutputMonth.objects.bulk_create(
        OutputMonth(
            enterprise=units[one.enterprise],
            product=one.product,
            month=month,
            amount=amount,
            unit=one.output_unit,
            synthetic=True,
        )
        for one in sample_products(today.year - 1)
        if one.enterprise in units and (one.enterprise, one.product) not in own
        for month, amount in sample_months(one, today, MONTHS)
    )


def _output(row: SavingProject, today: date) -> None:
    month = today.replace(day=1)
    made = []
    for _number in range(MONTHS):
        amount: Decimal = sample_output(row.enterprise_id % 100, month)
        made.append(
            OutputMonth(
                enterprise=row.enterprise,
                product=row.product,
                month=month,
                amount=amount,
                unit="辆",
                synthetic=True,
            )
        )
        month = (month - _DAY).replace(day=1)
    OutputMonth.objects.bulk_create(made)
