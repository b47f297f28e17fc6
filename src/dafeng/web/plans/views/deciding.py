"""People decide: each act is one address, works without script, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.permissions import require
from dafeng.web.plans.convert import facts_of
from dafeng.web.plans.editing import FORMS, FactsForm, SplitForm
from dafeng.web.plans.forms import BulkForm, MembersForm, ReasonForm
from dafeng.web.plans.models import Act, Plan, Proposal, ProposalKind
from dafeng.web.plans.selectors.plans import text_of
from dafeng.web.plans.selectors.proposals import history_of, stamp_of
from dafeng.web.plans.selectors.review import name_of, progress_of, review_item
from dafeng.web.plans.selectors.text import passage_of
from dafeng.web.plans.selectors.units import organisations_by_name
from dafeng.web.plans.services.bulk import bulk_confirm
from dafeng.web.plans.services.deciding import (
    Addition,
    proposal_add,
    proposal_confirm,
    proposal_correct,
    proposal_reject,
    proposal_reopen,
    proposal_split,
)
from dafeng.web.plans.services.publishing import Member, roster_set
from dafeng.web.plans.services.undoing import last_act_undo
from dafeng.web.plans.views.visible import (
    addresses_of,
    posted,
    visible_plan,
    visible_proposal,
)
from dafeng.web.plans.wording import error_words

VERBS: dict[str, Callable[..., Act]] = {
    "confirm": proposal_confirm,
    "reject": proposal_reject,
    "reopen": proposal_reopen,
}


@require_http_methods(["POST"])
def decide(
    request: HttpRequest, slug: str, kind: str, key: str, verb: str
) -> HttpResponse:
    """Confirm, reject or reopen one object."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    proposal = visible_proposal(plan, kind, key)
    if verb not in VERBS:
        raise Http404
    form = ReasonForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        VERBS[verb](proposal=proposal, by=user, note=note)
    except DafengError as error:
        return _refused(request, plan, proposal, error)
    return _decided(request, plan, visible_proposal(plan, kind, key))


def _decided(request: HttpRequest, plan: Plan, proposal: Proposal) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(back_to(request, plan, proposal))
    context = {
        "plan": plan,
        "item": review_item(proposal),
        "selected": name_of(proposal),
        "progress": progress_of(plan),
        "partial": True,
    } | addresses_of(plan)
    return render(request, "plans/_decided.html", context)


def _refused(
    request: HttpRequest, plan: Plan, proposal: Proposal, error: DafengError
) -> HttpResponse:
    messages.error(request, error_words(error))
    return _leave(request, back_to(request, plan, proposal))


def _leave(request: HttpRequest, address: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(address)
    return redirect(address)


def back_to(request: HttpRequest, plan: Plan, proposal: Proposal | None) -> str:
    """Where the person came from, at the object; the review page by default."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    if not safe:
        address = reverse("plans:review", args=[plan.slug])
    if proposal is None or "/review/" not in address:
        return address
    bare = address.partition("#")[0].partition("?")[0]
    return f"{bare}?object={name_of(proposal)}#{name_of(proposal)}"


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, kind: str, key: str) -> HttpResponse:
    """Correct one object in the drawer; the same address is a page of its own."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    proposal = visible_proposal(plan, kind, key)
    require(user, f"plans.{kind}.correct", proposal)
    form_class = FORMS[ProposalKind(kind)]
    initial = form_class.initial_of(facts_of(proposal)) | {"stamp": stamp_of(proposal)}
    form = form_class(posted(request), plan=plan, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            proposal_correct(
                proposal=proposal,
                by=user,
                changes=form.facts(),
                stamp=form.cleaned_data["stamp"],
                note=form.cleaned_data["note"],
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已保存对 %(key)s 的更正。") % {"key": key})
            return _leave(request, back_to(request, plan, proposal))
    return _drawer(request, "plans/edit.html", plan, proposal, form)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, slug: str, kind: str, key: str) -> HttpResponse:
    """Split one target into parts."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    if kind != ProposalKind.TARGET:
        raise Http404
    proposal = visible_proposal(plan, kind, key)
    require(user, f"plans.{kind}.split", proposal)
    form = SplitForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            proposal_split(proposal=proposal, by=user, **form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已拆分 %(key)s。") % {"key": key})
            return _leave(request, back_to(request, plan, proposal))
    return _drawer(request, "plans/split.html", plan, proposal, form)


def _drawer(
    request: HttpRequest, template: str, plan: Plan, proposal: Proposal, form: Any
) -> HttpResponse:
    context = {
        "plan": plan,
        "item": review_item(proposal),
        "proposal": proposal,
        "form": form,
        "passage": passage_of(text_of(plan), proposal.start, proposal.end),
        "history": history_of(proposal),
        "read": _read_beside(form, proposal),
    }
    return render(request, template, context)


def _read_beside(form: Any, proposal: Proposal) -> list[tuple[Any, Any]]:
    """What the reader had read, where it is not what the form shows now."""
    if proposal.original is None or not isinstance(form, FactsForm):
        return []
    read = form.initial_of(proposal.original)
    now = form.initial_of(facts_of(proposal))
    return [
        (field.label, read.get(name))
        for name, field in form.fields.items()
        if name in read and read.get(name) != now.get(name)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Add an object that the reader missed."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    if kind not in ProposalKind.values:
        raise Http404
    require(user, f"plans.{kind}.add", plan)
    chosen = ProposalKind(kind)
    form = FORMS[chosen](posted(request), plan=plan)
    if request.method == "POST" and form.is_valid():
        addition = Addition(kind=chosen, facts=form.facts())
        note = form.cleaned_data["note"]
        try:
            made = proposal_add(plan=plan, by=user, addition=addition, note=note)
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已补充 %(key)s。") % {"key": made.key})
            return _leave(request, back_to(request, plan, made))
    context = {"plan": plan, "form": form, "kind": chosen}
    return render(request, "plans/add.html", context)


@require_http_methods(["POST"])
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm many open proposals in one act."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    require(user, "plans.plan.bulk", plan)
    form = BulkForm(request.POST, clauses=list(plan.clauses.all()))
    if form.is_valid():
        act = bulk_confirm(plan=plan, by=user, choice=form.choice())
        count = act.decisions.count()
        messages.success(
            request, _("已确认 %(count)s 项，可以撤销。") % {"count": count}
        )
    else:
        messages.error(request, _("没有确认任何一项：所选的条件不存在。"))
    return redirect(back_to(request, plan, None))


@require_http_methods(["POST"])
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back one's own last act."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    try:
        act = last_act_undo(plan=plan, by=user)
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        what = act.get_kind_display()
        messages.success(request, _("已撤销上一步（%(what)s）。") % {"what": what})
    return _leave(request, back_to(request, plan, None))


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Say who belongs to a group, from when, and by which paper."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    group = visible_proposal(plan, ProposalKind.UNIT, key)
    require(user, "plans.unit.roster", group)
    names = "\n".join(member.name for member in group.members.all())
    form = MembersForm(posted(request), initial={"names": names})
    if request.method == "POST" and form.is_valid():
        known = organisations_by_name()
        roster = [
            Member(
                name=name,
                organisation=known.get(name),
                valid_from=form.cleaned_data["valid_from"],
                source=form.cleaned_data["source"],
            )
            for name in form.members()
        ]
        try:
            roster_set(group=group, by=user, members=roster)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已登记 %(unit)s 的成员。") % {"unit": group})
            return redirect(group)
    return render(
        request, "plans/members.html", {"plan": plan, "unit": group, "form": form}
    )
