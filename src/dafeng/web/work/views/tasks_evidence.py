"""Put a file, a link or a document behind a task."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import BadInputError, DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.work.forms.reports import DocumentForm, FileForm, LinkForm
from dafeng.web.work.models import EvidenceKind, Task
from dafeng.web.work.models.tasks import ENDED
from dafeng.web.work.permissions import right_to_carry
from dafeng.web.work.report_words import error_words
from dafeng.web.work.services.evidence import (
    evidence_add_document,
    evidence_add_file,
    evidence_add_link,
)
from dafeng.web.work.task_words import task_error
from dafeng.web.work.views.tasks_one import visible_task


@require_http_methods(["GET", "HEAD", "POST"])
def task_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Three forms, of which one is sent; what was wrong is said at its field."""
    user, found = signed_in(request), visible_task(request, pk)
    require(user, *right_to_carry(found))
    if found.state in ENDED:
        ended = BadInputError("The task has ended.", code="task.ended")
        messages.error(request, task_error(ended))
        return redirect(found)
    forms = _forms(request)
    if request.method == "POST":
        form = forms.get(request.POST.get("kind", ""))
        if form is None:
            raise BadRequest
        if form.is_valid() and _added(found, user, form):
            messages.success(request, _("佐证已加上。"))
            return redirect(found)
    context = {
        "task": found,
        "file_form": forms[EvidenceKind.FILE.value],
        "link_form": forms[EvidenceKind.LINK.value],
        "document_form": forms[EvidenceKind.DOCUMENT.value],
    }
    return render(request, "work/task_evidence.html", context)


def _forms(request: HttpRequest) -> dict[str, Form]:
    """The form that was sent with what it brought, the others empty."""
    kind = request.POST.get("kind", "")
    makers = {
        EvidenceKind.FILE.value: FileForm,
        EvidenceKind.LINK.value: LinkForm,
        EvidenceKind.DOCUMENT.value: DocumentForm,
    }
    return {
        name: maker(
            request.POST if name == kind else None,
            request.FILES if name == kind else None,
            auto_id=f"id_{name}_%s",
        )
        for name, maker in makers.items()
    }


def _added(found: Task, user: User, form: Form) -> bool:
    """Put it behind the task; whether it went through."""
    data = form.cleaned_data
    try:
        if isinstance(form, FileForm):
            given = data["file"]
            evidence_add_file(
                owner=found, by=user, name=given.name, content=given.read()
            )
        elif isinstance(form, LinkForm):
            evidence_add_link(owner=found, by=user, **data)
        else:
            evidence_add_document(owner=found, by=user, **data)
    except DafengError as error:
        form.add_error(None, error_words(error))
    except ValidationError as problem:
        add_errors(form, problem)
    else:
        return True
    return False
