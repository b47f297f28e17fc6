"""Acts on what belongs to an enterprise: classes, publications, values, claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dafeng.enterprises import Standing, standings
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted, sent_files
from dafeng.web.enterprises.convert import to_register
from dafeng.web.enterprises.forms import (
    ClaimForm,
    ClassForm,
    CorrectionForm,
    EndForm,
    OccasionForm,
    PublicationForm,
    ReasonForm,
    VerifiedForm,
)
from dafeng.web.enterprises.forms.acts import duty_key
from dafeng.web.enterprises.models import (
    DutyClass,
    Enterprise,
    Occasion,
    Publication,
    SecrecyClaim,
    VerifiedValue,
)
from dafeng.web.enterprises.permissions import KEEP, PUBLISH, VERIFY, Publishers
from dafeng.web.enterprises.selectors.enterprises import (
    enterprises_for,
    open_duties,
    publication_for,
)
from dafeng.web.enterprises.services.classing import (
    class_add,
    class_end,
    occasion_add,
)
from dafeng.web.enterprises.services.publishing import (
    claim_add,
    claim_end,
    publication_correct,
    publication_enter,
    verified_enter,
)
from dafeng.web.enterprises.services.withdrawing import Row, row_withdraw
from dafeng.web.enterprises.views.visible import acted, visible_enterprise
from dafeng.web.enterprises.wording import class_words, field_words
from dafeng.web.office.services.papers import paper_keep

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@require_http_methods(["GET", "HEAD", "POST"])
def class_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an enterprise is of a class."""
    user = signed_in(request)
    found = visible_enterprise(user, pk)
    require(user, KEEP, found.register)
    form = ClassForm(posted(request))

    def act() -> None:
        class_add(enterprise=found, by=user, facts=form.facts())

    return acted(request, form, act, found, title=_("登记披露类别"))


