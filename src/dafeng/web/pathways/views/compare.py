"""Scenarios beside each other: those of the model, and those that people keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.pathways import FanYear, PeakChance
from dafeng.web.pathways import wording
from dafeng.web.pathways.charts import compared
from dafeng.web.pathways.models import SavedScenario
from dafeng.web.pathways.selectors.scenarios import (
    answer_of_scenario,
    scenarios_for,
    scenarios_of_keys,
)
from dafeng.web.pathways.views.visible import Shown, frame, shown_path, shown_run

MOST = 4
"""Scenarios that are put beside each other when somebody chooses."""


@attrs.frozen(kw_only=True)
class ComparedRow:
    """One scenario in the table of comparison.

    Attributes
    ----------
    key : str
        What stands for it in the address.
    address : str
        Of a scenario of somebody's own; empty for one of the model.
    share : str
        Probability of the peak by the promised year, in words.
    last_g : int
        Middle of the draws in the last year.
    """

    key: str
    name: str
    address: str
    fan: tuple[FanYear, ...]
    peak: PeakChance
    share: str
    last_g: int


@attrs.frozen(kw_only=True)
class Choosable:
    """What can be put into the comparison."""

    key: str
    name: str
    note: str
    chosen: bool


@require_http_methods(["GET", "HEAD"])
def compare(request: HttpRequest) -> HttpResponse:
    """The scenarios that the address names; without any, those of the model."""
    run = shown_run(request)
    if run is None:
        return render(request, "pathways/none.html")
    shown = shown_path(request, run)
    keys = list(dict.fromkeys(request.GET.getlist("show")))
    if len(keys) > MOST:
        words = _("一次最多比较 %(most)s 个情景，只取前 %(most)s 个。")
        messages.warning(request, words % {"most": MOST})
    shipped = {one.code: wording.named(one) for one in shown.outlook.scenarios}
    chosen = keys[:MOST] or list(shipped)
    kept = scenarios_of_keys(request.user, chosen)
    rows = list(_rows(request, shown, chosen, shipped, kept))
    context = frame(request, shown) | {
        "rows": rows,
        "choosable": list(_choosable(request, shipped, chosen if keys else ())),
        "most": MOST,
        "chart": compared(shown.outlook.history, [(r.name, r.fan) for r in rows]),
        "chart_title": wording.compare_title(
            [(row.name, row.peak) for row in rows], shown.outlook.by
        ),
    }
    return render(request, "pathways/compare.html", context)


def _rows(
    request: HttpRequest,
    shown: Shown,
    chosen: Sequence[str],
    shipped: Mapping[str, str],
    kept: Mapping[str, SavedScenario],
) -> Iterator[ComparedRow]:
    """Each chosen scenario under the convention that is shown."""
    convention = shown.path.convention
    for key in chosen:
        if key in shipped:
            path = shown.outlook.path(key, convention)
            yield _row(key, shipped[key], path.fan, path.peak, shown)
        elif key in kept:
            one = kept[key]
            try:
                answer = answer_of_scenario(shown.run, one, convention)
            except DafengError as error:
                messages.error(request, wording.error_words(error))
                continue
            if answer is None:
                words = _("情景“%(name)s”的调节量在这次计算中不存在，没有列入。")
                messages.warning(request, words % {"name": one.name})
                continue
            row = _row(key, one.name, answer.fan, answer.peak, shown)
            yield attrs.evolve(row, address=one.get_absolute_url())
        else:
            words = _("没有情景“%(key)s”，没有列入。")
            messages.warning(request, words % {"key": key})


def _row(
    key: str, name: str, fan: tuple[FanYear, ...], peak: PeakChance, shown: Shown
) -> ComparedRow:
    return ComparedRow(
        key=key,
        name=name,
        address="",
        fan=fan,
        peak=peak,
        share=wording.percent(peak.by(shown.outlook.by)),
        last_g=fan[-1].p50_g,
    )


def _choosable(
    request: HttpRequest, shipped: Mapping[str, str], chosen: Sequence[str]
) -> Iterator[Choosable]:
    for code, name in shipped.items():
        yield Choosable(key=code, name=name, note="", chosen=code in chosen)
    for one in scenarios_for(request.user):
        yield Choosable(
            key=one.key, name=one.name, note=str(one.saved_by), chosen=one.key in chosen
        )
