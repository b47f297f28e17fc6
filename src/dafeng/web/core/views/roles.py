"""Roles in words: what each may do, and who holds it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from dafeng.web.core import selectors
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require


@require_http_methods(["GET", "HEAD"])
def roles(request: HttpRequest) -> HttpResponse:
    """Show each role, its rights, and who holds it as far as one may see people."""
    user = signed_in(request)
    require(user, "core.role.view")
    return render(
        request, "core/roles.html", {"roles": selectors.roles_with_holders(user)}
    )


@require_http_methods(["GET", "HEAD"])
def rights(request: HttpRequest) -> HttpResponse:
    """Show the table of rights: one row for each, one column for each role."""
    user = signed_in(request)
    require(user, "core.role.view")
    context = {"tables": selectors.rights_table(), "roles": selectors.roles()}
    return render(request, "core/rights.html", context)
