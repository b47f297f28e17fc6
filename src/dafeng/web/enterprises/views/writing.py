"""Enter and correct enterprises, say who keeps the register, take the list."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.base.findings import Finding
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.models import Organisation
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.enterprises.forms import (
    EnterpriseEditForm,
    EnterpriseForm,
    KeeperForm,
    ListForm,
)
from dafeng.web.enterprises.models import Enterprise
from dafeng.web.enterprises.permissions import KEEP
from dafeng.web.enterprises.selectors.enterprises import (
    bureaus_of,
    register_of,
    towns_of,
    units_to_link,
)
from dafeng.web.enterprises.services.importing import (
    MOST_BYTES,
    UnreadableListError,
    list_take,
    list_workbook,
)
from dafeng.web.enterprises.services.registering import (
    NAMES,
    enterprise_change,
    enterprise_register,
    register_begin,
    register_open,
)
from dafeng.web.enterprises.views.visible import (
    owner_of,
    owner_to_keep,
    tell,
    visible_enterprise,
)
from dafeng.web.enterprises.wording import error_words


@require_http_methods(["GET", "HEAD", "POST"])
def enterprise_new(request: HttpRequest) -> HttpResponse:
    """Enter an enterprise."""
    user = signed_in(request)
    owner = owner_to_keep(user)
    form = EnterpriseForm(posted(request), **_choices(owner))
    if request.method == "POST" and form.is_valid():
        try:
            register = register_begin(organisation=owner, by=user)
            made = enterprise_register(register=register, by=user, facts=form.facts())
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            messages.success(request, _("企业已登记。请登记它的披露类别。"))
            return redirect(made)
    return render(request, "enterprises/enterprise_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def enterprise_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says of an enterprise."""
    user = signed_in(request)
    found = visible_enterprise(user, pk)
    require(user, KEEP, found.register)
    form = _edit_form(found, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            enterprise_change(
                enterprise=found,
                by=user,
                facts=form.facts(),
                version=form.cleaned_data["version"],
            )
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            messages.success(request, _("已更正。"))
            return redirect(found)
    context = {"form": form, "enterprise": found}
    return render(request, "enterprises/enterprise_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def keeper(request: HttpRequest) -> HttpResponse:
    """Say which bureau keeps the register besides the office."""
    user = signed_in(request)
    owner = owner_of(user)
    require(user, KEEP, owner)
    standing = register_of(owner)
    initial = {"keeper": None if standing is None else standing.keeper}
    form = KeeperForm(posted(request), bureaus=bureaus_of(owner), initial=initial)
    if request.method == "POST" and form.is_valid():
        register_open(organisation=owner, by=user, **form.cleaned_data)
        messages.success(request, _("主管部门已更新。"))
        return redirect("enterprises:enterprises")
    return render(request, "enterprises/keeper.html", {"form": form})


@require_http_methods(["GET", "HEAD"])
def list_template(request: HttpRequest) -> HttpResponse:
    """The list as it stands, to be filled in."""
    user = signed_in(request)
    content = list_workbook(register_of(owner_to_keep(user)), note=synthetic_mark())
    return file_response(content, "disclosure-list.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def list_upload(request: HttpRequest) -> HttpResponse:
    """Take the filled list: all of it, or nothing."""
    user = signed_in(request)
    owner = owner_to_keep(user)
    form = ListForm(posted(request), sent_files(request))
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["table"]
        try:
            taken = list_take(
                register=register_begin(organisation=owner, by=user),
                by=user,
                name=given.name,
                content=given.read(MOST_BYTES + 1),
            )
        except UnreadableListError as error:
            findings = error.findings
            form.add_error("table", error_words(error))
        except (DafengError, ValidationError) as problem:
            if isinstance(problem, DafengError):
                form.add_error("table", error_words(problem))
            else:
                tell(form, problem)
        else:
            fields = {
                "firms": taken.enterprises,
                "classes": taken.classes,
                "same": taken.unchanged,
            }
            words = _(
                "新登记企业 %(firms)s 家、披露类别 %(classes)s 项，"
                "%(same)s 行没有变化。"
            )
            messages.success(request, words % fields)
            return redirect("enterprises:enterprises")
    context = {"form": form, "findings": findings}
    return render(request, "enterprises/list_upload.html", context)


def _edit_form(found: Enterprise, data: QueryDict | None) -> EnterpriseEditForm:
    initial = {name: getattr(found, name) for name in NAMES}
    initial["version"] = found.version
    return EnterpriseEditForm(
        data, initial=initial, **_choices(found.register.organisation)
    )


def _choices(owner: Organisation) -> dict[str, QuerySet[Organisation]]:
    return {"towns": towns_of(owner), "units": units_to_link(owner)}
