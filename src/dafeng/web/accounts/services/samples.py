"""Fill a sample house: its enterprises, its lake, and the account of every year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from django.db import transaction

from dafeng.accounts import years_with_activity
from dafeng.sample import (
    SAMPLE_PLACE_CODE,
    enterprise_organisations,
    fill_lake,
    sample_enterprises,
)
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.accounts.models import AccountRun, RunStatus
from dafeng.web.accounts.selectors.runs import root_organisation
from dafeng.web.accounts.services.running import RunOptions, made_account
from dafeng.web.accounts.services.sealing import run_seal, run_seal_as_made
from dafeng.web.accounts.services.storing import run_store
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation, OrganisationKind
from dafeng.web.core.services import OrganisationFacts, organisations_add

LakeProgress: TypeAlias = Callable[[int, int], None]
"""Told how many batches are in the lake, and of how many."""

YearProgress: TypeAlias = Callable[[int, int, int], None]
"""Told the year under way, how many are done, and of how many."""

FILLED = "accounts.sample.fill"
ACCOUNT_KNOWN = (10, 25)
"""Month and day of the next year on which the sample's account was made known."""


def load_sample_account(lake: LakeProgress, account: YearProgress) -> None:
    """Fill the lake and make the accounts; every year but the last is sealed.

    What is there already is left, so a start that was cut off goes on where it was;
    once all is done, nothing is looked at again.
    """
    root = root_organisation()
    done = AuditRow.objects.filter(action=FILLED).exists()
    if root is None or done or root.place_code != SAMPLE_PLACE_CODE:
        return
    load_sample_enterprises()
    fill_lake(house_lake(), progress=lake)
    years = years_with_activity(house_lake(), root.place_code)
    for number, year in enumerate(years):
        account(year, number, len(years))
        _year(root, year, last=year == years[-1])
    audit.record(by=None, action=FILLED, target=root, data={"years": list(years)})


def _year(root: Organisation, year: int, *, last: bool) -> None:
    runs = AccountRun.objects.filter(organisation=root, year=year)
    run = runs.exclude(status=RunStatus.REPLACED).first()
    account = None
    if run is None:
        known = RunOptions(learned_at=datetime(year + 1, *ACCOUNT_KNOWN, tzinfo=UTC))
        made = made_account(root, year, known)
        run, account = run_store(made=made, organisation=root, by=None), made.account
    blocked = run.findings.filter(severity="error").exists()
    if run.status != RunStatus.DRAFT or last or blocked:
        return
    if account is None:
        run_seal(run=run, by=None)
    else:
        run_seal_as_made(run=run, account=account)


@transaction.atomic
def load_sample_enterprises() -> None:
    """Add the enterprises as units below their parks and towns."""
    known = {unit.code: unit for unit in Organisation.objects.all()}
    organisations_add(
        (
            OrganisationFacts(
                code=unit.code.lower(),
                uscc=unit.code,
                name_zh=unit.name_zh,
                name_en=unit.name_en,
                short_zh=unit.short_zh,
                kind=OrganisationKind.ENTERPRISE,
                place_code=unit.place_code,
            ),
            known[unit.parent],
        )
        for unit in enterprise_organisations(sample_enterprises())
        if unit.code.lower() not in known
    )
