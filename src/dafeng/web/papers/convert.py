"""From the rooms' rows to the core's facts: each figure as its page writes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from dafeng.base.rounding import round_half_even
from dafeng.pathways import Outlook, Pathway
from dafeng.reports.composing import (
    UNKNOWN,
    Course,
    FieldLine,
    Figure,
    LackLine,
    Seal,
    TargetLine,
    TaskLine,
    UnitLine,
    YearLine,
)
from dafeng.web.accounts.charts import ten_thousand_tonnes
from dafeng.web.accounts.models import AccountRun
from dafeng.web.accounts.selectors.runs import YearTotal
from dafeng.web.assessment.models import (
    AssessmentRun,
    StateCode,
    TargetStanding,
    UnitScore,
)
from dafeng.web.assessment.selectors.readiness import OwnerLacks
from dafeng.web.assessment.selectors.scores import RulePoints
from dafeng.web.assessment.selectors.standings import FieldState, YearStates
from dafeng.web.assessment.sentences import told
from dafeng.web.assessment.templatetags.assessment import (
    asked,
    brief,
    chance,
    minus,
    named,
    points,
    series_name,
)
from dafeng.web.core.templatetags.dafeng import LIGHTS, amount, day, known
from dafeng.web.pathways import wording
from dafeng.web.pathways.models import OutlookRun
from dafeng.web.pathways.templatetags.pathways import TEN_THOUSAND_TONNES
from dafeng.web.work.models import Task
from dafeng.web.work.selectors.task_sheets import SheetRow
from dafeng.web.work.task_words import ROLE_WORDS, state_word

SEAL_SHOWN = 12
UNITS_SHOWN = 2
RULES_SHOWN = 3
ATTENTION = (
    StateCode.AT_RISK.value,
    StateCode.OFF_TRACK.value,
    StateCode.MISSED.value,
    StateCode.DIRECTIONAL_NO.value,
)
"""States of targets that somebody has to look at."""
WELL = (StateCode.MET.value, StateCode.ON_TRACK.value)
OPEN = (StateCode.UNKNOWN.value, StateCode.DELEGATED_UNSET.value)


def light_words(state: str) -> str:
    """Shape and word of a light: ``▲ 滞后``."""
    shape, word = LIGHTS[state]
    return f"{shape} {word}"


def target_line(one: TargetStanding) -> TargetLine:
    """A target as the table of targets shows it."""
    return TargetLine(
        key=one.key,
        indicator=one.indicator,
        year=str(known(one.year)),
        asked=asked(one),
        value=brief(one.value),
        unit=one.unit,
        period=str(known(one.period)),
        state=light_words(one.state),
        chance=chance(one.probability),
        units=units_words([unit for unit, _role in one.duties]),
        reason=told(one.reason),
    )


def units_words(names: Sequence[str]) -> str:
    """The first two and how many there are."""
    if not names:
        return UNKNOWN
    first = "、".join(names[:UNITS_SHOWN])
    more = len(names) > UNITS_SHOWN
    return f"{first} 等 {len(names)} 个" if more else first


def year_line(one: YearStates) -> YearLine:
    """Targets of a year, counted as on the result's first page."""

    def count(state: StateCode) -> str:
        return str(one.states[state.value])

    year = str(one.year) if one.year else "未写年份"
    return YearLine(
        year=f"{year} 已结算" if one.settled else year,
        total=str(one.total),
        met=count(StateCode.MET),
        on_track=count(StateCode.ON_TRACK),
        at_risk=count(StateCode.AT_RISK),
        off_track=count(StateCode.OFF_TRACK),
        missed=count(StateCode.MISSED),
        unset=count(StateCode.DELEGATED_UNSET),
        right_way=count(StateCode.DIRECTIONAL_YES),
        wrong_way=count(StateCode.DIRECTIONAL_NO),
        unknown=count(StateCode.UNKNOWN),
    )


def field_lines(cells: Iterable[FieldState]) -> tuple[FieldLine, ...]:
    """Fields in the order in which their targets come."""
    fields: dict[str, Counter[str]] = {}
    for cell in cells:
        fields.setdefault(cell.title, Counter())[cell.state] += cell.count
    return tuple(
        FieldLine(
            title=title,
            total=str(states.total()),
            well=str(sum(states[state] for state in WELL)),
            behind=sum(states[state] for state in ATTENTION),
            unknown=str(sum(states[state] for state in OPEN)),
        )
        for title, states in fields.items()
    )


def lead_figure(lead: YearStates) -> Figure:
    """How many targets of the leading year stand well."""
    return Figure(
        label=f"{lead.year} 年目标达标或按计划",
        value=amount(lead.well),
        unit=f"/ {amount(lead.total)} 项",
        remark=(
            f"方向正确 {amount(lead.right_way)} 项，滞后或未达 {amount(lead.behind)} 项"
        ),
    )


def peak_figure(outlook: Outlook, path: Pathway) -> Figure:
    """The probability of the peak in time, as the outlook's first page shows it."""
    return Figure(
        label=f"{outlook.by} 年前达峰的概率",
        value=wording.percent(path.peak.by(outlook.by)),
        remark=f"“{wording.scenario_name(outlook, path.scenario)}”情景",
    )


