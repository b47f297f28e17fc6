"""Contracts: edited as a draft, signed, changed from a day on, ended."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from django.core.exceptions import PermissionDenied

from dafeng.base.errors import BadInputError
from dafeng.enterprises.savings import ContractError
from dafeng.web.core.models import AuditRow
from dafeng.web.savings.convert import contract_of
from dafeng.web.savings.selectors.contracts import changes_of, history_of
from dafeng.web.savings.services.contracts import (
    ChangeFacts,
    change_withdraw,
    contract_change,
    project_edit,
    project_end,
    project_sign,
)
from dafeng.web.savings.services.measuring import project_measure
from dafeng.web.savings.services.projects import (
    NAMES,
    ProjectFacts,
    TermFacts,
    term_add,
    term_withdraw,
)
from dafeng.web.savings.services.settling import settlement_draft
from tests.web.savings.conftest import (
    DAY,
    NEXT,
    NEXT_END,
    REPORT,
    REPORT_END,
    TODAY,
    People,
)
from tests.web.savings.test_rooms import browser

if TYPE_CHECKING:
    from dafeng.web.savings.models import SavingProject

FROM = NEXT


def refused(code: str, act: Any, **told: Any) -> None:
    with pytest.raises(BadInputError) as error:
        act(**told)
    assert error.value.code == code


def change(**more: Any) -> ChangeFacts:
    told: dict[str, Any] = {
        "effective_from": FROM,
        "signed_on": TODAY,
        "document": "补充协议 1",
        "reason": "电价调整",
        "conditions": {"cap": Decimal(500)},
    }
    return ChangeFacts(**told | more)


def term(begin: date = FROM, share: str = "0.6") -> TermFacts:
    end = REPORT + timedelta(days=400)
    return TermFacts(begin=begin, end=end, share=Decimal(share), price=Decimal("0.5"))


@pytest.mark.usefixtures("readings")
def test_a_draft_is_edited_freely_and_a_signed_contract_is_not(
    draft: SavingProject, people: People
) -> None:
    project_measure(project=draft, by=None)
    refused("project.draft", settlement_draft, project=draft, by=None, begin=REPORT,
            end=REPORT_END)  # fmt: skip
    facts = ProjectFacts(**{name: getattr(draft, name) for name in NAMES})
    facts = attrs.evolve(facts, name_zh="水泵改造", cap=Decimal(500))
    row = project_edit(project=draft, by=people.manager, facts=facts, version=1)
    assert (row.name_zh, row.version, row.measurements.count()) == ("水泵改造", 2, 0)
    told = AuditRow.objects.get(action="savings.project.edit").data
    assert told["before"] == {"name_zh": "风机改造", "cap": None}
    assert told["after"] == {"name_zh": "水泵改造", "cap": "500"}
    given: dict[str, Any] = {"project": row, "by": people.manager}
    refused("savings.stale", project_edit, **given, facts=facts, version=1)
    term_withdraw(term=row.terms.get(), by=people.manager, reason="写错")
    signing = {"signed_on": REPORT, "version": 2}
    refused("project.no_terms", project_sign, **given, **signing)
    term_add(**given, facts=term(REPORT))
    refused("project.future", project_sign, **given, signed_on=TODAY + DAY, version=2)
    with pytest.raises(PermissionDenied):
        project_sign(project=row, by=people.provider, **signing)
    row = project_sign(**given, **signing)
    assert (row.state, row.signed_on, row.version) == ("running", REPORT, 3)
    refused("project.signed", project_edit, **given, facts=facts, version=3)
    refused("project.signed", term_add, **given, facts=term(REPORT))


@pytest.mark.usefixtures("readings")
def test_a_change_keeps_what_stood_before_and_settled_days(
    project: SavingProject, people: People
) -> None:
    first = settlement_draft(project=project, by=None, begin=REPORT, end=REPORT_END)
    given: dict[str, Any] = {"project": project, "by": people.manager, "version": 2}
    late = change(effective_from=REPORT_END)
    refused("change.settled", contract_change, **given, facts=late)
    refused("change.nothing", contract_change, **given, facts=change(conditions={}))
    with pytest.raises(PermissionDenied):
        contract_change(project=project, by=people.other, facts=change(), version=2)
    made = contract_change(**given, facts=change(term=term()))
    project.refresh_from_db()
    assert (project.cap, made.cap, project.version) == (Decimal(500), None, 3)
    standing = project.terms.filter(withdrawn_at=None).order_by("begin")
    assert [(one.begin, one.end, one.share) for one in standing] == [
        (REPORT, FROM - DAY, Decimal("0.8")),
        (FROM, REPORT + timedelta(days=400), Decimal("0.6")),
        (REPORT + timedelta(days=401), REPORT + timedelta(days=700), Decimal("0.8")),
    ]
    assert made.terms_replaced.get().end == REPORT + timedelta(days=700)
    first.refresh_from_db()
    before = first.payment
    with pytest.raises(ContractError):
        contract_of(project, FROM - DAY, FROM)
    later = settlement_draft(project=project, by=None, begin=FROM, end=NEXT_END)
    assert later.payment == Decimal(500)
    first.refresh_from_db()
    assert first.payment == before > Decimal(500)
    [shown] = changes_of(project)
    assert [(one.name, one.before, one.after) for one in shown.fields] == [
        ("cap", None, Decimal(500))
    ]
    assert (len(shown.replaced), len(shown.brought)) == (1, 3)
    refused("change.settled", change_withdraw, change=made, by=None, reason="错")
    page = browser(people.reader).get(project.get_absolute_url()).content.decode()
    assert "第 1 次变更" in page
    assert "补充协议 1" in page
    told = history_of(project, [])
    assert [one.before for row in told for one in row.fields if one.name == "cap"] == [
        None
    ]


def test_the_newest_change_is_taken_back_and_what_stood_before_holds_again(
    project: SavingProject, people: People
) -> None:
    given: dict[str, Any] = {"project": project, "by": people.office}
    made = contract_change(**given, facts=change(term=term()), version=2)
    refused("change.order", contract_change, **given, facts=change(), version=3)
    other = change(effective_from=FROM + DAY, conditions={"figure": "low"})
    newest = contract_change(**given, facts=other, version=3)
    refused("change.later", change_withdraw, change=made, by=None, reason="错")
    change_withdraw(change=newest, by=people.office, reason="重复")
    change_withdraw(change=made, by=people.office, reason="重复")
    project.refresh_from_db()
    assert (project.cap, project.figure, project.version) == (None, "estimate", 6)
    back = project.terms.get(withdrawn_at=None)
    assert (back.end, back.replaced_by) == (REPORT + timedelta(days=700), None)
    assert changes_of(project) == []
    refused("savings.withdrawn", change_withdraw, change=made, by=None, reason="再撤")


@pytest.mark.usefixtures("readings")
def test_an_ended_project_stays_to_be_read_and_settled_up_to_its_end(
    project: SavingProject, people: People
) -> None:
    given: dict[str, Any] = {"project": project, "by": people.manager, "version": 2}
    settlement_draft(project=project, by=None, begin=REPORT, end=REPORT_END)
    refused("savings.reason", project_end, **given, ended_on=TODAY, reason=" ")
    refused("project.settled_until", project_end, **given, ended_on=REPORT, reason="停")
    last = FROM + 9 * DAY
    row = project_end(**given, ended_on=last, reason="企业搬迁")
    assert (row.state, row.ended_reason) == ("ended", "企业搬迁")
    refused("project.ended", project_end, project=row, by=None, ended_on=last,
            reason="再", version=3)  # fmt: skip
    refused("project.ended", contract_change, project=row, by=None, facts=change(),
            version=3)  # fmt: skip
    refused("measure.period", settlement_draft, project=row, by=None, begin=FROM,
            end=last + DAY)  # fmt: skip
    assert settlement_draft(project=row, by=None, begin=FROM, end=last).end == last
    assert project_measure(project=row, by=None).end == last
    page = browser(people.reader).get("/savings/").content.decode()
    assert "已终止" in page


def test_contracts_through_the_pages(draft: SavingProject, people: People) -> None:
    client, address = browser(people.manager), draft.get_absolute_url()
    page = client.get(f"{address}edit/").content.decode()
    assert "风机改造" in page
    sent = {
        "name_zh": "风机二期", "point": draft.point_id, "provider_name": "节能公司",
        "baseline_from": draft.baseline_from, "baseline_to": draft.baseline_to,
        "report_from": REPORT, "kind": "shared", "period": "month", "figure": "low",
        "document": "合同 1", "version": 1,
    }  # fmt: skip
    assert client.post(f"{address}edit/", sent).status_code == 302
    stale = client.post(f"{address}edit/", sent)
    assert "保存期间他人改了这里的内容" in stale.content.decode()
    signed = {"signed_on": TODAY, "version": 2}
    assert client.post(f"{address}sign/", signed).status_code == 302
    told = {
        "document": "补 1", "signed_on": TODAY, "effective_from": FROM, "reason": "调",
        "name_zh": "风机二期", "provider_name": "节能公司", "kind": "shared",
        "period": "month", "figure": "low", "cap": "800", "share": "0.5", "version": 3,
    }  # fmt: skip
    half = client.post(f"{address}changes/new/", told)
    assert "新条款的三项都要填" in half.content.decode()
    whole = told | {"term_end": NEXT_END, "price": "0.4"}
    assert client.post(f"{address}changes/new/", whole).status_code == 302
    row = draft.changes.get()
    undo = f"/savings/changes/{row.pk}/withdraw/"
    for one in (f"{address}edit/", f"{address}changes/new/", f"{address}end/", undo):
        assert browser(people.reader).get(one).status_code == 403, one
        assert browser(people.other).get(one).status_code == 404, one
    assert client.post(undo, {"reason": "错"}).status_code == 302
    end = {"ended_on": TODAY, "reason": "停产", "version": 5}
    assert client.post(f"{address}end/", end).status_code == 302
    assert "停产" in client.get(address).content.decode()
