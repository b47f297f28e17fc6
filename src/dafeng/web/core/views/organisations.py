"""Units: the tree as of a day, and one unit."""

from __future__ import annotations

import attrs
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.web.core import selectors
from dafeng.web.core.access import signed_in
from dafeng.web.core.belongings import held_by
from dafeng.web.core.forms_units import UnitFilterForm
from dafeng.web.core.permissions import may


@require_http_methods(["GET", "HEAD"])
def organisations(request: HttpRequest) -> HttpResponse:
    """Show the tree of units as of a day, as far as one may see it."""
    user = signed_in(request)
    form = UnitFilterForm(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    narrowed = bool(wanted.get("q") or wanted.get("kind"))
    today = timezone.localdate()
    day = wanted.get("on") or today
    units = selectors.organisations_found(
        user, wanted.get("q", "").strip(), wanted.get("kind", "")
    )
    rows = selectors.tree_on(units, day)
    if narrowed:
        rows = [attrs.evolve(row, depth=0) for row in rows]
    context = {
        "units": rows,
        "form": form,
        "narrowed": narrowed,
        "day": day,
        "past": day != today,
    }
    return render(request, "core/organisations.html", context)


@require_http_methods(["GET", "HEAD"])
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: names, codes, places, people, what it answers for."""
    user = signed_in(request)
    unit = get_object_or_404(selectors.organisations_visible_to(user), code=code)
    below = selectors.organisations_with_people(user).filter(
        parent=unit, valid_to__isnull=True
    )
    context = {
        "unit": unit,
        "above": selectors.units_above(unit),
        "below": below,
        "other_names": unit.other_names.order_by("-until", "pk"),
        "former_places": unit.former_parents.select_related("parent"),
        "merged": unit.merged.all(),
        "memberships": selectors.memberships_visible_to(user).filter(organisation=unit),
        "held": [one for one in held_by(unit) if may(user, one.belonging.right, unit)],
    }
    return render(request, "core/organisation.html", context)