def emission_figure(totals: Sequence[YearTotal], year: int) -> Figure | None:
    """The control total of a year; None where nobody counted it."""
    found = next((one for one in totals if one.year == year), None)
    if found is None:
        return None
    return Figure(
        label=f"{year} 年控制口径碳排放",
        value=amount(ten_thousand_tonnes(found.value_g)),
        unit="万吨二氧化碳当量",
    )


def outlook_course(outlook: Outlook, path: Pathway, run: OutlookRun) -> Course:
    """Counted and expected emissions, as the fan of the outlook draws them."""
    counted = dict(outlook.history)
    ahead = {one.year: one.p50_g for one in path.fan}
    first, last = min([*counted, *ahead]), max([*counted, *ahead])
    years = range(first, last + 1)
    return Course(
        title=wording.fan_title(outlook, path),
        subtitle="万吨 CO₂，实线为碳账，虚线为展望中位数",
        source=f"{wording.source(outlook, path)}；{day(run.came_out_at)}",
        labels=tuple(str(year) for year in years),
        counted=tuple(_wan(counted.get(year)) for year in years),
        ahead=tuple(_wan(ahead.get(year)) for year in years),
    )


def account_course(totals: Sequence[YearTotal]) -> Course | None:
    """Counted emissions alone; None with fewer than two years."""
    if len(totals) < 2:  # noqa: PLR2004 - one point is no picture
        return None
    known_totals = {one.year: one.value_g for one in totals}
    years = range(totals[0].year, totals[-1].year + 1)
    peak = max(totals, key=lambda one: one.value_g).year
    return Course(
        title=f"有核算以来最高的是 {peak} 年",
        subtitle="控制口径，万吨二氧化碳当量",
        source="碳账",
        labels=tuple(str(year) for year in years),
        counted=tuple(
            None
            if year not in known_totals
            else ten_thousand_tonnes(known_totals[year])
            for year in years
        ),
    )


def _wan(grams: int | None) -> Decimal | None:
    if grams is None:
        return None
    return round_half_even(Decimal(grams) / TEN_THOUSAND_TONNES, 2)


def task_line(task: Task) -> TaskLine:
    """A task as the lists of tasks show it."""
    return TaskLine(
        number=task.number,
        clause=task.clause.ref if task.clause else UNKNOWN,
        title=task.title,
        unit=task.lead.name_zh,
        due=day(task.due_on),
        state=state_word(task.state),
    )


def sheet_line(row: SheetRow) -> TaskLine:
    """A row of a unit's sheet."""
    task = row.task
    groups = f"（{'、'.join(row.groups)}）" if row.groups else ""
    return TaskLine(
        number=task.number,
        clause=task.clause.ref if task.clause else UNKNOWN,
        title=task.title,
        unit=task.lead.name_zh,
        due=day(task.due_on),
        state=state_word(task.state),
        role=f"{ROLE_WORDS[row.role.value]}{groups}",
    )


def unit_line(
    score: UnitScore, names: Mapping[str, str], rules: Sequence[RulePoints] = ()
) -> UnitLine:
    """A unit as the table of scores shows it; with rules, where it lost most."""
    lost = sorted((one for one in rules if one.lost > 0), key=lambda one: -one.lost)
    told_lost = "，".join(
        f"{named(names, one.rule)}{minus(one.lost)}分" for one in lost[:RULES_SHOWN]
    )
    vetoes = f"否决项 {len(score.vetoes)} 项；" if rules and score.vetoes else ""
    return UnitLine(
        rank=amount(score.rank),
        unit=score.unit,
        score=points(score.score),
        grade=named(names, score.grade),
        best=named(names, score.best),
        reason=f"{vetoes}{told_lost}" or UNKNOWN,
    )


def lack_lines(owners: Iterable[OwnerLacks]) -> tuple[LackLine, ...]:
    """What is missing, by who would state it."""
    return tuple(
        LackLine(
            what=series_name(lack.known) if lack.known else lack.series,
            owner=owner.owner or "没有指明",
            periods=" ".join(lack.periods),
            since=f"{day(lack.since)}{' 已过' if lack.late else ''}",
            targets=" ".join(key for key, _name in lack.targets),
        )
        for owner in owners
        for lack in owner.lacks
    )


def seals_of(
    run: AssessmentRun | None, outlook: OutlookRun | None, account: AccountRun | None
) -> tuple[Seal, ...]:
    """What a document rests on, with data date and seal."""
    found = []
    if run is not None:
        found.append(
            Seal(
                what=f"{run.period}年考核结果",
                on=run.as_of.isoformat(),
                seal=run.seal[:SEAL_SHOWN],
            )
        )
    if outlook is not None:
        found.append(
            Seal(
                what="达峰路径",
                on=day(outlook.came_out_at),
                seal=outlook.seal[:SEAL_SHOWN],
            )
        )
    if account is not None:
        found.append(Seal(what=f"{account.year}年碳账", seal=account.seal[:SEAL_SHOWN]))
    return tuple(found)
