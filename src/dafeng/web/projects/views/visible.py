"""What a person asks for: a register, a project; and what was refused, on its form."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy

from dafeng.web.core.act_pages import ActPage, telling
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.projects.models import Project
from dafeng.web.projects.permissions import VIEW
from dafeng.web.projects.selectors.projects import (
    ProjectRow,
    project_in_full,
    register_owner,
    row_of,
)
from dafeng.web.projects.wording import error_words

tell = telling(error_words)
acted = ActPage(
    template="projects/act.html", done=gettext_lazy("已登记：%(act)s。"), tell=tell
)


def owner_of(user: User, right: str = VIEW) -> Organisation:
    """The district whose register it is, when the person has the right on it."""
    require(user, right)
    found = register_owner(user)
    if found is None:
        raise Http404
    if right != VIEW:
        require(user, right, found)
    return found


def visible_project(user: User, pk: int) -> Project:
    """A project that the person may see; else there is none."""
    require(user, VIEW)
    found = project_in_full(user, pk)
    if found is None:
        raise Http404
    return found


def row_now(project: Project) -> ProjectRow:
    """The project as it stands today."""
    return row_of(project, timezone.localdate())
