"""What a person may see of this room, and one act on it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.web.core.act_pages import ActPage, telling
from dafeng.web.core.models import Organisation, OrganisationKind, User
from dafeng.web.core.permissions import may, require
from dafeng.web.verification.models import EmissionReport
from dafeng.web.verification.permissions import VIEW
from dafeng.web.verification.selectors.reports import report_for, reports_for
from dafeng.web.verification.wording import error_words

tell = telling(error_words)
acted = ActPage(
    template="verification/act.html",
    done=gettext_lazy("已办理：%(act)s。"),
    tell=tell,
)


def visible_report(user: User, pk: int) -> EmissionReport:
    """A report that the person may see; else there is none."""
    require(user, VIEW)
    found = report_for(user, pk)
    if found is None:
        raise Http404
    return found


def visible_enterprise(user: User, pk: int) -> Organisation:
    """An enterprise that the person may see; else there is none."""
    require(user, VIEW)
    rows = Organisation.objects.filter(pk=pk, kind=OrganisationKind.ENTERPRISE)
    found = rows.first()
    if found is None or not may(user, VIEW, found):
        raise Http404
    return found


def reported_enterprise(user: User, pk: int) -> Organisation:
    """The same; also one whose report was given to the body of the person."""
    require(user, VIEW)
    report = reports_for(user).filter(enterprise=pk).first()
    return visible_enterprise(user, pk) if report is None else report.enterprise


def pressed(
    request: HttpRequest, act: Callable[[], object], back: str, *, title: str
) -> HttpResponse:
    """Do what a button asks for, say what became of it, and go back."""
    try:
        act()
    except DafengError as problem:
        messages.error(request, error_words(problem))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("已办理：%(act)s。") % {"act": title})
    return redirect(back)
