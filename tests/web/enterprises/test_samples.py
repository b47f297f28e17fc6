"""The sample's register: filled once, with every state in it."""

from __future__ import annotations

from datetime import date

import pytest

from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.web.core.models import RoleCode
from dafeng.web.enterprises.models import DisclosureRegister, Enterprise
from dafeng.web.enterprises.selectors.enterprises import EnterpriseFilter, year_list
from dafeng.web.enterprises.services.samples import load_sample_disclosure
from tests.web.plans.building import organisation, person


@pytest.mark.usefixtures("db")
def test_the_sample_is_filled_once_and_holds_every_state() -> None:
    root = organisation(
        "district", "示范区", kind="government", place_code=SAMPLE_PLACE_CODE
    )
    organisation("ecology", "区生态环境局", parent=root)
    for _time in range(2):
        load_sample_disclosure(lambda *_told: None)
    assert Enterprise.objects.filter(synthetic=True).count() == 33
    assert DisclosureRegister.objects.get().keeper.code == "ecology"
    office = person("office", root, RoleCode.CARBON_OFFICE)
    told = year_list(office, EnterpriseFilter(), year=2026, on=date(2026, 11, 30))
    counts = told.counts
    assert (counts.obliged, counts.done, counts.missing, counts.waiting) == (
        *(32, 27, 4),
        1,
    )
    assert (counts.late, counts.differing) == (4, 1)


@pytest.mark.usefixtures("db")
def test_another_district_gets_no_sample() -> None:
    organisation("other", "他区", kind="government")
    load_sample_disclosure(lambda *_told: None)
    assert not Enterprise.objects.exists()
