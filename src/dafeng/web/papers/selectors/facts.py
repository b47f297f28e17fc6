"""The facts of each document, read once, in Chinese, as the pages show them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs
from django.utils import translation

from dafeng.reports.composing import Frame, PaperKind, Seal, TaskLine, UnitLine
from dafeng.reports.composing_store import Facts
from dafeng.reports.congress import CongressFacts
from dafeng.reports.dispatch import DispatchFacts
from dafeng.reports.division import DivisionFacts, UnitLoad
from dafeng.reports.periodic import QuarterFacts
from dafeng.reports.ranking import GradeCount, RankingFacts
from dafeng.reports.self_assessment import SelfAssessmentFacts
from dafeng.web.assessment.models import UnitScore
from dafeng.web.assessment.selectors.scores import points_by_rule, scores_for
from dafeng.web.assessment.selectors.standings import cells_of
from dafeng.web.assessment.templatetags.assessment import named
from dafeng.web.assessment.wording import names_of, scheme_name, scheme_words
from dafeng.web.core.models import Organisation
from dafeng.web.papers.convert import (
    SEAL_SHOWN,
    emission_figure,
    field_lines,
    sheet_line,
    task_line,
    unit_line,
    year_line,
)
from dafeng.web.papers.selectors import parts
from dafeng.web.papers.selectors.sources import Sources
from dafeng.web.work.models import Report, Task, UnitRole
from dafeng.web.work.selectors.task_sheets import sheet_of
from dafeng.work import ReportState

FIRST_UNITS, LAST_UNITS = 7, 12
GOOD_GRADES = 2
"""Grades of a scheme, the best first, that nobody is named for."""


def facts_of(sources: Sources) -> Facts:
    """Everything that a document says, in the words of the Chinese pages."""
    with translation.override("zh-hans"):
        return _GATHER[sources.kind](sources)


def _dispatch(sources: Sources) -> DispatchFacts:
    found = parts.result_parts(sources)
    closed = len(parts.closed_in(sources))
    period = sources.period
    verified = Report.objects.filter(
        round__organisation=sources.plan.owner,
        state=ReportState.VERIFIED.value,
        verified_at__date__gte=period.start,
        verified_at__date__lte=period.end,
    )
    return DispatchFacts(
        frame=parts.frame_of(sources),
        period=period.name_zh,
        answer=f"{parts.peak_words(sources)}{found.answer}",
        figures=parts.figures_of(sources, found),
        course=parts.course_of(sources, parts.totals_of(sources)),
        matters=parts.matters_of(sources),
        waiting=parts.waiting_count(sources),
        moves=f"本月销号任务 {closed} 项，核实报送 {verified.count()} 件。",
        lacks=parts.lack_words(parts.lacks_for(sources)),
    )


def _quarter(sources: Sources) -> QuarterFacts:
    found = parts.result_parts(sources)
    totals = parts.totals_of(sources)
    tasks = tuple(task_line(task) for task in parts.year_tasks(sources))
    figures = parts.figures_of(sources, found)
    if sources.account is not None:
        counted = emission_figure(totals, sources.account.year)
        figures += () if counted is None else (counted,)
    return QuarterFacts(
        frame=parts.frame_of(sources),
        period=sources.period.name_zh,
        peak=parts.peak_words(sources),
        answer=found.answer,
        figures=figures,
        years=tuple(year_line(one) for one in found.years),
        fields=field_lines(cells_of(found.counted)),
        behind=found.behind(),
        targets=found.lines(),
        emissions=parts.emission_words(sources, totals),
        course=parts.course_of(sources, totals),
        task_states=parts.state_counts(tasks),
        closed=parts.closed_in(sources),
        overdue=parts.overdue_lines(sources),
        tasks=tasks,
        units=_units(sources),
        lacks=parts.lacks_lines(sources),
    )


def _self(sources: Sources) -> SelfAssessmentFacts:
    found = parts.result_parts(sources)
    totals = parts.totals_of(sources)
    tasks = tuple(task_line(task) for task in parts.year_tasks(sources))
    lines = found.lines()
    year = str(sources.year)
    overdue = {one.number for one in parts.overdue_lines(sources)}
    return SelfAssessmentFacts(
        frame=parts.frame_of(sources),
        year=year,
        answer=found.answer,
        emissions=parts.emission_words(sources, totals),
        years=tuple(year_line(one) for one in found.years),
        goals=tuple(one for one in lines if one.year == year),
        later=tuple(one for one in lines if one.year != year),
        behind=found.behind(),
        course=parts.course_of(sources, totals),
        task_states=parts.state_counts(tasks),
        tasks=tasks,
        overdue=tuple(one for one in tasks if one.number in overdue),
        lacks=parts.lacks_lines(sources),
    )


def _congress(sources: Sources) -> CongressFacts:
    found = parts.result_parts(sources)
    totals = parts.totals_of(sources)
    tasks = tuple(task_line(task) for task in parts.year_tasks(sources))
    frame = parts.frame_of(sources)
    return CongressFacts(
        frame=attrs.evolve(frame, organ=sources.plan.owner.name_zh),
        year=str(sources.year),
        addressee=f"{frame.place}人民代表大会常务委员会",
        peak=parts.peak_words(sources),
        answer=found.answer,
        emissions=parts.emission_words(sources, totals),
        tasks=_task_words(sources.year, tasks),
        course=parts.course_of(sources, totals),
        years=tuple(year_line(one) for one in found.years),
        fields=field_lines(cells_of(found.counted)),
        behind=found.behind(),
        targets=found.lines(),
        lacks=parts.lacks_lines(sources),
    )


def _task_words(year: int, tasks: tuple[TaskLine, ...]) -> str:
    if not tasks:
        return ""
    counts = "，".join(
        f"{one.label} {one.count} 项" for one in parts.state_counts(tasks)
    )
    return f"{year} 年度下达任务 {len(tasks)} 项，其中{counts}。"


def _division(sources: Sources) -> DivisionFacts:
    frame, year = parts.frame_of(sources), sources.year
    if sources.unit != sources.plan.owner:
        sheet = sheet_of(sources.unit, year)
        told = f"牵头 {len(sheet.lead)} 项，配合和落实 {len(sheet.support)} 项。"
        return DivisionFacts(
            frame=_on_tasks(frame, sources, sheet.digest),
            year=str(year),
            unit=sources.unit.name_zh,
            answer=told if sheet.rows else "",
            lead=tuple(sheet_line(row) for row in sheet.lead),
            support=tuple(sheet_line(row) for row in sheet.support),
        )
    tasks = list(parts.year_tasks(sources).prefetch_related("units__organisation"))
    loads = _loads(tasks)
    told = f"{year} 年度共下达任务 {len(tasks)} 项，涉及 {len(loads)} 个单位。"
    lines = [f"{one.number}\t{one.title}\t{one.due_on}\t{one.lead_id}" for one in tasks]
    digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
    return DivisionFacts(
        frame=_on_tasks(frame, sources, digest),
        year=str(year),
        answer=told if tasks else "",
        lead=tuple(task_line(task) for task in tasks),
        loads=loads,
    )


def _on_tasks(frame: Frame, sources: Sources, digest: str) -> Frame:
    """A sheet rests on the list of tasks, as its digest seals it."""
    seal = Seal(
        what=f"{sources.year}年任务清单",
        on=sources.on.isoformat(),
        seal=digest[:SEAL_SHOWN],
    )
    return attrs.evolve(frame, seals=(seal,), data_on="")


def _loads(tasks: list[Task]) -> tuple[UnitLoad, ...]:
    """Tasks that each unit leads and helps with; one counts once, as it leads."""
    lead: Counter[Organisation] = Counter()
    other: Counter[Organisation] = Counter()
    for task in tasks:
        beside = list(task.units.all())
        leads = {task.lead} | {
            one.organisation for one in beside if one.role == UnitRole.LEAD
        }
        lead.update(leads)
        other.update({one.organisation for one in beside} - leads)
    units = sorted({*lead, *other}, key=lambda one: (-lead[one], -other[one], one.path))
    return tuple(
        UnitLoad(unit=one.name_zh, lead=str(lead[one]), other=str(other[one]))
        for one in units
    )


def _scores(sources: Sources) -> list[UnitScore]:
    run = sources.run
    return [] if run is None else list(scores_for(sources.reader, run))


def _names(sources: Sources) -> Mapping[str, str]:
    run = sources.run
    return {} if run is None else names_of(scheme_words(run))


def _units(sources: Sources) -> tuple[UnitLine, ...]:
    names = _names(sources)
    return tuple(unit_line(score, names) for score in _scores(sources))


def _circular(sources: Sources) -> RankingFacts:
    scores, names = _scores(sources), _names(sources)
    run = sources.run
    order = [] if run is None else [one.zh for one in scheme_words(run).grades]
    counted = Counter(named(names, one.grade) for one in scores)
    grades = [grade for grade in order if counted[grade]]
    grades += [grade for grade in counted if grade not in grades]
    well = order[:GOOD_GRADES]
    first = [one for one in scores if named(names, one.grade) in order[:1]]
    last = [one for one in scores if one.rank and named(names, one.grade) not in well]
    return RankingFacts(
        frame=parts.frame_of(sources),
        period=str(sources.year),
        scheme="" if run is None else scheme_name(run),
        grades=tuple(GradeCount(grade=one, count=counted[one]) for one in grades),
        units=tuple(unit_line(one, names) for one in scores),
        first=tuple(unit_line(one, names) for one in first[:FIRST_UNITS]),
        last=tuple(
            unit_line(one, names, points_by_rule(one, None))
            for one in last[-LAST_UNITS:]
        ),
    )


_GATHER: Mapping[PaperKind, Callable[[Sources], Facts]] = MappingProxyType(
    {
        PaperKind.DISPATCH: _dispatch,
        PaperKind.QUARTER: _quarter,
        PaperKind.SELF: _self,
        PaperKind.CONGRESS: _congress,
        PaperKind.DIVISION: _division,
        PaperKind.CIRCULAR: _circular,
    }
)
