"""Who stands behind a request."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from dafeng.web.core.models import User


def signed_in(request: HttpRequest) -> User:
    """Return the person of a request that the login middleware let through.

    Raises
    ------
    PermissionDenied
        Nobody is signed in: the view is open to everybody but asked for a person.
    """
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied
