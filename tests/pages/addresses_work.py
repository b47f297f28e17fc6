"""Pages of tasks and reports, and of the office's papers."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from dafeng.web.core.models import Organisation, User
from dafeng.web.office.models import Decision, Letter, Meeting, OwnRule
from dafeng.web.office.selectors.calendar import turns_of
from dafeng.web.office.selectors.decisions import changes_for
from dafeng.web.office.services.agendas import agenda_add
from dafeng.web.office.services.meetings import (
    MeetingFacts,
    meeting_hold,
    meeting_plan,
)
from dafeng.web.work.models import Evidence, Report, Task
from dafeng.web.work.selectors.evidence import evidence_for
from dafeng.web.work.selectors.reports import report_before, reports_for
from dafeng.web.work.selectors.tasks import tasks_visible_to
from dafeng.work import ReportState, TaskState
from tests.pages.visits import ASKED, VIEWER, Arguments

MONTHS = timedelta(days=90)


def work() -> Arguments:
    """Pages of tasks, sheets, rounds, reports and evidence."""
    officer = User.objects.get(username="officer")
    unit = Organisation.objects.get(pk=officer.organisation_id)
    this_year = timezone.localdate().year
    own = tasks_visible_to(officer).filter(lead=unit).order_by("-year", "number")
    open_task = own.filter(state=TaskState.IN_PROGRESS.value)[0]
    issued = Task.objects.filter(parent=None, state=TaskState.IN_PROGRESS.value)
    given = issued.filter(parts__isnull=False).order_by("-year", "number")[0]
    of_task: dict[str, object] = {"pk": open_task.pk}
    todo = _to_fill(officer, unit)
    of_round: dict[str, object] = {"pk": todo.round_id}
    return {
        "work:tasks": [{}, {ASKED: {"tab": "all", "due": "overdue"}}],
        "work:board": [{}],
        "work:calendar": [{}],
        "work:task-new": [{}],
        "work:task": [{"pk": given.pk}, of_task],
        "work:task-edit": [{"pk": given.pk}],
        "work:task-move": [{"pk": given.pk, ASKED: {"act": "extend"}}],
        "work:task-split": [{"pk": given.pk}],
        "work:task-evidence": [of_task],
        "work:division": [{ASKED: {"year": this_year + 1}}],
        "work:sheet": [{"code": unit.code, "year": this_year}],
        "work:reports-mine": [{}],
        "work:report": [{"pk": pk} for pk in _told()],
        "work:report-compare": [{"pk": _told()[0]}],
        "work:report-edit": [{"pk": todo.pk}],
        "work:report-upload": [{**of_round, "unit": unit.code}],
        "work:rounds": [{}],
        "work:round": [of_round],
        "work:round-open": [{}],
        "work:evidence": [{"pk": one.pk} for one in _papers()],
        "work:duties": [{}],
        "work:duty-new": [{}],
    }


def _to_fill(officer: User, unit: Organisation) -> Report:
    """A report of the officer's own unit that nobody has begun, with figures."""
    rows = reports_for(officer).filter(unit=unit, state=ReportState.OPEN.value)
    return rows.filter(figures__isnull=False).order_by("pk")[0]


def _told() -> list[int]:
    """A verified report that had one before it, and one that waits for the office."""
    rows = Report.objects.filter(figures__isnull=False).order_by("-due_on", "pk")
    verified = next(
        row
        for row in rows.filter(state=ReportState.VERIFIED.value)[:50]
        if report_before(row) is not None
    )
    waits = rows.filter(state=ReportState.CONFIRMED.value)[0]
    return [verified.pk, waits.pk]


def _papers() -> list[Evidence]:
    """A file and a document, as the office sees them."""
    seen = evidence_for(User.objects.get(username=VIEWER)).order_by("pk")
    return [seen.filter(kind="file")[0], seen.filter(kind="document")[0]]


def office() -> Arguments:
    """Pages of the calendar, the letters, the decisions and the meetings."""
    by, today = User.objects.get(username=VIEWER), timezone.localdate()
    rule = OwnRule.objects.order_by("pk")[0]
    turns = turns_of(
        rule.organisation, first=today - MONTHS, last=today + MONTHS, on=today
    )
    coming = Letter.objects.filter(direction="in").order_by("pk")[0]
    going = Letter.objects.filter(direction="out").order_by("pk")[0]
    decision = Decision.objects.order_by("pk")[0]
    change = changes_for(by)[0]
    of_decision: dict[str, object] = {"pk": decision.pk}
    return {
        "office:calendar": [{}],
        "office:turn": [{"key": turns[0].item.key}, {"key": turns[-1].item.key}],
        "office:own-rules": [{}],
        "office:own-rule-end": [{"pk": rule.pk}],
        "office:letters": [{}],
        "office:letter": [{"pk": coming.pk}, {"pk": going.pk}],
        "office:letter-new": [{"direction": "in"}, {"direction": "out"}],
        "office:letter-edit": [{"pk": coming.pk}],
        "office:letter-act": [
            {"pk": coming.pk, "deed": deed}
            for deed in ("circulate", "answer", "file", "void")
        ],
        "office:registry": [{}],
        "office:decisions": [{}],
        "office:decision": [of_decision],
        "office:decision-new": [{}],
        "office:decision-item": [of_decision],
        "office:decision-withdraw": [of_decision],
        "office:changes": [{}],
        "office:change-link": [{"kind": change.kind, "pk": change.pk}],
        **_meetings(by),
    }


def _meetings(by: User) -> Arguments:
    """A meeting ahead, one that was just held, and one with its minutes."""
    today = timezone.localdate()
    ahead = Meeting.objects.filter(state="planned").order_by("-planned_on")[0]
    minuted = Meeting.objects.filter(state="minuted").order_by("-planned_on")[0]
    facts = MeetingFacts(title="领导小组办公室会议", planned_on=today)
    held = meeting_plan(organisation=ahead.organisation, by=by, facts=facts)
    agenda_add(meeting=held, by=by, title="听取建筑领域进展汇报")
    held = meeting_hold(meeting=held, by=by, on=today, participants="区双碳办")
    of_ahead: dict[str, object] = {"pk": ahead.pk}
    point = ahead.agenda.order_by("order")[0]
    return {
        "office:meetings": [{}],
        "office:meeting": [of_ahead, {"pk": held.pk}, {"pk": minuted.pk}],
        "office:meeting-new": [{}],
        "office:meeting-edit": [of_ahead],
        "office:meeting-sheet": [of_ahead],
        "office:meeting-minutes": [{"pk": held.pk}],
        "office:meeting-act": [
            {**of_ahead, "deed": deed} for deed in ("invite", "held", "cancel")
        ],
        "office:agenda-new": [of_ahead],
        "office:agenda-edit": [{**of_ahead, "row": point.pk}],
    }
