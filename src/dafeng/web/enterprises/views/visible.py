"""What a person may see of this room, and one act on an enterprise."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext_lazy

from dafeng.web.core.act_pages import ActPage, telling
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import may, require
from dafeng.web.enterprises.models import Enterprise
from dafeng.web.enterprises.permissions import KEEP, VIEW
from dafeng.web.enterprises.selectors.enterprises import (
    enterprise_for,
    register_of,
    register_owner,
)
from dafeng.web.enterprises.wording import error_words

tell = telling(error_words)
acted = ActPage(
    template="enterprises/act.html",
    done=gettext_lazy("已登记：%(act)s。"),
    tell=tell,
)


def owner_of(user: User) -> Organisation:
    """The district whose register the person reads."""
    require(user, VIEW)
    found = register_owner(user)
    if found is None:
        raise Http404
    return found


def owner_to_keep(user: User) -> Organisation:
    """The district whose register the person keeps."""
    owner = owner_of(user)
    require(user, KEEP, register_of(owner) or owner)
    return owner


def keeps(user: User) -> bool:
    """Whether the person keeps the register of the own district."""
    owner = register_owner(user)
    found = None if owner is None else register_of(owner)
    return may(user, KEEP, found or owner) if owner is not None else False


def visible_enterprise(user: User, pk: int) -> Enterprise:
    """An enterprise that the person may see; else there is none."""
    require(user, VIEW)
    found = enterprise_for(user, pk)
    if found is None:
        raise Http404
    return found
