"""What a request brings: a result that the person may see, and its frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs
from django.http import Http404, HttpRequest

from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.assessment.selectors.runs import run_at, runs_beside
from dafeng.web.assessment.wording import scheme_name


@attrs.frozen(kw_only=True)
class Choice:
    """One entry of a switch: leads to the same page of another result."""

    label: str
    run: AssessmentRun
    current: bool


def visible_run(
    request: HttpRequest, slug: str, period: str, scheme: str
) -> AssessmentRun:
    """The result at that address, if the person may see it; else there is none."""
    run = run_at(request.user, slug, period, scheme)
    if run is None:
        raise Http404
    return run


def frame(request: HttpRequest, run: AssessmentRun) -> dict[str, Any]:
    """What every page of a result knows: the result and the ways to the others."""
    beside = runs_beside(request.user, run)
    same = [one for one in beside if one.scheme == run.scheme]
    of_period = [one for one in beside if one.period == run.period]
    return {
        "run": run,
        "plan": run.plan,
        "periods": [
            Choice(label=one.period, run=one, current=one.period == run.period)
            for one in _first_of(same, "period", run)
        ],
        "schemes": [
            Choice(label=scheme_name(one), run=one, current=one.scheme == run.scheme)
            for one in _first_of(of_period, "scheme", run)
        ],
        "twin": next(
            (o for o in same if o.period == run.period and o.pk != run.pk), None
        ),
    }


def _first_of(
    runs: Iterable[AssessmentRun], field: str, own: AssessmentRun
) -> list[AssessmentRun]:
    """One result for each value of a field; the page's own where it is one of them."""
    found: dict[str, AssessmentRun] = {getattr(own, field): own}
    for run in runs:
        found.setdefault(getattr(run, field), run)
    return [found[value] for value in sorted(found)]
