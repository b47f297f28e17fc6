"""One enterprise: facts, duties, publications, differences, what was corrected."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.base.days import holds_on
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import may, require
from dafeng.web.enterprises.forms.acts import duty_key
from dafeng.web.enterprises.models import Enterprise, Publication
from dafeng.web.enterprises.models.withdrawn import Withdrawable
from dafeng.web.enterprises.permissions import KEEP, PUBLISH, VERIFY, Publishers
from dafeng.web.enterprises.selectors.enterprises import (
    claim_for,
    history_of,
    occasion_for,
    publication_for,
    row_of,
    verified_for,
)
from dafeng.web.enterprises.views.visible import visible_enterprise
from dafeng.web.enterprises.wording import enterprise_sentence
from dafeng.web.office.views.files import paper_response


@require_http_methods(["GET", "HEAD"])
def enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one enterprise."""
    user = signed_in(request)
    found = visible_enterprise(user, pk)
    today = timezone.localdate()
    row = row_of(found, year=today.year, on=today)
    before = row_of(found, year=today.year - 1, on=today)
    publications = list(found.publications.all())
    may_keep = may(user, KEEP, found.register)
    may_publish = may(user, PUBLISH, Publishers(found))
    context = {
        "enterprise": found,
        "row": row,
        "sentence": enterprise_sentence(row, today.year),
        "duties": [
            (one, duty_key(one.duty.rule, one.duty.period))
            for one in (*row.standings, *before.standings)
        ],
        "rules": sorted({one.duty.rule for one in (*row.standings, *before.standings)}),
        "publications": [one for one in publications if _stands(one)],
        "corrected": [one for one in publications if one.replaced_by_id is not None],
        "verified": [v for v in found.verified_values.all() if v.withdrawn_at is None],
        "claims": [
            (one, holds_on(one.since, one.until, today))
            for one in found.claims.all()
            if one.withdrawn_at is None
        ],
        "classes": [
            (one, holds_on(one.since, one.until, today))
            for one in found.classes.all()
            if one.withdrawn_at is None
        ],
        "occasions": [o for o in found.occasions.all() if o.withdrawn_at is None],
        "withdrawn": _withdrawn(found),
        "history": history_of(found),
        "may_keep": may_keep,
        "may_publish": may_publish,
        "may_verify": may(user, VERIFY, found.register),
        "year": today.year,
    }
    return render(request, "enterprises/enterprise.html", context)


def _stands(one: Publication) -> bool:
    return one.replaced_by_id is None and one.withdrawn_at is None


def _withdrawn(found: Enterprise) -> list[tuple[object, Withdrawable]]:
    """What was taken back, with the name of its kind."""
    parts = (
        *found.classes.all(),
        *found.occasions.all(),
        *found.publications.all(),
        *found.verified_values.all(),
        *found.claims.all(),
    )
    return [
        (one._meta.verbose_name, one) for one in parts if one.withdrawn_at is not None
    ]


@require_http_methods(["GET", "HEAD"])
def publication_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that proves a publication, to keep."""
    found = publication_for(signed_in(request), pk)
    if found is None or not found.file_sha256:
        raise Http404
    return paper_response(found.file_sha256, name=found.file_name)


@require_http_methods(["GET", "HEAD"])
def verified_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a verified value, to keep."""
    found = verified_for(signed_in(request), pk)
    if found is None or not found.file_sha256:
        raise Http404
    return paper_response(found.file_sha256, name=found.file_name)


@require_http_methods(["GET", "HEAD"])
def occasion_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of an occasion, to keep."""
    found = occasion_for(signed_in(request), pk)
    if found is None or not found.file_sha256:
        raise Http404
    return paper_response(found.file_sha256, name=found.file_name)


@require_http_methods(["GET", "HEAD"])
def claim_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a claim, for who may enter claims: it tells what is to be secret."""
    user = signed_in(request)
    found = claim_for(user, pk)
    if found is None or not found.file_sha256:
        raise Http404
    require(user, PUBLISH, Publishers(visible_enterprise(user, found.enterprise_id)))
    return paper_response(found.file_sha256, name=found.file_name)
