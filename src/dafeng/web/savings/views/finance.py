"""Acts on the investment in a project."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.savings.forms.acts import ReasonForm
from dafeng.web.savings.forms.finance import InvestmentForm
from dafeng.web.savings.permissions import KEEP, VIEW
from dafeng.web.savings.selectors.finance import line_for
from dafeng.web.savings.services.finance import investment_add, investment_withdraw
from dafeng.web.savings.views.shared import acted, visible_project

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def investment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a line of the investment."""
    user = signed_in(request)
    found = visible_project(user, pk)
    require(user, KEEP, found.enterprise)
    form = InvestmentForm(posted(request))

    def act() -> None:
        investment_add(project=found, by=user, facts=form.facts())

    back = found.get_absolute_url()
    return acted(request, form, act, title=_("登记项目投资"), back=back, about=found)


@require_http_methods(METHODS)
def investment_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line back."""
    user = signed_in(request)
    require(user, VIEW)
    row = line_for(user, pk)
    if row is None:
        raise Http404
    require(user, KEEP, row.project.enterprise)
    form = ReasonForm(posted(request))

    def act() -> None:
        investment_withdraw(line=row, by=user, **form.cleaned_data)

    back, title = row.project.get_absolute_url(), _("撤下项目投资")
    return acted(request, form, act, title=title, back=back, about=row)
