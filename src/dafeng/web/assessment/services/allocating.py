"""Split a district figure over units, and keep what was split."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.assessment.allocation import (
    Allocation,
    AllocationCase,
    Budget,
    Group,
    Named,
    Parameters,
    Party,
    PartyKind,
    allocate,
    evidence_unit,
    parties_from_evidence,
    reallocate,
    stated_years,
)
from dafeng.base.errors import BadInputError
from dafeng.web.assessment.convert import from_plain, plain
from dafeng.web.assessment.curves import curves_of
from dafeng.web.assessment.models import AllocationRun
from dafeng.web.assessment.selectors.beside import Beside, beside
from dafeng.web.assessment.services.running import evidence_of_house
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, OrganisationKind, User
from dafeng.web.core.permissions import require
from dafeng.web.plans.models import Plan

LEAST_COST = "least-cost"
SIMPLE_RULES = (
    "equal-rate",
    "history",
    "output",
    "population",
    "convergence",
    LEAST_COST,
)
"""Rules that need nothing besides what the house knows; others are for the command."""
KINDS = {
    OrganisationKind.TOWNSHIP.value: PartyKind.TOWN,
    OrganisationKind.PARK.value: PartyKind.PARK,
    OrganisationKind.ENTERPRISE.value: PartyKind.ENTERPRISE,
}


@attrs.frozen(kw_only=True)
class Split:
    """What is split: totals in tce at equal value and tCO2; None is not split."""

    year: int
    rule: str
    group: Group
    energy: Decimal | None = None
    carbon: Decimal | None = None
    reserve_percent: Decimal = Decimal(0)
    converge_year: int | None = None
    cut_cap: Decimal | None = None
    title: str = ""


@transaction.atomic
def allocation_make(
    *, by: User, plan: Plan, split: Split, reason: str = ""
) -> AllocationRun:
    """Split a figure by what the parts of the district state, and keep the result.

    Parameters
    ----------
    reason : str
        Why; needed where a split of the year over the same parties stands.

    Raises
    ------
    BadInputError
        ``allocation.total``: nothing to split. ``allocation.reason``: a standing split
        is replaced without a reason. Besides what the core refuses.
    """
    require(by, "assessment.allocation.make", plan)
    if split.energy is None and split.carbon is None:
        msg = "Give a total to split: energy, carbon or both."
        raise BadInputError(msg, code="allocation.total")
    return allocation_store(
        by=by, plan=plan, case=_case(plan, split), group=split.group, reason=reason
    )


@transaction.atomic
def allocation_store(
    *,
    by: User | None,
    plan: Plan,
    case: AllocationCase,
    group: Group,
    reason: str = "",
) -> AllocationRun:
    """Split a case and keep it in the place of the one that stands for the year."""
    standing = AllocationRun.objects.filter(
        organisation=plan.owner, year=case.year, parties=group.value, replaced_by=None
    ).first()
    if standing is None:
        result = allocate(case)
    elif not reason.strip():
        msg = f"A split of {case.year} stands; say why it is replaced."
        raise BadInputError(msg, code="allocation.reason", year=case.year)
    else:
        before = from_plain(standing.result, Allocation)
        result = reallocate(case, before=before, reason=reason.strip())
    run = AllocationRun(
        organisation=plan.owner,
        plan=plan,
        year=case.year,
        title=case.title,
        rule=case.rule,
        parties=group.value,
        digest=result.digest,
        case=plain(case),
        result=plain(result),
        replaces=standing,
        reason=reason.strip() if standing else "",
        made_by=by,
        synthetic=case.synthetic,
    )
    run.full_clean(exclude=("case", "result"))
    run.save()
    audit.record(
        by=by,
        action="assessment.allocation.make",
        target=run,
        data={
            "rule": case.rule,
            "digest": result.digest,
            "replaces": standing and standing.digest,
            "reason": run.reason,
        },
    )
    return run


def _case(plan: Plan, split: Split) -> AllocationCase:
    evidence = evidence_of_house(plan, timezone.localdate())
    known = [year for year in stated_years(evidence, split.group) if year < split.year]
    base = max(known, default=split.year - 1)
    named = _names(plan.owner)
    parties = parties_from_evidence(evidence, base, group=split.group, names=named)
    if split.rule == LEAST_COST:
        parties = with_curves(parties, plan.owner, base)
    return AllocationCase(
        place=plan.place_code,
        title=split.title,
        year=split.year,
        base_year=base,
        energy=_budget("energy", split.energy, split),
        carbon=_budget("carbon", split.carbon, split),
        rule=split.rule,
        parameters=Parameters(converge_year=split.converge_year, cut_cap=split.cut_cap),
        parties=parties,
        synthetic=any(one.synthetic for one in evidence.observations),
    )


def _budget(name: str, total: Decimal | None, split: Split) -> Budget | None:
    if total is None:
        return None
    share = split.reserve_percent / 100
    return Budget(
        total=total,
        reserve_share=share or None,
        unit=evidence_unit(name, split.group),
    )


def beside_of(run: AllocationRun, done: Allocation) -> tuple[Beside, ...]:
    """A split beside the other simple rules; carbon alone by least cost as well."""
    case = from_plain(run.case, AllocationCase)
    alone = case.energy is None
    if alone and case.rule != LEAST_COST:
        parties = with_curves(case.parties, run.organisation, case.base_year)
        case = attrs.evolve(case, parties=parties)
    rules = [code for code in SIMPLE_RULES if alone or code != LEAST_COST]
    if case.parameters.converge_year is None:
        rules.remove("convergence")
    return beside(case, done, rules)


def with_curves(
    parties: tuple[Party, ...], owner: Organisation, base_year: int
) -> tuple[Party, ...]:
    """The parties with what a tonne costs each of them, as far as anybody knows."""
    curves = curves_of(owner)
    if curves is None:
        return parties
    rows = Organisation.objects.filter(path__startswith=owner.path)
    codes = dict(rows.values_list("name_zh", "code"))
    return curves.laid_on(parties, codes, base_year)


def _names(owner: Organisation) -> Mapping[str, Named]:
    """Registered units by their codes: what the lake calls the parts."""
    rows = Organisation.objects.filter(path__startswith=owner.path)
    found: dict[str, Named] = {}
    for row in rows:
        named = Named(name=row.name_zh, kind=KINDS.get(row.kind, PartyKind.OTHER))
        found[row.code] = named
        if row.uscc:
            found[row.uscc] = named
    return found
