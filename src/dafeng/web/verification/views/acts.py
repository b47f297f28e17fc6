"""Acts on a report, by whoever's move it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import attrs
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dafeng.enterprises.reporting import Hand
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.office.services.papers import paper_keep
from dafeng.web.verification.forms import (
    ArrangeForm,
    ConclusionForm,
    ConservativeForm,
    DepositForm,
    FindingForm,
    NoteForm,
    ReasonForm,
    ReportChangeForm,
    SiteForm,
    StatementForm,
    SurrenderForm,
    TeamForm,
    ToldForm,
)
from dafeng.web.verification.models import EmissionReport, Nonconformity
from dafeng.web.verification.permissions import RIGHT_OF, object_for
from dafeng.web.verification.selectors.reports import (
    bodies_of,
    months_open,
    newest_version,
    plan_in_force,
    reports_for,
)
from dafeng.web.verification.services.compiling import report_submit
from dafeng.web.verification.services.cross_sources import sources_read
from dafeng.web.verification.services.depositing import (
    deposit_add,
    deposits_complete,
    statement_enter,
)
from dafeng.web.verification.services.holding import Done
from dafeng.web.verification.services.nonconforming import (
    finding_accept,
    finding_add,
    finding_conservative,
    finding_refuse,
    finding_reply,
    findings_issue,
    findings_settle,
)
from dafeng.web.verification.services.opening import ReportFacts, report_change
from dafeng.web.verification.services.surrendering import (
    compliance_settle,
    surrender_add,
)
from dafeng.web.verification.services.telling import (
    objection_review,
    result_confirm,
    result_object,
    result_tell,
    verification_archive,
)
from dafeng.web.verification.services.verifying import (
    desk_review,
    site_plan,
    site_visit,
    team_name,
    verification_arrange,
    verification_conclude,
)
from dafeng.web.verification.views.visible import acted, visible_report

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Make = Callable[[HttpRequest, EmissionReport], forms.Form]
Do = Callable[[EmissionReport, User, Any], object]


@attrs.frozen(kw_only=True)
class Act:
    """An act: whose it is, the form that asks, the service that does it."""

    hand: Hand
    title: StrPromise
    form: Make
    do: Do


def _plain(kind: Callable[..., Any], **initial: str) -> Make:
    """A form without choices of its own; ``today`` marks days that begin as today."""

    def make(request: HttpRequest, _report: EmissionReport) -> forms.Form:
        today = timezone.localdate()
        begin = {name: today for name, how in initial.items() if how == "today"}
        made: forms.Form = kind(posted(request), sent_files(request), initial=begin)
        return made

    return make


def _done(form: Any) -> Done:
    """Note and file of a step."""
    data = form.cleaned_data
    return Done(note=data.get("note") or "", paper=paper_keep(data.get("paper")))


def _deposit_form(request: HttpRequest, report: EmissionReport) -> forms.Form:
    today = timezone.localdate()
    plan = plan_in_force(report.enterprise, today)
    parameters = [] if plan is None else list(plan.parameters.all())
    initial = {
        "month": request.GET.get("month"),
        "parameter": request.GET.get("parameter"),
    }
    for one in parameters:
        if f"{one.facility}|{one.code}" == initial["parameter"]:
            initial |= {"unit": one.unit, "instrument": one.instrument}
    return DepositForm(
        posted(request),
        sent_files(request),
        months=[(month.code, month.code) for month, _due in months_open(report, today)],
        parameters=[
            (f"{one.facility}|{one.code}", f"{one.name} {one.facility}".strip())
            for one in parameters
        ],
        initial=initial,
    )


def _deposit(report: EmissionReport, user: User, form: Any) -> object:
    paper = paper_keep(form.cleaned_data["paper"])
    return deposit_add(report=report, by=user, facts=form.facts(), paper=paper)


def _codes(report: EmissionReport) -> list[str]:
    version = newest_version(report)
    return [] if version is None else [one.code for one in version.lines.all()]


def _finding_form(request: HttpRequest, report: EmissionReport) -> forms.Form:
    return FindingForm(posted(request), lines=_codes(report))


def _statement_form(request: HttpRequest, report: EmissionReport) -> forms.Form:
    return StatementForm(posted(request), lines=_codes(report))


def _arrange_form(request: HttpRequest, report: EmissionReport) -> forms.Form:
    return ArrangeForm(posted(request), bodies=bodies_of(report))


def _change_form(request: HttpRequest, report: EmissionReport) -> forms.Form:
    initial = {
        "version": report.version,
        "writer_name": report.writer_name,
        "writer_uscc": report.writer_uscc,
        "held_t": f"{report.held_t.normalize():f}",
    }
    return ReportChangeForm(posted(request), initial=initial)


def _change(report: EmissionReport, user: User, form: Any) -> object:
    data = dict(form.cleaned_data)
    version = data.pop("version")
    facts = ReportFacts(year=report.year, branch=report.branch, **data)
    return report_change(report=report, by=user, facts=facts, version=version)


ACTS: Mapping[str, Act] = {
    "deposit": Act(
        hand=Hand.UNIT, title=_("登记月度存证"), form=_deposit_form, do=_deposit
    ),
    "complete": Act(
        hand=Hand.UNIT,
        title=_("存证齐全"),
        form=_plain(NoteForm),
        do=lambda r, u, f: deposits_complete(report=r, by=u, done=_done(f)),
    ),
    "submit": Act(
        hand=Hand.UNIT,
        title=_("提交报告"),
        form=_plain(NoteForm),
        do=lambda r, u, f: report_submit(report=r, by=u, done=_done(f)),
    ),
    "object": Act(
        hand=Hand.UNIT,
        title=_("提出异议"),
        form=_plain(ReasonForm),
        do=lambda r, u, f: result_object(report=r, by=u, done=_done(f)),
    ),
    "change": Act(
        hand=Hand.OFFICE, title=_("更正报告信息"), form=_change_form, do=_change
    ),
    "take": Act(
        hand=Hand.OFFICE,
        title=_("安排核查"),
        form=_arrange_form,
        do=lambda r, u, f: verification_arrange(report=r, by=u, **f.cleaned_data),
    ),
    "tell": Act(
        hand=Hand.OFFICE,
        title=_("告知核查结果"),
        form=_plain(ToldForm, told_on="today"),
        do=lambda r, u, f: result_tell(report=r, by=u, **f.cleaned_data),
    ),
    "review": Act(
        hand=Hand.OFFICE,
        title=_("复核异议"),
        form=_plain(ReasonForm),
        do=lambda r, u, f: objection_review(report=r, by=u, done=_done(f)),
    ),
    "confirm": Act(
        hand=Hand.OFFICE,
        title=_("确认核查结果"),
        form=_plain(NoteForm),
        do=lambda r, u, f: result_confirm(report=r, by=u, done=_done(f)),
    ),
    "archive": Act(
        hand=Hand.OFFICE,
        title=_("归档"),
        form=_plain(NoteForm),
        do=lambda r, u, f: verification_archive(report=r, by=u, done=_done(f)),
    ),
    "surrender": Act(
        hand=Hand.OFFICE,
        title=_("登记清缴"),
        form=_plain(SurrenderForm, on="today"),
        do=lambda r, u, f: surrender_add(report=r, by=u, **f.cleaned_data),
    ),
    "compliance": Act(
        hand=Hand.OFFICE,
        title=_("认定清缴结果"),
        form=_plain(NoteForm),
        do=lambda r, u, f: compliance_settle(report=r, by=u, done=_done(f)),
    ),
    "name-team": Act(
        hand=Hand.VERIFIER,
        title=_("组建核查组"),
        form=_plain(TeamForm),
        do=lambda r, u, f: team_name(report=r, by=u, facts=f.facts()),
    ),
    "desk-review": Act(
        hand=Hand.VERIFIER,
        title=_("完成文件评审"),
        form=_plain(NoteForm),
        do=lambda r, u, f: desk_review(report=r, by=u, done=_done(f)),
    ),
    "plan-site": Act(
        hand=Hand.VERIFIER,
        title=_("制定现场核查计划"),
        form=_plain(SiteForm, site_on="today"),
        do=lambda r, u, f: site_plan(report=r, by=u, facts=f.facts()),
    ),
    "visit": Act(
        hand=Hand.VERIFIER,
        title=_("完成现场核查"),
        form=_plain(NoteForm),
        do=lambda r, u, f: site_visit(report=r, by=u, done=_done(f)),
    ),
    "finding": Act(
        hand=Hand.VERIFIER,
        title=_("登记不符合项"),
        form=_finding_form,
        do=lambda r, u, f: finding_add(report=r, by=u, facts=f.facts()),
    ),
    "statement": Act(
        hand=Hand.VERIFIER,
        title=_("登记交叉核对数据"),
        form=_statement_form,
        do=lambda r, u, f: statement_enter(report=r, by=u, **f.cleaned_data),
    ),
    "read-sources": Act(
        hand=Hand.VERIFIER,
        title=_("读取系统内其他来源"),
        form=_plain(forms.Form),
        do=lambda r, u, _f: sources_read(report=r, by=u),
    ),
    "issue-findings": Act(
        hand=Hand.VERIFIER,
        title=_("开出不符合项"),
        form=_plain(NoteForm),
        do=lambda r, u, f: findings_issue(report=r, by=u, done=_done(f)),
    ),
    "settle": Act(
        hand=Hand.VERIFIER,
        title=_("关闭不符合项"),
        form=_plain(NoteForm),
        do=lambda r, u, f: findings_settle(report=r, by=u, done=_done(f)),
    ),
    "conclude": Act(
        hand=Hand.VERIFIER,
        title=_("出具核查结论"),
        form=_plain(ConclusionForm, concluded_on="today"),
        do=lambda r, u, f: verification_conclude(report=r, by=u, facts=f.facts()),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One act on a report."""
    user = signed_in(request)
    report, one = visible_report(user, pk), ACTS.get(name)
    if one is None:
        raise Http404
    require(user, RIGHT_OF[one.hand], object_for(report, one.hand))
    form = one.form(request, report)

    def do() -> None:
        one.do(report, user, form)

    return acted(
        request,
        form,
        do,
        report.get_absolute_url(),
        title=str(one.title),
        about=report,
        upload=form.is_multipart(),
    )


