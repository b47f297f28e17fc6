"""Signed addresses in mails: they lead to a notice's object and sign nobody in."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from dafeng.web.notices.models import Notice

SALT = "dafeng.notices.link"
GOOD_FOR = timedelta(days=60)


class LinkExpiredError(signing.SignatureExpired):
    """The address was good once and is too old."""


def link_to(notice: Notice) -> str:
    """Return the whole address of a notice, good for sixty days."""
    token = signing.dumps(notice.pk, salt=SALT)
    return absolute(reverse("notices:go", args=[token]))


def notice_id(token: str) -> int | None:
    """Return which notice an address names; None when it was not made here.

    Raises
    ------
    LinkExpiredError
        It was made here, longer ago than it is good for.
    """
    try:
        number = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired as error:
        raise LinkExpiredError(str(error)) from error
    except signing.BadSignature:
        return None
    return int(number)


def absolute(path: str) -> str:
    """Return the address of a page as people outside of the site need it."""
    return f"{settings.SITE_URL}{path}"
