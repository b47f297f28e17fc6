"""Units change, and the tree of any past day can still be drawn."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dafeng.web.core import belongings, services
from dafeng.web.core.belongings import Belonging, Fate, register_belonging
from dafeng.web.core.models import AuditRow, Membership, Organisation, RoleCode, User
from dafeng.web.core.selectors import tree_on
from dafeng.web.core.services import OrganisationFacts
from tests.web.core.conftest import person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from tests.web.core.conftest import District

    Browser = Callable[[User | None], Client]

Tree = dict[str, tuple[str, str]]


def tree(day: date) -> Tree:
    """Each unit of a day: name, and code of the unit above."""
    rows = tree_on(Organisation.objects.all(), day)
    return {row.unit.code: (row.name, row.parent) for row in rows}


def days_ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


def fresh(unit: Organisation) -> Organisation:
    return Organisation.objects.get(pk=unit.pk)


def test_a_move_is_seen_from_its_day_on(district: District, office: User) -> None:
    services.organisation_move(
        by=office,
        organisation=district.station,
        parent=district.water,
        on=days_ago(10),
    )
    assert tree(days_ago(11))["station"] == ("能源监测站", "energy")
    assert tree(days_ago(10))["station"] == ("能源监测站", "water")
    assert tree(timezone.localdate())["station"][1] == "water"
    (place,) = fresh(district.station).former_parents.all()
    assert (place.parent, place.path) == (district.energy, "/district/energy/station/")
    assert AuditRow.objects.first().data["on"] == days_ago(10).isoformat()


def test_a_name_is_seen_until_its_day(district: District, office: User) -> None:
    for name, day in (("甲局", 20), ("能源局", 15), ("乙局", 5)):
        services.organisation_rename(
            by=office,
            organisation=district.energy,
            name_zh=name,
            name_en="",
            on=days_ago(day),
        )
    seen = [tree(days_ago(day))["energy"][0] for day in (21, 20, 16, 15, 6, 5, 0)]
    assert seen == ["能源局", "甲局", "甲局", "能源局", "能源局", "乙局", "乙局"]


def test_a_change_before_the_last_one_or_after_today_is_refused(
    district: District, office: User
) -> None:
    services.organisation_move(
        by=office,
        organisation=district.station,
        parent=district.water,
        on=days_ago(3),
    )
    for day in (4, -1):
        with pytest.raises(ValidationError) as caught:
            services.organisation_move(
                by=office,
                organisation=district.station,
                parent=district.root,
                on=days_ago(day),
            )
        assert set(caught.value.message_dict) == {"on"}


def test_a_ring_on_a_past_day_is_refused(district: District, office: User) -> None:
    """Water stood below energy until yesterday; energy cannot have stood below it."""
    for parent, day in ((district.energy, 9), (district.root, 2)):
        services.organisation_move(
            by=office,
            organisation=fresh(district.water),
            parent=parent,
            on=days_ago(day),
        )
    with pytest.raises(ValidationError, match="不能早于"):
        services.organisation_move(
            by=office,
            organisation=fresh(district.energy),
            parent=fresh(district.water),
            on=days_ago(5),
        )


changes = st.lists(
    st.tuples(
        st.sampled_from(["move", "rename", "new", "end", "merge"]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=10,
)


def act(kind: str, units: list[Organisation], one: int, two: int, on: date) -> None:
    """Change something, or be refused."""
    unit, other = units[one % len(units)], units[two % len(units)]
    if kind == "move":
        services.organisation_move(by=None, organisation=unit, parent=other, on=on)
    elif kind == "rename":
        services.organisation_rename(
            by=None, organisation=unit, name_zh=f"单位{two}", name_en="", on=on
        )
    elif kind == "new":
        facts = OrganisationFacts(
            code=f"new-{len(units)}", name_zh="新", kind="bureau", valid_from=on
        )
        services.organisation_create(by=None, facts=facts, parent=other)
    elif kind == "end":
        services.organisation_end(by=None, organisation=unit, on=on)
    else:
        services.organisation_merge(by=None, organisation=unit, into=other, on=on)


def now_as_kept() -> Tree:
    """The tree of today as the rows themselves say it."""
    today = timezone.localdate()
    units = Organisation.objects.exclude(valid_to__lt=today).select_related("parent")
    return {u.code: (u.name_zh, u.parent.code if u.parent else "") for u in units}


@pytest.mark.database
@pytest.mark.usefixtures("district")
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(wanted=changes)
def test_any_past_days_tree_is_rebuilt(wanted: list[tuple[str, int, int]]) -> None:
    """Each day one change is tried; afterwards every day looks as it looked then."""
    with transaction.atomic():
        seen: dict[date, Tree] = {}
        for number, (kind, one, two) in enumerate(wanted):
            day = days_ago(len(wanted) - number)
            units = [u for u in Organisation.objects.order_by("pk") if not u.valid_to]
            with contextlib.suppress(ValidationError):
                act(kind, units, one, two, day)
            seen[day] = now_as_kept()
        for day, then in seen.items():
            assert tree(day) == then
        assert tree(timezone.localdate()) == now_as_kept()
        for unit in Organisation.objects.select_related("parent"):
            above = unit.parent.path if unit.parent else "/"
            assert unit.path == f"{above}{unit.code}/"
        transaction.set_rollback(True)


class TestEnding:
    def test_what_hangs_on_a_unit_is_named(
        self, district: District, office: User, head: User
    ) -> None:
        assert head.organisation == district.energy
        with pytest.raises(ValidationError) as caught:
            services.organisation_end(
                by=office, organisation=district.energy, on=timezone.localdate()
            )
        (words,) = caught.value.messages
        assert "下级单位 1 个、人员 1 名、任职 1 项" in words

    def test_an_empty_unit_ends_and_is_seen_until_its_last_day(
        self, district: District, office: User
    ) -> None:
        kept = services.organisation_end(
            by=office, organisation=district.station, on=days_ago(2)
        )
        assert kept.valid_to == days_ago(3)
        assert "station" in tree(days_ago(3))
        assert "station" not in tree(days_ago(2))
        assert AuditRow.objects.first().action == "organisation.end"

    def test_the_root_and_what_ended_before_cannot_end(
        self, district: District, office: User
    ) -> None:
        today = timezone.localdate()
        with pytest.raises(ValidationError, match="最上级"):
            services.organisation_end(by=office, organisation=district.root, on=today)
        services.organisation_end(by=office, organisation=district.station, on=today)
        with pytest.raises(ValidationError, match="撤销"):
            services.organisation_end(
                by=office, organisation=district.station, on=today
            )

    def test_nothing_is_added_to_a_unit_that_ended(
        self, district: District, office: User, security: User, reader: User
    ) -> None:
        services.organisation_end(
            by=office, organisation=district.station, on=timezone.localdate()
        )
        facts = OrganisationFacts(code="x", name_zh="某", kind="bureau")
        ended = fresh(district.station)
        with pytest.raises(ValidationError, match="撤销"):
            services.organisation_create(by=office, facts=facts, parent=ended)
        with pytest.raises(ValidationError, match="撤销"):
            services.organisation_move(
                by=office, organisation=district.water, parent=ended
            )
        with pytest.raises(ValidationError, match="撤销"):
            services.membership_grant(
                by=security,
                user=reader,
                organisation=ended,
                role=services.role_of(RoleCode.READER),
            )

    def test_only_who_may_change_units_ends_them(
        self, district: District, head: User
    ) -> None:
        with pytest.raises(PermissionDenied):
            services.organisation_end(
                by=head, organisation=district.station, on=timezone.localdate()
            )


class TestMerging:
    def test_units_and_people_go_along_and_roles_end(
        self, district: District, office: User, head: User
    ) -> None:
        today = timezone.localdate()
        Membership.objects.update(valid_from=days_ago(9))
        kept = services.organisation_merge(
            by=office, organisation=district.energy, into=district.water, on=today
        )
        assert (kept.valid_to, kept.merged_into) == (days_ago(1), district.water)
        assert fresh(district.station).parent == district.water
        head.refresh_from_db()
        assert head.organisation == district.water
        held = head.memberships.get()
        assert (held.revoked, held.valid_to) == (True, days_ago(1))
        row = AuditRow.objects.filter(action="organisation.merge").get()
        assert row.data["roles_ended"] == ["head: unit-head"]
        assert "energy" in tree(days_ago(1))
        assert "energy" not in tree(today)

    def test_a_unit_does_not_go_into_itself_or_below(
        self, district: District, office: User
    ) -> None:
        for into in (district.energy, district.station):
            with pytest.raises(ValidationError, match="本单位"):
                services.organisation_merge(
                    by=office,
                    organisation=district.energy,
                    into=into,
                    on=timezone.localdate(),
                )

    def test_both_units_must_be_ones_to_change(
        self, district: District, head: User
    ) -> None:
        own = person("own", district.energy, RoleCode.SYSTEM_ADMIN)
        for user in (own, head):
            with pytest.raises(PermissionDenied):
                services.organisation_merge(
                    by=user,
                    organisation=district.station,
                    into=district.water,
                    on=timezone.localdate(),
                )


class TestBelongings:
    """What other rooms keep for a unit."""

    @pytest.fixture
    def papers(self) -> Iterator[dict[str, list[str]]]:
        """A room that keeps papers for units."""
        kept: dict[str, list[str]] = {"energy": ["a", "b"]}

        def hand_over(_by: User | None, old: Organisation, new: Organisation) -> int:
            papers = kept.pop(old.code, [])
            kept.setdefault(new.code, []).extend(papers)
            return len(papers)

        for fate, mover in ((Fate.MOVES, hand_over), (Fate.STAYS, None)):
            register_belonging(
                Belonging(
                    code=f"test.{fate.value}",
                    label=f"文件({fate.value})",
                    right="core.member.view",
                    count=lambda unit: len(kept.get(unit.code, ())),
                    fate=fate,
                    hand_over=mover,
                )
            )
        yield kept
        for fate in Fate:
            belongings._belongings.pop(f"test.{fate.value}", None)

    def test_they_hold_a_unit_that_would_end(
        self, district: District, office: User, papers: dict[str, list[str]]
    ) -> None:
        services.organisation_move(
            by=office, organisation=district.station, parent=district.water
        )
        with pytest.raises(ValidationError, match=r"文件\(moves\) 2"):
            services.organisation_end(
                by=office, organisation=district.energy, on=timezone.localdate()
            )
        papers.clear()
        assert services.organisation_end(
            by=office, organisation=district.energy, on=timezone.localdate()
        ).valid_to

    def test_they_go_over_when_it_goes_into_another(
        self, district: District, office: User, papers: dict[str, list[str]]
    ) -> None:
        services.organisation_merge(
            by=office,
            organisation=district.energy,
            into=district.water,
            on=timezone.localdate(),
        )
        assert papers == {"water": ["a", "b"]}

    @pytest.mark.usefixtures("papers")
    def test_what_cannot_go_over_must_be_dealt_with_first(
        self, district: District, office: User
    ) -> None:
        register_belonging(
            Belonging(
                code="test.holds",
                label="未办结的事",
                right="core.member.view",
                count=lambda _unit: 3,
            )
        )
        with pytest.raises(ValidationError, match="未办结的事 3"):
            services.organisation_merge(
                by=office,
                organisation=district.energy,
                into=district.water,
                on=timezone.localdate(),
            )
        assert fresh(district.energy).valid_to is None

    @pytest.mark.usefixtures("papers")
    def test_the_page_of_the_unit_shows_them_to_who_may_see_them(
        self, head: User, reader: User, browser: Browser
    ) -> None:
        assert "文件(moves)" in browser(head).get("/units/energy/").content.decode()
        assert "文件" not in browser(reader).get("/units/energy/").content.decode()


class TestPages:
    def test_the_tree_is_drawn_as_of_a_day(
        self, district: District, office: User, browser: Browser
    ) -> None:
        services.organisation_rename(
            by=office,
            organisation=district.energy,
            name_zh="能源办",
            name_en="",
            on=days_ago(5),
        )
        client = browser(office)
        then = client.get(f"/units/?on={days_ago(6).isoformat()}").content.decode()
        assert "能源局" in then
        assert "能源办" not in then
        assert "能源办" in client.get("/units/").content.decode()

    def test_units_are_found_by_any_of_their_names_and_by_kind(
        self, district: District, office: User, browser: Browser
    ) -> None:
        services.organisation_rename(
            by=office, organisation=district.energy, name_zh="新名", name_en="New"
        )
        client = browser(office)
        for words in ("新名", "能源局", "energy", "new"):
            assert "/units/energy/" in client.get(f"/units/?q={words}").content.decode()
        found = client.get("/units/?kind=government").content.decode()
        assert "/units/district/" in found
        assert "/units/energy/" not in found
        assert "没有符合条件" in client.get("/units/?q=xyz").content.decode()

    @pytest.mark.parametrize("day", ["soon", "0000-00-00", "9999-12-31"])
    def test_a_wrong_day_breaks_nothing(
        self, office: User, browser: Browser, day: str
    ) -> None:
        assert browser(office).get(f"/units/?on={day}").status_code == 200

    def test_a_unit_is_merged_and_ended_by_forms(
        self, district: District, office: User, browser: Browser
    ) -> None:
        client, today = browser(office), timezone.localdate().isoformat()
        page = client.get("/units/energy/merge/").content.decode()
        assert "现有下级单位 1 个" in page
        assert f'value="{district.station.pk}"' not in page
        answer = client.post(
            "/units/energy/merge/", {"into": district.water.pk, "on": today}
        )
        assert answer["Location"] == "/units/energy/"
        page = client.get("/units/energy/").content.decode()
        assert "已并入水务局" in page
        assert "更名" not in page
        assert "能源局" in client.get("/units/water/").content.decode()
        refused = client.post("/units/water/end/", {"on": today}).content.decode()
        assert "下级单位 1 个" in refused
        client.post("/units/station/end/", {"on": today})
        assert fresh(district.station).valid_to == days_ago(1)
