"""Output, product energy, limits of the district, weather: entered and corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from dafeng.base.errors import BadInputError, UnitError
from dafeng.web.savings.charts.products import between_levels
from dafeng.web.savings.models import (
    LocalNorm,
    ProductYear,
    WeatherDay,
)
from dafeng.web.savings.selectors.outputs import output_days
from dafeng.web.savings.selectors.products import (
    NormFilter,
    NormRow,
    Strip,
    norm_rows,
    strip_of,
)
from dafeng.web.savings.selectors.series import quiet_days, temperatures
from dafeng.web.savings.services.norms import NormFacts, norm_end, norm_enter
from dafeng.web.savings.services.products import (
    output_enter,
    product_year_enter,
    product_year_review,
    row_withdraw,
)
from dafeng.web.savings.services.weather import read_weather, weather_enter
from tests.web.plans.building import organisation
from tests.web.savings.conftest import TODAY, People
from tests.web.savings.test_rooms import browser, facts

Units = dict[str, Any]
YEAR = TODAY.year - 1


def test_output_is_corrected_and_never_overwritten(
    units: Units, people: People
) -> None:
    works = units["works-a"]
    month = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)
    enter: Callable[..., Any] = lambda amount: output_enter(  # noqa: E731
        enterprise=works,
        by=people.manager,
        product="pipe",
        month=month,
        amount=Decimal(amount),
        unit="t",
    )
    first = enter(310)
    second = enter(620)
    first.refresh_from_db()
    assert first.withdrawn_reason == "更正"
    told = output_days(works, "pipe", month, month + timedelta(days=1))
    assert (told.months, told.until) == (1, TODAY.replace(day=1) - timedelta(days=1))
    assert told.days[0] == pytest.approx(
        620_000 / ((month + timedelta(days=32)).replace(day=1) - month).days
    )
    with pytest.raises(BadInputError):
        output_enter(
            enterprise=works,
            by=people.manager,
            product="pipe",
            month=TODAY + timedelta(days=40),
            amount=Decimal(1),
            unit="t",
        )
    with pytest.raises(UnitError):
        output_enter(
            enterprise=works,
            by=None,
            product="pipe",
            month=month,
            amount=Decimal(1),
            unit="箩",
        )
    with pytest.raises(PermissionDenied):
        row_withdraw(row=second, by=people.other, reason="错")
    row_withdraw(row=second, by=people.manager, reason="错")
    with pytest.raises(BadInputError):
        row_withdraw(row=second, by=people.manager, reason="错")


def test_another_unit_of_output_is_converted_and_another_quantity_refused(
    units: Units,
) -> None:
    works = units["works-a"]
    last = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)
    before = (last - timedelta(days=1)).replace(day=1)

    def enter(month: date, amount: str, unit: str, product: str = "cement") -> None:
        output_enter(enterprise=works, by=None, product=product, month=month,
                     amount=Decimal(amount), unit=unit)  # fmt: skip

    enter(before, "0.03", "万t")
    enter(last, "300", "t")
    days = output_days(works, "cement", before, TODAY - timedelta(days=1))
    for month in (before, last):
        length = ((month + timedelta(days=32)).replace(day=1) - month).days
        assert days.days[(month - before).days] == pytest.approx(300_000 / length)
    for unit in ("kWh", "辆"):
        with pytest.raises(UnitError) as refused:
            enter(last, "1", unit)
        assert refused.value.code == "unit.output"
    enter(before, "5", "辆", "other")
    with pytest.raises(BadInputError) as other:
        enter(last, "5", "t", "other")
    assert other.value.code == "output.unit"


@pytest.mark.usefixtures("norm")
def test_an_edition_ends_the_one_before_it_and_its_end_can_be_set(
    units: Units, people: People
) -> None:
    root = units["demo"]
    told: dict[str, Any] = {
        "product": "pipe", "name_zh": "钢管", "standard": "本区 2 号",
        "unit": "kgce当量/t", "limit": Decimal(45), "source": "通知",
        "valid_from": date(2024, 1, 1),
    }  # fmt: skip
    new = norm_enter(organisation=root, by=people.office, facts=NormFacts(**told))
    old = LocalNorm.objects.exclude(pk=new.pk).get()
    assert old.valid_to == date(2023, 12, 31)
    between = told | {"standard": "本区 3 号", "valid_from": date(2022, 1, 1)}
    late = norm_enter(organisation=root, by=None, facts=NormFacts(**between))
    old.refresh_from_db()
    assert (old.valid_to, late.valid_to) == (date(2021, 12, 31), date(2023, 12, 31))
    answer = browser(people.office).post(
        f"/savings/norms/{new.pk}/end/", {"valid_to": date(2025, 6, 30)}
    )
    assert answer.status_code == 302
    new.refresh_from_db()
    assert new.valid_to == date(2025, 6, 30)
    with pytest.raises(PermissionDenied):
        norm_end(norm=new, by=people.manager, valid_to=date(2025, 1, 1))
    with pytest.raises(ValidationError):
        norm_end(norm=new, by=people.office, valid_to=date(2023, 1, 1))
    wrong: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"unit": "t"}, UnitError),
        ({"limit": Decimal(-1)}, BadInputError),
        ({"limit": None}, ValidationError),
        ({"kind": "world", "advanced": Decimal(40)}, ValidationError),
        ({"advanced": Decimal(9), "access": Decimal(1)}, ValidationError),
    ]
    for number, (more, error) in enumerate(wrong):
        bad = told | {"valid_from": date(2030, 1, 1 + number)} | more
        with pytest.raises(error):
            norm_enter(organisation=root, by=None, facts=NormFacts(**bad))
    best = {"kind": "world", "limit": None, "advanced": Decimal(40)}
    norm_enter(organisation=root, by=None, facts=NormFacts(**told | best))
    new.refresh_from_db()
    assert new.valid_to == date(2025, 6, 30)
    below = {"product": "converter-steel", "limit": Decimal(-12)}
    norm_enter(organisation=root, by=None, facts=NormFacts(**(told | below)))


def test_only_a_converter_has_less_than_no_energy(units: Units) -> None:
    given: dict[str, Any] = {"enterprise": units["works-a"], "by": None}
    back = facts(energy=Decimal(-290), product="converter-steel")
    assert product_year_enter(**given, facts=back).energy == -290
    with pytest.raises(BadInputError) as refused:
        product_year_enter(**given, facts=facts(energy=Decimal(-1)))
    assert refused.value.code == "product.negative"


def _strip(rows: list[NormRow]) -> Strip:
    found = strip_of(rows)
    assert found is not None
    return found


def _best_of_the_world(units: Units, figure: Decimal) -> None:
    best = NormFacts(
        kind="world",
        product="pipe",
        name_zh="钢管",
        standard="国际先进值",
        unit="kgce当量/t",
        advanced=figure,
        valid_from=date(2020, 1, 1),
        source="对标资料",
    )
    norm_enter(organisation=units["demo"], by=None, facts=best)


@pytest.mark.usefixtures("norm")
def test_unit_consumption_is_ranked_reviewed_and_a_wrong_unit_told(
    units: Units, people: People
) -> None:
    mine = product_year_enter(
        enterprise=units["works-a"], by=people.manager, facts=facts()
    )
    better = product_year_enter(
        enterprise=units["works-b"], by=people.other, facts=facts(energy=Decimal(390))
    )
    [own] = norm_rows(people.manager, NormFilter(year=YEAR))
    assert (own.gap.rank, own.gap.ranked, own.gap.level) == (0, 0, "over")
    for one in (mine, better):
        product_year_review(row=one, by=people.second)
    product_year_enter(
        enterprise=units["esco"], by=people.provider, facts=facts(energy_unit="tce")
    )
    rows = norm_rows(people.office, NormFilter(year=YEAR))
    assert [(r.enterprise.code, r.gap.rank, r.gap.level, r.gap.trouble) for r in rows][
        :2
    ] == [("works-b", 1, "advanced", ""), ("works-a", 2, "over", "")]
    assert rows[2].gap.trouble == "unit.dimension"
    [own] = norm_rows(people.manager, NormFilter(year=YEAR))
    assert (own.gap.rank, own.gap.ranked, own.gap.value) == (2, 2, Decimal(52))
    # Of two the other's figure could be told apart; the office sees it anyway.
    assert (own.gap.best, own.gap.middle) == (None, None)
    assert rows[0].gap.best == Decimal(39)
    for number, energy in enumerate((410, 430, 450)):
        firm = organisation(f"w{number}", f"厂{number}", parent=units["town"],
                            kind="enterprise")  # fmt: skip
        row = product_year_enter(
            enterprise=firm, by=None, facts=facts(energy=Decimal(energy))
        )
        product_year_review(row=row, by=people.second)
    [own] = norm_rows(people.manager, NormFilter(year=YEAR))
    assert (own.gap.ranked, own.gap.best, own.gap.middle) == (5, 39, 43)
    assert own.to_world is None
    _best_of_the_world(units, Decimal(40))
    rows = norm_rows(people.office, NormFilter(year=YEAR))
    told = [(one.gap.rank, one.to_world) for one in rows]
    assert told[:3] == [(1, Decimal(-1)), (2, Decimal(1)), (3, Decimal(3))]
    behind = norm_rows(people.office, NormFilter(year=YEAR, level="behind"))
    assert [one.gap.rank for one in behind] == [2, 3, 4, 5]
    picture = between_levels(_strip(rows))
    dots, *lines = picture["series"]
    assert [one["value"] for one in dots["data"]] == [39, 41, 43, 45, 52]
    assert [one["symbol"] for one in dots["data"]][::4] == ["circle", "rect"]
    assert {one["name"]: set(one["data"]) for one in lines}["国际先进值"] == {40}
    # Who sees one enterprise has one dot in the picture.
    own_strip = _strip(norm_rows(people.manager, NormFilter(year=YEAR)))
    assert [one.enterprise.code for one in own_strip.rows] == ["works-a"]
    assert strip_of([]) is None
    with pytest.raises(ValidationError):
        product_year_enter(enterprise=units["works-a"], by=None, facts=facts())
    with pytest.raises(BadInputError):
        product_year_enter(
            enterprise=units["works-a"], by=None, facts=facts(year=TODAY.year)
        )
    with pytest.raises(PermissionDenied):
        product_year_review(row=mine, by=people.manager)
    with pytest.raises(BadInputError):
        product_year_review(row=mine, by=people.second)
    with pytest.raises(PermissionDenied):
        row_withdraw(
            row=ProductYear.objects.get(pk=mine.pk), by=people.manager, reason="错"
        )


def test_who_entered_for_the_office_does_not_review(
    units: Units, people: People
) -> None:
    row = product_year_enter(
        enterprise=units["works-a"], by=people.office, facts=facts()
    )
    with pytest.raises(BadInputError) as refused:
        product_year_review(row=row, by=people.office)
    assert refused.value.code == "product.own"


@pytest.mark.parametrize(
    "content",
    [b"", b"day,mean_c\n", b"d,c\n2026-01-01\n", b"d,c\nx,1\n", b"d,c\n2026-01-01,99\n",
     b"d,c\n2026-01-01,1\n2026-01-01,2\n", b"\xff\xfe\x00", b"d,c\n2026-01-01,NaN\n",
     b"2026/01/01,1\n2026-01-02,2\n"],
)  # fmt: skip
def test_weather_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(BadInputError) as refused:
        read_weather(content)
    assert refused.value.code == "weather.file"


def test_weather_is_corrected_and_a_gap_is_unknown(
    units: Units, people: People
) -> None:
    root, day = units["demo"], date(2026, 1, 1)
    content = b"day,mean_c\n2026-01-01,-3.5\n2026-01-02,0\n"
    told = read_weather(content)
    assert read_weather(content.partition(b"\n")[2]) == told
    with pytest.raises(BadInputError) as refused:
        weather_enter(organisation=root, by=None, days={TODAY: Decimal(1)}, source="站")
    assert refused.value.code == "weather.future"
    assert weather_enter(organisation=root, by=None, days=told, source="站") == 2
    changed = told | {day: Decimal("-4.0")}
    assert weather_enter(organisation=root, by=None, days=changed, source="站") == 1
    assert WeatherDay.objects.count() == 3
    works = units["works-a"]
    known = temperatures(works, day, day + timedelta(days=1))
    assert known is not None
    assert known.tolist() == [-4.0, 0.0]
    assert temperatures(works, day, day + timedelta(days=2)) is None
    with pytest.raises(PermissionDenied):
        weather_enter(organisation=root, by=people.manager, days=told, source="站")


def test_the_weeks_around_new_year_are_quiet() -> None:
    quiet = quiet_days(date(2026, 2, 1), date(2026, 3, 31))
    days = [date(2026, 2, 1) + timedelta(days=at) for at in range(len(quiet))]
    told = [day for day, is_quiet in zip(days, quiet, strict=True) if is_quiet]
    assert told[0] <= date(2026, 2, 9)
    assert date(2026, 2, 25) in told
    assert date(2026, 3, 10) not in told
