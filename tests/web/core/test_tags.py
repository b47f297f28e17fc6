"""Numbers, dates, lights and marks as templates write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from dafeng.web.core.templatetags.dafeng import amount, day, known, light, minute, zh
from dafeng.web.core.unit_words import unit_words


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (None, None, "--"),
        ("", None, "--"),
        (0, None, "0"),
        (1234567, None, "1,234,567"),
        (Decimal("15.50"), None, "15.50"),
        (Decimal("38.0"), None, "38"),
        (Decimal("-12345.6"), 1, "−12,345.6"),
        (Decimal("0.125"), 2, "0.12"),
        (Decimal("1E+3"), None, "1,000"),
        (0.1, None, "0.1"),
    ],
)
def test_a_number_has_its_thousands_apart_and_unknown_is_never_zero(
    value: object, places: int | None, shown: str
) -> None:
    assert amount(value, places) == shown  # type: ignore[arg-type]


def test_days_and_minutes_are_those_of_the_house() -> None:
    late = datetime(2025, 6, 30, 18, 5, tzinfo=UTC)
    assert day(late) == "2025-07-01"
    assert minute(late) == "2025-07-01 02:05"
    assert day(date(2025, 6, 30)) == "2025-06-30"
    assert day(None) == minute(None) == known(None) == "--"


def test_a_light_is_a_shape_and_a_word() -> None:
    with translation.override("zh-hans"):
        assert "◇" in light("unknown")
        assert "未知" in light("unknown")
    with translation.override("en"):
        assert "Met" in light("met")


def test_chinese_data_is_marked_on_an_english_page_only() -> None:
    with translation.override("en"):
        assert zh("A03 煤炭消费<b>") == (
            'A03 <span lang="zh-Hans">煤炭消费</span>&lt;b&gt;'
        )
        assert zh("plain") == "plain"
        assert zh(None) == "--"
        assert zh(mark_safe("<i>煤</i>")) == '<i><span lang="zh-Hans">煤</span></i>'
    with translation.override("zh-hans"):
        assert zh("煤炭<b>") == "煤炭&lt;b&gt;"


def test_a_unit_has_no_chinese_multiplier_on_an_english_page() -> None:
    kept = ("万m3", "kWh", "亿kWh", "km2", "tCO2e", "没有的单位")
    with translation.override("en"):
        told = [unit_words(one) for one in kept]
        basis = unit_words("万tce当量")
    assert told == ["10⁴ m³", "kWh", "10⁸ kWh", "km²", "tCO₂e", "没有的单位"]
    assert basis.startswith("10⁴ tce ")
    with translation.override("zh-hans"):
        assert [unit_words(one) for one in kept[:2]] == ["万m³", "kWh"]


def test_a_title_is_repeated_as_plain_text() -> None:
    page = Template(
        "{% extends base %}{% block title %} 煤 & <b>{{ name }}</b>\n{% endblock %}"
    )
    base = Template("<title>{% again title %}</title>{% block title %}{% endblock %}")
    shown = page.render(Context({"base": base, "name": "<气>"}))
    assert shown.startswith("<title>煤 & &lt;气&gt;</title>")
