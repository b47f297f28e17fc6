"""Acts on a year: open it, set its total, list units, hand in the return."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.base.findings import Finding
from dafeng.web.budgets.forms import (
    IssueForm,
    ListForm,
    ListUnitForm,
    SeenForm,
    TotalForm,
    YearForm,
)
from dafeng.web.budgets.models import CityReturn
from dafeng.web.budgets.permissions import APPROVE, CHECK, KEEP
from dafeng.web.budgets.selectors.budgets import (
    bureaus_of,
    enterprises_to_list,
    ledgers_of,
    return_for,
)
from dafeng.web.budgets.services.importing import (
    MOST_BYTES,
    UnreadableListError,
    list_take,
    list_workbook,
)
from dafeng.web.budgets.services.ledger_lines import Posting
from dafeng.web.budgets.services.ledgers import ledger_open, total_set
from dafeng.web.budgets.services.listing import user_list
from dafeng.web.budgets.services.returns import (
    return_check,
    return_issue,
    return_make,
)
from dafeng.web.budgets.views.visible import (
    acted,
    kept_ledger,
    owner_of,
    tell,
    visible_ledger,
)
from dafeng.web.budgets.wording import error_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.core.sending import XLSX, file_response

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def year_new(request: HttpRequest) -> HttpResponse:
    """Open the ledger of a year."""
    user = signed_in(request)
    owner = owner_of(user)
    require(user, KEEP, owner)
    ledgers = ledgers_of(owner)
    initial = {"year": ledgers[0].year + 1 if ledgers else timezone.localdate().year}
    form = YearForm(posted(request), bureaus=bureaus_of(owner), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = ledger_open(organisation=owner, by=user, facts=form.facts())
        except (DafengError, ValidationError) as problem:
            tell(form, problem)
        else:
            messages.success(request, _("已建立。请领导确定控制总量，并列入用能单位。"))
            return redirect(made)
    context = {"form": form, "title": _("建立年度台账")}
    return render(request, "budgets/act.html", context)


@require_http_methods(METHODS)
def total(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the control total of a year."""
    user = signed_in(request)
    ledger = kept_ledger(user, pk, APPROVE)
    form = TotalForm(
        posted(request), initial={"version": ledger.version, "total": ledger.total}
    )

    def act() -> None:
        data = form.cleaned_data
        posting = Posting(
            on=timezone.localdate(), reason=data["reason"], document=data["document"]
        )
        total_set(
            ledger=ledger,
            by=user,
            total=data["total"],
            posting=posting,
            version=data["version"],
        )

    return acted(request, ledger, form, act, title=_("确定控制总量"))


@require_http_methods(METHODS)
def unit_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an enterprise on the list of a year."""
    user = signed_in(request)
    ledger = kept_ledger(user, pk)
    form = ListUnitForm(posted(request), units=enterprises_to_list(ledger))

    def act() -> None:
        unit = form.cleaned_data["unit"]
        user_list(ledger=ledger, unit=unit, by=user, facts=form.facts())

    return acted(request, ledger, form, act, title=_("列入名单"))


@require_http_methods(["GET", "HEAD"])
def list_template(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of a year as it stands, to be filled in."""
    ledger = kept_ledger(signed_in(request), pk)
    content = list_workbook(ledger, note=synthetic_mark())
    return file_response(content, f"key-users-{ledger.year}.xlsx", XLSX)


@require_http_methods(METHODS)
def list_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the filled list: all of it, or nothing."""
    user = signed_in(request)
    ledger = kept_ledger(user, pk)
    form = ListForm(posted(request), sent_files(request))
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["table"]
        try:
            taken = list_take(
                ledger=ledger,
                by=user,
                name=given.name,
                content=given.read(MOST_BYTES + 1),
            )
        except UnreadableListError as error:
            findings = error.findings
            form.add_error("table", error_words(error))
        except DafengError as error:
            form.add_error("table", error_words(error))
        except ValidationError as error:
            tell(form, error)
        else:
            words = _("新列入 %(listed)s 家，%(same)s 家已在名单里。")
            fields = {"listed": taken.listed, "same": taken.unchanged}
            messages.success(request, words % fields)
            return redirect(ledger)
    context = {"form": form, "findings": findings, "ledger": ledger}
    return render(request, "budgets/list_upload.html", context)


@require_http_methods(["GET", "HEAD"])
def returns(request: HttpRequest, pk: int) -> HttpResponse:
    """Returns of a year to the city."""
    user = signed_in(request)
    ledger = visible_ledger(user, pk)
    may_see = {name: may(user, right, ledger) for name, right in _RIGHTS.items()}
    rows = ledger.returns.select_related("made_by", "checked_by", "issued_by")
    context = {
        "ledger": ledger,
        "rows": list(rows.order_by("-number")) if any(may_see.values()) else [],
        **may_see,
    }
    return render(request, "budgets/returns.html", context)


_RIGHTS = {"may_keep": KEEP, "may_check": CHECK, "may_approve": APPROVE}


@require_http_methods(METHODS)
def return_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the return of a year as it stands."""
    user = signed_in(request)
    ledger = kept_ledger(user, pk)
    form = SeenForm(posted(request), initial={"version": ledger.version})

    def act() -> None:
        return_make(ledger=ledger, by=user)

    return acted(request, ledger, form, act, title=_("生成上报表"))


@require_http_methods(METHODS)
def return_sign(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Check a return, or issue it."""
    user = signed_in(request)
    found = return_for(user, pk)
    if found is None:
        raise Http404
    require(user, CHECK if what == "check" else APPROVE, found)
    form: SeenForm | IssueForm
    if what == "check":
        form = SeenForm(posted(request), initial={"version": found.ledger.version})
    else:
        form = IssueForm(posted(request))
    title = _("审核上报表") if what == "check" else _("签发上报表")
    return acted(
        request,
        found.ledger,
        form,
        lambda: _sign(found, user, form),
        title=title,
        made=found,
    )


def _sign(found: CityReturn, user: User, form: SeenForm | IssueForm) -> None:
    if isinstance(form, IssueForm):
        return_issue(made=found, by=user, **form.cleaned_data)
    else:
        return_check(made=found, by=user)
