"""What a request brings: an outlook that the person may see, scenario, convention."""

from __future__ import annotations

from typing import Any

import attrs
from django.http import Http404, HttpRequest, QueryDict

from dafeng.pathways import Outlook, Pathway
from dafeng.web.core.permissions import require
from dafeng.web.pathways import wording
from dafeng.web.pathways.models import OutlookRun
from dafeng.web.pathways.selectors.runs import (
    outlook_of,
    readable,
    run_in_force,
    runs_for,
)


@attrs.frozen(kw_only=True)
class Shown:
    """One path of one outlook, as a page shows it."""

    run: OutlookRun
    outlook: Outlook
    path: Pathway


def shown_run(request: HttpRequest, seal: str = "") -> OutlookRun | None:
    """The outlook that the address names, or the one in force; None without any.

    Raises
    ------
    RightMissingError
        None is named, and the person may see none at all.
    Http404
        The address names one that is not there, or not for this person.
    """
    if not seal:
        found = run_in_force(request.user)
        if found is None:
            require(request.user, "pathways.run.view")
        return found
    run = runs_for(request.user).filter(seal__startswith=seal).first()
    if run is None or not readable(run):
        raise Http404
    return run


def shown_path(request: HttpRequest, run: OutlookRun) -> Shown:
    """Scenario and convention of the address; the headline's where it names none."""
    return path_of(run, request.GET)


def path_of(run: OutlookRun, asked: QueryDict) -> Shown:
    """Scenario and convention of what was sent.

    Raises
    ------
    Http404
        The outlook has no such path.
    """
    outlook = outlook_of(run)
    headline = outlook.headline
    scenario = asked.get("scenario") or headline.scenario
    convention = asked.get("convention") or headline.convention
    try:
        path = outlook.path(scenario, convention)
    except KeyError:
        raise Http404 from None
    return Shown(run=run, outlook=outlook, path=path)


def frame(request: HttpRequest, shown: Shown) -> dict[str, Any]:
    """What every page of an outlook knows."""
    outlook = shown.outlook
    return {
        "run": shown.run,
        "outlook": outlook,
        "path": shown.path,
        "scenarios": [(one.code, wording.named(one)) for one in outlook.scenarios],
        "conventions": [(one.code, wording.named(one)) for one in outlook.conventions],
        "answer": wording.answer(outlook, shown.path),
        "flips": wording.flip_words(outlook, shown.path.scenario),
        "in_force": run_in_force(request.user) == shown.run,
        "source": wording.source(outlook, shown.path),
        "here": request.resolver_match and request.resolver_match.url_name,
    }
