"""Pages and data sets that other rooms show: registered, kept, listed, given away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from dafeng.public import DataEdition
from dafeng.web.public import offers
from dafeng.web.public.offers import (
    PublicData,
    PublicPage,
    register_public_data,
    register_public_page,
)

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.core.models import Organisation

COLUMNS = (
    ("name", "string", "单位", "unit"),
    ("tonnes", "number", "排放量", "emissions"),
    ("on", "date", "日期", "day"),
)


def edition(version: str, *rows: tuple[object, ...]) -> DataEdition:
    return DataEdition(
        version=version,
        issued_on=date(2026, 3, 1),
        title_zh="披露名单",
        title_en="Disclosure list",
        source="区生态环境局",
        columns=COLUMNS,
        rows=rows,
    )


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Another room with a page and a data set; what it has can change."""
    monkeypatch.setattr(offers, "_pages", {})
    monkeypatch.setattr(offers, "_sets", {})
    has: dict[str, Any] = {
        "editions": [edition("2026", ("=甲厂", None, date(2026, 1, 1)))]
    }

    def mark(_district: Organisation) -> str:
        return str(len(has["editions"]))

    register_public_page(
        PublicPage(
            order=1,
            name="listed",
            label="企业披露",
            template="public/about.html",
            content=lambda district: {"title": f"{district}的披露名单"},
            mark=mark,
        )
    )
    register_public_data(
        PublicData(
            order=1,
            name="disclosure",
            label="披露名单",
            editions=lambda _district: has["editions"],
            mark=mark,
            page="listed",
        )
    )
    cache.clear()
    yield has
    cache.clear()


def test_a_page_of_another_room_stands_in_the_navigation_and_the_sitemap(
    district: Organisation,
    room: dict[str, Any],
    browser: Callable[..., Client],
) -> None:
    visitor, where = browser(), reverse("public:more", args=["listed"])
    words = visitor.get(where, {"lang": "zh"})
    assert f'href="{where}?lang=zh" aria-current="page"' in words.content.decode()
    assert "Last-Modified" not in words
    assert "public" in words["Cache-Control"]
    front = visitor.get(reverse("public:front")).content.decode()
    assert "企业披露" in front
    assert where in visitor.get(reverse("public:sitemap")).content.decode()
    assert visitor.get(reverse("public:more", args=["none"])).status_code == 404
    assert room["editions"]
    assert district.name_zh


@pytest.mark.usefixtures("district")
def test_a_data_set_comes_with_version_terms_and_seals(
    room: dict[str, Any], browser: Callable[..., Client]
) -> None:
    visitor = browser()
    listed = visitor.get(reverse("public:data")).content.decode()
    assert "其他数据集" in listed
    assert "知识共享 署名 4.0" in listed
    (told,) = visitor.get(reverse("public:set", args=["disclosure"])).json()["versions"]
    assert (told["version"], told["terms"]) == ("2026", "CC-BY-4.0")
    for one in told["files"]:
        file = visitor.get(one["url"])
        assert hashlib.sha256(file.content).hexdigest() == one["sha256"]
        assert file["Access-Control-Allow-Origin"] == "*"
    table = reverse("public:set-file", args=["disclosure", "2026", "disclosure.csv"])
    assert visitor.get(table).content.decode("utf-8-sig").splitlines() == [
        "name,tonnes,on",
        "'=甲厂,,2026-01-01",
    ]
    plain = visitor.get(table.replace(".csv", ".json")).json()
    assert plain["rows"] == [{"name": "=甲厂", "tonnes": None, "on": "2026-01-01"}]
    described = visitor.get(table.replace("disclosure.csv", "datapackage.json"))
    assert json.loads(described.content)["licenses"][0]["name"] == "CC-BY-4.0"
    room["editions"].insert(0, edition("2027"))
    assert ">2027<" in visitor.get(reverse("public:data")).content.decode()
    latest = table.replace("/2026/", "/latest/")
    assert "/2027/" in visitor.get(latest)["Location"]
    for gone in (table.replace("2026", "2025"), table.replace(".csv", ".zip")):
        assert visitor.get(gone).status_code == 404
