"""The tree of units: its services, its scoping, its constraints in the database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from dafeng.web.core import services
from dafeng.web.core.models import AuditRow, Organisation, OrganisationName
from dafeng.web.core.selectors import organisations_visible_to, units_above
from dafeng.web.core.services import OrganisationFacts

if TYPE_CHECKING:
    from dafeng.web.core.models import User
    from tests.web.core.conftest import District


def codes(user: User) -> set[str]:
    return {unit.code for unit in organisations_visible_to(user)}


def test_a_unit_is_added_below_its_parent(district: District, office: User) -> None:
    facts = OrganisationFacts(code="grid", name_zh="电网办", kind="bureau")
    unit = services.organisation_create(by=office, facts=facts, parent=district.energy)
    assert unit.path == "/district/energy/grid/"
    assert unit.depth == 2
    assert AuditRow.objects.first().action == "organisation.create"


def test_only_the_carbon_office_adds_units(
    district: District, head: User, reader: User
) -> None:
    facts = OrganisationFacts(code="grid", name_zh="电网办", kind="bureau")
    for user in (head, reader):
        with pytest.raises(PermissionDenied):
            services.organisation_create(by=user, facts=facts, parent=district.energy)
    assert not Organisation.objects.filter(code="grid").exists()


def test_nobody_adds_a_second_root(office: User) -> None:
    facts = OrganisationFacts(code="other", name_zh="别区", kind="government")
    root = services.organisation_create(by=office, facts=facts, parent=None)
    assert root.parent is None


def test_a_renamed_unit_keeps_its_former_name(district: District, office: User) -> None:
    services.organisation_rename(
        by=office,
        organisation=district.energy,
        name_zh="能源和气候局",
        name_en="Energy",
    )
    former = OrganisationName.objects.get(organisation=district.energy)
    assert (former.name, former.kind) == ("能源局", "former")
    row = AuditRow.objects.first()
    assert row.data["before"]["name_zh"] == "能源局"
    assert row.target_label == "能源和气候局"


def test_renaming_to_the_same_name_leaves_no_trace(
    district: District, office: User
) -> None:
    before = AuditRow.objects.count()
    services.organisation_rename(
        by=office, organisation=district.energy, name_zh="能源局", name_en="Energy"
    )
    assert AuditRow.objects.count() == before


def test_a_moved_unit_takes_everything_below_with_it(
    district: District, office: User
) -> None:
    services.organisation_move(
        by=office, organisation=district.energy, parent=district.water
    )
    district.station.refresh_from_db()
    assert district.station.path == "/district/water/energy/station/"
    assert [unit.code for unit in units_above(district.station)] == [
        "district",
        "water",
        "energy",
    ]


def test_a_unit_cannot_be_moved_below_itself(district: District, office: User) -> None:
    with pytest.raises(ValidationError, match="不能作它的上级"):
        services.organisation_move(
            by=office, organisation=district.energy, parent=district.station
        )
    district.energy.refresh_from_db()
    assert district.energy.path == "/district/energy/"


def test_everybody_sees_the_units_below_their_own(
    head: User, reader: User, office: User, stranger: User
) -> None:
    assert codes(head) == codes(reader) == {"energy", "station"}
    assert codes(stranger) == {"water"}
    assert codes(office) == {"district", "energy", "station", "water"}


def test_a_wrong_credit_code_or_place_code_is_refused(
    district: District, office: User
) -> None:
    facts = OrganisationFacts(
        code="firm",
        name_zh="某企业",
        kind="enterprise",
        uscc="91350100M000100Y44",
        place_code="12011",
    )
    with pytest.raises(ValidationError) as caught:
        services.organisation_create(by=office, facts=facts, parent=district.root)
    assert set(caught.value.message_dict) == {"uscc", "place_code"}


def test_a_right_credit_code_is_taken(district: District, office: User) -> None:
    facts = OrganisationFacts(
        code="firm", name_zh="某企业", kind="enterprise", uscc="91350100M000100Y43"
    )
    unit = services.organisation_create(by=office, facts=facts, parent=district.root)
    assert unit.uscc == "91350100M000100Y43"


@pytest.mark.database
@pytest.mark.parametrize(
    "change",
    [
        {"path": "/elsewhere/"},
        {"kind": "ministry"},
        {"code": "a/b", "path": "/district/a/b/"},
        {"code": "water"},
        {"path": "/district/water/"},
        {"valid_from": date(2025, 2, 1), "valid_to": date(2025, 1, 1)},
    ],
)
def test_the_database_refuses_a_broken_unit(
    district: District, change: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=district.energy.pk).update(**change)


@pytest.mark.database
def test_the_database_refuses_a_unit_that_is_its_own_parent(district: District) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=district.energy.pk).update(
            parent=district.energy
        )
