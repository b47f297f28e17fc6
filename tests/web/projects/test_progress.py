"""Reports and photos: who reports, what is refused, what moves the outlook."""

from __future__ import annotations

import io
import struct
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image

from dafeng.base.errors import BadInputError
from dafeng.measures import delivered_potential, measure_library
from dafeng.measures.records import Potential
from dafeng.web.core.models import AuditRow
from dafeng.web.office.services.papers import paper_bytes
from dafeng.web.pathways.services.house_case import Ground, potentials_now
from dafeng.web.projects.selectors.needs import projects_waiting
from dafeng.web.projects.selectors.outlook import built_capacity, commissioned_of
from dafeng.web.projects.selectors.sums import target_sums, towns_in
from dafeng.web.projects.services.milestones import milestone_add
from dafeng.web.projects.services.photos import (
    photo_add,
    photo_withdraw,
    picture_of,
)
from dafeng.web.projects.services.progress import ProgressFacts, progress_report
from dafeng.web.projects.services.staging import project_move
from dafeng.web.projects.wording import gap_sentence
from tests.pathways.small_district import small_model
from tests.web.layers import layer
from tests.web.projects.conftest import TODAY, day

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan
    from dafeng.web.projects.models import ProgressReport, Project

FACTS = ProgressFacts(
    on=day(3), percent=Decimal(40), text="支架安装完成。", built=Decimal(20)
)


@layer
def building(project: Project) -> Project:
    """The project, being built for three months."""
    for back, act in ((120, "screen"), (110, "exempt"), (100, "start")):
        project = project_move(
            project=project, by=None, act=act, on=day(back), version=project.version
        )
    return project


def report(project: Project, by: User | None = None, **more: Any) -> ProgressReport:
    return progress_report(project=project, by=by, facts=attrs.evolve(FACTS, **more))


def test_the_unit_and_the_builder_report_and_a_town_does_not(
    building: Project, officer: User, manager: User, townsman: User, clerk: User
) -> None:
    report(building, officer)
    report(building, manager, on=day(2), percent=Decimal(42))
    for who in (townsman, clerk):
        with pytest.raises(PermissionDenied):
            report(building, who, on=day(1))
    assert AuditRow.objects.filter(action="projects.progress.report").count() == 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"on": TODAY + timedelta(days=1)}, "project.future"),
        ({"on": day(4)}, "progress.older"),
        ({"on": day(2), "built": Decimal(51)}, "progress.above"),
        ({"on": day(2), "built": Decimal(19)}, "progress.less"),
    ],
)
def test_a_report_that_cannot_be_is_refused(
    building: Project, more: dict[str, Any], code: str
) -> None:
    report(building)
    with pytest.raises(BadInputError) as caught:
        report(building, **more)
    assert caught.value.code == code
    assert building.reports.count() == 1


def test_less_than_before_is_taken_with_a_reason_and_supersedes(
    building: Project,
) -> None:
    report(building)
    report(building, on=day(2), built=Decimal(19), problem="拆除返工")
    assert [one.built for one in building.reports.all()] == [19, 20]


def test_a_cancelled_project_is_reported_on_no_more(
    building: Project, office: User
) -> None:
    ended = project_move(
        project=building,
        by=office,
        act="cancel",
        on=TODAY,
        version=building.version,
        reason="资金未落实",
    )
    with pytest.raises(BadInputError) as caught:
        report(ended)
    assert caught.value.code == "project.ended"


def test_reports_add_to_what_stands_against_the_target(
    building: Project, office: User, plan: Plan
) -> None:
    report(building)
    (found,) = target_sums(office, plan)
    assert (found.sum.total, found.sum.built, found.sum.gap) == (5, 2, 25)
    assert "还差 25 万kW" in gap_sentence(found)
    assert towns_in(office, found.target) == {"120118101": 3, "120118102": 2}


def test_progress_makes_the_delivery_of_the_measure_surer(
    building: Project, plan: Plan
) -> None:
    solar = Potential(
        measure="pv-fishery",
        place="120118",
        size=120.0,
        per_year=30.0,
        planned=((TODAY.year, 50.0),),
        probability=0.6,
    )

    def chance() -> float:
        parts = commissioned_of(plan, TODAY, measure_library())
        made = delivered_potential(
            solar, parts.get("pv-fishery", ()), base_year=TODAY.year - 1
        )
        return made.probability

    committed = chance()
    report(building)
    assert chance() > committed > 0.6
    parts = built_capacity(plan, TODAY)["pv-fishery"]
    assert [(one.amount, one.stands.value) for one in parts] == [
        (20, "built"),
        (30, "committed"),
    ]
    before = built_capacity(plan, day(4))["pv-fishery"]
    assert [one.stands.value for one in before] == ["committed"]


