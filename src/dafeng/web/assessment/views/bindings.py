"""Choose by which definition a target is reckoned."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.indicators import Definition, definition_register
from dafeng.web.assessment.forms import BindingForm
from dafeng.web.assessment.models import TargetStanding
from dafeng.web.assessment.selectors.indicators import (
    definitions_found,
    definitions_of,
)
from dafeng.web.assessment.selectors.standings import binding_of
from dafeng.web.assessment.services.binding import binding_clear, binding_set
from dafeng.web.assessment.views.targets import visible_standing
from dafeng.web.assessment.views.visible import frame
from dafeng.web.assessment.wording import error_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted


@require_http_methods(["GET", "HEAD", "POST"])
def binding(
    request: HttpRequest, slug: str, period: str, scheme: str, key: str
) -> HttpResponse:
    """Choose definition, base year and part, with a ground; or let the rule choose."""
    user = signed_in(request)
    run, standing = visible_standing(request, slug, period, scheme, key)
    target = standing.target
    if target is None:
        raise Http404
    require(user, "assessment.binding.set", target)
    held = binding_of(standing)
    form = BindingForm(
        posted(request),
        definitions=_offered(request, standing),
        binding=held,
        now=standing.definition,
    )
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("act") == "clear":
                reason = form.cleaned_data["ground"]
                binding_clear(target=target, by=user, reason=reason)
            else:
                binding_set(target=target, by=user, way=form.way())
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            field = error.code.removeprefix("binding.").removeprefix("no_")
            form.add_error(field if field in form.fields else None, error_words(error))
        else:
            messages.success(request, _("已记录，下次计算起采用。"))
            return redirect(standing)
    context = frame(request, run) | {
        "standing": standing,
        "binding": held,
        "form": form,
        "q": request.GET.get("q", ""),
    }
    return render(request, "assessment/binding.html", context)


def _offered(request: HttpRequest, standing: TargetStanding) -> list[Definition]:
    """The indicator's own definitions, what is used now, and what was searched for."""
    register = definition_register().by_id
    now = register.get(standing.definition)
    code = "" if standing.target is None else standing.target.indicator_code or ""
    named = [code, "" if now is None else now.indicator]
    own = [
        one
        for each in dict.fromkeys(filter(None, named))
        for one in definitions_of(each)
    ]
    wanted = register.get(request.POST.get("definition", ""))
    rest = [one for one in (now, wanted) if one is not None]
    found = definitions_found(request.GET.get("q", ""))
    return list({one.id: one for one in (*own, *rest, *found)}.values())
