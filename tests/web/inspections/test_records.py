"""Records, findings, re-checks, notices: who may write what, and when no more."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.inspections import NoticeForm
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.inspections.convert import draw_case, record_digest
from dafeng.web.inspections.models import (
    FindingState,
    InspectionFinding,
    InspectionState,
    Recheck,
    RecheckResult,
)
from dafeng.web.inspections.services.findings import (
    PenaltyFacts,
    finding_add,
    finding_penalise,
    finding_recheck,
    finding_supervise,
)
from dafeng.web.inspections.services.inspections import (
    RecordFacts,
    inspection_close,
    record_file_add,
    record_sign,
    record_write,
    statement_give,
)
from dafeng.web.inspections.services.notices import (
    notice_check,
    notice_draft,
    notice_issue,
)
from dafeng.web.inspections.telling import duties
from dafeng.web.office.models import Letter
from dafeng.web.office.services.papers import paper_of
from dafeng.web.supervision.models import Case
from tests.web.inspections.conftest import FACTS, VISITED, sent_to
from tests.web.plans.building import person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from dafeng.web.inspections.models import Inspection
    from tests.web.inspections.conftest import People

PAPER = b"\xef\xbb\xbfa,b\n1,2\n"


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(BadInputError) as caught:
        act()
    return caught.value.code


def other_inspector(inspection: Inspection, people: People) -> object:
    return next(one for one in people.inspectors if one not in sent_to(inspection))


def test_only_who_was_drawn_writes_and_signs(
    inspection: Inspection, people: People
) -> None:
    record = RecordFacts(visited_on=VISITED, facts="看了")
    outsider = other_inspector(inspection, people)
    assert refused(
        lambda: record_write(
            inspection=inspection, by=outsider, facts=record, version=1
        )
    ) == ("inspection.not_yours")
    with pytest.raises(PermissionDenied):
        record_write(inspection=inspection, by=people.market, facts=record, version=1)
    assert refused(lambda: record_sign(inspection=inspection, by=outsider)) == (
        "inspection.state"
    )


def test_two_who_write_at_once_do_not_overwrite_each_other(
    visited: Inspection,
) -> None:
    first, second = sent_to(visited)
    record = RecordFacts(visited_on=VISITED, facts="第一人")
    version = visited.version
    record_write(inspection=visited, by=first, facts=record, version=version)
    code = refused(
        lambda: record_write(
            inspection=visited, by=second, facts=record, version=version
        )
    )
    assert code == "inspection.stale"


def test_a_visit_to_come_is_refused(inspection: Inspection) -> None:
    later = timezone.localdate() + timedelta(days=1)
    record = RecordFacts(visited_on=later, facts="看了")
    by = sent_to(inspection)[0]
    code = refused(
        lambda: record_write(inspection=inspection, by=by, facts=record, version=1)
    )
    assert code == "inspection.future"


def test_a_visit_before_there_were_rules_is_refused(inspection: Inspection) -> None:
    record = RecordFacts(visited_on=date(2010, 4, 8), facts="看了")
    by = sent_to(inspection)[0]
    with pytest.raises(NotFoundError) as caught:
        record_write(inspection=inspection, by=by, facts=record, version=1)
    assert caught.value.code == "rules.none"


def test_the_day_of_a_visit_stands_once_a_finding_rests_on_it(
    visited: Inspection, finding: InspectionFinding
) -> None:
    by, version = sent_to(visited)[0], visited.version
    moved = RecordFacts(visited_on=VISITED + timedelta(days=1), facts="看了")
    code = refused(
        lambda: record_write(inspection=visited, by=by, facts=moved, version=version)
    )
    assert code == "inspection.dated"
    same = RecordFacts(visited_on=finding.found_on, facts="改了")
    held = record_write(inspection=visited, by=by, facts=same, version=version)
    assert held.facts == "改了"


def test_a_record_is_signed_by_both_and_changed_no_more(
    visited: Inspection, finding: InspectionFinding
) -> None:
    first, second = sent_to(visited)
    digest = record_digest(visited)
    record_sign(inspection=visited, by=first)
    visited.refresh_from_db()
    assert visited.state == InspectionState.VISITED
    assert refused(lambda: record_sign(inspection=visited, by=first)) == (
        "inspection.signed"
    )
    record = RecordFacts(visited_on=VISITED, facts="改了")
    for act in (
        lambda: record_write(
            inspection=visited, by=second, facts=record, version=visited.version
        ),
        lambda: finding_add(inspection=visited, by=second, facts=FACTS),
        lambda: record_file_add(
            inspection=visited, by=second, paper=paper_of("a.csv", PAPER)
        ),
    ):
        assert refused(act) == "inspection.has_signature"
    record_sign(inspection=visited, by=second)
    visited.refresh_from_db()
    assert visited.state == InspectionState.SIGNED
    assert {one.digest for one in visited.signatures.all()} == {digest}
    assert finding.order == 1


def test_dates_of_a_finding_come_from_the_rules(finding: InspectionFinding) -> None:
    assert finding.form == NoticeForm.ORDER.value
    assert finding.due_on == date(2026, 5, 8)
    assert finding.recheck_on == date(2026, 5, 18)


def test_the_unit_speaks_once_and_sees_nothing_before_the_visit(
    signed: Inspection, people: People
) -> None:
    boss = person("boss", signed.subject, RoleCode.ENTERPRISE_MANAGER)
    if signed.subject != people.manager.organisation:
        with pytest.raises(PermissionDenied):
            statement_give(inspection=signed, by=people.manager, text="无异议")
    statement_give(inspection=signed, by=boss, text="无异议")
    code = refused(lambda: statement_give(inspection=signed, by=boss, text="再说"))
    assert code == "inspection.stated"


@pytest.mark.usefixtures("numbered")
def test_a_notice_needs_two_people_and_takes_the_next_number(
    signed: Inspection, people: People
) -> None:
    by = sent_to(signed)[0]
    notice = notice_draft(inspection=signed, by=by, form=NoticeForm.ORDER)
    assert refused(lambda: notice_issue(notice=notice, by=people.head)) == (
        "signature.unchecked"
    )
    notice_check(notice=notice, by=people.head)
    assert refused(lambda: notice_check(notice=notice, by=people.office)) == (
        "signature.checked"
    )
    assert refused(lambda: notice_issue(notice=notice, by=people.head)) == (
        "signature.same_person"
    )
    issued = notice_issue(notice=notice, by=people.office)
    letter = Letter.objects.get()
    assert issued.letter == letter
    assert letter.number.startswith("示双碳办〔")
    assert letter.number.endswith("〕1号")
    assert refused(lambda: notice_issue(notice=notice, by=people.second)) == (
        "signature.issued"
    )
    assert Letter.objects.count() == 1


@pytest.mark.usefixtures("numbered")
@pytest.mark.parametrize("left", [0, 1])
def test_only_what_is_open_gets_a_term_with_the_notice(
    visited: Inspection, finding: InspectionFinding, people: People, left: int
) -> None:
    by = sent_to(visited)[0]
    more = [finding_add(inspection=visited, by=by, facts=FACTS) for _ in range(left)]
    for user in sent_to(visited):
        record_sign(inspection=visited, by=user)
    finding_recheck(
        finding=finding, by=by, result=RecheckResult.CLEARED, on=date(2026, 5, 4)
    )
    notice = notice_draft(inspection=visited, by=by, form=NoticeForm.ORDER)
    notice_check(notice=notice, by=people.head)
    issued = notice_issue(notice=notice, by=people.office)
    before = finding.due_on, finding.recheck_on
    finding.refresh_from_db()
    assert finding.state == FindingState.CLEARED
    assert (finding.due_on, finding.recheck_on) == before
    terms = AuditRow.objects.get(action="inspections.inspection.issue").data["terms"]
    assert [one["order"] for one in terms] == [2] * left
    for one in more:
        one.refresh_from_db()
        assert issued.letter.reply_by == one.due_on > timezone.localdate()
    if not more:
        assert issued.letter.reply_by is None


def test_without_characters_nothing_is_issued(
    signed: Inspection, people: People
) -> None:
    by = sent_to(signed)[0]
    notice = notice_draft(inspection=signed, by=by, form=NoticeForm.ORDER)
    notice_check(notice=notice, by=people.head)
    assert refused(lambda: notice_issue(notice=notice, by=people.office)) == (
        "letter.no_signs"
    )
    notice.refresh_from_db()
    assert notice.issued_by is None


@pytest.mark.usefixtures("numbered")
def test_an_inspection_closes_when_every_finding_was_handed_over(
    signed: Inspection, people: People
) -> None:
    by = sent_to(signed)[0]
    assert refused(lambda: inspection_close(inspection=signed, by=by)) == (
        "inspection.unserved"
    )
    assert refused(
        lambda: notice_draft(inspection=signed, by=by, form=NoticeForm.OPINION)
    ) == ("notice.empty")
    notice = notice_draft(inspection=signed, by=by, form=NoticeForm.ORDER)
    notice_check(notice=notice, by=people.head)
    notice_issue(notice=notice, by=people.office)
    closed = inspection_close(inspection=signed, by=by)
    assert closed.state == InspectionState.CLOSED


@pytest.mark.usefixtures("numbered")
def test_terms_and_rechecks_are_told_once_they_come(
    signed: Inspection, people: People, finding: InspectionFinding
) -> None:
    assert list(duties(date(2026, 5, 20))) == []
    by = sent_to(signed)[0]
    notice = notice_draft(inspection=signed, by=by, form=NoticeForm.ORDER)
    notice_check(notice=notice, by=people.head)
    notice_issue(notice=notice, by=people.office)
    finding.refresh_from_db()
    assert finding.due_on > timezone.localdate()
    (term,) = duties(finding.due_on - timedelta(days=3))
    assert (term.unit, term.due_on) == (signed.subject.code, finding.due_on)
    (again,) = duties(finding.recheck_on + timedelta(days=2))
    assert (again.unit, again.due_on) == ("fgw", finding.recheck_on)


def test_a_recheck_that_fails_sets_the_next_day(
    signed: Inspection, finding: InspectionFinding
) -> None:
    by = sent_to(signed)[0]
    held = finding_recheck(
        finding=finding, by=by, result=RecheckResult.NOT_CLEARED, on=date(2026, 5, 18)
    )
    assert (held.state, held.recheck_on) == (FindingState.OPEN, date(2026, 6, 8))
    held = finding_recheck(
        finding=finding, by=by, result=RecheckResult.CLEARED, on=date(2026, 6, 8)
    )
    assert held.state == FindingState.CLEARED
    assert held.rechecks.count() == 2
    code = refused(
        lambda: finding_recheck(
            finding=finding, by=by, result=RecheckResult.CLEARED, on=date(2026, 6, 9)
        )
    )
    assert code == "inspection.state"


def test_days_of_a_recheck_are_possible_ones(finding: InspectionFinding) -> None:
    by = sent_to(finding.inspection)[0]
    for on, code in (
        (timezone.localdate() + timedelta(days=1), "inspection.future"),
        (VISITED - timedelta(days=1), "finding.early"),
    ):
        assert (
            refused(
                lambda on=on: finding_recheck(
                    finding=finding, by=by, result=RecheckResult.CLEARED, on=on
                )
            )
            == code
        )


@pytest.mark.database
def test_a_recheck_is_never_changed(finding: InspectionFinding) -> None:
    by = sent_to(finding.inspection)[0]
    finding_recheck(finding=finding, by=by, result=RecheckResult.CLEARED, on=VISITED)
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.update(note="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.all().delete()


def test_a_penalty_is_registered_for_what_is_open(
    finding: InspectionFinding, people: People
) -> None:
    facts = PenaltyFacts(
        penalty="罚款",
        penalty_number="示发改罚〔2026〕1号",
        penalty_on=date(2026, 6, 1),
        penalty_yuan=Decimal(100_000),
    )
    held = finding_penalise(finding=finding, by=people.head, facts=facts)
    assert held.state == FindingState.PENALISED
    code = refused(
        lambda: finding_penalise(finding=finding, by=people.head, facts=facts)
    )
    assert code == "inspection.state"


def test_a_finding_becomes_a_draft_of_supervision_once(
    finding: InspectionFinding, people: People
) -> None:
    with pytest.raises(PermissionDenied):
        finding_supervise(finding=finding, by=people.head)
    held = finding_supervise(finding=finding, by=people.office)
    case = Case.objects.get()
    assert held.supervision == case.get_absolute_url()
    assert case.demand == finding.demand
    code = refused(lambda: finding_supervise(finding=finding, by=people.office))
    assert code == "finding.supervised"


def test_what_was_found_weighs_in_the_next_draw(
    signed: Inspection, finding: InspectionFinding
) -> None:
    case = draw_case(signed.plan)
    seen = next(one for one in case.subjects if one.id == signed.subject.code)
    assert seen.looked_on == VISITED
    assert [one.severity for one in seen.past] == [finding.severity]


def test_the_same_rule_broken_again_is_seen_on_the_page(
    finding: InspectionFinding, people: People, client: Client
) -> None:
    def found(order: int, days: int, rule: str) -> InspectionFinding:
        return InspectionFinding.objects.create(
            inspection=finding.inspection,
            order=order,
            rule=rule,
            fact="x",
            severity=finding.severity,
            demand="y",
            form=finding.form,
            found_on=VISITED - timedelta(days=days),
            due_on=VISITED,
            recheck_on=VISITED,
            state=FindingState.CLEARED,
        )

    client.force_login(people.office)
    assert "再次违反" not in client.get(finding.get_absolute_url()).content.decode()
    first = found(2, 400, f" {finding.rule} ")
    other = found(3, 300, "另一条规定")
    ancient = found(4, 1200, finding.rule)
    body = client.get(finding.get_absolute_url()).content.decode()
    assert "此前有 1 次违反同一规定" in body
    assert f'href="{first.get_absolute_url()}"' in body
    assert f'href="{other.get_absolute_url()}"' not in body
    assert f'href="{ancient.get_absolute_url()}"' not in body