def test_the_case_of_the_house_knows_what_its_projects_built(
    building: Project, plan: Plan, tmp_path: Path
) -> None:
    model = small_model(tmp_path)
    solar = Potential(
        measure="pv-fishery",
        place="120118",
        size=120.0,
        per_year=30.0,
        planned=((TODAY.year, 50.0),),
        probability=0.6,
    )
    wind = attrs.evolve(solar, measure="wind-low-speed")
    library = measure_library()
    seal: Any = None  # of the account, which this does not ask for
    ground = Ground(model=model, library=library, potentials=(solar, wind), seal=seal)
    report(building)
    sun, air = potentials_now(plan, ground, TODAY)
    assert sun.probability == pytest.approx(0.4 + 0.6 * 0.95)
    assert air == wind


def test_what_waits_is_counted_for_who_can_act(
    building: Project, office: User, officer: User, townsman: User
) -> None:
    milestone_add(project=building, by=office, title="并网", planned_on=day(1))
    waiting = projects_waiting(officer, TODAY)
    assert (waiting.milestones.count, waiting.reports.count) == (1, 1)
    assert waiting.approvals.count == 0
    report(building)
    assert projects_waiting(officer, TODAY).reports.count == 0
    nothing = projects_waiting(townsman, TODAY)
    assert nothing.milestones.count == nothing.reports.count == 0


def picture(*, place: bool = False, kind: str = "JPEG", side: int = 64) -> bytes:
    made = Image.new("RGB", (side, side // 2), (10, 120, 90))
    out = io.BytesIO()
    exif = Image.Exif()
    if place:
        exif[0x010F] = "SECRETCAMERA"
        exif.get_ifd(0x8825)[1] = "N"
    made.save(out, format=kind, exif=exif)
    return out.getvalue()


def test_a_photo_is_drawn_anew_without_place_and_camera(
    building: Project, officer: User
) -> None:
    given = picture(place=True)
    assert b"SECRETCAMERA" in given
    made = photo_add(
        project=building, by=officer, picture=picture_of("现场.jpg", given)
    )
    kept = paper_bytes(made.sha256)
    assert b"SECRETCAMERA" not in kept
    with Image.open(io.BytesIO(kept)) as clean:
        assert dict(clean.getexif()) == {}
        assert clean.size == (made.width, made.height) == (64, 32)
    small = paper_bytes(made.thumb_sha256)
    assert small.startswith(b"\xff\xd8\xff")
    assert made.name == "现场.jpg"


def test_a_large_photo_gets_a_small_one_beside_it(building: Project) -> None:
    made = picture_of("a.png", picture(kind="PNG", side=3000))
    assert (made.width, made.height) == (2400, 1200)
    assert made.thumb.size < made.paper.size
    again = photo_add(project=building, by=None, picture=made)
    with pytest.raises(BadInputError) as caught:
        photo_add(project=building, by=None, picture=made)
    assert caught.value.code == "photo.twice"
    with pytest.raises(BadInputError) as caught:
        photo_withdraw(photo=again, by=None, reason="")
    assert caught.value.code == "project.reason"
    photo_withdraw(photo=again, by=None, reason="拍错了")
    assert photo_add(project=building, by=None, picture=made).pk != again.pk


def spoilt() -> bytes:
    """A picture to be turned upright, with a number in its notes that cannot be."""
    out = io.BytesIO()
    fields = struct.pack(">HHLHH", 0x0112, 3, 1, 6, 0)
    fields += struct.pack(">HHLl", 0x0111, 9, 1, -1)
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02" + fields + bytes(4)
    Image.new("RGB", (8, 4)).save(out, format="JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.jpg", b"", "evidence.empty"),
        ("a.jpg", spoilt(), "photo.broken"),
        ("a.exe", b"MZ", "evidence.type"),
        ("a.jpg", b"MZ\x90", "evidence.disguised"),
        ("a.csv", b"a,b\n", "photo.kind"),
        ("a.jpg", b"\xff\xd8\xff" + b"no picture", "photo.broken"),
        ("a.png", picture(kind="PNG")[:60], "photo.broken"),
    ],
)
def test_what_is_no_picture_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(BadInputError) as caught:
        picture_of(name, content)
    assert caught.value.code == code


def test_a_picture_of_too_many_points_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dafeng.web.projects.services.photos.MOST_PIXELS", 100)
    with pytest.raises(BadInputError) as caught:
        picture_of("a.jpg", picture())
    assert caught.value.code == "photo.pixels"
