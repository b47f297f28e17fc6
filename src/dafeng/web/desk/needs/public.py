"""Versions for the public that wait for a signature, and letters for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person
from dafeng.web.desk.cards import Need
from dafeng.web.public.models import Release, ReleaseState
from dafeng.web.public.selectors.feedback import waiting_counts
from dafeng.web.public.selectors.releases import (
    latest_issued,
    open_release,
    overtaken,
    release_owner,
)


def public_needs(user: Person, on: date) -> Iterable[Need]:
    """What waits in the public room."""
    yield from _signatures(user)
    if paths_where(user, "public.feedback.answer"):
        waiting, late = waiting_counts(user, on)
        yield Need(
            code="feedback.answer",
            label=_("答复公众来信"),
            count=waiting,
            late=late,
            url=f"{reverse('public:letters')}?state=new",
            icon="message-reply",
        )


def _signatures(user: Person) -> Iterable[Need]:
    organisation = release_owner(user)
    if organisation is None:
        return
    waiting = open_release(organisation)
    if waiting is not None:
        yield from _waiting(user, waiting)
        return
    latest = latest_issued(organisation)
    if latest is None or not paths_where(user, "public.release.edit"):
        return
    found = overtaken(latest)
    if found.replaced:
        yield Need(
            code="release.correct",
            label=_("更正公开的数字：依据的结果已被取代"),
            count=found.replaced,
            url=latest.get_absolute_url(),
            icon="replace",
        )
    elif found.newer:
        yield Need(
            code="release.follow",
            label=_("公布新的结果"),
            count=1,
            url=reverse("public:office"),
            icon="world",
        )


def _waiting(user: Person, release: Release) -> Iterable[Need]:
    is_draft = release.state == ReleaseState.DRAFT
    right = "public.release.check" if is_draft else "public.release.issue"
    if paths_where(user, right):
        yield Need(
            code="release.check" if is_draft else "release.issue",
            label=_("审核公开发布") if is_draft else _("签发公开发布"),
            count=1,
            url=release.get_absolute_url(),
            icon="world",
        )
