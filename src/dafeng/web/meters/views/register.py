"""What a person may see of the register, and one act on a part of it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy

from dafeng.base.errors import DafengError
from dafeng.meters import MeterError
from dafeng.web.core.act_pages import ActPage
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.permissions import VIEW
from dafeng.web.meters.selectors.points import enterprise_for, point_for
from dafeng.web.meters.wording import error_words, rule_words

FIELDS = ("carrier", "unit", "multiplier", "digits", "formula", "parent")


def visible_point(user: User, pk: int) -> MeterPoint:
    """A meter that the person may see; else there is none."""
    require(user, VIEW)
    found = point_for(user, pk)
    if found is None:
        raise Http404
    return found


def visible_firm(user: User, pk: int, right: str = VIEW) -> Organisation:
    """An enterprise that the person may see; else there is none."""
    require(user, VIEW)
    found = enterprise_for(user, pk)
    if found is None:
        raise Http404
    require(user, right, found)
    return found


def tell(form: forms.Form, problem: DafengError | ValidationError) -> None:
    """Show on the form what a service refused, at its fields where it has them."""
    if isinstance(problem, ValidationError):
        add_errors(form, problem)
    elif isinstance(problem, MeterError):
        for one in problem.findings:
            meter, _comma, names = one.place.partition(", ")
            field = next((name for name in FIELDS if name in names), "")
            own = meter == f"meter {form.data.get('code') or form['code'].initial}"
            words = rule_words(one)
            if own and field in form.fields:
                form.add_error(field, words)
            else:
                form.add_error(None, f"{meter.removeprefix('meter ')}: {words}")
    else:
        form.add_error(None, error_words(problem))


acted = ActPage(
    template="meters/register_act.html",
    done=gettext_lazy("%(act)s：完成。"),
    tell=tell,
)
