"""The levers: move what moves the total most, and see the answer at once.

The page works without scripts (a form that is sent); with them every move asks the
server, which draws anew and answers in less than the blink of an eye.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import attrs
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.pathways import Lever, Outlook
from dafeng.web.core.selectors import Person
from dafeng.web.pathways import wording
from dafeng.web.pathways.charts import fan
from dafeng.web.pathways.forms import SaveForm
from dafeng.web.pathways.selectors.answers import answer_of
from dafeng.web.pathways.selectors.scenarios import scenarios_for
from dafeng.web.pathways.selectors.targets import owners_by_code, targets_by_key
from dafeng.web.pathways.views.visible import (
    Shown,
    frame,
    shown_path,
    shown_run,
)


@attrs.frozen(kw_only=True)
class Slider:
    """A lever as it stands on the page."""

    lever: Lever
    name: str
    owner: str
    value: Decimal
    step: Decimal

    @property
    def digits(self) -> int:
        """Decimals of the figure, in percent."""
        return 0 if self.is_measure else 2

    @property
    def unit(self) -> str:
        """What stands behind the figure."""
        return "%" if self.is_measure else _(" 个百分点/年")

    @property
    def shown(self) -> str:
        """Where it stands, as the page says it."""
        return f"{self.value * 100:.{self.digits}f}{self.unit}"

    @property
    def is_measure(self) -> bool:
        """Whether it is built, not merely assumed."""
        return self.lever.kind == "measure"


@require_http_methods(["GET", "HEAD"])
def levers(request: HttpRequest) -> HttpResponse:
    """Sliders of the strongest levers and the picture that they move."""
    run = shown_run(request)
    if run is None:
        return render(request, "pathways/none.html")
    shown = shown_path(request, run)
    settings = settings_of(request.GET, shown.outlook)
    try:
        found = _answer(request.user, shown, settings)
    except DafengError as error:
        messages.error(request, wording.error_words(error))
        return redirect("pathways:index")
    context = frame(request, shown) | found
    context |= {
        "sliders": _sliders(shown.outlook, settings),
        "settings": settings,
        "saves": SaveForm(),
        "saved": scenarios_for(request.user),
    }
    return render(request, "pathways/levers.html", context)


@require_http_methods(["GET"])
def answered(request: HttpRequest) -> HttpResponse:
    """The answer alone: the sentence and the picture."""
    run = shown_run(request)
    if run is None:
        raise Http404
    shown = shown_path(request, run)
    settings = settings_of(request.GET, shown.outlook)
    try:
        found = _answer(request.user, shown, settings)
    except DafengError:
        raise Http404 from None
    return render(request, "pathways/_answer.html", found)


def settings_of(sent: Mapping[str, Any], outlook: Outlook) -> dict[str, Decimal]:
    """Levers that stand elsewhere than they did; what is no number is left out."""
    found = {}
    for lever in outlook.levers:
        try:
            value = Decimal(str(sent.get(lever.code, "")))
        except InvalidOperation:
            continue
        if value.is_finite() and value != lever.at:
            found[lever.code] = min(max(value, lever.low), lever.high)
    return found


def _answer(
    user: Person, shown: Shown, settings: Mapping[str, Decimal]
) -> dict[str, Any]:
    """What the picture shows with the levers where they stand."""
    found = answer_of(shown.run, shown.path, settings)
    before = {one.key: one.probability for one in shown.path.targets}
    names = targets_by_key(user, before)
    path = attrs.evolve(shown.path, peak=found.peak, fan=found.fan)
    return {
        "run": shown.run,
        "words": wording.answer(shown.outlook, path),
        "fan": fan(shown.outlook.history, path),
        "fan_title": wording.fan_title(shown.outlook, path),
        "source": wording.source(shown.outlook, path),
        "targets": [
            (one, before.get(one.key), names.get(one.key)) for one in found.targets
        ],
    }


def _sliders(outlook: Outlook, settings: Mapping[str, Decimal]) -> list[Slider]:
    owners = owners_by_code()
    return [
        Slider(
            lever=one,
            name=wording.named(one),
            owner=owners.get(one.owner, one.owner),
            value=settings.get(one.code, one.at),
            step=(one.high - one.low) / 30,
        )
        for one in outlook.levers
    ]
