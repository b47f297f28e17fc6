"""What is done with a letter: passed on, answered, filed, made void."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.office.forms import AnswerForm, CirculateForm, NoteForm, ReasonForm
from dafeng.web.office.models import Letter
from dafeng.web.office.selectors.letters import units_to_address
from dafeng.web.office.services.letters import (
    letter_answer,
    letter_circulate,
    letter_file,
    letter_void,
)
from dafeng.web.office.views.letters import REGISTER, visible_letter
from dafeng.web.office.wording import error_words


@attrs.frozen(kw_only=True)
class _Deed:
    """One act: its form, what it does, what is said then."""

    form: Callable[[HttpRequest, Letter], forms.Form]
    run: Callable[[Letter, User, forms.Form], Letter]
    title: str | Promise
    done: str | Promise


DEEDS = {
    "circulate": _Deed(
        form=lambda request, letter: CirculateForm(
            posted(request), units=units_to_address(letter.organisation)
        ),
        run=lambda letter, by, form: letter_circulate(
            letter=letter,
            by=by,
            units=list(form.cleaned_data["units"]),
            note=form.cleaned_data["note"],
        ),
        title=_("传阅"),
        done=_("已传阅，所选单位可以看到本件。"),
    ),
    "answer": _Deed(
        form=lambda request, _letter: AnswerForm(
            posted(request), initial={"on": timezone.localdate()}
        ),
        run=lambda letter, by, form: letter_answer(
            letter=letter, by=by, **form.cleaned_data
        ),
        title=_("登记已回复"),
        done=_("已登记回复。"),
    ),
    "file": _Deed(
        form=lambda request, _letter: NoteForm(posted(request)),
        run=lambda letter, by, form: letter_file(
            letter=letter, by=by, **form.cleaned_data
        ),
        title=_("归档"),
        done=_("已归档。"),
    ),
    "void": _Deed(
        form=lambda request, _letter: ReasonForm(posted(request)),
        run=lambda letter, by, form: letter_void(
            letter=letter, by=by, **form.cleaned_data
        ),
        title=_("作废"),
        done=_("已作废，登记序号保留。"),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing with a letter."""
    user = signed_in(request)
    found = visible_letter(user, pk)
    require(user, REGISTER, found.organisation)
    what = DEEDS.get(deed)
    if what is None:
        raise Http404
    form = what.form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            what.run(found, user, form)
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, str(what.done))
            return redirect(found)
    context = {"form": form, "letter": found, "deed": what}
    return render(request, "office/letter_act.html", context)
