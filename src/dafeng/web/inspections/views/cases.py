"""Shared cases: the list, one case as each office sees it, the acts on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.inside import district_of
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.core.ticked import number_in
from dafeng.web.inspections.forms import (
    CaseFilterForm,
    CaseForm,
    DecisionForm,
    NoteForm,
    PartNoteForm,
    ReasonForm,
)
from dafeng.web.inspections.models import CasePart, InspectionFinding, SharedCase
from dafeng.web.inspections.selectors.cases import (
    case_at,
    case_list,
    is_openers,
    lines_of,
    moves_of_case,
    moves_of_parts,
    offices_to_ask,
    opened_paths,
    own_parts,
    part_at,
    parts_to_act,
    units_to_open_for,
)
from dafeng.web.inspections.selectors.inspections import finding_at
from dafeng.web.inspections.services.cases import (
    ACT,
    OPEN,
    case_close,
    case_open,
    case_withdraw,
    part_accept,
    part_decide,
    part_decline,
    part_done,
    part_note,
    part_seen,
)
from dafeng.web.inspections.services.rosters import enterprises_of
from dafeng.web.inspections.views.acting import Deed, acted, attempt
from dafeng.web.inspections.views.inspections import empty_form

OPENED = "inspections.case.view"


def _office(part: CasePart) -> Organisation:
    return part.office


def _opener(case: SharedCase) -> Organisation:
    return case.organisation


CASE_DEEDS: dict[str, Deed[SharedCase]] = {
    "close": Deed(
        title=gettext_lazy("办结案件"),
        done=gettext_lazy("案件已办结。"),
        right=OPEN,
        on=_opener,
        form=empty_form,
        run=lambda case, by, _form: case_close(case=case, by=by),
    ),
    "withdraw": Deed(
        title=gettext_lazy("撤回案件"),
        done=gettext_lazy("案件已撤回，各办理单位已收到通知。"),
        tells=gettext_lazy(
            "撤回到达每个办理单位，包括已经作出决定的；任何记录都不删除。"
        ),
        right=OPEN,
        on=_opener,
        form=lambda request, _thing: ReasonForm(posted(request)),
        run=lambda case, by, form: case_withdraw(case=case, by=by, **form.cleaned_data),
    ),
}
PART_DEEDS: dict[str, Deed[CasePart]] = {
    "accept": Deed(
        title=gettext_lazy("接收"),
        done=gettext_lazy("已接收。"),
        right=ACT,
        on=_office,
        form=empty_form,
        run=lambda part, by, _form: part_accept(part=part, by=by),
    ),
    "decline": Deed(
        title=gettext_lazy("不予办理"),
        done=gettext_lazy("已登记不予办理。"),
        tells=gettext_lazy("发起单位看到“不予办理”，看不到理由。"),
        right=ACT,
        on=_office,
        form=lambda request, _thing: ReasonForm(posted(request)),
        run=lambda part, by, form: part_decline(part=part, by=by, **form.cleaned_data),
    ),
    "decide": Deed(
        title=gettext_lazy("登记决定"),
        done=gettext_lazy("决定已登记。"),
        tells=gettext_lazy("发起单位只看到办理状态，看不到决定内容。"),
        right=ACT,
        on=_office,
        form=lambda request, _thing: DecisionForm(
            posted(request), initial={"decided_on": timezone.localdate()}
        ),
        run=lambda part, by, form: part_decide(
            part=part,
            by=by,
            decision=form.decision(),  # type: ignore[attr-defined] # its own form
        ),
    ),
    "done": Deed(
        title=gettext_lazy("执行完毕"),
        done=gettext_lazy("已登记执行完毕。"),
        right=ACT,
        on=_office,
        form=lambda request, _thing: NoteForm(posted(request)),
        run=lambda part, by, form: part_done(part=part, by=by, **form.cleaned_data),
    ),
    "note": Deed(
        title=gettext_lazy("内部记录"),
        done=gettext_lazy("内部记录已保存。"),
        right=ACT,
        on=_office,
        form=lambda request, part: PartNoteForm(
            posted(request), initial={"text": part.note, "version": part.version}
        ),
        run=lambda part, by, form: part_note(part=part, by=by, **form.cleaned_data),
    ),
    "seen": Deed(
        title=gettext_lazy("知悉撤回"),
        done=gettext_lazy("已登记知悉。"),
        tells=gettext_lazy("已经作出的决定请依法撤销或停止执行，再登记知悉。"),
        right=ACT,
        on=_office,
        form=empty_form,
        run=lambda part, by, _form: part_seen(part=part, by=by),
    ),
}


@require_http_methods(["GET", "HEAD"])
def cases(request: HttpRequest) -> HttpResponse:
    """Cases that the own unit opened, or of which it has a part."""
    user = signed_in(request)
    require(user, OPENED)
    form = CaseFilterForm(request.GET)
    rows = page_of(request, case_list(user, state=form.wanted()))
    context: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "openers": opened_paths(user),
        "to_act": parts_to_act(user).count(),
    }
    return render(request, "inspections/cases.html", context)


@require_http_methods(["GET", "HEAD"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: the summary, the own part, and states of all for the opener."""
    user = signed_in(request)
    found = _visible(user, pk)
    opener = is_openers(user, found)
    parts = own_parts(user, found)
    context = {
        "case": found,
        "opener": opener,
        "lines": lines_of(found) if opener else [],
        "parts": parts,
        "moves": moves_of_case(found),
        "part_moves": moves_of_parts(parts),
    }
    return render(request, "inspections/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """Share a breach with offices; ``?finding=`` fills in what is known."""
    user = signed_in(request)
    require(user, OPEN)
    district = district_of(user, OPEN)
    if district is None:
        raise Http404
    finding = _asked_finding(request, user)
    form = CaseForm(
        posted(request),
        openers=units_to_open_for(user),
        subjects=Organisation.objects.filter(
            pk__in=[unit.pk for unit in enterprises_of(district)]
        ),
        offices=offices_to_ask(district),
        initial=_from_finding(finding),
    )
    made: list[SharedCase] = []

    def run() -> None:
        made.append(
            case_open(
                organisation=form.cleaned_data["organisation"],
                by=user,
                facts=form.facts(finding),
                parts=list(form.parts()),
            )
        )

    if request.method == "POST" and attempt(form, run):
        messages.success(request, _("案件已发起，各办理单位已收到通知。"))
        return redirect(made[0])
    context = {"form": form, "finding": finding}
    return render(request, "inspections/case_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case_act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing with a case."""
    user = signed_in(request)
    return acted(request, user, _visible(user, pk), CASE_DEEDS, deed)


@require_http_methods(["GET", "HEAD", "POST"])
def part_act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing with the own part of a case."""
    user = signed_in(request)
    require(user, ACT)
    found = part_at(user, pk)
    if found is None:
        raise Http404
    return acted(request, user, found, PART_DEEDS, deed)


def _visible(user: User, pk: int) -> SharedCase:
    require(user, OPENED)
    found = case_at(user, pk)
    if found is None:
        raise Http404
    return found


def _asked_finding(request: HttpRequest, user: User) -> InspectionFinding | None:
    asked = request.GET.get("finding", "")
    if not asked:
        return None
    pk = number_in(asked)
    found = None if pk is None else finding_at(user, pk)
    if found is None or not may(user, "inspections.record.write", found):
        raise Http404
    return found


def _from_finding(finding: InspectionFinding | None) -> dict[str, Any]:
    if finding is None:
        return {}
    return {
        "subject": finding.inspection.subject_id,
        "title": _("%(unit)s违反节能规定") % {"unit": finding.inspection.subject},
        "summary": f"{finding.rule}\n{finding.fact}",
    }
