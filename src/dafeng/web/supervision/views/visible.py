"""What a request brings: a case that the person may see, the room's own district."""

from __future__ import annotations

from django.http import Http404

from dafeng.web.core.inside import district_of
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.selectors.one_case import case_in_full

VIEW = "supervision.case.view"


def visible_case(user: User, pk: int) -> Case:
    """A case that the person may read; else there is none."""
    require(user, VIEW)
    found = case_in_full(user, pk)
    if found is None:
        raise Http404
    return found


def district(user: User, right: str) -> Organisation:
    """The district in which the person has a right."""
    require(user, right)
    found = district_of(user, right)
    if found is None:
        raise Http404
    require(user, right, found)
    return found
