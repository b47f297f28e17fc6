"""What people do with a result: decide, object, answer; each act in the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from dafeng.base.errors import BadInputError
from dafeng.web.assessment.models import (
    AssessmentRun,
    Objection,
    ObjectionState,
    ProposalRow,
    Stand,
)
from dafeng.web.assessment.services.deciding import (
    objection_decide,
    objection_file,
    proposal_confirm,
    proposal_decline,
)
from dafeng.web.core.models import AuditRow
from tests.web.assessment.building import frozen, proposals, stored

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.assessment.models import UnitScore
    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan


def actions() -> set[str]:
    return set(AuditRow.objects.values_list("action", flat=True))


@pytest.fixture
def circular(result: AssessmentRun) -> ProposalRow:
    """The proposal about the bureau that missed a target."""
    return result.proposals.get(step="circular")


@pytest.fixture
def score(result: AssessmentRun) -> UnitScore:
    """The result of the bureau that missed a target."""
    return result.scores.get(unit="区农业农村委")


# Proposals ----------------------------------------------------------------------------


def test_a_person_confirms_and_the_audit_keeps_it(
    client: Client, circular: ProposalRow, office: User
) -> None:
    client.force_login(office)
    answer = client.post(f"{circular.get_absolute_url()}confirm/", follow=True)
    assert "系统不会自动发送" in answer.content.decode()
    circular.refresh_from_db()
    assert (circular.stand, circular.decided_by) == (Stand.CONFIRMED, office)
    assert "assessment.proposal.confirm" in actions()


def test_declining_asks_for_a_reason_and_keeps_the_page(
    client: Client, circular: ProposalRow, leader: User
) -> None:
    client.force_login(leader)
    address = f"{circular.get_absolute_url()}decline/"
    assert "写明为什么不采纳" in client.get(address).content.decode()
    text = client.post(address, {"reason": " "}).content.decode()
    assert "请写明理由" in text
    assert "data-error-summary" in text
    client.post(address, {"reason": "数据正在核实"})
    circular.refresh_from_db()
    assert (circular.stand, circular.reason) == (Stand.DECLINED, "数据正在核实")
    assert "assessment.proposal.decline" in actions()


def test_a_reason_of_blanks_is_none(circular: ProposalRow, office: User) -> None:
    with pytest.raises(BadInputError) as refused:
        proposal_decline(proposal=circular, by=office, reason="  ")
    assert refused.value.code == "proposal.reason"


def test_a_proposal_is_decided_once(
    client: Client, circular: ProposalRow, office: User
) -> None:
    proposal_confirm(proposal=circular, by=office)
    with pytest.raises(BadInputError) as refused:
        proposal_decline(proposal=circular, by=office, reason="又想了想")
    assert refused.value.code == "proposal.decided"
    client.force_login(office)
    answer = client.post(f"{circular.get_absolute_url()}confirm/", follow=True)
    assert "已有决定" in answer.content.decode()


def test_nothing_is_decided_on_a_draft(draft: AssessmentRun, office: User) -> None:
    with pytest.raises(BadInputError) as refused:
        proposal_confirm(proposal=draft.proposals.all()[0], by=office)
    assert refused.value.code == "proposal.draft"


def test_the_unit_sees_its_proposal_and_cannot_decide(
    client: Client, circular: ProposalRow, officer: User, clerk: User
) -> None:
    address = circular.get_absolute_url()
    client.force_login(officer)
    assert "森林覆盖率" in client.get(address).content.decode()
    assert client.post(f"{address}confirm/").status_code == 403
    assert client.get(f"{address}decline/").status_code == 403
    client.force_login(clerk)
    assert client.get(address).status_code == 404
    assert client.post(f"{address}confirm/").status_code == 404


def test_the_list_is_narrowed_in_the_address(
    client: Client, result: AssessmentRun, office: User
) -> None:
    client.force_login(office)
    address = f"{result.get_absolute_url()}proposals/"
    text = client.get(address, {"step": "commend"}).content.decode()
    assert "建议表彰" in text
    assert "森林覆盖率 2025" not in text
    assert (
        "没有您可以查看的建议"
        in client.get(address, {"stand": "withdrawn"}).content.decode()
    )


def test_a_decision_survives_a_rerun(
    circular: ProposalRow, plan: Plan, office: User
) -> None:
    proposal_decline(proposal=circular, by=office, reason="数据正在核实")
    again = stored(plan).proposals.get(core_id=circular.core_id)
    assert (again.stand, again.reason) == (Stand.DECLINED, "数据正在核实")
    assert again.decided_by == office


def test_a_new_draft_takes_the_place_of_the_old_one(
    draft: AssessmentRun, plan: Plan
) -> None:
    fresh = stored(plan, proposals=proposals()[:1])
    draft.refresh_from_db()
    assert (draft.status, draft.replaced_by) == ("replaced", fresh)
    assert fresh.proposals.count() == 1


# Objections ---------------------------------------------------------------------------


def test_a_unit_objects_and_another_person_answers(
    client: Client, score: UnitScore, officer: User, office: User
) -> None:
    client.force_login(officer)
    address = f"{score.get_absolute_url()}objection/"
    text = client.post(address, {"text": "", "subject": "T002"}).content.decode()
    assert "请写明异议内容" in text
    assert '<option value="T002" selected>' in text
    client.post(address, {"text": "清查数应为 20.4%", "subject": "T002"})
    objection = Objection.objects.get()
    assert "assessment.objection.file" in actions()
    page = f"/assessment/objections/{objection.pk}/"
    assert "清查数应为 20.4%" in client.get(page).content.decode()
    answer = {"state": "upheld", "outcome": "年度更新数为准"}
    assert client.post(page, answer).status_code == 403
    client.force_login(office)
    assert "请选择结论" in client.post(page, {"outcome": "好"}).content.decode()
    client.post(page, answer)
    objection.refresh_from_db()
    assert (objection.state, objection.decided_by) == ("upheld", office)
    assert "assessment.objection.decide" in actions()
    assert "年度更新数为准" in client.get(score.get_absolute_url()).content.decode()


def test_one_open_objection_to_a_matter_at_a_time(
    client: Client, score: UnitScore, officer: User
) -> None:
    objection_file(score=score, by=officer, text="不对", subject="T002")
    with pytest.raises(ValidationError):
        objection_file(score=score, by=officer, text="还是不对", subject="T002")
    client.force_login(officer)
    answer = client.post(
        f"{score.get_absolute_url()}objection/", {"text": "再来", "subject": "T002"}
    )
    assert "已有一件待答复的异议" in answer.content.decode()


def test_other_units_neither_object_nor_read_objections(
    client: Client, score: UnitScore, officer: User, clerk: User, analyst: User
) -> None:
    objection = objection_file(score=score, by=officer, text="不对")
    listed = f"{score.run.get_absolute_url()}objections/"
    client.force_login(officer)
    assert "共 1 件，1 件等待答复" in client.get(listed).content.decode()
    for other in (clerk, analyst):
        client.force_login(other)
        assert "没有异议" in client.get(listed).content.decode()
        assert client.get(f"{score.get_absolute_url()}objection/").status_code == 404
        assert client.get(f"/assessment/objections/{objection.pk}/").status_code == 404
        with pytest.raises(PermissionDenied):
            objection_file(score=score, by=other, text="不对")


def test_the_same_person_does_not_answer(
    score: UnitScore, officer: User, office: User, leader: User
) -> None:
    filed = objection_file(score=score, by=officer, text="不对")
    first = objection_decide(
        objection=filed, by=office, state=ObjectionState.UPHELD, outcome="维持"
    )
    appeal = objection_file(score=score, by=officer, text="请复核", appeals=first)
    with pytest.raises(BadInputError) as refused:
        objection_decide(
            objection=appeal, by=office, state=ObjectionState.UPHELD, outcome="维持"
        )
    assert refused.value.code == "objection.same_person"
    done = objection_decide(
        objection=appeal, by=leader, state=ObjectionState.CORRECTED, outcome="更正"
    )
    assert done.state == ObjectionState.CORRECTED
    with pytest.raises(BadInputError) as refused:
        objection_decide(
            objection=appeal, by=leader, state=ObjectionState.UPHELD, outcome="再答"
        )
    assert refused.value.code == "objection.answered"
    with pytest.raises(BadInputError) as refused:
        objection_file(score=score, by=officer, text="再申诉", appeals=appeal)
    assert refused.value.code == "objection.not_upheld"


def test_an_appeal_starts_from_the_answer(
    client: Client, score: UnitScore, officer: User, office: User
) -> None:
    first = objection_file(score=score, by=officer, text="不对", subject="T002")
    address = f"{score.get_absolute_url()}objection/?appeals={first.pk}"
    client.force_login(officer)
    assert client.get(address).status_code == 404  # not answered yet
    objection_decide(
        objection=first, by=office, state=ObjectionState.UPHELD, outcome="维持原数"
    )
    assert "维持原数" in client.get(address).content.decode()
    client.post(address, {"text": "请复核", "subject": "T002"})
    assert Objection.objects.get(appeals=first).text == "请复核"
    listed: Any = client.get(score.get_absolute_url()).content.decode()
    assert "申诉" in listed


def test_objecting_to_a_replaced_result_is_refused(
    score: UnitScore, officer: User, result: AssessmentRun
) -> None:
    result.status = "replaced"
    result.save()
    score.refresh_from_db()
    with pytest.raises(BadInputError) as refused:
        objection_file(score=score, by=officer, text="不对")
    assert refused.value.code == "objection.replaced"


def test_objections_to_a_replaced_result_stay_in_sight(
    client: Client, score: UnitScore, result: AssessmentRun, plan: Plan, officer: User
) -> None:
    objection_file(score=score, by=officer, text="清查数不对")
    fresh = stored(plan)
    result.status, result.replaced_by = "replaced", fresh
    result.save()
    frozen(fresh, "f" * 64)
    client.force_login(officer)
    address = f"{fresh.get_absolute_url()}units/区农业农村委/"
    assert "清查数不对" in client.get(address).content.decode()
