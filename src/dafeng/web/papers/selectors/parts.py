"""Parts of the facts that several documents share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time, timedelta

import attrs
from django.db.models import QuerySet
from django.utils import timezone

from dafeng.reports.composing import (
    CountLine,
    Course,
    Figure,
    Frame,
    LackLine,
    MatterLine,
    TargetLine,
    TaskLine,
)
from dafeng.web.accounts.models import BoundaryCode
from dafeng.web.accounts.selectors.runs import YearTotal, history_of
from dafeng.web.accounts.views.overview import answer_words as account_words
from dafeng.web.assessment.models import RunStatus, TargetStanding
from dafeng.web.assessment.selectors.proposals import (
    STRONGEST_FIRST,
    WAITING,
    proposals_for,
    tally_of,
)
from dafeng.web.assessment.selectors.readiness import OwnerLacks, lacks_of
from dafeng.web.assessment.selectors.standings import (
    Counted,
    YearStates,
    leading_year,
    standings_counted,
    standings_of_run,
    years_of,
)
from dafeng.web.assessment.views.overview import answer_words as result_words
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.papers.convert import (
    ATTENTION,
    account_course,
    lack_lines,
    lead_figure,
    outlook_course,
    peak_figure,
    seals_of,
    target_line,
    task_line,
)
from dafeng.web.papers.selectors.sources import Sources
from dafeng.web.pathways import wording
from dafeng.web.pathways.selectors.runs import outlook_of
from dafeng.web.work.models import Task, TaskMove
from dafeng.web.work.selectors.task_sheets import OUTSIDE
from dafeng.web.work.selectors.tasks import STATE_ORDER, overdue_by
from dafeng.web.work.task_words import state_word
from dafeng.work import TaskAct

GOVERNMENT = "人民政府"
OFFICE = "碳达峰碳中和工作领导小组办公室"


@attrs.frozen(kw_only=True)
class ResultParts:
    """What a result says of all targets.

    Attributes
    ----------
    answer : str
        The sentence of the result's first page; empty without a result.
    rows : tuple of TargetStanding
        Every target in the order of the document.
    """

    answer: str = ""
    counted: tuple[Counted, ...] = ()
    years: tuple[YearStates, ...] = ()
    rows: tuple[TargetStanding, ...] = ()

    @property
    def lead(self) -> YearStates | None:
        """The year that the page leads with."""
        year = leading_year(self.years)
        return next((one for one in self.years if one.year == year), None)

    def lines(self) -> tuple[TargetLine, ...]:
        """All of them as lines."""
        return tuple(target_line(one) for one in self.rows)

    def behind(self) -> tuple[TargetLine, ...]:
        """Those that somebody has to look at."""
        return tuple(target_line(one) for one in self.rows if one.state in ATTENTION)


def frame_of(sources: Sources) -> Frame:
    """What stands on every document of the office."""
    place = place_of(sources)
    plan = sources.plan
    mark = synthetic_mark() or ("示例数据(合成)" if plan.synthetic else "")
    return Frame(
        organ=f"{place}{OFFICE}",
        place=place,
        plan=plan.title,
        seals=seals_of(sources.run, sources.outlook, sources.account),
        data_on=sources.on.isoformat(),
        marks=(mark,) if mark else (),
    )


def place_of(sources: Sources) -> str:
    """The district's name without its government."""
    return sources.plan.owner.name_zh.removesuffix(GOVERNMENT)


def result_parts(sources: Sources) -> ResultParts:
    """Everything that the result in force says of the targets."""
    run = sources.run
    if run is None:
        return ResultParts()
    counted = standings_counted(run)
    years = years_of(counted)
    rows = standings_of_run(run).order_by("order")
    return ResultParts(
        answer=result_words(len(counted), years),
        counted=tuple(counted),
        years=tuple(years),
        rows=tuple(rows),
    )


def peak_words(sources: Sources) -> str:
    """Will it peak in time; empty without an outlook."""
    if sources.outlook is None:
        return ""
    found = outlook_of(sources.outlook)
    return wording.answer(found, found.headline)


def totals_of(sources: Sources) -> list[YearTotal]:
    """Control totals of all years up to the account; empty without one."""
    run = sources.account
    if run is None:
        return []
    past = history_of(sources.reader, run, BoundaryCode.CONTROL.value)
    return [one for one in past if one.year <= run.year]


def emission_words(sources: Sources, totals: list[YearTotal]) -> str:
    """What was emitted, in the sentence of the account's first page."""
    if sources.account is None:
        return ""
    return account_words(totals, sources.account.year, BoundaryCode.CONTROL)


