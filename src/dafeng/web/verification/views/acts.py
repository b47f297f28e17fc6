"""Acts on a report, by whoever's move it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import attrs
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dafeng.enterprises.reporting import Hand
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.verification.forms import (
    AcceptForm,
    ConclusionForm,
    ConservativeForm,
    NoteForm,
    ReasonForm,
    SiteForm,
    SurrenderForm,
    TeamForm,
    ToldForm,
)
from dafeng.web.verification.models import EmissionReport, Nonconformity
from dafeng.web.verification.permissions import RIGHT_OF, object_for
from dafeng.web.verification.selectors.reports import findings_for, reports_for
from dafeng.web.verification.services.compiling import report_submit
from dafeng.web.verification.services.cross_sources import sources_read
from dafeng.web.verification.services.depositing import (
    deposits_complete,
    statement_enter,
)
from dafeng.web.verification.services.nonconforming import (
    finding_accept,
    finding_add,
    finding_conservative,
    finding_refuse,
    finding_reopen,
    finding_reply,
    finding_withdraw,
    findings_issue,
    findings_settle,
    report_send_back,
)
from dafeng.web.verification.services.opening import report_void
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
    verification_rearrange,
)
from dafeng.web.verification.views.act_forms import (
    Make,
    arrange_form,
    change,
    change_form,
    deposit,
    deposit_form,
    done,
    finding_form,
    plain,
    rearrange_form,
    statement_form,
)
from dafeng.web.verification.views.visible import acted, visible_report

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Do = Callable[[EmissionReport, User, Any], object]


@attrs.frozen(kw_only=True)
class Act:
    """An act: whose it is, the form that asks, the service that does it."""

    hand: Hand
    title: StrPromise
    form: Make
    do: Do


ACTS: Mapping[str, Act] = {
    "deposit": Act(
        hand=Hand.UNIT, title=_("登记月度存证"), form=deposit_form, do=deposit
    ),
    "complete": Act(
        hand=Hand.UNIT,
        title=_("存证齐全"),
        form=plain(NoteForm),
        do=lambda r, u, f: deposits_complete(report=r, by=u, done=done(f)),
    ),
    "submit": Act(
        hand=Hand.UNIT,
        title=_("提交报告"),
        form=plain(NoteForm),
        do=lambda r, u, f: report_submit(report=r, by=u, done=done(f)),
    ),
    "object": Act(
        hand=Hand.UNIT,
        title=_("提出异议"),
        form=plain(ReasonForm),
        do=lambda r, u, f: result_object(report=r, by=u, done=done(f)),
    ),
    "void": Act(
        hand=Hand.OFFICE,
        title=_("作废报告"),
        form=plain(ReasonForm),
        do=lambda r, u, f: report_void(report=r, by=u, done=done(f)),
    ),
    "rearrange": Act(
        hand=Hand.OFFICE,
        title=_("改换核查机构"),
        form=rearrange_form,
        do=lambda r, u, f: verification_rearrange(
            report=r, by=u, body=f.cleaned_data["body"], done=done(f)
        ),
    ),
    "return": Act(
        hand=Hand.VERIFIER,
        title=_("退回报告"),
        form=plain(ReasonForm),
        do=lambda r, u, f: report_send_back(report=r, by=u, done=done(f)),
    ),
    "change": Act(
        hand=Hand.OFFICE, title=_("更正报告信息"), form=change_form, do=change
    ),
    "take": Act(
        hand=Hand.OFFICE,
        title=_("安排核查"),
        form=arrange_form,
        do=lambda r, u, f: verification_arrange(report=r, by=u, **f.cleaned_data),
    ),
    "tell": Act(
        hand=Hand.OFFICE,
        title=_("告知核查结果"),
        form=plain(ToldForm, told_on="today"),
        do=lambda r, u, f: result_tell(report=r, by=u, **f.cleaned_data),
    ),
    "review": Act(
        hand=Hand.OFFICE,
        title=_("复核异议"),
        form=plain(ReasonForm),
        do=lambda r, u, f: objection_review(report=r, by=u, done=done(f)),
    ),
    "confirm": Act(
        hand=Hand.OFFICE,
        title=_("确认核查结果"),
        form=plain(NoteForm),
        do=lambda r, u, f: result_confirm(report=r, by=u, done=done(f)),
    ),
    "archive": Act(
        hand=Hand.OFFICE,
        title=_("归档"),
        form=plain(NoteForm),
        do=lambda r, u, f: verification_archive(report=r, by=u, done=done(f)),
    ),
    "surrender": Act(
        hand=Hand.OFFICE,
        title=_("登记清缴"),
        form=plain(SurrenderForm, on="today"),
        do=lambda r, u, f: surrender_add(report=r, by=u, **f.cleaned_data),
    ),
    "compliance": Act(
        hand=Hand.OFFICE,
        title=_("认定清缴结果"),
        form=plain(NoteForm),
        do=lambda r, u, f: compliance_settle(report=r, by=u, done=done(f)),
    ),
    "name-team": Act(
        hand=Hand.VERIFIER,
        title=_("组建核查组"),
        form=plain(TeamForm),
        do=lambda r, u, f: team_name(report=r, by=u, facts=f.facts()),
    ),
    "desk-review": Act(
        hand=Hand.VERIFIER,
        title=_("完成文件评审"),
        form=plain(NoteForm),
        do=lambda r, u, f: desk_review(report=r, by=u, done=done(f)),
    ),
    "plan-site": Act(
        hand=Hand.VERIFIER,
        title=_("制定现场核查计划"),
        form=plain(SiteForm, site_on="today"),
        do=lambda r, u, f: site_plan(report=r, by=u, facts=f.facts()),
    ),
    "visit": Act(
        hand=Hand.VERIFIER,
        title=_("完成现场核查"),
        form=plain(NoteForm),
        do=lambda r, u, f: site_visit(report=r, by=u, done=done(f)),
    ),
    "finding": Act(
        hand=Hand.VERIFIER,
        title=_("登记不符合项"),
        form=finding_form,
        do=lambda r, u, f: finding_add(report=r, by=u, facts=f.facts()),
    ),
    "statement": Act(
        hand=Hand.VERIFIER,
        title=_("登记交叉核对数据"),
        form=statement_form,
        do=lambda r, u, f: statement_enter(report=r, by=u, **f.cleaned_data),
    ),
    "read-sources": Act(
        hand=Hand.VERIFIER,
        title=_("读取系统内其他来源"),
        form=plain(forms.Form),
        do=lambda r, u, _f: sources_read(report=r, by=u),
    ),
    "issue-findings": Act(
        hand=Hand.VERIFIER,
        title=_("开出不符合项"),
        form=plain(NoteForm),
        do=lambda r, u, f: findings_issue(report=r, by=u, done=done(f)),
    ),
    "settle": Act(
        hand=Hand.VERIFIER,
        title=_("关闭不符合项"),
        form=plain(NoteForm),
        do=lambda r, u, f: findings_settle(report=r, by=u, done=done(f)),
    ),
    "conclude": Act(
        hand=Hand.VERIFIER,
        title=_("出具核查结论"),
        form=plain(ConclusionForm, concluded_on="today"),
        do=lambda r, u, f: verification_conclude(
            report=r, by=u, facts=f.facts(), done=done(f)
        ),
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
    )


@attrs.frozen(kw_only=True)
class FindingAct:
    """An act on a nonconformity."""

    hand: Hand
    title: StrPromise
    form: Callable[..., Any]
    do: Callable[[Nonconformity, User, Any], object]


FINDING_ACTS: Mapping[str, FindingAct] = {
    "reply": FindingAct(
        hand=Hand.UNIT,
        title=_("回复不符合项"),
        form=ReasonForm,
        do=lambda n, u, f: finding_reply(finding=n, by=u, done=done(f)),
    ),
    "accept": FindingAct(
        hand=Hand.VERIFIER,
        title=_("接受整改"),
        form=AcceptForm,
        do=lambda n, u, f: finding_accept(finding=n, by=u, done=done(f)),
    ),
    "refuse": FindingAct(
        hand=Hand.VERIFIER,
        title=_("整改不通过"),
        form=ReasonForm,
        do=lambda n, u, f: finding_refuse(finding=n, by=u, done=done(f)),
    ),
    "conservative": FindingAct(
        hand=Hand.VERIFIER,
        title=_("取保守值"),
        form=ConservativeForm,
        do=lambda n, u, f: finding_conservative(finding=n, by=u, accuracy=f.accuracy()),
    ),
    "reopen": FindingAct(
        hand=Hand.VERIFIER,
        title=_("重新打开不符合项"),
        form=ReasonForm,
        do=lambda n, u, f: finding_reopen(finding=n, by=u, done=done(f)),
    ),
    "withdraw": FindingAct(
        hand=Hand.VERIFIER,
        title=_("撤销不符合项"),
        form=ReasonForm,
        do=lambda n, u, f: finding_withdraw(finding=n, by=u, done=done(f)),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def finding_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One act on a nonconformity."""
    user = signed_in(request)
    rows = findings_for(user).filter(report__in=reports_for(user), pk=pk)
    finding, one = rows.first(), FINDING_ACTS.get(name)
    if finding is None or one is None:
        raise Http404
    report = visible_report(user, finding.report_id)
    require(user, RIGHT_OF[one.hand], object_for(report, one.hand))
    form = one.form(posted(request), sent_files(request))

    def do() -> None:
        one.do(finding, user, form)

    return acted(
        request,
        form,
        do,
        report.get_absolute_url(),
        title=str(one.title),
        about=f"{report} · NC-{finding.number}",
    )
