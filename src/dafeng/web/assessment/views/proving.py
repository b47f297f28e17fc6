"""The chain of a score or figure, to keep: sent while it is written."""

from __future__ import annotations

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.proofs import Proof, proof_pieces
from dafeng.web.assessment.models import (
    AssessmentRun,
    ProofOrder,
    TargetStanding,
    UnitScore,
)
from dafeng.web.assessment.services.proof_orders import (
    is_large,
    proof_file,
    proof_order,
    proof_order_allowed,
)
from dafeng.web.assessment.services.proving import (
    proof_exported,
    proof_of_score,
    proof_of_target,
)
from dafeng.web.assessment.views.targets import visible_standing
from dafeng.web.assessment.views.units import visible_score
from dafeng.web.assessment.wording import error_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.models import User


@require_http_methods(["POST"])
def unit_proof(
    request: HttpRequest, slug: str, period: str, scheme: str, name: str
) -> HttpResponseBase:
    """The chain of a unit's score."""
    user = signed_in(request)
    run, score = visible_score(request, slug, period, scheme, name)
    try:
        proof = proof_of_score(run=run, score=score, by=user)
    except DafengError as error:
        return _refused(request, score, error)
    return _given(score, proof, user)


@require_http_methods(["POST"])
def target_proof(
    request: HttpRequest, slug: str, period: str, scheme: str, key: str
) -> HttpResponseBase:
    """The chain of a target's figure."""
    user = signed_in(request)
    run, standing = visible_standing(request, slug, period, scheme, key)
    try:
        proof = proof_of_target(run=run, standing=standing, by=user)
    except DafengError as error:
        return _refused(request, standing, error)
    return _given(standing, proof, user)


@require_http_methods(["GET", "HEAD"])
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a large chain is that the person asked for."""
    found = _own_order(signed_in(request), pk)
    context = {"order": found, "ready": proof_file(found) is not None}
    return render(request, "assessment/proof_order.html", context)


@require_http_methods(["GET", "HEAD"])
def order_file(request: HttpRequest, pk: int) -> FileResponse:
    """A large chain that was written."""
    found = _own_order(signed_in(request), pk)
    proof_order_allowed(found)
    path = proof_file(found)
    if path is None:
        raise Http404
    name = _name(found.run, found.subject, found.run.seal)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _own_order(user: User, pk: int) -> ProofOrder:
    rows = ProofOrder.objects.select_related(
        "run__plan", "run__organisation", "asked_by"
    )
    return get_object_or_404(rows, pk=pk, asked_by=user)


def _given(
    subject: UnitScore | TargetStanding, proof: Proof, user: User
) -> HttpResponseBase:
    """Send the chain at once; a large one is written by a worker."""
    if is_large(proof):
        return redirect(proof_order(subject=subject, by=user))
    proof_exported(run=subject.run, proof=proof, by=user)
    return _sent(subject.run, proof)


def _refused(
    request: HttpRequest, subject: UnitScore | TargetStanding, error: DafengError
) -> HttpResponse:
    messages.error(request, error_words(error))
    return redirect(subject.get_absolute_url())


def _sent(run: AssessmentRun, proof: Proof) -> StreamingHttpResponse:
    name = _name(run, proof.subject, proof.seal)
    response = StreamingHttpResponse(
        proof_pieces(proof), content_type="application/zip"
    )
    response["Content-Disposition"] = str(content_disposition_header(True, name))  # noqa: FBT003 - Django's signature
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _name(run: AssessmentRun, subject: str, seal: str) -> str:
    return f"{run.plan.slug}-{run.period}-{subject}-{seal[:8]}.zip"
