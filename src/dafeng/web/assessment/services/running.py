"""From the house to the core: cases, results, replays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import attrs
from django.conf import settings

from dafeng import assessment as core
from dafeng.assessment import records
from dafeng.assessment.records import (
    AssessedUnit,
    Assessment,
    Case,
    Goal,
    PathPoint,
    Standing,
)
from dafeng.assessment.schemes import load_scheme
from dafeng.assessment.schemes import schemes as schemes_known
from dafeng.base.periods import Period
from dafeng.indicators import (
    Evidence,
    Observation,
    Question,
    definition_register,
    indicator_value,
    read_indicator_evidence,
)
from dafeng.sample import sample_facts
from dafeng.web.accounts.lakes import house_lake
from dafeng.web.assessment.convert import (
    Behind,
    Named,
    SchemeWords,
    decree_record,
    exemption_record,
)
from dafeng.web.assessment.models import (
    AssessmentRun,
    Decree,
    DecreeState,
    Exemption,
)
from dafeng.web.assessment.selectors.members import members_of
from dafeng.web.assessment.services.binding import bindings_of
from dafeng.web.assessment.services.storing import Made, run_store
from dafeng.web.assessment.services.works import returns_of, works_of
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.permissions import require
from dafeng.web.plans.models import Plan, PlanSource
from dafeng.web.plans.selectors.plans import confirmed_plan

SEALS = "assessments"


@attrs.frozen(kw_only=True)
class Asked:
    """What is assessed, by which rules, with what was known on which day."""

    period: str
    scheme: str
    as_of: date


def seals_of_assessments() -> Path:
    """Folder of the seals of this house."""
    return Path(settings.SEAL_ROOT) / SEALS


def schemes() -> tuple[SchemeWords, ...]:
    """Names of the packaged schemes, in the order in which they are offered."""
    return tuple(words_of(name) for name in schemes_known())


def words_of(scheme: str) -> SchemeWords:
    """Names of a scheme, its rules and its grades."""
    one = load_scheme(scheme)
    items = [item for rule in one.rules for item in getattr(rule, "items", ())]
    return SchemeWords(
        name=Named(id=one.id, zh=one.name_zh, en=one.name_en),
        label=Named(id=one.edition, zh=one.label_zh, en=one.label_en),
        rules=tuple(
            Named(id=part.id, zh=part.name_zh, en=part.name_en)
            for part in (*one.rules, *items)
        ),
        grades=tuple(
            Named(id=grade.id, zh=grade.name_zh, en=grade.name_en)
            for grade in one.grading.grades
        ),
    )


def assessment_make(*, by: User | None, plan: Plan, asked: Asked) -> AssessmentRun:
    """Assess a plan of the house from what it holds, as a draft.

    Raises
    ------
    BadInputError
        The case cannot be judged; the message names every reason.
    NotFoundError
        There is no such scheme.
    """
    if by is not None:
        require(by, "assessment.run.make", plan)
    return run_store(made=made_of(case_of_house(plan, asked)), plan=plan, by=by)


def case_of_house(plan: Plan, asked: Asked) -> Case:
    """What the house knows about a plan on a day: plan, rosters, letters, evidence."""
    evidence = evidence_of_house(plan, asked.as_of)
    record = confirmed_plan(plan)
    members = members_of(plan)
    named = {unit.name: unit.kind.value for unit in record.units}
    joined = {member.unit: "other" for member in members}
    case = Case(
        place=plan.place_code,
        period=asked.period,
        as_of=asked.as_of,
        scheme=asked.scheme,
        goals=core.goals_of_plan(record, asked.as_of, bindings_of(plan)).goals,
        units=tuple(
            AssessedUnit(name=name, kind=kind)
            for name, kind in (joined | named).items()
        ),
        members=members,
        works=works_of(plan, asked.period, asked.as_of),
        returns=returns_of(plan, asked.period, asked.as_of),
        exemptions=exemptions_of(plan),
        decrees=decrees_of(plan, asked.as_of),
        observations=evidence.observations,
        tables=evidence.tables,
        plan=f"{plan.title} {plan.number}".strip(),
        synthetic=plan.synthetic or any(o.synthetic for o in evidence.observations),
    )
    return _with_sample(case) if plan.source == PlanSource.SAMPLE else case


def _with_sample(case: Case) -> Case:
    """What the sample knows besides: what an invented city judged, and who answers.

    Where its plan names nobody for a target, the sample says who does.  Its tasks and
    reports stand in for those of the house only while that has none.
    """
    year = Period.parse(case.period).start.year
    facts = sample_facts(year, case.as_of, case.scheme)
    answers = {goal.id: goal.duties for goal in facts.goals}
    kinds = {unit.name: unit for unit in facts.units}
    return attrs.evolve(
        case,
        goals=tuple(
            goal if goal.duties else attrs.evolve(goal, duties=answers.get(goal.id, ()))
            for goal in case.goals
        ),
        units=tuple(kinds.get(unit.name, unit) for unit in case.units),
        works=case.works or facts.works,
        returns=case.returns or facts.returns,
        judgements=facts.judgements,
        synthetic=True,
    )


def evidence_of_house(plan: Plan, as_of: date) -> Evidence:
    """What the lake of the house knew on a day."""
    return read_indicator_evidence(house_lake(), plan.place_code, as_of=as_of)


def decrees_of(plan: Plan, as_of: date) -> tuple[records.Decree, ...]:
    """Letters that a second person compared, up to a day."""
    rows = Decree.objects.filter(
        target__plan=plan, state=DecreeState.APPROVED, issued_on__lte=as_of
    )
    rows = rows.select_related("target", "entered_by").order_by("issued_on", "pk")
    return tuple(decree_record(row) for row in rows)


def exemptions_of(plan: Plan) -> tuple[records.Exemption, ...]:
    """Exemptions of a plan; the core looks at their days."""
    rows = Exemption.objects.filter(plan=plan).select_related("unit", "approved_by")
    return tuple(exemption_record(row) for row in rows.order_by("pk"))


def made_of(case: Case) -> Made:
    """Assess a case and gather what the pages need besides."""
    assessment = core.assess(case)
    return Made(
        case=case,
        assessment=assessment,
        behind=_behind(case, assessment),
        words=words_of(case.scheme),
    )


def _behind(case: Case, assessment: Assessment) -> Behind:
    goals = {goal.id: goal for goal in case.goals}
    evidence = core.evidence_of(case)
    known = [one for one in assessment.targets if one.definition and one.id in goals]
    return Behind(
        paths={one.id: _path(goals[one.id], one) for one in known},
        inputs={one.id: _inputs(goals[one.id], one, evidence) for one in known},
    )


def _path(goal: Goal, standing: Standing) -> tuple[PathPoint, ...]:
    """Steps of the plan, and what is asked for now and in the end."""
    asked: dict[int, PathPoint] = {point.year: point for point in goal.path}
    if standing.expected is not None and standing.period:
        year = Period.parse(standing.period).start.year
        asked[year] = PathPoint(year=year, value=standing.expected)
    if standing.target is not None and standing.year is not None:
        asked[standing.year] = PathPoint(year=standing.year, value=standing.target)
    return tuple(asked[year] for year in sorted(asked))


def _inputs(
    goal: Goal, standing: Standing, evidence: Evidence
) -> tuple[Observation, ...]:
    """Everything that the newest figure was reckoned from."""
    if standing.value is None or not standing.period:
        return ()
    compares = definition_register().compares(standing.definition)
    if compares and standing.base_year is None:
        return ()
    found = indicator_value(
        Question(
            definition=standing.definition,
            period=Period.parse(standing.period),
            base=standing.base_year if compares else None,
            scope=goal.scope,
        ),
        evidence,
    )
    return found.inputs


def assessment_replay(*, run: AssessmentRun, by: User) -> bool:
    """Make a frozen result again from its seal; whether the bytes are the same."""
    require(by, "assessment.run.replay", run.organisation)
    found = core.replay_assessment(run.seal, seals_of_assessments())
    audit.record(
        by=by,
        action="assessment.run.replay",
        target=run,
        data={"seal": run.seal, "same": found.same, "changed": list(found.changed)},
    )
    return bool(found.same)