@require_http_methods(["GET", "HEAD", "POST"])
def class_ends(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when an enterprise is of a class."""
    user = signed_in(request)
    rows = DutyClass.objects.filter(enterprise__in=enterprises_for(user))
    row = rows.filter(pk=pk, withdrawn_at=None).first()
    if row is None:
        raise Http404
    found = visible_enterprise(user, row.enterprise_id)
    require(user, KEEP, found.register)
    form = EndForm(posted(request), initial={"until": row.until})

    def act() -> None:
        class_end(duty_class=row, by=user, **form.cleaned_data)

    title, about = _("终止披露类别"), class_words(row.kind)
    return acted(request, form, act, found, title=title, about=about)


@require_http_methods(["GET", "HEAD", "POST"])
def occasion_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter something that has to be published."""
    user = signed_in(request)
    found = visible_enterprise(user, pk)
    require(user, KEEP, found.register)
    form = OccasionForm(posted(request), sent_files(request))

    def act() -> None:
        data = dict(form.cleaned_data)
        paper = paper_keep(data.pop("paper"))
        occasion_add(enterprise=found, by=user, paper=paper, **data)

    return acted(request, form, act, found, title=_("登记应披露事项"))


@require_http_methods(["GET", "HEAD", "POST"])
def publication_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that something was published."""
    user = signed_in(request)
    found = visible_enterprise(user, pk)
    require(user, PUBLISH, Publishers(found))
    initial = {"duty": request.GET.get("duty"), "published_on": timezone.localdate()}
    form = PublicationForm(
        posted(request),
        sent_files(request),
        duties=_duties(found),
        initial=initial | {"unit": "tCO2"},
    )

    def act() -> None:
        paper = paper_keep(form.cleaned_data["paper"])
        publication_enter(enterprise=found, by=user, facts=form.facts(), paper=paper)

    return acted(request, form, act, found, title=_("登记信息公布"))


@require_http_methods(["GET", "HEAD", "POST"])
def publication_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a right entry in the place of a wrong one."""
    user = signed_in(request)
    row = publication_for(user, pk)
    if row is None:
        raise Http404
    found = visible_enterprise(user, row.enterprise_id)
    require(user, PUBLISH, Publishers(found))
    names = ("published_on", "url", "unit", "note")
    initial = {name: getattr(row, name) for name in names}
    initial["value"] = None if row.value is None else f"{row.value.normalize():f}"
    initial["duty"] = duty_key(row.rule, row.period)
    form = CorrectionForm(
        posted(request), sent_files(request), duties=_duties(found), initial=initial
    )

    def act() -> None:
        publication_correct(
            publication=row,
            by=user,
            facts=form.facts(),
            reason=form.cleaned_data["reason"],
            paper=paper_keep(form.cleaned_data["paper"]),
        )

    return acted(request, form, act, found, title=_("更正信息公布"))


@require_http_methods(["GET", "HEAD", "POST"])
def verified_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a verified value."""
    user = signed_in(request)
    found = visible_enterprise(user, pk)
    require(user, VERIFY, found.register)
    form = VerifiedForm(
        posted(request),
        sent_files(request),
        duties=_duties(found),
        initial={"duty": request.GET.get("duty"), "unit": "tCO2"},
    )

    def act() -> None:
        paper = paper_keep(form.cleaned_data["paper"])
        verified_enter(enterprise=found, by=user, facts=form.facts(), paper=paper)

    return acted(request, form, act, found, title=_("登记核定值"))


@require_http_methods(["GET", "HEAD", "POST"])
def claim_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that a field is left out of the public list."""
    user = signed_in(request)
    found = visible_enterprise(user, pk)
    require(user, PUBLISH, Publishers(found))
    form = ClaimForm(posted(request), sent_files(request))

    def act() -> None:
        data = dict(form.cleaned_data)
        paper = paper_keep(data.pop("paper"))
        claim_add(enterprise=found, by=user, paper=paper, **data)

    return acted(request, form, act, found, title=_("登记保密申明"))


@require_http_methods(["GET", "HEAD", "POST"])
def claim_ends(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when a claim holds."""
    user = signed_in(request)
    rows = SecrecyClaim.objects.filter(enterprise__in=enterprises_for(user))
    row = rows.filter(pk=pk, withdrawn_at=None).first()
    if row is None:
        raise Http404
    found = visible_enterprise(user, row.enterprise_id)
    require(user, KEEP, found.register)
    form = EndForm(posted(request), initial={"until": row.until})

    def act() -> None:
        claim_end(claim=row, by=user, **form.cleaned_data)

    title, about = _("终止保密申明"), field_words(row.field)
    return acted(request, form, act, found, title=title, about=about)


@attrs.frozen
class _Kind:
    """What can be taken back: its rows, the right, the title."""

    model: type[Row]
    right: str
    title: StrPromise


_KINDS: Mapping[str, _Kind] = {
    "class": _Kind(DutyClass, KEEP, gettext_lazy("撤下披露类别")),
    "occasion": _Kind(Occasion, KEEP, gettext_lazy("撤下应披露事项")),
    "publication": _Kind(Publication, PUBLISH, gettext_lazy("撤下信息公布")),
    "verified": _Kind(VerifiedValue, VERIFY, gettext_lazy("撤下核定值")),
    "claim": _Kind(SecrecyClaim, KEEP, gettext_lazy("撤下保密申明")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Take back what was entered by mistake, with a reason."""
    user = signed_in(request)
    kind = _KINDS[what]
    rows = kind.model.objects.filter(enterprise__in=enterprises_for(user))
    row = rows.filter(pk=pk, withdrawn_at=None).first()
    if row is None:
        raise Http404
    found = visible_enterprise(user, row.enterprise_id)
    on = Publishers(found) if kind.right == PUBLISH else found.register
    require(user, kind.right, on)
    form = ReasonForm(posted(request))

    def act() -> None:
        row_withdraw(row=row, by=user, **form.cleaned_data)

    return acted(request, form, act, found, title=str(kind.title))


def _duties(found: Enterprise) -> list[Standing]:
    """What it owes or owed: first what is not published, the nearest day on top."""
    today = timezone.localdate()
    rows = standings(to_register([found]), open_duties(found, on=today), today)
    return sorted(rows, key=lambda row: (row.first is not None, row.duty.due_on))
