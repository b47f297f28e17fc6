"""The mail that carries notices: text and HTML, in the reader's language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from email.utils import parseaddr

import attrs
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from dafeng.web.core.models import User
from dafeng.web.core.selectors import the_house
from dafeng.web.notices.links import absolute, link_to
from dafeng.web.notices.models import Notice
from dafeng.web.notices.wording import heading, one_line, reason, subject


@attrs.frozen(kw_only=True)
class Item:
    """One notice of a mail, in words."""

    heading: str
    unit: str
    due_on: date | None
    on: date
    note: str
    reason: str
    link: str


def notices_mail(
    person: User, notices: Iterable[Notice], *, on: date
) -> EmailMultiAlternatives:
    """Write one mail for one person, the nearest deadline first.

    The same notices make a mail with the same message id.
    """
    told = sorted(notices, key=lambda one: (one.due_on or date.max, one.pk))
    with translation.override(person.language):
        house = the_house()
        synthetic = house is not None and house.synthetic
        context = {
            "person": person,
            "items": [_item(notice) for notice in told],
            "house": house,
            "synthetic": synthetic,
            "on": on,
            "inbox": absolute(reverse("notices:inbox")),
            "preferences": absolute(reverse("notices:preferences")),
            "language": "en" if person.language == "en" else "zh-Hans",
        }
        head = one_line(_("达峰") + " · " + subject(told))
        if synthetic:
            head = _("[示例数据(合成)] %(subject)s") % {"subject": head}
        message = EmailMultiAlternatives(
            subject=head,
            body=render_to_string("notices/mail.txt", context),
            to=[person.email],
            headers=_headers(told, context["preferences"]),
        )
        message.attach_alternative(
            render_to_string("notices/mail.html", context), "text/html"
        )
    return message


def _headers(notices: list[Notice], preferences: object) -> dict[str, str]:
    marks = ",".join(str(notice.pk) for notice in notices)
    digest = hashlib.sha256(marks.encode()).hexdigest()[:24]
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = address.rpartition("@")[2] or "localhost"
    return {
        "Message-ID": f"<notices-{digest}@{domain}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{preferences}>",
    }


def _item(notice: Notice) -> Item:
    return Item(
        heading=heading(notice),
        unit="" if notice.unit is None else str(notice.unit),
        due_on=notice.due_on,
        on=notice.on,
        note=notice.note,
        reason=reason(notice),
        link=link_to(notice),
    )
