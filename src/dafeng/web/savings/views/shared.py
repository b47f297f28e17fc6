"""What a person may see of this room, and one act with its form."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext_lazy

from dafeng.web.core.act_pages import ActPage, telling
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.savings.models import SavingProject
from dafeng.web.savings.permissions import VIEW
from dafeng.web.savings.selectors.visible import (
    enterprise_for,
    project_for,
    root_of_house,
)
from dafeng.web.savings.wording import error_words

acted = ActPage(
    template="savings/act.html",
    done=gettext_lazy("已登记：%(act)s。"),
    tell=telling(error_words),
)


def visible_enterprise(user: User, pk: int) -> Organisation:
    """An enterprise that the person may see; else there is none."""
    require(user, VIEW)
    found = enterprise_for(user, pk)
    if found is None:
        raise Http404
    return found


def visible_project(user: User, pk: int) -> SavingProject:
    """A project that the person may see; else there is none."""
    require(user, VIEW)
    found = project_for(user, pk)
    if found is None:
        raise Http404
    return found


def the_district() -> Organisation:
    """The district of the house."""
    found = root_of_house()
    if found is None:
        raise Http404
    return found
