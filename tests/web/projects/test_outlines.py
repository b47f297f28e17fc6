"""Outlines of towns are uploaded, looked at, put to use; every edition stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from dafeng.base.errors import BadInputError
from dafeng.web.core.models import AuditRow
from dafeng.web.projects.models import OutlineEdition, PlaceOutline
from dafeng.web.projects.services.outlines import outlines_drop, outlines_use
from tests.web.projects.conftest import square

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.core.models import Organisation, User
    from dafeng.web.projects.models import Project


def content(**names: float) -> bytes:
    """A file with a square for each town, from this degree on."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "note": "<script>alert(1)</script>"},
            "geometry": {"type": "Polygon", "coordinates": square(west)},
        }
        for name, west in names.items()
    ]
    given = {"type": "FeatureCollection", "features": features}
    return json.dumps(given, ensure_ascii=False).encode()


def brought(client: Client, who: User, data: bytes, name: str = "界.geojson") -> Any:
    client.force_login(who)
    given = {"file": SimpleUploadedFile(name, data), "source": "区民政局 2026"}
    return client.post(reverse("projects:outlines"), given)


def test_a_file_is_looked_at_first_and_the_map_draws_it_when_it_is_put_to_use(
    client: Client, office: User, project: Project
) -> None:
    answer = brought(client, office, content(甲镇=116.9, 丙镇=117.3))
    made = OutlineEdition.objects.get(number=2)
    assert answer.headers["Location"] == made.get_absolute_url()
    assert PlaceOutline.objects.filter(schematic=True).count() == 2
    words = client.get(made.get_absolute_url()).content.decode()
    assert 'class="map-town"' in words
    assert "没有轮廓的乡镇：乙镇" in words
    assert "落在轮廓之外" not in words
    client.post(made.get_absolute_url(), {"version": "1"})
    drawn = PlaceOutline.objects.order_by("code")
    assert [one.name for one in drawn] == ["甲镇", "丙镇"]
    assert not drawn.filter(schematic=True).exists()
    shown = client.get(reverse("projects:map")).content.decode()
    assert "区民政局 2026" in shown
    assert "示意图" not in shown
    row = AuditRow.objects.get(action="projects.outlines.use", actor=office)
    assert (row.data["before"], row.data["after"]) == (1, 2)
    kept = client.get(reverse("projects:outline-file", args=[made.pk]))
    assert b"script" not in kept.content
    assert len(json.loads(kept.content)["features"]) == 2
    old = OutlineEdition.objects.get(number=1)
    client.post(old.get_absolute_url(), {"version": "2"})
    assert PlaceOutline.objects.filter(schematic=True).count() == 2
    assert project.location is not None


def test_the_page_warns_of_projects_that_fall_outside(
    client: Client, office: User, project: Project
) -> None:
    brought(client, office, content(甲镇=118.9))
    made = OutlineEdition.objects.get(number=2)
    words = client.get(made.get_absolute_url()).content.decode()
    assert "有 1 个项目的位置落在轮廓之外" in words
    assert project.name in words


@pytest.mark.usefixtures("district")
def test_what_is_wrong_is_said_feature_by_feature_and_nothing_is_kept(
    client: Client, office: User
) -> None:
    for data, name, told in (
        (content(丁镇=116.9), "a.geojson", "第 1 个要素（丁镇）：不是本区的乡镇"),
        (content(甲镇=300), "a.geojson", "不是我国范围内的经纬度"),
        (content(甲镇=116.9), "a.html", "文件名应以 .geojson 或 .json 结尾"),
        (b"<html>", "a.json", "读不出内容"),
        (b'{"type": "Point"}', "a.json", "不是 GeoJSON 的 FeatureCollection"),
    ):
        answer = brought(client, office, data, name)
        assert told in answer.content.decode(), told
    many = content(**{f"无{at}": 117.0 for at in range(12)})
    assert "还有 2 处同类问题" in brought(client, office, many).content.decode()
    assert OutlineEdition.objects.count() == 1


def test_only_who_keeps_the_register_brings_and_uses_outlines(
    client: Client, office: User, officer: User, stranger: User, district: Organisation
) -> None:
    edition = district.outline_editions.get()
    assert brought(client, officer, content(甲镇=116.9)).status_code == 403
    client.force_login(stranger)
    for name in ("outline", "outline-file"):
        address = reverse(f"projects:{name}", args=[edition.pk])
        assert client.get(address).status_code == 404
    with pytest.raises(PermissionDenied):
        outlines_use(edition=edition, by=officer, standing=1)
    with pytest.raises(BadInputError) as caught:
        outlines_drop(edition=edition, by=office)
    assert caught.value.code == "outlines.used"


def test_a_page_that_shows_another_edition_in_force_is_refused(
    client: Client, office: User, district: Organisation
) -> None:
    brought(client, office, content(甲镇=116.9))
    brought(client, office, content(乙镇=116.9))
    second, third = OutlineEdition.objects.order_by("number")[1:]
    client.post(second.get_absolute_url(), {"version": "1"})
    late = client.post(third.get_absolute_url(), {"version": "1"})
    assert "他人启用了另一版轮廓" in late.content.decode()
    none = client.post(third.get_absolute_url(), {})
    assert "没有带页面版本" in none.content.decode()
    client.post(reverse("projects:outline-drop", args=[third.pk]))
    with pytest.raises(BadInputError) as caught:
        outlines_use(edition=third, by=office, standing=2)
    assert caught.value.code == "outlines.dropped"
    assert district.outline_editions.get(state="in-force") == second


@pytest.mark.database
def test_the_database_lets_one_edition_be_in_force(
    client: Client, office: User, district: Organisation
) -> None:
    brought(client, office, content(甲镇=116.9))
    with pytest.raises(IntegrityError), transaction.atomic():
        district.outline_editions.update(
            state="in-force", in_force_at="2026-01-01T00:00:00Z"
        )
