"""What people do with a result: decide, object, answer; each act in the audit."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from openpyxl import load_workbook

from dafeng.assessment.consequences import Ruling
from dafeng.assessment.objections import Act
from dafeng.base.errors import BadInputError
from dafeng.web.assessment.models import (
    AssessmentRun,
    Objection,
    ProposalRow,
    Stand,
)
from dafeng.web.assessment.services.deciding import proposal_decide, proposals_decide
from dafeng.web.assessment.services.objecting import objection_file, objection_move
from dafeng.web.core.models import AuditRow
from tests.web.assessment.building import frozen, proposals, stored
from tests.web.layers import layer

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.assessment.models import UnitScore
    from dafeng.web.core.models import User
    from dafeng.web.plans.models import Plan


def actions() -> set[str]:
    return set(AuditRow.objects.values_list("action", flat=True))


@layer
def circular(result: AssessmentRun) -> ProposalRow:
    """The proposal about the bureau that missed a target."""
    return result.proposals.get(step="circular")


@layer
def score(result: AssessmentRun) -> UnitScore:
    """The result of the bureau that missed a target."""
    return result.scores.get(unit="区农业农村委")


# Proposals ----------------------------------------------------------------------------


def test_a_person_confirms_and_the_audit_keeps_it(
    client: Client, circular: ProposalRow, office: User
) -> None:
    client.force_login(office)
    answer = client.post(
        circular.get_absolute_url(), {"ruling": "confirmed"}, follow=True
    )
    assert "系统不会自动发送" in answer.content.decode()
    circular.refresh_from_db()
    assert (circular.stand, circular.decided_by) == (Stand.CONFIRMED, office)
    assert "assessment.proposal.confirm" in actions()


def test_declining_asks_for_a_reason_at_its_field_and_clears_nothing(
    client: Client, circular: ProposalRow, leader: User
) -> None:
    client.force_login(leader)
    address = circular.get_absolute_url()
    assert "不予采纳或撤回时必填" in client.get(address).content.decode()
    given = {"ruling": "declined", "reason": " "}
    text = client.post(address, given).content.decode()
    assert "请写明理由" in text
    assert "data-error-summary" in text
    client.post(address, {"ruling": "declined", "reason": "数据正在核实"})
    circular.refresh_from_db()
    assert (circular.stand, circular.reason) == (Stand.DECLINED, "数据正在核实")
    assert "assessment.proposal.decline" in actions()


def test_a_decision_that_is_none_of_the_three_is_refused(
    client: Client, circular: ProposalRow, office: User
) -> None:
    client.force_login(office)
    given = {"ruling": "maybe", "reason": "说不好"}
    assert client.post(circular.get_absolute_url(), given).status_code == 400


def test_a_reason_of_blanks_is_none(circular: ProposalRow, office: User) -> None:
    with pytest.raises(BadInputError) as refused:
        proposal_decide(
            proposal=circular, by=office, ruling=Ruling.DECLINED, reason="  "
        )
    assert refused.value.code == "decision.no_reason"


def test_a_proposal_is_decided_once(
    client: Client, circular: ProposalRow, office: User
) -> None:
    proposal_decide(proposal=circular, by=office, ruling=Ruling.CONFIRMED)
    with pytest.raises(BadInputError) as refused:
        proposal_decide(
            proposal=circular, by=office, ruling=Ruling.DECLINED, reason="又想了想"
        )
    assert refused.value.code == "decision.twice"
    client.force_login(office)
    answer = client.post(circular.get_absolute_url(), {"ruling": "confirmed"})
    assert "已有决定" in answer.content.decode()


def test_what_the_result_still_carries_is_not_taken_back(
    circular: ProposalRow, office: User
) -> None:
    with pytest.raises(BadInputError) as refused:
        proposal_decide(
            proposal=circular, by=office, ruling=Ruling.WITHDRAWN, reason="不发了"
        )
    assert refused.value.code == "decision.not_to_withdraw"


def test_nothing_is_decided_on_a_draft(draft: AssessmentRun, office: User) -> None:
    with pytest.raises(BadInputError) as refused:
        proposal_decide(
            proposal=draft.proposals.all()[0], by=office, ruling=Ruling.CONFIRMED
        )
    assert refused.value.code == "proposal.draft"


def test_several_are_decided_at_once_or_none(
    client: Client, result: AssessmentRun, office: User
) -> None:
    rows = list(result.proposals.all())
    client.force_login(office)
    address = f"{result.get_absolute_url()}proposals/?step="
    text = client.post(address, {"ruling": "confirmed"}).content.decode()
    assert "请至少勾选一条建议" in text
    chosen = [str(row.pk) for row in rows]
    given = {"ruling": "declined", "proposal": chosen, "reason": ""}
    text = client.post(address, given).content.decode()
    assert "请写明理由" in text
    assert text.count("checked") == len(rows)
    proposal_decide(proposal=rows[1], by=office, ruling=Ruling.CONFIRMED)
    with pytest.raises(BadInputError):
        proposals_decide(proposals=rows, by=office, ruling=Ruling.CONFIRMED)
    rows[0].refresh_from_db()
    assert rows[0].stand == Stand.PROPOSED
    given = {"ruling": "declined", "proposal": chosen[:1], "reason": "数据正在核实"}
    text = client.post(address, given, follow=True).content.decode()
    assert "已决定 1 条建议" in text
    rows[0].refresh_from_db()
    assert (rows[0].stand, rows[0].reason) == (Stand.DECLINED, "数据正在核实")


def test_the_unit_sees_its_proposal_and_cannot_decide(
    client: Client, circular: ProposalRow, officer: User, clerk: User
) -> None:
    address = circular.get_absolute_url()
    client.force_login(officer)
    assert "森林覆盖率" in client.get(address).content.decode()
    assert client.post(address, {"ruling": "confirmed"}).status_code == 403
    listed = f"{circular.run.get_absolute_url()}proposals/"
    assert client.post(listed, {"ruling": "confirmed"}).status_code == 403
    client.force_login(clerk)
    assert client.get(address).status_code == 404
    assert client.post(address, {"ruling": "confirmed"}).status_code == 404


def test_the_list_is_narrowed_in_the_address(
    client: Client, result: AssessmentRun, office: User
) -> None:
    client.force_login(office)
    address = f"{result.get_absolute_url()}proposals/"
    text = client.get(address, {"step": "commend"}).content.decode()
    assert "考核等次优秀" in text
    assert "森林覆盖率 2025" not in text
    narrowed = {"about": "target", "q": "森林", "unit": "区农业农村委"}
    assert "共 2 条建议" in client.get(address, narrowed).content.decode()
    assert (
        "没有您可以查看的建议"
        in client.get(address, {"stand": "withdrawn"}).content.decode()
    )


def test_a_decision_survives_a_rerun(
    circular: ProposalRow, plan: Plan, office: User
) -> None:
    proposal_decide(
        proposal=circular, by=office, ruling=Ruling.DECLINED, reason="数据正在核实"
    )
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


def test_a_decided_proposal_whose_facts_changed_says_so(
    client: Client, circular: ProposalRow, plan: Plan, office: User
) -> None:
    proposal_decide(proposal=circular, by=office, ruling=Ruling.CONFIRMED)
    changed = attrs.evolve(proposals()[0], facts="森林覆盖率 2025 年为 19.9%。")
    fresh = frozen(stored(plan, proposals=(changed,)), "f" * 64, replaces=circular.run)
    row = fresh.proposals.get(core_id=circular.core_id)
    assert (row.stand, row.changed) == (Stand.CONFIRMED, True)
    client.force_login(office)
    listed = f"{fresh.get_absolute_url()}proposals/"
    assert "事实有变" in client.get(listed).content.decode()


def test_no_markup_stands_inside_an_attribute_of_the_english_list(
    client: Client, result: AssessmentRun, office: User
) -> None:
    client.force_login(office)
    client.post("/language/", {"language": "en", "next": "/"})
    for page in ("proposals/", "units/区农业农村委/"):
        address = f"{result.get_absolute_url()}{page}"
        text = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert not re.search(r'(?:title|aria-label)="<span', text)


def test_the_export_holds_what_the_filters_leave(
    client: Client, result: AssessmentRun, office: User, analyst: User
) -> None:
    client.force_login(office)
    address = f"{result.get_absolute_url()}proposals"
    answer: Any = client.get(f"{address}.csv", {"step": "circular"})
    text = b"".join(answer.streaming_content).decode()
    assert "森林覆盖率 2025" in text
    assert "考核等次优秀" not in text
    answer = client.get(f"{address}.xlsx", {"step": "circular"})
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "target-missed/区农业农村委/T002" in cells
    assert "grade-best/区发改委/" not in cells
    client.force_login(analyst)
    answer = client.get(f"{address}.csv")
    assert "森林" not in b"".join(answer.streaming_content).decode()


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
    page = objection.get_absolute_url()
    text = client.get(page).content.decode()
    assert "清查数应为 20.4%" in text
    assert "待受理。 应于" in text
    answer = {"act": "accept", "reason": "属实，受理"}
    assert client.post(page, answer).status_code == 403
    client.force_login(office)
    assert "请选择结论" in client.post(page, {"reason": "好"}).content.decode()
    client.post(page, answer)
    text = client.post(page, {"act": "correct", "reason": "采纳"}).content.decode()
    assert "请填写更正后结果的校验值或文件" in text
    client.post(page, {"act": "uphold", "reason": "年度更新数为准"})
    objection.refresh_from_db()
    assert objection.stage == "upheld"
    assert {"assessment.objection.accept", "assessment.objection.uphold"} <= actions()
    text = client.get(page).content.decode()
    assert "年度更新数为准" in text
    assert "可以申请复核一次" in text


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


def test_the_same_person_does_not_answer_and_an_appeal_is_made_once(
    client: Client, score: UnitScore, officer: User, office: User, leader: User
) -> None:
    filed = objection_file(score=score, by=officer, text="不对")
    objection_move(objection=filed, by=office, act=Act.ACCEPT, reason="受理")
    objection_move(objection=filed, by=office, act=Act.UPHOLD, reason="维持")
    client.force_login(officer)
    page = filed.get_absolute_url()
    assert "由另一人作出" in client.get(page).content.decode()
    client.post(page, {"reason": "请复核"})
    filed.refresh_from_db()
    assert filed.stage == "appealed"
    with pytest.raises(BadInputError) as refused:
        objection_move(objection=filed, by=office, act=Act.UPHOLD, reason="维持")
    assert refused.value.code == "objection.same_person"
    client.force_login(office)
    again = {"act": "uphold", "reason": "维持"}
    assert "请另一人处理" in client.post(page, again).content.decode()
    with pytest.raises(BadInputError) as refused:
        objection_move(objection=filed, by=leader, act=Act.CORRECT, reason="更正")
    assert refused.value.code == "objection.no_document"
    done = objection_move(
        objection=filed, by=leader, act=Act.CORRECT, reason="更正", document="f" * 64
    )
    assert done.stage == "final"
    assert [move.act for move in done.moves.all()] == [
        "accept",
        "uphold",
        "appeal",
        "correct",
    ]
    with pytest.raises(BadInputError) as refused:
        objection_move(objection=filed, by=officer, act=Act.APPEAL, reason="再申诉")
    assert refused.value.code == "objection.step"
    assert "不能再申诉" in client.get(page).content.decode()


def test_an_objection_after_its_last_day_is_refused(
    client: Client, score: UnitScore, officer: User
) -> None:
    run = score.run
    # Ten working days after 2026-01-05 end in January.
    run.frozen_at = datetime(2026, 1, 5, 4, tzinfo=UTC)
    run.save()
    with pytest.raises(BadInputError) as refused:
        objection_file(score=score, by=officer, text="不对")
    assert refused.value.code == "objection.late"
    client.force_login(officer)
    address = f"{score.get_absolute_url()}objection/"
    text = client.post(address, {"text": "不对"}).content.decode()
    assert "最后一天是 2026-01-19，已经过期" in text
    assert "提出异议</a>" not in client.get(score.get_absolute_url()).content.decode()


def test_an_office_that_is_late_is_shown_as_late(
    client: Client, score: UnitScore, officer: User
) -> None:
    filed = objection_file(score=score, by=officer, text="不对")
    long_ago = datetime(2026, 1, 5, 4, tzinfo=UTC)
    Objection.objects.filter(pk=filed.pk).update(
        filed_at=long_ago, told_on=date(2026, 1, 5)
    )
    client.force_login(officer)
    assert "已超期" in client.get(filed.get_absolute_url()).content.decode()
    listed = f"{score.run.get_absolute_url()}objections/"
    assert "超期" in client.get(listed).content.decode()


def test_objecting_to_a_draft_is_refused(
    client: Client, draft: AssessmentRun, officer: User, office: User
) -> None:
    score = draft.scores.get(unit="区农业农村委")
    with pytest.raises(BadInputError) as refused:
        objection_file(score=score, by=officer, text="不对")
    assert refused.value.code == "objection.draft"
    client.force_login(office)
    listed = f"{draft.get_absolute_url()}objections/"
    assert "结果公布后" in client.get(listed).content.decode()


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
    frozen(fresh, "f" * 64, replaces=result)
    client.force_login(officer)
    address = f"{fresh.get_absolute_url()}units/区农业农村委/"
    assert "清查数不对" in client.get(address).content.decode()