def course_of(sources: Sources, totals: list[YearTotal]) -> Course | None:
    """The picture of the outlook; of the account alone without one."""
    if sources.outlook is None:
        return account_course(totals)
    found = outlook_of(sources.outlook)
    return outlook_course(found, found.headline, sources.outlook)


def figures_of(sources: Sources, parts: ResultParts) -> tuple[Figure, ...]:
    """Probability of the peak, targets that stand well, tasks that are late."""
    found = []
    if sources.outlook is not None:
        outlook = outlook_of(sources.outlook)
        found.append(peak_figure(outlook, outlook.headline))
    if parts.lead is not None:
        found.append(lead_figure(parts.lead))
    late = _tasks(sources).filter(overdue_by(sources.on)).count()
    found.append(
        Figure(
            label="逾期未完成的任务", value=str(late), unit="项", remark="含往年结转"
        )
    )
    return tuple(found)


def lacks_for(sources: Sources) -> list[OwnerLacks]:
    """What is missing in the result."""
    return [] if sources.run is None else lacks_of(sources.run)


def lack_words(owners: list[OwnerLacks]) -> str:
    """What is unknown and from whom it is awaited; empty when all is known."""
    if not owners:
        return ""
    count = sum(len(owner.lacks) for owner in owners)
    late = sum(lack.late for owner in owners for lack in owner.lacks)
    keys = {key for one in owners for lack in one.lacks for key, _name in lack.targets}
    names = "、".join(owner.owner or "没有指明单位" for owner in owners)
    return (
        f"缺 {count} 项数据，涉及 {len(owners)} 家提供单位（{names}），"
        f"其中 {late} 项已过应报日；{len(keys)} 项目标因此没有数字或不完整。"
    )


def lacks_lines(sources: Sources) -> tuple[LackLine, ...]:
    """The same as rows of a table."""
    return lack_lines(lacks_for(sources))


def _tasks(sources: Sources) -> QuerySet[Task]:
    """Tasks that the district issued, whoever asks: a document has one right figure."""
    return Task.objects.filter(organisation=sources.plan.owner)


def year_tasks(sources: Sources) -> QuerySet[Task]:
    """Tasks of the year that were handed out, with what a line shows."""
    rows = _tasks(sources).filter(year=sources.year).exclude(state__in=OUTSIDE)
    return rows.select_related("lead", "clause").order_by("due_on", "number")


def state_counts(tasks: Iterable[TaskLine]) -> tuple[CountLine, ...]:
    """Tasks by state, in the order in which they run."""
    counted = Counter(one.state for one in tasks)
    words = [state_word(state) for state in STATE_ORDER]
    return tuple(
        CountLine(label=word, count=str(counted[word]))
        for word in words
        if counted[word]
    )


def overdue_lines(sources: Sources) -> tuple[TaskLine, ...]:
    """Tasks past their day, the oldest first."""
    rows = _tasks(sources).filter(overdue_by(sources.on))
    rows = rows.select_related("lead", "clause").order_by("due_on", "number")
    return tuple(task_line(task) for task in rows)


def closed_in(sources: Sources) -> tuple[TaskLine, ...]:
    """Tasks that were closed in the period."""
    first = timezone.make_aware(datetime.combine(sources.period.start, time.min))
    after = timezone.make_aware(
        datetime.combine(sources.period.end + timedelta(days=1), time.min)
    )
    moves = TaskMove.objects.filter(
        act=TaskAct.CLOSE.value, at__gte=first, at__lt=after
    ).values("task")
    rows = _tasks(sources).filter(pk__in=moves)
    rows = rows.select_related("lead", "clause").order_by("number")
    return tuple(task_line(task) for task in rows)


def matters_of(sources: Sources) -> tuple[MatterLine, ...]:
    """Proposals that wait, one line for a step and unit, the strongest first."""
    run = sources.run
    if run is None or run.status != RunStatus.FROZEN:
        return ()
    rows = proposals_for(sources.reader, run).filter(stand__in=WAITING)
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows:
        due = "" if row.reply_by is None else row.reply_by.isoformat()
        found.setdefault((row.step, row.unit), []).append((row.facts, due))
    strength = {step.value: at for at, step in enumerate(STRONGEST_FIRST)}
    ordered = sorted(
        found.items(), key=lambda one: (strength[one[0][0]], -len(one[1]), one[0][1])
    )
    words = {step.value: str(step.label) for step in STRONGEST_FIRST}
    return tuple(
        MatterLine(
            step=words[step],
            unit=unit,
            facts=told[0][0],
            count=len(told),
            reply_by=min((day for _facts, day in told if day), default="--"),
        )
        for (step, unit), told in ordered
    )


def waiting_count(sources: Sources) -> str:
    """How many proposals wait, as the result's page counts them."""
    if sources.run is None:
        return "--"
    return str(tally_of(sources.reader, sources.run).waiting)
