"""Acts on a contract: edit a draft, sign it, change it, end it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.savings.forms.acts import ReasonForm, TermForm
from dafeng.web.savings.forms.contracts import (
    ChangeForm,
    EditForm,
    EndForm,
    SignForm,
    written,
)
from dafeng.web.savings.models import ContractChange, ContractTerm, SavingProject
from dafeng.web.savings.permissions import KEEP
from dafeng.web.savings.selectors.visible import projects_for
from dafeng.web.savings.services.contracts import (
    change_withdraw,
    contract_change,
    project_edit,
    project_end,
    project_sign,
)
from dafeng.web.savings.services.projects import term_add, term_withdraw
from dafeng.web.savings.views.shared import acted, visible_project

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a draft."""
    user, found = _kept(request, pk)
    form = EditForm(
        posted(request), enterprise=found.enterprise, initial=written(found)
    )

    def act() -> None:
        version = form.cleaned_data["version"]
        project_edit(project=found, by=user, facts=form.facts(), version=version)

    back = found.get_absolute_url()
    return acted(request, form, act, title=_("修改草稿"), back=back, about=found)


@require_http_methods(METHODS)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the contract is signed."""
    user, found = _kept(request, pk)
    form = SignForm(posted(request), initial={"version": found.version})

    def act() -> None:
        project_sign(project=found, by=user, **form.cleaned_data)

    back = found.get_absolute_url()
    return acted(request, form, act, title=_("合同签订生效"), back=back, about=found)


@require_http_methods(METHODS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the contract from a day on."""
    user, found = _kept(request, pk)
    initial = written(found) | {"document": "", "signed_on": None}
    form = ChangeForm(posted(request), initial=initial)

    def act() -> None:
        version = form.cleaned_data["version"]
        contract_change(project=found, by=user, facts=form.facts(), version=version)

    back = found.get_absolute_url()
    return acted(request, form, act, title=_("合同变更"), back=back, about=found)


@require_http_methods(METHODS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the contract."""
    user, found = _kept(request, pk)
    form = EndForm(posted(request), initial={"version": found.version})

    def act() -> None:
        project_end(project=found, by=user, **form.cleaned_data)

    back = found.get_absolute_url()
    return acted(request, form, act, title=_("终止项目"), back=back, about=found)


@require_http_methods(METHODS)
def change_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a change back."""
    user = signed_in(request)
    rows = ContractChange.objects.filter(
        project__in=projects_for(user), withdrawn_at=None, pk=pk
    )
    row = rows.select_related("project__enterprise").first()
    if row is None:
        raise Http404
    require(user, KEEP, row.project.enterprise)
    form = ReasonForm(posted(request))

    def act() -> None:
        change_withdraw(change=row, by=user, **form.cleaned_data)

    back, title = row.project.get_absolute_url(), _("撤下合同变更")
    return acted(request, form, act, title=title, back=back, about=row)


@require_http_methods(METHODS)
def term_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a stretch of the contract to a draft."""
    user, found = _kept(request, pk)
    form = TermForm(posted(request))

    def act() -> None:
        term_add(project=found, by=user, facts=form.term())

    back = found.get_absolute_url()
    return acted(request, form, act, title=_("增加合同条款"), back=back, about=found)


@require_http_methods(METHODS)
def term_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a stretch of a draft back."""
    user = signed_in(request)
    rows = ContractTerm.objects.filter(
        project__in=projects_for(user), withdrawn_at=None, pk=pk
    )
    row = rows.select_related("project__enterprise").first()
    if row is None:
        raise Http404
    require(user, KEEP, row.project.enterprise)
    form = ReasonForm(posted(request))

    def act() -> None:
        term_withdraw(term=row, by=user, **form.cleaned_data)

    back, title = row.project.get_absolute_url(), _("撤下合同条款")
    return acted(request, form, act, title=title, back=back, about=row)


def _kept(request: HttpRequest, pk: int) -> tuple[User, SavingProject]:
    """The person and a project that the person keeps."""
    user = signed_in(request)
    found = visible_project(user, pk)
    require(user, KEEP, found.enterprise)
    return user, found
