"""Projects: the list, one with its baseline and settlements, and acts on it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.paging import ROWS
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.savings.charts.baseline import against_weather, course
from dafeng.web.savings.convert import line_of, unit_of
from dafeng.web.savings.forms.acts import (
    AdjustmentForm,
    ConfirmForm,
    ProjectForm,
    ReasonForm,
    SettlementForm,
)
from dafeng.web.savings.forms.finance import RateForm
from dafeng.web.savings.forms.stages import ProjectFilterForm
from dafeng.web.savings.models import Settlement
from dafeng.web.savings.permissions import CONFIRM, KEEP, REVIEW, VIEW
from dafeng.web.savings.selectors.contracts import changes_of, history_of
from dafeng.web.savings.selectors.finance import (
    finance_of,
    invested_in,
    sources_of,
    verified_in,
    verified_of,
)
from dafeng.web.savings.selectors.periods import next_stretch
from dafeng.web.savings.selectors.projects import (
    ProjectRow,
    newest_measurement,
    project_rows,
    settlements_of,
)
from dafeng.web.savings.selectors.stages import counts_of, course_of
from dafeng.web.savings.selectors.visible import (
    enterprises_to_contract,
    settlement_for,
)
from dafeng.web.savings.service_words import (
    invested_by_source,
    reasons_of,
    service_sentence,
)
from dafeng.web.savings.services.measuring import project_measure
from dafeng.web.savings.services.projects import (
    adjustment_add,
    project_open,
    project_withdraw,
)
from dafeng.web.savings.services.settling import (
    settlement_confirm,
    settlement_draft,
    settlement_withdraw,
    side_of,
)
from dafeng.web.savings.views.shared import acted, visible_enterprise, visible_project
from dafeng.web.savings.wording import error_words, measure_id_name, saving_sentence


@require_http_methods(["GET", "HEAD"])
def projects(request: HttpRequest) -> HttpResponse:
    """Projects with what they saved."""
    user = signed_in(request)
    require(user, VIEW)
    form = ProjectFilterForm(request.GET)
    wanted = form.wanted()
    rows = project_rows(user, wanted.q, wanted.stage)
    proven = [
        row for row in rows if row.measurement is not None and row.measurement.low > 0
    ]
    context = {
        "form": form,
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "count": len(rows),
        "proven": len(proven),
        "paid": sum((row.paid for row in rows), Decimal(0)),
        "waiting": sum(row.open for row in rows),
        "service": _service(rows),
        "firms": enterprises_to_contract(user),
        "may_open": may(user, KEEP),
    }
    return render(request, "savings/projects.html", context)


def _service(rows: Sequence[ProjectRow]) -> str:
    """Stages, investment and verified saving of what is listed, in a sentence."""
    listed = [row.project for row in rows]
    return service_sentence(
        counts_of(row.course for row in rows),
        sources_of(invested_in(listed).values()),
        verified_of(verified_in(listed).values()),
    )


@require_http_methods(["GET", "HEAD"])
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """One project: sentence, pictures, settlements, terms."""
    user = signed_in(request)
    found = visible_project(user, pk)
    measurement = newest_measurement(found)
    settlements = settlements_of(found)
    unit = unit_of(found)
    rate_form = RateForm(request.GET)
    finance = finance_of(found, rate_form.wanted())
    context = {
        "project": found,
        "measurement": measurement,
        "unit": unit,
        "sentence": ""
        if measurement is None
        else saving_sentence(measurement, unit, found.level),
        "course": None if measurement is None else course(found, measurement),
        "weather": None if measurement is None else against_weather(measurement),
        "settlements": [_shown(user, one) for one in settlements],
        "terms": found.terms.filter(withdrawn_at=None),
        "changes": changes_of(found),
        "adjustments": found.adjustments.filter(withdrawn_at=None),
        "measure": measure_id_name(found.measure) if found.measure else "",
        "stages": course_of(found),
        "finance": finance,
        "invested": invested_by_source(finance.appraisal),
        "reasons": reasons_of(finance.appraisal),
        "rate_form": rate_form,
        "history": history_of(found, settlements),
        "may_keep": may(user, KEEP, found.enterprise),
    }
    return render(request, "savings/project.html", context)


def _shown(user: User, one: Settlement) -> dict[str, object]:
    right = REVIEW if one.agreed else KEEP
    return {
        "row": one,
        "lines": [line_of(told) for told in one.lines],
        "side": side_of(user, one),
        "may_withdraw": may(user, right, one.project.enterprise),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a project of an enterprise."""
    user = signed_in(request)
    firm = visible_enterprise(user, pk)
    require(user, KEEP, firm)
    form = ProjectForm(posted(request), enterprise=firm)

    def act() -> None:
        project_open(enterprise=firm, by=user, facts=form.facts(), terms=[form.term()])

    back = reverse("savings:projects")
    return acted(request, form, act, title=_("登记节能项目"), back=back, about=firm)


