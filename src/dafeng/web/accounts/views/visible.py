"""What a request brings: an account that the person may see, and its frame."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from dafeng.web.accounts.models import AccountRun, BoundaryCode
from dafeng.web.accounts.selectors.runs import (
    boundary_of,
    run_of_year,
    sees_all_lines,
    totals_of,
    years_for,
)


def visible_run(request: HttpRequest, year: int) -> AccountRun:
    """The account of that year, if the person may see it; else there is none."""
    run = run_of_year(request.user, year)
    if run is None:
        raise Http404
    return run


def frame(request: HttpRequest, run: AccountRun) -> dict[str, Any]:
    """What every page of a year knows: years, boundaries, totals, the flag line."""
    boundary = boundary_of(request.GET.get("boundary"))
    totals = totals_of(run)
    return {
        "run": run,
        "year": run.year,
        "years": years_for(request.user),
        "boundary": boundary,
        "boundaries": [one for one in BoundaryCode if one.value in totals],
        "total": totals.get(boundary.value),
        "sees_lines": sees_all_lines(request.user, run),
        "route": request.resolver_match and request.resolver_match.view_name,
    }
