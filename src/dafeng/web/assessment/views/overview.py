"""The first page of a result: the answer, three figures, states by field, units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.assessment.charts import StateCell, states_by_field
from dafeng.web.assessment.finding_words import FindingGroup, finding_groups
from dafeng.web.assessment.models import AssessmentRun, StateCode
from dafeng.web.assessment.selectors.proposals import tally_of
from dafeng.web.assessment.selectors.runs import (
    findings_of,
    latest_run,
    runs_to_compare,
)
from dafeng.web.assessment.selectors.scores import scores_for
from dafeng.web.assessment.selectors.standings import (
    Counted,
    YearStates,
    cells_of,
    closed_year,
    fields_of_run,
    leading_year,
    standings_counted,
    years_of,
)
from dafeng.web.assessment.views.visible import frame, visible_run
from dafeng.web.assessment.wording import names_of, scheme_words
from dafeng.web.core.languages import english
from dafeng.web.core.permissions import may
from dafeng.web.core.templatetags.dafeng import amount

ALL_YEARS = "all"
GOOD = (StateCode.MET, StateCode.ON_TRACK, StateCode.DIRECTIONAL_YES)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the current result; a house without one says how to get one."""
    run = latest_run(request.user)
    if run is not None:
        return redirect(run)
    return render(request, "assessment/none.html")


@login_not_required
@require_http_methods(["GET", "HEAD"])
def overview(request: HttpRequest, slug: str, period: str, scheme: str) -> HttpResponse:
    """Answer, figures, picture, and the units whose result the reader may see."""
    run = visible_run(request, slug, period, scheme)
    standings = standings_counted(run)
    years = years_of(standings)
    wanted = wanted_year(request.GET.get("year"), years)
    shown = [one for one in standings if wanted is None or one.year == wanted]
    scores = list(scores_for(request.user, run).defer("points", "vetoes"))
    words = scheme_words(run)
    lead, closed = _of_year(years, leading_year(years)), closed_year(years)
    context = frame(request, run) | {
        "years": years,
        "year": wanted,
        "total": len(standings),
        "lead": lead,
        "closed": closed,
        "unknown": sum(one.unknown for one in years),
        "answer": answer_words(len(standings), years),
        "scores": scores,
        "names": names_of(words),
        "label": words.label,
        "chart": _chart(run, shown),
        "chart_title": chart_title(shown),
        "steps": tally_of(request.user, run).steps,
        "groups": _groups(request, run),
        "others": runs_to_compare(request.user, run),
    }
    return render(request, "assessment/overview.html", context)


def wanted_year(text: str | None, years: Sequence[YearStates]) -> int | None:
    """The year that an address names; the leading one when it names none."""
    if text == ALL_YEARS:
        return None
    known = {str(one.year): one.year for one in years if one.year is not None}
    return known[text] if text in known else leading_year(years)


def _of_year(years: Sequence[YearStates], year: int | None) -> YearStates | None:
    return next((one for one in years if one.year == year), None)


def answer_words(total: int, years: Sequence[YearStates]) -> str:
    """The answer in one or two sentences: what is open first, then what is closed."""
    if not total:
        return _("方案没有可以评价的目标。")
    parts = []
    lead, closed = _of_year(years, leading_year(years)), closed_year(years)
    if lead is not None and lead != closed:
        parts.append(
            _(
                "%(year)s 年的 %(count)s 项目标中，%(good)s 项达标或按计划，"
                "%(bad)s 项滞后、未达或方向不符，%(unknown)s 项未知或待下达。"
            )
            % {
                "year": lead.year,
                "count": lead.total,
                "good": lead.well,
                "bad": lead.behind + lead.wrong_way,
                "unknown": lead.unknown,
            }
        )
    if closed is not None:
        parts.append(
            _(
                "%(year)s 年到期的 %(count)s 项中，%(met)s 项达标，"
                "%(missed)s 项未达或方向不符，%(rest)s 项没有定论。"
            )
            % {
                "year": closed.year,
                "count": closed.total,
                "met": closed.met,
                "missed": closed.missed + closed.wrong_way,
                "rest": closed.undecided,
            }
        )
    if not parts:
        return _("%(total)s 项目标都没有写年份。") % {"total": amount(total)}
    return (" " if english() else "").join(parts)


def _chart(run: AssessmentRun, shown: Sequence[Counted]) -> dict[str, Any]:
    cells = [
        StateCell(field=one.field, state=one.state, count=one.count)
        for one in cells_of(shown)
    ]
    fields = [(clause.ref, clause.title or clause.ref) for clause in fields_of_run(run)]
    known = {ref for ref, _title in fields}
    rest = dict.fromkeys((one.field, one.title) for one in cells_of(shown))
    fields += [one for one in rest if one[0] not in known]
    words = {state.value: str(state.label) for state in StateCode}
    return states_by_field(cells, fields=fields, words=words)


def chart_title(shown: Sequence[Counted]) -> str:
    """Say what the picture shows: the field with most targets that need attention."""
    behind: dict[str, int] = {}
    for cell in cells_of(shown):
        if cell.state not in {state.value for state in GOOD}:
            behind[cell.title] = behind.get(cell.title, 0) + cell.count
    if not shown:
        return _("没有目标")
    if not behind:
        return _("各领域的目标都在按计划推进")
    field, count = max(behind.items(), key=lambda one: one[1])
    return _("“%(field)s”最需要关注：%(count)s 项没有达标或按计划推进") % {
        "field": field,
        "count": count,
    }


def _groups(request: HttpRequest, run: AssessmentRun) -> list[FindingGroup]:
    """What was noticed, for people of the district."""
    if not may(request.user, "assessment.evidence.view", run.organisation):
        return []
    return finding_groups(findings_of(run))
