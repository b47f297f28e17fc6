"""A year of the account: total, its parts, its flows, its change, its checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.accounts import naming
from dafeng.web.accounts.charts import (
    Band,
    Bar,
    Node,
    Stair,
    YearPoint,
    flow_picture,
    history,
    item_colour,
    kind_colour,
    ranking,
    sector_colour,
    ten_thousand_tonnes,
    waterfall,
)
from dafeng.web.accounts.cuts import Cut, cuts_of
from dafeng.web.accounts.models import BoundaryCode
from dafeng.web.accounts.prepared import Link, Prepared
from dafeng.web.accounts.selectors.runs import (
    YearTotal,
    bridge_of,
    effects_of,
    history_of,
    latest_run,
    prepared_for,
)
from dafeng.web.accounts.views.visible import frame, visible_run
from dafeng.web.accounts.wording import EFFECTS, finding_words
from dafeng.web.core.templatetags.dafeng import amount

BLUE = "#0072B2"
HUNDRED = Decimal(100)
GOOD_GRADES = ("A", "B")


@attrs.frozen(kw_only=True)
class Panel:
    """A picture with the table under it."""

    cut: Cut
    title: str
    options: dict[str, Any]


@login_not_required
@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the newest account; a house without one says how to get one."""
    run = latest_run(request.user)
    if run is not None:
        return redirect(run)
    return render(request, "accounts/none.html")


