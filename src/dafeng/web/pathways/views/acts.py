"""Acts on the outlook: ask for a new one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dafeng.base.errors import DafengError
from dafeng.web.accounts.selectors.runs import root_organisation
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.pathways import wording
from dafeng.web.pathways.services.ordering import outlook_order
from dafeng.web.plans.selectors.plans import current_plan_for


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Put the run into the queue: it takes some seconds, nobody waits for it."""
    user = signed_in(request)
    # Asked before a lacking plan is told of; the service asks again for its owner.
    require(user, "pathways.run.make", root_organisation())
    # The queue computes the plan that everybody sees.
    plan = current_plan_for(AnonymousUser())
    if plan is None:
        messages.error(request, str(wording.ERRORS["outlook.no_plan"]))
        return redirect("pathways:index")
    try:
        outlook_order(by=user, plan=plan)
    except DafengError as error:
        messages.error(request, wording.error_words(error))
        return redirect("pathways:index")
    messages.success(
        request, _("已排队计算；数据没有变化时结果也不变，完成后这里会更新。")
    )
    return redirect("pathways:index")