@require_POST
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Measure again, up to yesterday."""
    user = signed_in(request)
    found = visible_project(user, pk)
    require(user, KEEP, found.enterprise)
    try:
        project_measure(project=found, by=user)
    except DafengError as problem:
        messages.error(request, error_words(problem))
    else:
        messages.success(request, _("已重新计算节能量。"))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def adjustment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the energy of a change beside the measure."""
    user = signed_in(request)
    found = visible_project(user, pk)
    require(user, KEEP, found.enterprise)
    form = AdjustmentForm(posted(request))

    def act() -> None:
        adjustment_add(project=found, by=user, **form.cleaned_data)

    back, title = found.get_absolute_url(), _("登记非常规调整")
    return acted(request, form, act, title=title, back=back, about=found)


@require_http_methods(["GET", "HEAD", "POST"])
def settlement_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a period."""
    user = signed_in(request)
    found = visible_project(user, pk)
    require(user, KEEP, found.enterprise)
    begin, end = next_stretch(found)
    form = SettlementForm(posted(request), initial={"begin": begin, "end": end})

    def act() -> None:
        settlement_draft(project=found, by=user, **form.cleaned_data)

    back = found.get_absolute_url()
    return acted(request, form, act, title=_("生成结算"), back=back, about=found)


@require_http_methods(["GET", "HEAD", "POST"])
def settlement_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a settlement for one's side."""
    user = signed_in(request)
    found = _settlement(user, pk)
    if side_of(user, found) is None:
        require(user, CONFIRM, found.project)
    form = ConfirmForm(posted(request))
    if side_of(user, found) == "enterprise" or found.project.provider is not None:
        form.fields.pop("document")

    def act() -> None:
        settlement_confirm(settlement=found, by=user, **form.cleaned_data)

    back = found.project.get_absolute_url()
    return acted(request, form, act, title=_("确认结算"), back=back, about=found)


@require_http_methods(["GET", "HEAD", "POST"])
def settlement_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a settlement back."""
    user = signed_in(request)
    found = _settlement(user, pk)
    require(user, REVIEW if found.agreed else KEEP, found.project.enterprise)
    form = ReasonForm(posted(request))

    def act() -> None:
        settlement_withdraw(settlement=found, by=user, **form.cleaned_data)

    back = found.project.get_absolute_url()
    return acted(request, form, act, title=_("撤下结算"), back=back, about=found)


@require_http_methods(["GET", "HEAD", "POST"])
def project_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a project back."""
    user = signed_in(request)
    found = visible_project(user, pk)
    require(user, KEEP, found.enterprise)
    form = ReasonForm(posted(request))

    def act() -> None:
        project_withdraw(project=found, by=user, **form.cleaned_data)

    back = reverse("savings:projects")
    return acted(request, form, act, title=_("撤下节能项目"), back=back, about=found)


def _settlement(user: User, pk: int) -> Settlement:
    require(user, VIEW)
    found = settlement_for(user, pk)
    if found is None:
        raise Http404
    return found
