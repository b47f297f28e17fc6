"""The sample's reports: filled once, in every state."""

from __future__ import annotations

import pytest

from dafeng.enterprises.reporting import ReportState
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.verification import sample_reports
from dafeng.web.verification.models import EmissionReport, Nonconformity
from dafeng.web.verification.services.samples import load_sample_verification
from tests.web.plans.building import organisation


@pytest.mark.usefixtures("db")
def test_the_sample_is_filled_once_and_holds_every_state() -> None:
    root = organisation(
        "district", "示范区", kind="government", place_code=SAMPLE_PLACE_CODE
    )
    for one in sample_reports():
        code = one.uscc.lower()
        if not root.children.filter(code=code).exists():
            organisation(code, one.name_zh, parent=root, kind="enterprise")
    for _time in range(2):
        load_sample_verification(lambda *_told: None)
    rows = EmissionReport.objects.all()
    assert rows.count() == len(sample_reports()) == 12
    states = {one.state for one in rows}
    assert states == {one.value for one in ReportState} - {"void"}
    valued = Nonconformity.objects.filter(state="conservative")
    assert {one.formula for one in valued} >= {"x*(1+a0)", "x*(1-(a1-a0))"}
    short = rows.get(state="short")
    assert short.verified_t is not None
    assert short.verified_t > 26000
    assert rows.get(state="open").deposits.exists()


@pytest.mark.usefixtures("db")
def test_another_district_gets_no_sample() -> None:
    organisation("other", "他区", kind="government")
    load_sample_verification(lambda *_told: None)
    assert not EmissionReport.objects.exists()
