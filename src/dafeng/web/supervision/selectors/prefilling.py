"""What a new case begins with: a confirmed proposal, a ranking, an unanswered case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs

from dafeng.supervision import CaseStep, reply_day, step_after_silence
from dafeng.web.assessment.models import (
    AssessmentRun,
    ProposalRow,
    RunStatus,
    Stand,
    UnitScore,
)
from dafeng.web.assessment.selectors.scores import may_see, titles_of
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.plans.models import Target
from dafeng.web.supervision.convert import days_of
from dafeng.web.supervision.models import Case

WHOLE = "碳达峰工作考核"
"""What a paper about a whole result is about."""


@attrs.frozen(kw_only=True)
class UnitLine:
    """A unit of a case, in a circular with its place and figure."""

    organisation: Organisation
    rank: int | None = None
    figure: str = ""


@attrs.frozen(kw_only=True)
class BasisLine:
    """Clause, figure and seal that a case rests on."""

    clause: str
    words: str = ""
    figure: str = ""
    seal: str = ""


@attrs.frozen(kw_only=True)
class DraftFacts:
    """What is written into a draft."""

    step: CaseStep = attrs.field(converter=CaseStep)
    units: Sequence[UnitLine] = ()
    item: str = ""
    period: str = ""
    facts: str = ""
    demand: str = ""
    reply_by: date | None = None
    contact: str = ""
    meets_on: date | None = None
    meets_at: str = ""
    place: str = ""
    attendants: str = ""
    basis: Sequence[BasisLine] = ()


@attrs.frozen(kw_only=True)
class Origin:
    """What a draft comes from; all empty for one that is opened by hand."""

    proposal: ProposalRow | None = None
    run: AssessmentRun | None = None
    target: Target | None = None
    follows: Case | None = None
    replaces: Case | None = None


def facts_of_case(case: Case) -> DraftFacts:
    """What a case says now; fetch ``units__organisation`` and ``basis`` along."""
    return DraftFacts(
        step=case.step,
        units=[
            UnitLine(organisation=one.organisation, rank=one.rank, figure=one.figure)
            for one in case.units.all()
        ],
        item=case.item,
        period=case.period,
        facts=case.facts,
        demand=case.demand,
        reply_by=case.reply_by,
        contact=case.contact,
        meets_on=case.meets_on,
        meets_at=case.meets_at,
        place=case.place,
        attendants=case.attendants,
        basis=[
            BasisLine(
                clause=one.clause, words=one.words, figure=one.figure, seal=one.seal
            )
            for one in case.basis.all()
        ],
    )


def proposals_visible(user: Person) -> list[ProposalRow]:
    """Confirmed proposals of frozen results that have no case yet."""
    visible = may_see(user, "organisation__path", "run__organisation__path")
    rows = ProposalRow.objects.filter(
        visible, stand=Stand.CONFIRMED, run__status=RunStatus.FROZEN
    )
    rows = rows.exclude(
        pk__in=Case.objects.exclude(state__in=("withdrawn", "superseded"))
        .filter(proposal__isnull=False)
        .values("proposal_id")
    )
    return list(
        rows.select_related("run__plan", "run__organisation", "organisation").order_by(
            "-run_id", "order"
        )
    )


def proposal_at(user: Person, pk: int) -> ProposalRow | None:
    """A proposal, if the person may see it."""
    visible = may_see(user, "organisation__path", "run__organisation__path")
    rows = ProposalRow.objects.filter(visible, pk=pk)
    return rows.select_related(
        "run__plan__owner", "run__organisation", "organisation"
    ).first()


def from_proposal(proposal: ProposalRow, *, on: date) -> tuple[DraftFacts, Origin]:
    """A draft that says what the proposal says.

    A date that has passed, or that the step does not ask for, is set anew by the
    ladder; the words of the demand are the proposal's.
    """
    run = proposal.run
    target = Target.objects.filter(plan=run.plan_id, key=proposal.subject).first()
    item = f"{target.indicator} {target.scope}".strip() if target else _item(proposal)
    step = CaseStep(proposal.step)
    asked = reply_day(step, on)
    wanted = proposal.reply_by
    reply_by = wanted if asked and wanted and wanted > on else asked
    units = []
    if proposal.organisation is not None:
        units = [UnitLine(organisation=proposal.organisation)]
    facts = DraftFacts(
        step=step,
        units=units,
        item=item[:200],
        period=f"{run.period}年",
        facts=proposal.facts,
        demand=proposal.demand,
        reply_by=reply_by,
        basis=[
            BasisLine(
                clause=(proposal.clause or proposal.rule)[:500],
                figure=proposal.figure[:500],
                seal=run.seal,
            )
        ],
    )
    return facts, Origin(proposal=proposal, run=run, target=target)


def _item(proposal: ProposalRow) -> str:
    """What a proposal is about that names no target: a task, a report, the result."""
    if not proposal.subject:
        return WHOLE
    name, colon, period = proposal.subject.partition(":")
    if colon:
        return f"{name}（{period}）报送"
    return titles_of(proposal.run).get(proposal.subject, proposal.subject)


def run_at(user: Person, pk: int) -> AssessmentRun | None:
    """A frozen result whose scores the person may see."""
    visible = may_see(user, "organisation__path", "organisation__path")
    rows = AssessmentRun.objects.filter(visible, pk=pk, status=RunStatus.FROZEN)
    return rows.select_related("plan__owner", "organisation").first()


def runs_to_rank(user: Person) -> list[AssessmentRun]:
    """Frozen results that a circular can be drafted from, the newest first."""
    visible = may_see(user, "organisation__path", "organisation__path")
    rows = AssessmentRun.objects.filter(visible, status=RunStatus.FROZEN)
    return list(rows.select_related("plan").order_by("-period", "-pk"))


def from_run(run: AssessmentRun) -> tuple[DraftFacts, Origin]:
    """A circular with the ranking of a result: units that are registered and ranked."""
    scores = UnitScore.objects.filter(
        run=run, organisation__isnull=False, score__isnull=False
    ).select_related("organisation")
    units = [
        UnitLine(
            organisation=score.organisation,
            rank=score.rank,
            figure="" if score.score is None else f"{score.score:.2f}",
        )
        for score in scores.order_by("rank", "order")
        if score.organisation is not None
    ]
    facts = DraftFacts(
        step=CaseStep.CIRCULAR,
        units=units,
        item=WHOLE,
        period=f"{run.period}年",
        facts=_told(run, len(units)),
        demand="得分靠后的单位对照失分项目逐项整改。",
        basis=[
            BasisLine(
                clause=run.scheme_zh or run.scheme,
                figure=f"{len(units)}个单位得分",
                seal=run.seal,
            )
        ],
    )
    return facts, Origin(run=run)


def _told(run: AssessmentRun, shown: int) -> str:
    """How many were assessed, and how many of them the table can show."""
    total = UnitScore.objects.filter(run=run).count()
    some = f"其中{shown}个单位的" if shown < total else ""
    return f"{run.period}年共考核{total}个单位，{some}得分和名次见下表。"


def from_case(case: Case, *, on: date) -> tuple[DraftFacts, Origin] | None:
    """The next step after silence; None while the case can still be answered."""
    step = step_after_silence(case.step, days_of(case), on)
    if step is None:
        return None
    told = f"{case.number}要求{case.reply_by}前回复，至今未收到。"
    facts = attrs.evolve(
        facts_of_case(case),
        step=step,
        facts=f"{told}\n{case.facts}",
        reply_by=reply_day(step, on),
        basis=[
            *facts_of_case(case).basis,
            BasisLine(clause=f"{case.number}未按期回复", figure=f"{case.reply_by}"),
        ],
    )
    return facts, Origin(run=case.run, target=case.target, follows=case)


def in_place_of(case: Case, *, on: date) -> tuple[DraftFacts, Origin]:
    """A new version of an issued case: once issued it takes the place of it."""
    facts = attrs.evolve(facts_of_case(case), reply_by=reply_day(case.step, on))
    return facts, Origin(target=case.target, replaces=case)
