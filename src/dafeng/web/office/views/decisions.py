"""The log of the leading group's decisions, and the changes that name none."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.paging import ROWS, page_of
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.office.exporting import decision_cells, decision_head
from dafeng.web.office.forms import (
    DecisionFilterForm,
    DecisionForm,
    ItemForm,
    LinkForm,
    ReasonForm,
)
from dafeng.web.office.models import Decision
from dafeng.web.office.selectors.decisions import (
    changes_for,
    decision_in_full,
    decision_log,
    decision_rows,
    decisions_owner,
    items_to_link,
    target_change_at,
    task_change_at,
    unlinked,
)
from dafeng.web.office.selectors.meetings import meeting_of
from dafeng.web.office.services.decisions import (
    decision_record,
    decision_withdraw,
    item_add,
    target_change_link,
    task_change_link,
)
from dafeng.web.office.services.papers import paper_keep
from dafeng.web.office.views.files import paper_response
from dafeng.web.office.wording import error_words

VIEW, RECORD = "office.decision.view", "office.decision.record"


def _owner(user: User, right: str) -> Organisation:
    require(user, right)
    found = decisions_owner(user)
    if found is None:
        raise Http404
    if right != VIEW:
        require(user, right, found)
    return found


def _visible(user: User, pk: int) -> Decision:
    found = decision_in_full(user, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD"])
def decisions(request: HttpRequest) -> HttpResponse:
    """The log."""
    user = signed_in(request)
    organisation = _owner(user, VIEW)
    form = DecisionFilterForm(request.GET)
    context: dict[str, Any] = {
        "organisation": organisation,
        "form": form,
        "rows": page_of(request, decision_log(user, form.wanted())),
        "unlinked": len(unlinked(changes_for(user))),
    }
    return render(request, "office/decisions.html", context)


@require_http_methods(["GET", "HEAD"])
def decisions_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same log as CSV, one row for each item."""
    user = signed_in(request)
    _owner(user, VIEW)
    rows = decision_rows(user, DecisionFilterForm(request.GET).wanted())
    return csv_response(
        name="decisions.csv", header=decision_head(), rows=decision_cells(rows)
    )


@require_http_methods(["GET", "HEAD"])
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting's decisions."""
    user = signed_in(request)
    found = _visible(user, pk)
    context = {"decision": found, "meeting": meeting_of(user, found)}
    return render(request, "office/decision.html", context)


@require_http_methods(["GET", "HEAD"])
def decision_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes, to keep."""
    found = _visible(signed_in(request), pk)
    if not found.file_sha256:
        raise Http404
    return paper_response(found.file_sha256, name=found.file_name)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request: HttpRequest) -> HttpResponse:
    """Enter the frame of a meeting; its items follow on its page."""
    user = signed_in(request)
    organisation = _owner(user, RECORD)
    form = DecisionForm(
        posted(request),
        sent_files(request),
        initial={"met_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = decision_record(
                organisation=organisation,
                by=user,
                minutes=form.minutes(),
                paper=paper_keep(form.cleaned_data["paper"]),
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已登记。请逐项登记决定事项。"))
            return redirect("office:decision-item", made.pk)
    return render(request, "office/decision_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def decision_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one thing that was decided."""
    user = signed_in(request)
    found = _visible(user, pk)
    require(user, RECORD, found.organisation)
    form = ItemForm(posted(request), user=user, organisation=found.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            item_add(decision=found, by=user, facts=form.facts())
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("决定事项已登记。"))
            return redirect(found)
    context = {"form": form, "decision": found}
    return render(request, "office/decision_item.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw what was recorded wrongly."""
    user = signed_in(request)
    found = _visible(user, pk)
    require(user, RECORD, found.organisation)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            decision_withdraw(decision=found, by=user, **form.cleaned_data)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已撤回，不再作为任何改动的依据。"))
            return redirect(found)
    context = {"form": form, "decision": found}
    return render(request, "office/decision_take_back.html", context)


@require_http_methods(["GET", "HEAD"])
def changes(request: HttpRequest) -> HttpResponse:
    """Every changed target and every changed term, with the decision behind it."""
    user = signed_in(request)
    organisation = _owner(user, VIEW)
    found = changes_for(user)
    lone = unlinked(found)
    only = request.GET.get("only") == "unlinked"
    rows = Paginator(lone if only else found, ROWS)
    context = {
        "organisation": organisation,
        "rows": rows.get_page(request.GET.get("page")),
        "total": len(found),
        "unlinked": len(lone),
        "only": only,
    }
    return render(request, "office/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_link(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Name the decision behind a change."""
    user = signed_in(request)
    _owner(user, RECORD)
    target = target_change_at(user, pk) if kind == "target" else None
    move = task_change_at(user, pk) if kind == "task" else None
    if target is None and move is None:
        raise Http404
    form = LinkForm(posted(request), items=items_to_link(user))
    if request.method == "POST" and form.is_valid():
        item = form.cleaned_data["item"]
        try:
            if target is not None:
                changed, act = target
                target_change_link(item=item, by=user, target=changed, act=act)
            elif move is not None:
                task_change_link(item=item, by=user, move=move)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已关联决定。"))
            return redirect("office:changes")
    subject = target[0] if target is not None else move and move.task
    return render(
        request, "office/change_link.html", {"form": form, "subject": subject}
    )
