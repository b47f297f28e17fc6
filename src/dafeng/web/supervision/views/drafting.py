"""Drafts: a new case from a proposal, a ranking, a silent case or by hand; changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.supervision import CaseStep, reply_day
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.supervision.comparing import compared
from dafeng.web.supervision.convert import is_out
from dafeng.web.supervision.forms import CaseForm
from dafeng.web.supervision.forms.cases import CaseChangeForm, initial_of
from dafeng.web.supervision.selectors.cases import case_of_proposal, units_to_address
from dafeng.web.supervision.selectors.prefilling import (
    DraftFacts,
    Origin,
    facts_of_case,
    from_case,
    from_proposal,
    from_run,
    in_place_of,
    proposal_at,
    proposals_visible,
    run_at,
    runs_to_rank,
)
from dafeng.web.supervision.services.drafting import (
    StaleCaseError,
    case_change,
    case_draft,
)
from dafeng.web.supervision.views.visible import district, visible_case
from dafeng.web.supervision.wording import error_words

DRAFT = "supervision.case.draft"
MOST = 20


@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """Write a draft; the address says what it comes from."""
    user = signed_in(request)
    organisation = district(user, DRAFT)
    facts, origin = _begun(request, user)
    if origin.proposal is not None:
        standing = case_of_proposal(origin.proposal)
        if standing is not None:
            return redirect(standing)
    form = CaseForm(
        posted(request),
        units=units_to_address(organisation),
        ranked=facts.units,
        initial=initial_of(facts),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = case_draft(
                organisation=organisation,
                by=user,
                facts=form.facts_written(),
                origin=origin,
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("草稿已保存，请审核。"))
            return redirect(made)
    by_hand = origin == Origin()
    context: dict[str, Any] = {
        "form": form,
        "origin": origin,
        "proposals": proposals_visible(user)[:MOST] if by_hand else [],
        "runs": runs_to_rank(user)[:MOST] if by_hand else [],
    }
    return render(request, "supervision/case_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; a stale change is refused with both versions."""
    user = signed_in(request)
    found = visible_case(user, pk)
    require(user, DRAFT, found.organisation)
    standing = facts_of_case(found)

    def form_of(data: Any) -> CaseChangeForm:
        return CaseChangeForm(
            data,
            units=units_to_address(found.organisation),
            ranked=standing.units,
            initial=initial_of(standing) | {"version": found.version},
        )

    form, rows = form_of(posted(request)), []
    if request.method == "POST" and form.is_valid():
        try:
            case_change(
                case=found,
                by=user,
                facts=form.facts_written(),
                version=form.cleaned_data["version"],
            )
        except StaleCaseError as error:
            rows = compared(error.mine, error.theirs)
            newest = request.POST.copy()
            newest["version"] = str(error.version)
            form = form_of(newest)
            form.add_error(None, error_words(error))
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("草稿已修改。"))
            return redirect(found)
    context = {"form": form, "case": found, "rows": rows}
    return render(request, "supervision/case_edit.html", context)


def _begun(request: HttpRequest, user: User) -> tuple[DraftFacts, Origin]:
    """What the draft begins with, by the address."""
    today = timezone.localdate()
    if key := request.GET.get("proposal"):
        proposal = proposal_at(user, _number(key))
        if proposal is None:
            raise Http404
        return from_proposal(proposal, on=today)
    if key := request.GET.get("run"):
        run = run_at(user, _number(key))
        if run is None:
            raise Http404
        return from_run(run)
    if key := request.GET.get("follows"):
        begun = from_case(visible_case(user, _number(key)), on=today)
        if begun is None:
            raise Http404
        return begun
    if key := request.GET.get("replaces"):
        old = visible_case(user, _number(key))
        if not is_out(old) or old.ended:
            raise Http404
        return in_place_of(old, on=today)
    step = CaseStep.SUPERVISE
    return DraftFacts(step=step, reply_by=reply_day(step, today)), Origin()


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:  # noqa: PLR2004 - a database key
        raise Http404
    return int(text)
