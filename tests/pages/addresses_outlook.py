"""Pages of the outlook: of the run in force, of a seal, with levers moved."""

from __future__ import annotations

from decimal import Decimal

from dafeng.web.core.models import User
from dafeng.web.pathways.models import ChoiceOrder, OutlookRun
from dafeng.web.pathways.selectors.runs import outlook_of
from dafeng.web.pathways.services.choosing import choice_order, choices_work
from dafeng.web.pathways.services.saving import Label, scenario_save
from tests.pages.visits import ASKED, VIEWER, Arguments

LATER = 2028


def outlook() -> Arguments:
    """The headline and another scenario, a moved lever, a set, a kept scenario."""
    run = OutlookRun.objects.all()[0]
    found = outlook_of(run)
    viewer = User.objects.get(username=VIEWER)
    last, lever = found.paths[-1], found.levers[0]
    other: dict[str, object] = {
        ASKED: {"scenario": last.scenario, "convention": last.convention}
    }
    moved: dict[str, object] = {ASKED: {lever.code: str(lever.low)}}
    wish: dict[str, object] = {ASKED: {"probability": "80", "cut": "10", "capital": ""}}
    kept = scenario_save(
        by=viewer,
        run=run,
        label=Label(name="锅炉改造加快"),
        scenario=last.scenario,
        convention=last.convention,
        levers={lever.code: lever.low},
    )
    asked = ChoiceOrder(probability=Decimal(60), cut=Decimal(5), since=LATER)
    order = choice_order(by=viewer, run=run, asked=asked)
    choices_work()
    return {
        "pathways:index": [{}, other],
        "pathways:run": [{"seal": run.seal[:16]}],
        "pathways:compare": [{}],
        "pathways:measures": [{}],
        "pathways:sensitivity": [{}],
        "pathways:history": [{}],
        "pathways:gap": [{}],
        "pathways:scenarios": [{}],
        "pathways:rename": [{"pk": kept.pk}],
        "pathways:levers": [{}, moved],
        "pathways:choose": [{}, wish],
        "pathways:chosen": [{"pk": order.pk}],
    }
