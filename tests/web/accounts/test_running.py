"""Accounts are made from the lake, kept whole, sealed, restated and replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dafeng.accounts import (
    Boundary,
    SealError,
    read_evidence,
    run_account,
    total_g,
    within,
)
from dafeng.base.errors import BadInputError
from dafeng.factors import factor_book
from dafeng.web.accounts.convert import line_record, settings_record
from dafeng.web.accounts.models import (
    AccountLine,
    AccountRun,
    AccountTotal,
    ChangeEffect,
)
from dafeng.web.accounts.services.running import (
    RunOptions,
    SealedRunError,
    account_make,
)
from dafeng.web.accounts.services.sealing import (
    DraftChangedError,
    run_restate,
    run_seal,
    seal_replay,
)
from dafeng.web.core.models import AuditRow
from tests.web.accounts.building import activity, append

if TYPE_CHECKING:
    from dafeng.lake import Lake
    from dafeng.web.core.models import Organisation, User


def total(run: AccountRun, boundary: Boundary) -> int:
    return AccountTotal.objects.get(run=run, boundary=boundary.value).value_g


def test_the_rows_are_the_lines_of_the_core(draft: AccountRun, lake: Lake) -> None:
    settings = settings_record(draft)
    account = run_account(read_evidence(lake, settings), factor_book(), settings)
    rows = draft.lines.select_related("run").order_by("line_id")
    kept = [line_record(row) for row in rows]
    assert kept == sorted(account.lines, key=lambda line: line.id)


@pytest.mark.parametrize("boundary", list(Boundary))
def test_totals_are_sums_of_the_lines(draft: AccountRun, boundary: Boundary) -> None:
    lines = [line_record(row) for row in draft.lines.select_related("run")]
    counted = within(lines, boundary)
    if counted:
        assert total(draft, boundary) == total_g(counted)
    else:
        assert not draft.totals.filter(boundary=boundary.value).exists()


def test_the_effects_add_up_to_the_change(draft: AccountRun) -> None:
    before = AccountRun.objects.get(year=2022)
    effects = ChangeEffect.objects.filter(run=draft)
    change = total(draft, Boundary.CONTROL) - total(before, Boundary.CONTROL)
    assert sum(effect.change_g for effect in effects) == change
    assert {e.effect: e.change_g for e in effects}["energy"] > 0


def test_the_first_year_has_no_effects(
    district: Organisation,
    lake: Lake,  # noqa: ARG001
) -> None:
    run = account_make(by=None, organisation=district, year=2021)
    assert not run.effects.exists()


def test_lines_know_the_unit_of_their_owner(draft: AccountRun) -> None:
    line = draft.lines.filter(owner="works-a", gas="CO2").first()
    assert line is not None
    assert line.owner_unit is not None
    assert line.owner_unit.code == "works-a"
    assert line.unit_in_charge == "fgw"


def test_a_new_draft_replaces_the_old_one(
    district: Organisation, draft: AccountRun
) -> None:
    again = account_make(by=None, organisation=district, year=2023)
    draft.refresh_from_db()
    assert draft.status == "replaced"
    assert draft.replaced_by == again
    assert not AccountLine.objects.filter(run=draft).exists()
    assert draft.totals.exists()


def test_only_who_may_makes_an_account(
    district: Organisation,
    lake: Lake,  # noqa: ARG001
    reader: User,
    office: User,
) -> None:
    with pytest.raises(PermissionDenied):
        account_make(by=reader, organisation=district, year=2023)
    assert not AccountRun.objects.exists()
    run = account_make(by=office, organisation=district, year=2023)
    assert run.made_by == office
    assert AuditRow.objects.filter(action="accounts.run.make").count() == 1


def test_an_official_account_leaves_unverified_factors_out(
    district: Organisation,
    lake: Lake,  # noqa: ARG001
) -> None:
    usual = account_make(by=None, organisation=district, year=2023)
    assert usual.unverified == ["CN_EAF_ELECTRODE.ef_input@ENT24-STEEL"]
    official = account_make(
        by=None, organisation=district, year=2023, options=RunOptions(official=True)
    )
    assert official.unverified == []
    assert official.findings.get().code == "account.unverified"


def test_a_year_without_district_is_refused(district: Organisation) -> None:
    with pytest.raises(LookupError):
        account_make(by=None, organisation=district, year=2023)


def test_two_accounts_of_a_year_cannot_be_in_force(draft: AccountRun) -> None:
    draft.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()


# Sealing ------------------------------------------------------------------------------


def test_a_seal_pins_the_draft(draft: AccountRun, office: User) -> None:
    sealed = run_seal(run=draft, by=office)
    assert sealed.status == "sealed"
    assert len(sealed.seal) == 64
    audit = AuditRow.objects.get(action="accounts.run.seal")
    assert audit.data["seal"] == sealed.seal


def test_only_who_may_seals(draft: AccountRun, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        run_seal(run=draft, by=reader)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_draft_that_the_data_overtook_is_not_sealed(
    draft: AccountRun, lake: Lake
) -> None:
    append(lake, [activity("late", owner="works-b", sector="industry.food")], key="l")
    with pytest.raises(DraftChangedError):
        run_seal(run=draft, by=None)


def test_a_sealed_year_is_not_made_again(
    district: Organisation, sealed: AccountRun
) -> None:
    with pytest.raises(SealedRunError):
        account_make(by=None, organisation=district, year=2023)
    with pytest.raises(BadInputError) as caught:
        run_seal(run=sealed, by=None)
    assert caught.value.code == "account.no_draft"


def test_a_blocking_finding_stops_the_seal(
    district: Organisation,
    lake: Lake,  # noqa: ARG001
) -> None:
    official = RunOptions(official=True)
    run = account_make(by=None, organisation=district, year=2023, options=official)
    with pytest.raises(SealError) as caught:
        run_seal(run=run, by=None)
    assert caught.value.code == "seal.findings"


def test_a_restatement_keeps_both_and_names_the_reason(
    sealed: AccountRun, lake: Lake, office: User
) -> None:
    more = activity("2023:works-a:gas", quantity_e3=2_000_000_000)
    append(lake, [more], key="correction")
    fresh = run_restate(run=sealed, by=office, reason="表计更正")
    sealed.refresh_from_db()
    assert (sealed.status, sealed.replaced_by) == ("replaced", fresh)
    assert fresh.reason == "表计更正"
    assert fresh.seal != sealed.seal
    assert sealed.lines.exists()
    assert total(fresh, Boundary.CONTROL) > total(sealed, Boundary.CONTROL)


def test_a_restatement_of_nothing_is_refused_and_leaves_nothing(
    sealed: AccountRun, office: User
) -> None:
    with pytest.raises(SealError) as caught:
        run_restate(run=sealed, by=office, reason="再看一遍")
    assert caught.value.code == "seal.same"
    sealed.refresh_from_db()
    assert sealed.status == "sealed"
    assert AccountRun.objects.filter(year=2023).count() == 1


def test_only_the_office_restates(sealed: AccountRun, reader: User) -> None:
    with pytest.raises(PermissionDenied):
        run_restate(run=sealed, by=reader, reason="想改")


def test_a_draft_is_not_restated(draft: AccountRun, office: User) -> None:
    with pytest.raises(BadInputError) as caught:
        run_restate(run=draft, by=office, reason="太早")
    assert caught.value.code == "account.not_sealed"


def test_a_seal_replays_to_the_same_bytes(
    sealed: AccountRun, lake: Lake, office: User
) -> None:
    append(lake, [activity("later", sector="industry.food")], key="later")
    assert seal_replay(run=sealed, by=office).same
    audit = AuditRow.objects.get(action="accounts.seal.replay")
    assert audit.data["same"] is True
