"""A version on its way to everybody: chosen, signed twice, corrected, withdrawn."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from dafeng.base.errors import BadInputError
from dafeng.public import check_package
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.public.models import Figure, Release, ReleaseState
from dafeng.web.public.selectors.candidates import candidates_of
from dafeng.web.public.services.figures import (
    figure_restore,
    figure_withdraw,
    figures_choose,
    figures_renew,
)
from dafeng.web.public.services.releases import (
    ReleaseFacts,
    release_correct,
    release_draft,
    release_drop,
    release_edit,
)
from dafeng.web.public.services.signing import (
    release_check,
    release_issue,
    release_return,
)
from tests.web.assessment.building import frozen
from tests.web.assessment.building import stored as result_stored
from tests.web.plans.building import person
from tests.web.public.building import KEYS, account, drafted

if TYPE_CHECKING:
    from dafeng.web.assessment.models import AssessmentRun
    from dafeng.web.core.models import Organisation, User

NOTE = ReleaseFacts(title="达峰进展数据", note="订正森林覆盖率。", note_en="Mended.")


def refused(code: str) -> pytest.RaisesExc[BadInputError]:
    return pytest.raises(BadInputError, check=lambda error: error.code == code)


def corrected(release: Release, office: User, *, key: str = "target:T002") -> Release:
    """A correction that withdraws one figure, ready to be checked."""
    made = release_correct(release=release, by=office)
    release_edit(release=made, by=office, facts=NOTE)
    figure_withdraw(figure=made.figures.get(key=key), by=office, reason="统计口径有误")
    return made


def test_only_frozen_and_sealed_results_may_be_released(
    result: AssessmentRun, district: Organisation
) -> None:
    account(district, 2024, grams=7 * 10**12)
    result_stored(result.plan, "2026")
    known = candidates_of(district)
    assert "account:control:2023" in known
    assert "account:control:2024" not in known
    assert known["target:T001"].source_seal == result.seal
    assert known["account:control:2023"].value == Decimal(900)
    assert known["target:T002"].text_zh == (
        "森林覆盖率 2025 年为 18.2%，2025 年目标 ≥ 20%：未达。"
    )
    assert known["target:T004"].value is None
    assert "现值未知" in known["target:T004"].text_zh
    assert "target:T005" not in known, "it has no figure to be held against"


def test_a_release_is_read_after_two_signatures(release: Release) -> None:
    assert str(release.version) == "1.0"
    assert release.state == ReleaseState.ISSUED
    assert release.checked_by != release.issued_by
    assert release.promise["targets"] == 6
    assert check_package(bytes(release.package.content)) == ()
    row = AuditRow.objects.get(action="public.release.issue")
    assert row.data["package_sha256"] == release.package.sha256
    assert row.data["figures"]["target:T001"] == "12.600000"


def test_nobody_signs_twice_and_nothing_is_issued_unchecked(
    result: AssessmentRun, district: Organisation, office: User, leader: User
) -> None:
    assert result.seal
    made = drafted(district, office)
    both = person("both", district, RoleCode.CARBON_OFFICE)
    with refused("signature.unchecked"):
        release_issue(release=made, by=leader)
    release_check(release=made, by=office)
    with refused("signature.checked"):
        release_check(release=made, by=both)
    with pytest.raises(PermissionDenied):
        release_issue(release=made, by=both)
    release_issue(release=made, by=leader)
    with refused("signature.issued"):
        release_issue(release=made, by=leader)
    assert AuditRow.objects.filter(action="public.release.issue").count() == 1


def test_the_same_person_cannot_give_both_signatures(
    result: AssessmentRun, district: Organisation, office: User
) -> None:
    assert result.seal
    leading = person("leads-too", district, RoleCode.LEADER).memberships.get()
    leading.user = office
    leading.save()
    made = drafted(district, office)
    release_check(release=made, by=office)
    with refused("signature.same_person"):
        release_issue(release=made, by=office)


def test_others_may_not_touch_a_release(
    release: Release, leader: User, stranger: User, officer: User
) -> None:
    for who in (leader, stranger, officer):
        with pytest.raises(PermissionDenied):
            release_correct(release=release, by=who)
    assert Release.objects.count() == 1


def test_one_version_at_a_time_waits(release: Release, office: User) -> None:
    release_correct(release=release, by=office)
    with refused("release.open"):
        release_correct(release=release, by=office)
    with refused("release.open"):
        release_draft(
            organisation=release.organisation, by=office, facts=ReleaseFacts(title="又")
        )


def test_an_empty_version_is_not_checked(
    district: Organisation, office: User, result: AssessmentRun
) -> None:
    assert result.seal
    with refused("release.empty"):
        release_check(release=drafted(district, office, ()), by=office)


def test_a_figure_that_no_result_has_is_not_chosen(
    district: Organisation, office: User, result: AssessmentRun
) -> None:
    assert result.seal
    made = drafted(district, office)
    with refused("release.unknown_figure"):
        figures_choose(release=made, by=office, keys=["target:T999"])
    assert made.figures.count() == len(KEYS)


def test_a_result_replaced_between_the_signatures_stops_the_release(
    result: AssessmentRun, district: Organisation, office: User, leader: User
) -> None:
    made = drafted(district, office)
    release_check(release=made, by=office)
    frozen(result_stored(result.plan, "2026"), seal="c" * 64)
    with refused("release.source_changed"):
        release_issue(release=made, by=leader)
    made.refresh_from_db()
    assert made.state == ReleaseState.CHECKED
    assert made.issued_by is None
    release_return(release=made, by=leader, reason="结果已更新")
    assert figures_renew(release=made, by=office) == 3
    release_check(release=made, by=office)
    assert release_issue(release=made, by=leader).state == ReleaseState.ISSUED


def test_a_correction_says_why_and_changes_something(
    release: Release, office: User
) -> None:
    made = release_correct(release=release, by=office)
    assert str(made.version) == "1.1"
    with refused("release.note"):
        release_check(release=made, by=office)
    release_edit(release=made, by=office, facts=NOTE)
    with refused("release.no_change"):
        release_check(release=made, by=office)
    with refused("release.vanished"):
        figures_choose(release=made, by=office, keys=KEYS[1:])


def test_a_withdrawn_figure_stays_with_its_reason(
    release: Release, office: User, leader: User
) -> None:
    made = corrected(release, office)
    release_check(release=made, by=office)
    made = release_issue(release=made, by=leader)
    row = made.figures.get(key="target:T002")
    assert row.withdrawn
    assert row.value is None
    assert row.reason == "统计口径有误"
    assert release.figures.get(key="target:T002").value == Decimal("18.2")
    audited = AuditRow.objects.get(action="public.figure.withdraw")
    assert audited.data["before"] == "18.200000"
    assert check_package(bytes(made.package.content)) == ()


def test_a_figure_is_withdrawn_once_with_a_reason_and_only_in_a_correction(
    release: Release, office: User
) -> None:
    published = release.figures.get(key="target:T001")
    with refused("release.not_draft"):
        figure_withdraw(figure=published, by=office, reason="有误")
    made = release_correct(release=release, by=office)
    figures_choose(release=made, by=office, keys=[*KEYS, "account:control:2022"])
    with refused("release.reason"):
        figure_withdraw(
            figure=made.figures.get(key="target:T001"), by=office, reason=" "
        )
    with refused("release.first"):
        figure_withdraw(
            figure=made.figures.get(key="account:control:2022"),
            by=office,
            reason="有误",
        )
    row = figure_withdraw(
        figure=made.figures.get(key="target:T001"), by=office, reason="有误"
    )
    with refused("release.withdrawn_before"):
        figure_withdraw(figure=row, by=office, reason="有误")
    assert figure_restore(figure=row, by=office).value == Decimal("12.6")


def test_only_the_version_in_force_is_corrected(
    release: Release, office: User, leader: User
) -> None:
    made = corrected(release, office)
    with refused("release.not_issued"):
        release_correct(release=made, by=office)
    release_check(release=made, by=office)
    release_issue(release=made, by=leader)
    with refused("release.not_latest"):
        release_correct(release=release, by=office)


def test_a_checked_version_is_sent_back_or_given_up_with_a_reason(
    release: Release, office: User, leader: User
) -> None:
    made = corrected(release, office)
    with refused("signature.unchecked"):
        release_return(release=made, by=leader, reason="重写")
    release_check(release=made, by=office)
    with refused("release.not_draft"):
        release_edit(release=made, by=office, facts=NOTE)
    with refused("release.reason"):
        release_return(release=made, by=leader, reason="")
    back = release_return(release=made, by=leader, reason="说明不清")
    assert back.state == ReleaseState.DRAFT
    assert back.checked_by is None
    with refused("release.reason"):
        release_drop(release=made, by=office, reason="")
    assert release_drop(release=made, by=office, reason="不再需要").state == "dropped"
    with refused("release.not_open"):
        release_check(release=made, by=office)
    assert str(release_correct(release=release, by=office).version) == "1.1"


def test_the_next_release_takes_the_next_number(release: Release, office: User) -> None:
    made = drafted(release.organisation, office)
    assert str(made.version) == "2.0"


@pytest.mark.database
def test_the_database_keeps_versions_signed_and_withdrawn_figures_empty(
    release: Release, office: User
) -> None:
    made = drafted(release.organisation, office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=made.pk).update(state="issued")
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=made.pk).update(major=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.filter(release=release).update(withdrawn=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(issued_by=release.checked_by)
    again = Release(organisation=release.organisation, major=3, title="三")
    with pytest.raises(ValidationError, match="还有一个版本没有发布"):
        again.full_clean()
