"""The household calculator: asked without a script, answered with its sources."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from dafeng.web.public.models import Figure

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.core.models import Organisation
    from dafeng.web.public.models import Release


@pytest.fixture
def visitor(browser: Callable[..., Client]) -> Client:
    return browser()


def asked(visitor: Client, **facts: object) -> str:
    response = visitor.get(reverse("public:household"), {"persons": 2} | facts)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return response.content.decode()


def test_the_answer_names_lines_factors_and_sources(
    district: Organisation, visitor: Client
) -> None:
    assert district.place_code.startswith("12")
    text = asked(visitor, electricity_kwh="2400", bus_km="0", diet="vegan")
    assert "您家一年约排放" in text
    assert "关于发布2023年电力二氧化碳排放因子的公告" in text
    assert "GRID_NORTH_CHINA" not in text or "wider-region" in text
    assert "Scarborough" in text
    assert "没有填写的项目没有计入" in text
    assert 'value="2400"' in text


def test_unknown_is_shown_as_unknown_and_zero_as_zero(
    district: Organisation, visitor: Client
) -> None:
    assert district.pk
    nothing = asked(visitor)
    assert "还没有填写任何用量" in nothing
    none = asked(visitor, bus_km="0")
    assert "您家一年约排放 0 吨" in none or "约排放 0.0 吨" in none


def test_what_cannot_be_meant_is_said_at_the_field_and_kept(
    district: Organisation, visitor: Client
) -> None:
    assert district.pk
    text = asked(visitor, electricity_kwh="-5", gas_m3="abc")
    assert "有内容需要更正" in text
    assert 'value="-5"' in text
    assert "您家一年约排放" not in text
    assert "有内容需要更正" in asked(visitor, persons="0")


def test_the_district_stands_beside_it_only_once_it_was_released(
    release: Release, visitor: Client
) -> None:
    assert "本区" not in asked(visitor, electricity_kwh="1000")
    row = release.figures.get(key="account:control:2023")
    Figure.objects.filter(pk=row.pk).update(
        key="account:per-person:2023", value=Decimal("9.1")
    )
    assert "本区 2023 年人均排放 9.1 吨" in asked(visitor, electricity_kwh="1000")
    Figure.objects.filter(pk=row.pk).update(
        value=None, low=None, high=None, text_zh="", withdrawn=True, reason="有误"
    )
    assert "本区" not in asked(visitor, electricity_kwh="1000")


def test_it_speaks_english(district: Organisation, visitor: Client) -> None:
    assert district.pk
    text = asked(visitor, electricity_kwh="1000", lang="en")
    assert '<html lang="en"' in text
    assert 'name="lang" value="en"' in text
    assert "Electricity" in text
