"""The list, one document, its files and the pictures of its pages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError, NotFoundError
from dafeng.reports.composing import PaperKind
from dafeng.reports.composing_texts import FREE_PARTS
from dafeng.web.core.access import signed_in
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.sending import DOCX, PDF, file_response
from dafeng.web.papers.forms import PaperFilterForm
from dafeng.web.papers.models import Paper, PaperState
from dafeng.web.papers.selectors.freshness import (
    Freshness,
    freshness_by_paper,
    strange_figures,
)
from dafeng.web.papers.selectors.papers import (
    orders_waiting,
    paper_years,
    papers_for,
    papers_narrowed,
    papers_to_check,
    papers_to_issue,
)
from dafeng.web.papers.services.making import shown_document
from dafeng.web.papers.services.setting import (
    kept_file,
    page_pictures,
    word_file,
)
from dafeng.web.papers.views.visible import visible_paper
from dafeng.web.papers.wording import error_words

MEDIA = {"docx": DOCX, "pdf": PDF}
MARK = 16
"""Characters of a hash that tell one version of a document from another."""
KEPT_FOR = "private, max-age=86400, immutable"


@require_http_methods(["GET", "HEAD"])
def papers(request: HttpRequest) -> HttpResponse:
    """Every document that the person may see, narrowed."""
    user = signed_in(request)
    require(user, "papers.paper.view")
    form = PaperFilterForm(request.GET, years=paper_years(user))
    rows = page_of(request, papers_narrowed(user, form.wanted()))
    fresh = freshness_by_paper(rows.object_list)
    context: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "listed": [(paper, fresh[paper.pk]) for paper in rows.object_list],
        "to_check": papers_to_check(user).count(),
        "to_issue": papers_to_issue(user).count(),
        "any": papers_for(user).exists(),
        "orders": list(orders_waiting(user)),
    }
    return render(request, "papers/papers.html", context)


@require_http_methods(["GET", "HEAD"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: its state, pages, facts, words of people, history."""
    user = signed_in(request)
    found = visible_paper(user, pk)
    fresh = freshness_by_paper([found])[found.pk]
    texts = found.content.texts
    context = {
        "paper": found,
        "mark": mark_of(found),
        "fresh": fresh,
        "corrected": fresh is Freshness.CORRECTED,
        "pages": range(1, found.pages + 1) if _readable(found) else (),
        "parts": [
            (part.label, texts.get(part.code) or part.proposed, part.code in texts)
            for part in FREE_PARTS[PaperKind(found.kind)]
        ],
        "strange": strange_figures(found),
        "corrections": [
            one for one in found.corrections.all() if one.state != PaperState.WITHDRAWN
        ],
        "deeds": _deeds(request, found),
    }
    return render(request, "papers/paper.html", context)


def _readable(found: Paper) -> bool:
    """Whether this version of the program can draw the document's pages."""
    try:
        shown_document(found)
    except DafengError:
        return False
    return True


def _deeds(request: HttpRequest, found: Paper) -> dict[str, bool]:
    """What the person may do with it now."""
    user = signed_in(request)
    owner = found.organisation
    makes = may(user, "papers.paper.make", owner)
    checks = may(user, "papers.paper.check", owner)
    issues = may(user, "papers.paper.issue", owner)
    draft = found.state == PaperState.DRAFT
    checked = found.state == PaperState.CHECKED
    issued = found.state == PaperState.ISSUED
    return {
        "edit": draft and makes,
        "remake": makes and (draft or issued),
        "check": draft and checks,
        "issue": checked and issues and found.checked_by != user,
        "return": checked and (issues or (checks and found.checked_by == user)),
        "withdraw": (found.in_hand and makes) or (issued and issues),
    }


@require_http_methods(["GET", "HEAD"])
def file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The document as a file to keep: the one that the page showed, or none."""
    found = visible_paper(signed_in(request), pk)
    if form not in MEDIA:
        raise Http404
    if _is_another(request, found):
        context = {"paper": found, "form": form, "mark": mark_of(found)}
        return render(request, "papers/changed.html", context, status=409)
    try:
        if form == "docx":
            document, made_on = shown_document(found)
            content = word_file(document, found.docx_sha256, made_on)
        else:
            content = kept_file(found.pdf_sha256)
    except NotFoundError as error:
        raise Http404 from error
    except DafengError as error:
        raise BadRequest(error_words(error)) from error
    return file_response(content, f"{found.title}.{form}", MEDIA[form])


def mark_of(found: Paper) -> str:
    """What a link says of the version that it leads to."""
    return found.pdf_sha256[:MARK]


def _is_another(request: HttpRequest, found: Paper) -> bool:
    """Whether the document was composed anew since the page with the link was shown."""
    return request.GET.get("v", mark_of(found)) != mark_of(found)


@require_http_methods(["GET", "HEAD"])
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The picture of one page; drawn when it is looked at first."""
    found = visible_paper(signed_in(request), pk)
    if not 1 <= number <= found.pages or _is_another(request, found):
        # A page of another version must not stand between those of the one shown.
        raise Http404
    try:
        document, made_on = shown_document(found)
        drawn = page_pictures(document, found.pdf_sha256, made_on)
    except DafengError as error:
        raise BadRequest(error_words(error)) from error
    response = HttpResponse(drawn[number - 1].read_bytes(), content_type="image/png")
    if "v" in request.GET:
        response["Cache-Control"] = KEPT_FOR
    return response
