"""What a settlement rests on: known days, a kept baseline, whole periods, one cap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.forms import BaseForm, DecimalField

from dafeng.base.errors import BadInputError
from dafeng.enterprises.savings import Drivers, Period, fit_baselines, savings_of
from dafeng.web.savings.forms.acts import AdjustmentForm, OutputForm
from dafeng.web.savings.models import (
    Adjustment,
    LocalNorm,
    OutputMonth,
    ProductYear,
    SavingProject,
    WeatherDay,
)
from dafeng.web.savings.models.exact import AMOUNT, ENERGY, YUAN, largest
from dafeng.web.savings.selectors.loads import year_loads
from dafeng.web.savings.selectors.periods import next_stretch
from dafeng.web.savings.selectors.series import quiet_days, rest_days
from dafeng.web.savings.services.measuring import project_measure
from dafeng.web.savings.services.projects import adjustment_add
from dafeng.web.savings.services.settling import settlement_draft
from dafeng.web.savings.wording import error_words
from tests.web.savings.conftest import (
    BASE_FROM,
    BASE_TO,
    DAY,
    NEXT,
    NEXT_END,
    REPORT,
    REPORT_END,
    TODAY,
    bring,
)

if TYPE_CHECKING:
    from django.db.models import Model

    from dafeng.web.core.models import Organisation
    from dafeng.web.meters.models import MeterPoint


def refused(code: str, **told: Any) -> BadInputError:
    with pytest.raises(BadInputError) as error:
        settlement_draft(**told)
    assert error.value.code == code
    return error.value


def test_unknown_days_are_not_settled_as_nothing_saved(
    project: SavingProject, point: MeterPoint, used: list[float]
) -> None:
    at = (REPORT_END - timedelta(days=9) - BASE_FROM).days
    bring(point, used[:at])
    error = refused("settlement.data", project=project, by=None, begin=REPORT,
                    end=REPORT_END)  # fmt: skip
    assert "不足九成" in error_words(error)
    given: dict[str, Any] = {"project": project, "by": None}
    refused("measure.nothing", **given, begin=NEXT, end=NEXT_END)
    assert project.settlements.count() == project.measurements.count() == 0


@pytest.mark.usefixtures("readings")
def test_a_thin_baseline_is_measured_by_and_not_settled(project: SavingProject) -> None:
    project.baseline_from = BASE_TO - timedelta(days=120)
    project.save()
    assert project_measure(project=project, by=None).saving > 0
    error = refused("settlement.data", project=project, by=None, begin=REPORT,
                    end=REPORT_END)  # fmt: skip
    assert "不足 180 天" in error_words(error)


@pytest.mark.usefixtures("readings")
def test_a_settlement_is_a_period_and_its_adjustment_and_cap_are_those_of_all(
    project: SavingProject,
) -> None:
    given: dict[str, Any] = {"project": project, "by": None}
    assert next_stretch(project) == (REPORT, REPORT_END)
    error = refused("settlement.period", **given, begin=REPORT, end=REPORT_END - DAY)
    assert (error.fields["begin"], error.fields["end"]) == (REPORT, REPORT_END)
    adjustment_add(
        **given, begin=REPORT_END - 3 * DAY, end=NEXT + 5 * DAY, energy=Decimal(1000),
        reason="新增冷库",
    )  # fmt: skip
    # The later month first: what it takes of the cap is taken.
    later = settlement_draft(**given, begin=NEXT, end=NEXT_END)
    assert later.counted == later.measurement.saving + 600
    cap = later.payment + 100
    SavingProject.objects.filter(pk=project.pk).update(cap_total=cap)
    first = settlement_draft(**given, begin=REPORT, end=REPORT_END)
    assert first.counted == first.measurement.saving + 400
    assert first.payment == 100
    assert next_stretch(project)[0] == NEXT_END + DAY


def weather(root: Organisation, missing: date) -> None:
    days = ((BASE_FROM + at * DAY) for at in range((TODAY - BASE_FROM).days))
    WeatherDay.objects.bulk_create(
        WeatherDay(
            organisation=root,
            day=day,
            mean_c=Decimal(12 - 10 * (day.month in (12, 1, 2)) + day.day % 5),
            source="站",
        )
        for day in days
        if day != missing
    )


@pytest.mark.usefixtures("readings")
def test_a_missing_day_of_weather_is_unknown_and_what_is_settled_keeps_its_baseline(
    project: SavingProject, units: dict[str, Organisation]
) -> None:
    root, gap = units["demo"], NEXT_END - 4 * DAY
    whole = project_measure(project=project, by=None, begin=NEXT, end=NEXT_END)
    assert whole.basis["temperature"] == "gaps"
    weather(root, gap)
    part = project_measure(project=project, by=None, begin=NEXT, end=NEXT_END)
    assert part.basis["temperature"] == "used"
    missing = int(not quiet_days(gap, gap)[0])
    assert part.known_days == whole.known_days - missing
    first = settlement_draft(project=project, by=None, begin=REPORT, end=REPORT_END)
    # Weather of the baseline is corrected afterwards: what is settled stays settled.
    WeatherDay.objects.filter(day__lt=REPORT).update(mean_c=0)
    second = settlement_draft(project=project, by=None, begin=NEXT, end=NEXT_END)
    assert second.measurement.saving == part.saving
    assert second.measurement.model == first.measurement.model
    assert second.measurement.baseline == first.measurement.baseline
    assert second.measurement.basis["frozen"]


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "guaranteed", "cap": Decimal(9)},
        {"kind": "shared", "guaranteed": Decimal(9)},
        {"kind": "shared", "floor": Decimal(9), "cap": Decimal(8)},
    ],
)
def test_conditions_that_are_never_applied_are_refused(
    draft: SavingProject, told: dict[str, Any]
) -> None:
    for name, value in told.items():
        setattr(draft, name, value)
    with pytest.raises(ValidationError):
        draft.full_clean()
    with pytest.raises(DatabaseError), transaction.atomic():
        draft.save()


@pytest.mark.django_db
def test_a_figure_that_does_not_come_back_is_not_taken() -> None:
    told = {"product": "cement", "month": TODAY, "unit": "t"}
    form = OutputForm(told | {"amount": "99999999999999.999999"})
    assert "amount" in form.errors
    form = OutputForm(told | {"amount": str(largest(AMOUNT))})
    assert "amount" not in form.errors
    assert "energy" in AdjustmentForm({"energy": "9999999999999.999"}).errors


def kinds(form: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for one in form.__subclasses__():
        yield one
        yield from kinds(one)


@pytest.mark.usefixtures("urls")
def test_no_form_of_the_site_takes_more_digits_than_come_back() -> None:
    """What has a largest value of its own has fewer digits before the point."""
    wide = {
        f"{form.__name__}.{name}"
        for form in kinds(BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, DecimalField)
        and (field.max_digits or 16) > 15
        and (field.max_value is None or field.max_value > 10**7)
    }
    assert wide == set()


@pytest.fixture
def urls() -> None:
    """Every form of the site is there."""
    import_module("dafeng.web.urls")


@pytest.mark.database
def test_the_largest_figures_come_back_as_they_went_in(
    draft: SavingProject, units: dict[str, Organisation]
) -> None:
    firm, amount, energy = units["works-a"], largest(AMOUNT), largest(ENERGY)
    norm = {"product": "pipe", "name_zh": "管", "standard": "1", "source": "通知",
            "valid_from": REPORT, "organisation": units["demo"]}  # fmt: skip
    year = {"enterprise": firm, "product": "pipe", "year": 2024, "document": "表"}
    rows: list[tuple[Model, dict[str, Decimal]]] = [
        (OutputMonth(enterprise=firm, product="pipe", month=REPORT, unit="t"),
         {"amount": amount}),
        (ProductYear(**year), {"energy": -amount, "output": amount}),
        (LocalNorm(**norm), dict.fromkeys(("limit", "access", "advanced"), amount)),
        (Adjustment(project=draft, begin=REPORT, end=REPORT, reason="大"),
         {"energy": -energy}),
        (draft, dict.fromkeys(("floor", "cap", "cap_total"), largest(YUAN))),
    ]  # fmt: skip
    for row, figures in rows:
        for name, value in figures.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
        table = type(row)._default_manager
        found = table.get(pk=row.pk)
        assert {name: getattr(found, name) for name in figures} == figures
        for name, value in figures.items():
            with pytest.raises(DatabaseError), transaction.atomic():
                table.filter(pk=row.pk).update(**{name: 2 * value})


@pytest.mark.usefixtures("readings")
def test_energy_of_a_year_counts_an_exchanged_meter_once_and_names_its_days(
    units: dict[str, Organisation], point: MeterPoint, used: list[float]
) -> None:
    firm, last = units["works-a"], TODAY - DAY
    factors = {"electricity": (0.1229, 0.5)}
    given = ("industry.other", BASE_FROM, last, factors)
    [plain] = year_loads(firm, *given).loads
    turn = REPORT - 40 * DAY
    point.valid_to = turn - DAY
    point.save()
    newer = type(point).objects.get(pk=point.pk)
    newer.pk, newer.code, newer.valid_to = None, "A-2", None
    newer.replaces, newer.valid_from = point, turn
    newer.save()
    bring(newer, used)
    year = year_loads(firm, *given)
    [load] = year.loads
    assert year.known["electricity"] >= 340
    assert load.tce == pytest.approx(plain.tce, rel=0.2)
    few = year_loads(firm, "industry.other", last - 60 * DAY, last, factors)
    assert (few.loads, few.unknown) == ((), ("electricity",))
    assert year_loads(firm, *given[:3], {}).unfactored == ("electricity",)


def test_works_that_stand_still_over_festivals_prove_no_saving() -> None:
    """Nothing was done; at a level of 90 % one in twenty may be told by chance."""
    rng = np.random.default_rng(12)
    first, report, meters = date(2025, 3, 1), date(2026, 2, 1), 300
    days = (date(2026, 2, 28) - first).days + 1
    rest = rest_days(first, date(2026, 2, 28)).astype(np.float64)
    quiet = quiet_days(first, date(2026, 2, 28))
    still = np.zeros((meters, days), bool)
    new_year, national = (
        (date(2026, 2, 17) - first).days,
        (date(2025, 10, 1) - first).days,
    )
    for row in range(meters):
        before, after = rng.integers(0, 8, 2)
        still[row, new_year - before : new_year + 5 + after] = True
        still[row, national : national + rng.integers(3, 9)] = True
    noise = rng.standard_normal((meters, days))
    for day in range(1, days):
        noise[:, day] = 0.4 * noise[:, day - 1] + 0.92 * noise[:, day]
    energy = 1000 * (1 - 0.2 * rest) * (1 + 0.05 * noise) * np.where(still, 0.2, 1)
    turn = (report - first).days

    def proven(energy: np.ndarray) -> float:
        parts = [
            Period(
                energy=energy[:, part], drivers=Drivers(others=rest[None, None, part])
            )
            for part in (slice(0, turn), slice(turn, None))
        ]
        made = savings_of(fit_baselines(parts[0].energy, parts[0].drivers), *parts)
        return float((made.low > 0).mean())

    assert proven(energy) > 0.9
    assert proven(np.where(quiet, np.nan, energy)) <= 0.08
