"""Whether the results behind a document still stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from enum import StrEnum

import attrs
from django.db.models import Q, QuerySet

from dafeng.reports.composing import PaperKind
from dafeng.web.accounts.models import AccountRun
from dafeng.web.accounts.models import RunStatus as AccountStatus
from dafeng.web.assessment.models import AssessmentRun, RunStatus
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.papers.models import IN_HAND, Paper, PaperState
from dafeng.web.papers.selectors.sources import MODELLED, YEARLY_RESULT
from dafeng.web.pathways.models import OutlookRun

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
_SHORT = 2
"""Shorter numbers count things, and are not looked for."""


class Freshness(StrEnum):
    """How the data behind a document stands."""

    FRESH = "fresh"
    NEWER = "newer"
    """A newer result is there."""
    CORRECTED = "corrected"
    """A result that it rests on was corrected or thrown away."""


@attrs.frozen(kw_only=True)
class Newest:
    """The results in force of the house, by what they are of."""

    results: dict[tuple[int, str, str], AssessmentRun]
    latest: dict[int, AssessmentRun]
    outlooks: dict[int, int]
    accounts: dict[tuple[int, int], int]


def newest_results() -> Newest:
    """Read what is in force, in three queries."""
    frozen = AssessmentRun.objects.filter(status=RunStatus.FROZEN)
    results, latest = {}, {}
    for run in frozen.order_by("period", "units_count", "pk"):
        results[run.plan_id, run.period, run.scheme] = run
        latest[run.plan_id] = run
    made = OutlookRun.objects.order_by("came_out_at", "pk")
    outlooks = dict(made.values_list("organisation", "pk"))
    sealed = AccountRun.objects.filter(status=AccountStatus.SEALED)
    accounts = {
        (owner, year): pk
        for owner, year, pk in sealed.values_list("organisation", "year", "pk")
    }
    return Newest(results=results, latest=latest, outlooks=outlooks, accounts=accounts)


def freshness_of(paper: Paper, newest: Newest) -> Freshness:
    """Hold a document against what is in force; fetch its three runs along."""
    if paper.state == PaperState.WITHDRAWN:
        return Freshness.FRESH
    if _corrected(paper):
        return Freshness.CORRECTED
    return Freshness.NEWER if _newer(paper, newest) else Freshness.FRESH


def freshness_by_paper(papers: Iterable[Paper]) -> dict[int, Freshness]:
    """The same for a list."""
    newest = newest_results()
    return {paper.pk: freshness_of(paper, newest) for paper in papers}


def corrected_papers(user: Person) -> QuerySet[Paper]:
    """Documents in force or in hand whose result was corrected, for who sees to them.

    One that is being corrected already does not wait any more.
    """
    makes = paths_where(user, "papers.paper.make")
    signs = paths_where(user, "papers.paper.issue")
    mine = within("organisation__path", (*makes, *signs))
    corrected = Q(assessment_run__status=RunStatus.REPLACED) | Q(
        account_run__status=AccountStatus.REPLACED
    )
    handled = Paper.objects.filter(state__in=IN_HAND, corrects__isnull=False)
    rows = Paper.objects.filter(mine & corrected)
    rows = rows.exclude(state=PaperState.WITHDRAWN)
    return rows.exclude(pk__in=handled.values("corrects"))


def _corrected(paper: Paper) -> bool:
    run, account = paper.assessment_run, paper.account_run
    if run is not None and run.status == RunStatus.REPLACED:
        return True
    return account is not None and account.status == AccountStatus.REPLACED


def _newer(paper: Paper, newest: Newest) -> bool:
    kind, run = PaperKind(paper.kind), paper.assessment_run
    if kind is PaperKind.DIVISION:
        return False
    if run is None:
        return paper.plan_id in newest.latest
    if kind in YEARLY_RESULT:
        standing = newest.results.get((run.plan_id, run.period, run.scheme))
    else:
        standing = newest.latest.get(run.plan_id)
    if standing is not None and standing.pk != run.pk:
        return True
    if kind not in MODELLED:
        return False
    return newest.outlooks.get(paper.organisation_id) != paper.outlook_run_id


def strange_figures(paper: Paper) -> tuple[str, ...]:
    """Figures in the words of people that the document's data does not hold."""
    # The facts are kept with the words: those do not prove themselves.
    facts = {**paper.content.facts, "texts": []}
    known = json.dumps(facts, ensure_ascii=False)
    words = "\n".join(paper.content.texts.values())
    found = dict.fromkeys(_FIGURE.findall(words))
    return tuple(one for one in found if len(one) > _SHORT and one not in known)
