"""Parts of the pages of targets, units and proposals that this room brings along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.assessment.models import ProposalRow, Stand
from dafeng.web.assessment.offers import Offer, register_offer
from dafeng.web.core.permissions import may
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import PlanUnit, Target
from dafeng.web.plans.panels import (
    Panel,
    Place,
    register_target_panel,
    register_unit_panel,
)
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.selectors.cases import (
    case_of_proposal,
    cases_for,
    with_days,
)

MOST = 10
DRAFT = "supervision.case.draft"


@attrs.frozen(kw_only=True)
class Cases:
    """Cases about something, the newest first, as far as the reader may see."""

    today: date
    cases: Sequence[Case]


def cases_on_target(reader: Person, target: Target) -> Cases | None:
    """Cases about a target; None without any."""
    return _shown(cases_for(reader).filter(target=target))


def cases_on_unit(reader: Person, unit: PlanUnit) -> Cases | None:
    """Cases about a registered unit; None without any."""
    if unit.organisation_id is None:
        return None
    return _shown(cases_for(reader).filter(units__organisation=unit.organisation_id))


def _shown(rows: QuerySet[Case]) -> Cases | None:
    # Most targets and units have no case: asking whether there is one takes little.
    if not rows.exists():
        return None
    found = list(with_days(rows).order_by("-drafted_at", "-pk")[:MOST])
    return Cases(today=timezone.localdate(), cases=found)


def paper_of_proposal(user: Person, proposal: ProposalRow) -> Offer | None:
    """The case of a proposal, else where one is begun."""
    if not may(user, DRAFT, proposal.run.organisation):
        return None
    standing = case_of_proposal(proposal)
    if standing is not None:
        return Offer(label=_("查看督办件"), url=standing.get_absolute_url())
    if proposal.stand != Stand.CONFIRMED:
        return None
    address = f"{reverse('supervision:case-new')}?proposal={proposal.pk}"
    return Offer(label=_("起草督办件…"), url=address)


register_offer(paper_of_proposal)
register_target_panel(
    Panel(
        order=350,
        place=Place.ASIDE,
        template="supervision/_cases.html",
        content=cases_on_target,
    )
)
register_unit_panel(
    Panel(
        order=250,
        place=Place.MAIN,
        template="supervision/_cases.html",
        content=cases_on_unit,
    )
)
