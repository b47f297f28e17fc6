"""The register of letters in and out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.office.exporting import letter_cells, letter_head, letters_workbook
from dafeng.web.office.forms import (
    LetterChangeForm,
    LetterFilterForm,
    LetterForm,
    RegistryForm,
)
from dafeng.web.office.letter_compare import compared
from dafeng.web.office.models import Direction, Letter
from dafeng.web.office.openings import HANDED_DOWN, address_of
from dafeng.web.office.selectors.letters import (
    answerable,
    letter_answered,
    letter_in_full,
    letter_years,
    letters_narrowed,
    owed_counts,
    register_owner,
    registry_of,
    units_to_address,
)
from dafeng.web.office.services.letter_facts import StaleLetterError
from dafeng.web.office.services.letters import (
    facts_of,
    letter_change,
    letter_register,
    registry_set,
)
from dafeng.web.office.services.papers import paper_keep
from dafeng.web.office.views.files import paper_response
from dafeng.web.office.wording import error_words
from dafeng.web.plans.models import Target
from dafeng.web.plans.selectors.plans import current_plan_for
from dafeng.web.plans.selectors.target_numbers import target_number
from dafeng.web.work.task_compare import ComparedField

VIEW, REGISTER = "office.letter.view", "office.letter.register"


def owner_of(user: User, right: str) -> Organisation:
    """The district whose register it is, when the person has the right on it."""
    require(user, right)
    found = register_owner(user)
    if found is None:
        raise Http404
    if right != VIEW:
        require(user, right, found)
    return found


def visible_letter(user: User, pk: int) -> Letter:
    """A letter that the person may read; else there is none."""
    found = letter_in_full(user, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD"])
def letters(request: HttpRequest) -> HttpResponse:
    """The register, narrowed."""
    user = signed_in(request)
    organisation = owner_of(user, VIEW)
    today = timezone.localdate()
    form = LetterFilterForm(request.GET, years=letter_years(user))
    owed, late = owed_counts(user, on=today)
    context: dict[str, Any] = {
        "organisation": organisation,
        "registry": registry_of(organisation),
        "form": form,
        "rows": page_of(request, letters_narrowed(user, form.wanted(), on=today)),
        "owed": owed,
        "late": late,
        "today": today,
    }
    return render(request, "office/letters.html", context)


@require_http_methods(["GET", "HEAD"])
def letters_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV."""
    user = signed_in(request)
    owner_of(user, VIEW)
    form = LetterFilterForm(request.GET, years=letter_years(user))
    rows = letters_narrowed(user, form.wanted(), on=timezone.localdate())
    return csv_response(
        name="letters.csv", header=letter_head(), rows=letter_cells(rows)
    )


@require_http_methods(["GET", "HEAD"])
def letters_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    user = signed_in(request)
    owner_of(user, VIEW)
    form = LetterFilterForm(request.GET, years=letter_years(user))
    rows = letters_narrowed(user, form.wanted(), on=timezone.localdate())
    return file_response(letters_workbook(rows), "letters.xlsx", XLSX)


@require_http_methods(["GET", "HEAD"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: its facts, links, file and what became of it."""
    user = signed_in(request)
    found = visible_letter(user, pk)
    context = {
        "letter": found,
        "answers": letter_answered(user, found),
        "today": timezone.localdate(),
        "handed_down": address_of(HANDED_DOWN, user) if found.hands_down else "",
    }
    return render(request, "office/letter.html", context)


@require_http_methods(["GET", "HEAD"])
def letter_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a letter, to keep; never shown inside the site."""
    found = visible_letter(signed_in(request), pk)
    if not found.file_sha256:
        raise Http404
    return paper_response(found.file_sha256, name=found.file_name)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_new(request: HttpRequest, direction: str) -> HttpResponse:
    """Enter a letter."""
    if direction not in Direction.values:
        raise Http404
    user = signed_in(request)
    organisation = owner_of(user, REGISTER)
    form = _form(
        request,
        user,
        organisation,
        Direction(direction),
        _asked(request),
        posted(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = letter_register(
                organisation=organisation,
                by=user,
                direction=Direction(direction),
                facts=form.facts(),
                paper=paper_keep(form.cleaned_data["paper"]),
            )
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            words = _("已登记，编号 %(number)s。")
            number = made.number or made.register_number
            messages.success(request, words % {"number": number})
            return redirect(made)
    context = {
        "form": form,
        "direction": Direction(direction),
        "registry": registry_of(organisation),
    }
    return render(request, "office/letter_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the register says of a letter."""
    user = signed_in(request)
    found = visible_letter(user, pk)
    require(user, REGISTER, found.organisation)
    form = _editing(request, user, found, posted(request))
    rows: list[ComparedField] = []
    if request.method == "POST" and form.is_valid():
        try:
            letter_change(
                letter=found,
                by=user,
                facts=form.facts(),
                version=form.cleaned_data["version"],
                paper=paper_keep(form.cleaned_data["paper"]),
            )
        except StaleLetterError as error:
            rows = compared(error.mine, error.theirs)
            newest = request.POST.copy()
            newest["version"] = str(error.version)
            form = _editing(request, user, found, newest)
            form.add_error(None, error_words(error))
        except ValidationError as problem:
            add_errors(form, problem)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已更正。"))
            return redirect(found)
    context = {"form": form, "letter": found, "rows": rows}
    return render(request, "office/letter_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def registry(request: HttpRequest) -> HttpResponse:
    """Say with which characters the office numbers its letters."""
    user = signed_in(request)
    organisation = owner_of(user, REGISTER)
    standing = registry_of(organisation)
    initial = {"signs": "" if standing is None else standing.signs}
    form = RegistryForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            registry_set(organisation=organisation, by=user, **form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("机关代字已设定，从下一件发文起使用。"))
            return redirect("office:letters")
    return render(request, "office/registry.html", {"form": form})


def _editing(
    request: HttpRequest, user: User, found: Letter, data: QueryDict | None
) -> LetterForm:
    """The form of a correction: which letter it answers stays as it is."""
    form = _form(
        request,
        user,
        found.organisation,
        Direction(found.direction),
        _initial(user, found) | {"version": found.version},
        data,
        kind=LetterChangeForm,
        linked=list(found.targets.select_related("plan")),
    )
    del form.fields["replies_to"]
    return form


def _form(
    request: HttpRequest,
    user: User,
    organisation: Organisation,
    direction: Direction,
    initial: dict[str, Any],
    data: QueryDict | None,
    *,
    kind: type[LetterForm] = LetterForm,
    linked: Sequence[Target] = (),
) -> LetterForm:
    return kind(
        data,
        sent_files(request),
        direction=direction,
        units=units_to_address(organisation),
        answerable=answerable(user, direction),
        user=user,
        organisation=organisation,
        linked=linked,
        initial=initial,
    )


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the address fills in: a title, a letter to answer, a target or task."""
    given = {
        name: request.GET[name]
        for name in ("title", "replies_to", "targets", "tasks")
        if name in request.GET
    }
    return {"registered_on": timezone.localdate()} | given


def _initial(user: User, found: Letter) -> dict[str, Any]:
    facts, current = facts_of(found), current_plan_for(user)
    return {
        "title": facts.title,
        "number": facts.number,
        "correspondent": facts.correspondent,
        "dated": facts.dated,
        "registered_on": facts.registered_on,
        "reply_by": facts.reply_by,
        "hands_down": facts.hands_down,
        "note": facts.note,
        "units": [unit.pk for unit in facts.units],
        "targets": " ".join(target_number(one, current) for one in facts.targets),
        "tasks": " ".join(task.number for task in facts.tasks),
    }
