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
from dafeng.enterprises.budgets import from_quanta
from dafeng.web.budgets.forms import (
    CorrectUnitForm,
    CorrectYearForm,
    ListForm,
    ListUnitForm,
    SeenForm,
    TotalForm,
    YearForm,
)
from dafeng.web.budgets.models import CityReturn, KeyUser
from dafeng.web.budgets.permissions import APPROVE, CHECK, KEEP
from dafeng.web.budgets.selectors.budgets import (
    bureaus_of,
    ledgers_of,
    return_for,
)
from dafeng.web.budgets.selectors.listing import enterprises_to_list
from dafeng.web.budgets.services.correcting import ledger_correct, user_correct
from dafeng.web.budgets.services.importing import (
    MOST_BYTES,
    Taken,
    UnreadableListError,
    list_take,
    list_workbook,
)
from dafeng.web.budgets.services.ledger_lines import Posting
from dafeng.web.budgets.services.ledgers import ledger_open, total_set
from dafeng.web.budgets.services.listing import ListFacts, classed, user_list
from dafeng.web.budgets.services.return_files import return_tally
from dafeng.web.budgets.services.returns import (
    return_check,
    return_issue,
    return_make,
)
from dafeng.web.budgets.views.visible import (
    acted,
    acted_on,
    asked_unit,
    kept_ledger,
    owner_of,
    tell,
    visible_ledger,
)
from dafeng.web.budgets.wording import error_words, named_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.models import User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.office.selectors.letters import registry_of

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
    return acted.show(request, form, "budgets:overview", title=_("建立年度台账"))


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

    return acted(request, form, act, ledger, ledger=ledger, title=_("确定控制总量"))


@require_http_methods(METHODS)
def unit_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an enterprise on the list of a year."""
    user = signed_in(request)
    ledger = kept_ledger(user, pk)
    form = ListUnitForm(posted(request), units=enterprises_to_list(ledger))

    def act() -> None:
        unit = form.cleaned_data["unit"]
        user_list(ledger=ledger, unit=unit, by=user, facts=form.facts())

    return acted(request, form, act, ledger, ledger=ledger, title=_("列入名单"))


@require_http_methods(METHODS)
def unit_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the list says of a unit."""
    user, row = asked_unit(request, pk)
    require(user, KEEP, row.ledger)
    initial = {
        "version": row.version,
        **_own_class(row),
        "last_year_tce": None
        if row.last_year_q is None
        else from_quanta(row.last_year_q),
        **{
            name: getattr(row, name) for name in ("industry", "designated", "listed_in")
        },
    }
    form = CorrectUnitForm(posted(request), initial=initial)

    def act() -> None:
        user_correct(
            row=row,
            by=user,
            facts=form.facts(),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )

    return acted_on(request, row, form, act, title=_("更正名单信息"))


def _own_class(row: KeyUser) -> dict[str, str]:
    """Class and manager where they go against the rules; else the rules say them."""
    tce = None if row.last_year_q is None else from_quanta(row.last_year_q)
    facts = ListFacts(last_year_tce=tce, designated=row.designated)
    try:
        kind, manager = classed(row.ledger, facts)
    except DafengError:
        kind, manager = "", ""
    return {
        "kind": "" if row.kind == kind else row.kind,
        "manager": "" if row.manager == manager else row.manager,
    }


@require_http_methods(METHODS)
def year_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the basis, the bureau or the document of a year."""
    user = signed_in(request)
    ledger = kept_ledger(user, pk)
    require(user, KEEP, ledger.organisation)
    initial = {
        "version": ledger.version,
        "basis": ledger.basis,
        "keeper": ledger.keeper_id,
        "document": ledger.document,
    }
    bureaus = bureaus_of(ledger.organisation)
    form = CorrectYearForm(posted(request), bureaus=bureaus, initial=initial)

    def act() -> None:
        ledger_correct(
            ledger=ledger,
            by=user,
            facts=form.facts(),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )

    return acted(request, form, act, ledger, ledger=ledger, title=_("更正年度台账"))


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
            _tell_taken(request, taken)
            return redirect(ledger)
    context = {"form": form, "findings": findings, "ledger": ledger}
    return render(request, "budgets/list_upload.html", context)


def _tell_taken(request: HttpRequest, taken: Taken) -> None:
    """Say what a list did, and by name what it left as it was."""
    words = _("新列入 %(listed)s 家，%(same)s 家已在名单里。")
    fields = {"listed": taken.listed, "same": taken.unchanged}
    messages.success(request, words % fields)
    for names, told in (
        (taken.differing, _("%(units)s与表格不同，名单没有改。请在单位页面更正。")),
        (taken.withdrawn, _("%(units)s本年已撤出，没有列入。请在单位页面恢复列入。")),
    ):
        if names:
            messages.warning(request, told % {"units": named_words(names)})


@require_http_methods(["GET", "HEAD"])
def returns(request: HttpRequest, pk: int) -> HttpResponse:
    """Returns of a year to the city."""
    user = signed_in(request)
    ledger = visible_ledger(user, pk)
    may_see = {name: may(user, right, ledger) for name, right in _RIGHTS.items()}
    rows = ledger.returns.select_related(
        "made_by", "checked_by", "issued_by", "registered"
    )
    context = {
        "ledger": ledger,
        "may_register": may(user, "office.letter.view", ledger.organisation),
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

    tally = return_tally(ledger)
    return acted(
        request, form, act, ledger, ledger=ledger, title=_("生成上报表"), tally=tally
    )


@require_http_methods(METHODS)
def return_sign(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Check a return, or issue it."""
    user = signed_in(request)
    found = return_for(user, pk)
    if found is None:
        raise Http404
    require(user, CHECK if what == "check" else APPROVE, found)
    form = SeenForm(posted(request), initial={"version": found.ledger.version})
    title = _("审核上报表") if what == "check" else _("签发上报表")
    return acted(
        request,
        form,
        lambda: _sign(found, user, what),
        found.ledger,
        ledger=found.ledger,
        title=title,
        made=found,
        registry=registry_of(found.ledger.organisation),
        issues=what == "issue",
    )


def _sign(found: CityReturn, user: User, what: str) -> None:
    if what == "check":
        return_check(made=found, by=user)
    else:
        return_issue(made=found, by=user)