@login_not_required
@require_http_methods(["GET", "HEAD"])
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """Answer, figures, and the total by sector, fuel, gas and place."""
    run = visible_run(request, year)
    context = frame(request, run)
    boundary: BoundaryCode = context["boundary"]
    prepared = prepared_for(request.user, run, boundary.value)
    past = history_of(request.user, run, boundary.value)
    panels = [] if prepared is None else _panels(prepared, boundary)
    context |= {
        "prepared": prepared,
        "panels": panels,
        "answer": answer_words(past, year, boundary),
        "change": change_of(past, year),
        "good_share": None if prepared is None else _good_share(prepared),
    }
    return render(request, "accounts/overview.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def flows(request: HttpRequest, year: int) -> HttpResponse:
    """From supply over use to emission."""
    run = visible_run(request, year)
    context = frame(request, run)
    prepared = prepared_for(request.user, run, context["boundary"].value)
    links = prepared.links if prepared else ()
    largest = max(links, key=lambda link: link.value_g, default=None)
    context |= {
        "prepared": prepared,
        "links": sorted(links, key=lambda link: -link.value_g),
        "largest": largest,
        "chart": flow_picture(_bands(links)) if links else None,
        "chart_title": _flow_title(largest, links) if largest else "",
    }
    return render(request, "accounts/flows.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def changes(request: HttpRequest, year: int) -> HttpResponse:
    """Totals over the years, and where the last change came from."""
    run = visible_run(request, year)
    context = frame(request, run)
    boundary: BoundaryCode = context["boundary"]
    past = history_of(request.user, run, boundary.value)
    control = history_of(request.user, run, BoundaryCode.CONTROL.value)
    effects = effects_of(run)
    before = next((one for one in control if one.year == year - 1), None)
    now = next((one for one in control if one.year == year), None)
    context |= {
        "past": past,
        "answer": answer_words(past, year, boundary),
        "chart": history([YearPoint(**attrs.asdict(one)) for one in past]),
        "chart_title": _history_title(past),
        "before": before,
        "now": now,
        "effects": [(EFFECTS[one.effect], one.change_g) for one in effects],
    }
    if effects and before and now:
        change = now.value_g - before.value_g
        stairs = [
            *(Stair(name=str(word), value_g=g) for word, g in context["effects"]),
            Stair(name=_("合计变化"), value_g=change, whole=True),
        ]
        context["effect_chart"] = waterfall(stairs)
        word, grams = max(context["effects"], key=lambda one: abs(one[1]))
        context["effect_title"] = _("影响最大的是%(effect)s，%(change)s 万吨") % {
            "effect": word,
            "change": _signed(ten_thousand_tonnes(grams)),
        }
    return render(request, "accounts/changes.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def checks(request: HttpRequest, year: int) -> HttpResponse:
    """The bridge between boundaries, what was compared, what was noticed."""
    run = visible_run(request, year)
    context = frame(request, run)
    sees = context["sees_lines"]
    bridge = bridge_of(run) if sees else None
    findings = run.findings.all()
    context |= {
        "bridge": bridge,
        "reconciliations": run.reconciliations.all() if sees else (),
        "findings": [(f, finding_words(f)) for f in findings] if sees else [],
        "findings_count": findings.count(),
    }
    if bridge is not None:
        context["chart"] = waterfall(
            [
                Stair(name=_("企业口径合计"), value_g=bridge.enterprises_g, whole=True),
                Stair(name=_("减：工业过程"), value_g=-bridge.processes_g),
                Stair(name=_("减：区内转供"), value_g=-bridge.inner_sales_g),
                Stair(name=_("加：未单独报告的用户"), value_g=bridge.small_users_g),
                Stair(name=_("加：其他"), value_g=bridge.other_g),
                Stair(name=_("控制口径合计"), value_g=bridge.control_g, whole=True),
            ]
        )
    return render(request, "accounts/checks.html", context)


# Words ------------------------------------------------------------------------------


def change_of(past: Sequence[YearTotal], year: int) -> Decimal | None:
    """Change from the year before in percent; None when it is not known."""
    known = {one.year: one.value_g for one in past}
    before, now = known.get(year - 1), known.get(year)
    if before is None or now is None or before == 0:
        return None
    return HUNDRED * (now - before) / abs(before)


def answer_words(past: Sequence[YearTotal], year: int, boundary: BoundaryCode) -> str:
    """The answer in one sentence; what is not known stays unknown."""
    now = next((one for one in past if one.year == year), None)
    if now is None:
        return _("%(year)s 年的%(boundary)s没有可以公布的数字。") % {
            "year": year,
            "boundary": boundary.label,
        }
    fields = {
        "year": year,
        "boundary": boundary.label,
        "value": amount(ten_thousand_tonnes(now.value_g)),
    }
    change = change_of(past, year)
    if boundary is BoundaryCode.SINKS:
        return (
            _("%(year)s 年碳汇为 %(value)s 万吨二氧化碳当量，单列，不抵减排放。")
            % fields
        )
    if change is None:
        return (
            _(
                "%(year)s 年%(boundary)s碳排放 %(value)s 万吨二氧化碳当量；"
                "上年没有核算，变化未知。"
            )
            % fields
        )
    fields["change"] = amount(abs(change), 1)
    if change < 0:
        words = _(
            "%(year)s 年%(boundary)s碳排放 %(value)s 万吨二氧化碳当量，"
            "比上年下降 %(change)s%%。"
        )
    else:
        words = _(
            "%(year)s 年%(boundary)s碳排放 %(value)s 万吨二氧化碳当量，"
            "比上年上升 %(change)s%%。"
        )
    return words % fields


def _signed(value: Decimal) -> str:
    return f"+{amount(value)}" if value > 0 else amount(value)


def _good_share(prepared: Prepared) -> Decimal | None:
    whole = sum(abs(one.value_g) for one in prepared.grades)
    good = sum(abs(one.value_g) for one in prepared.grades if one.code in GOOD_GRADES)
    return HUNDRED * good / whole if whole else None


# Pictures ---------------------------------------------------------------------------


def _panels(prepared: Prepared, boundary: BoundaryCode) -> list[Panel]:
    colours: Mapping[str, Callable[[str], str]] = {
        "sectors": sector_colour,
        "items": item_colour,
    }
    panels = []
    for cut in cuts_of(prepared, boundary):
        colour = colours.get(cut.name)
        bars = [
            Bar(
                name=part.name,
                value_g=part.value_g,
                colour=colour(part.code) if colour else BLUE,
            )
            for part in cut.parts
        ]
        panels.append(Panel(cut=cut, title=_cut_title(cut), options=ranking(bars)))
    return panels


def _cut_title(cut: Cut) -> str:
    """Say what the picture shows: the largest part and its share."""
    largest = max(cut.parts, key=lambda part: part.value_g)
    if cut.total_g <= 0 or largest.value_g <= 0:
        return _("按%(cut)s") % {"cut": str(cut.label).lower()}
    share = amount(HUNDRED * largest.value_g / cut.total_g, 0)
    return _("按%(cut)s：%(name)s最多，占 %(share)s%%") % {
        "cut": str(cut.label).lower(),
        "name": largest.name,
        "share": share,
    }


def _bands(links: Sequence[Link]) -> list[Band]:
    """Two bands for each link: supply to user, user to kind of emission."""
    sums: dict[tuple[Node, Node], int] = {}
    for link in links:
        item = Node(
            name=naming.item_name(link.item), colour=item_colour(link.item), column=0
        )
        user = Node(
            name=naming.sector_name(link.sector),
            colour=sector_colour(link.sector),
            column=1,
        )
        kind = Node(
            name=naming.kind_name(link.kind), colour=kind_colour(link.kind), column=2
        )
        for pair in ((item, user), (user, kind)):
            sums[pair] = sums.get(pair, 0) + link.value_g
    return [
        Band(source=source, target=target, value_g=value)
        for (source, target), value in sums.items()
    ]


def _flow_title(largest: Link, links: Sequence[Link]) -> str:
    whole = sum(link.value_g for link in links)
    return _("最大的一股是%(sector)s所用的%(item)s，占 %(share)s%%") % {
        "sector": naming.sector_name(largest.sector),
        "item": naming.item_name(largest.item),
        "share": amount(HUNDRED * largest.value_g / whole, 0),
    }


def _history_title(past: Sequence[YearTotal]) -> str:
    if not past:
        return ""
    peak = max(past, key=lambda one: one.value_g)
    if peak.year == past[-1].year:
        return _("%(year)s 年是有核算以来最高的一年") % {"year": peak.year}
    return _("有核算以来最高的是 %(year)s 年") % {"year": peak.year}