_FINDING_ACTS: Mapping[str, tuple[Hand, StrPromise, Callable[..., Any]]] = {
    "reply": (Hand.UNIT, _("回复不符合项"), ReasonForm),
    "accept": (Hand.VERIFIER, _("接受整改"), NoteForm),
    "refuse": (Hand.VERIFIER, _("整改不通过"), ReasonForm),
    "conservative": (Hand.VERIFIER, _("取保守值"), ConservativeForm),
}


@require_http_methods(["GET", "HEAD", "POST"])
def finding_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One act on a nonconformity."""
    user = signed_in(request)
    rows = Nonconformity.objects.filter(report__in=reports_for(user), pk=pk)
    finding = rows.first()
    if finding is None or name not in _FINDING_ACTS:
        raise Http404
    report = visible_report(user, finding.report_id)
    hand, title, kind = _FINDING_ACTS[name]
    require(user, RIGHT_OF[hand], object_for(report, hand))
    form = kind(posted(request), sent_files(request))

    def do() -> None:
        if name == "conservative":
            finding_conservative(finding=finding, by=user, accuracy=form.accuracy())
            return
        services = {
            "reply": finding_reply,
            "accept": finding_accept,
            "refuse": finding_refuse,
        }
        services[name](finding=finding, by=user, done=_done(form))

    return acted(
        request,
        form,
        do,
        report.get_absolute_url(),
        title=str(title),
        about=f"{report} · NC-{finding.number}",
        upload=form.is_multipart(),
    )
