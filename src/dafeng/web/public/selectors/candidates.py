"""Figures that may be released: out of frozen and sealed results, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils import translation

from dafeng.base.errors import NotFoundError
from dafeng.base.rounding import plain_number, round_half_even
from dafeng.indicators import Definition, definition_register
from dafeng.public import FigureKind, ReleasedFigure
from dafeng.web.accounts.models import AccountRun, AccountTotal, BoundaryCode
from dafeng.web.accounts.models import RunStatus as AccountStatus
from dafeng.web.assessment.models import AssessmentRun, RunStatus, TargetStanding
from dafeng.web.core.models import Organisation
from dafeng.web.pathways import wording as outlook_words
from dafeng.web.pathways.selectors.runs import outlook_of, run_of
from dafeng.web.plans.models import PlanStatus
from dafeng.web.public.selectors.population import population_of
from dafeng.web.public.sentences import (
    account_sentences,
    stated_of,
    target_sentences,
)

GENERIC = "plan."
"""Definitions of the plan itself: they name no indicator."""
LONGEST_NAME = 60
"""Above it an indicator is a sentence of the plan, and those stay inside."""
GRAMS_PER_10_000_T = Decimal(10**10)
GRAMS_PER_TONNE = Decimal(10**6)
PLACES = 2
CO2_PER_HEAD = "A07"
ZH, EN = "zh-hans", "en"


def candidates_of(organisation: Organisation) -> dict[str, ReleasedFigure]:
    """Return every figure that a district may release today, by key."""
    found = [
        *_outlook(organisation),
        *_accounts(organisation),
        *_targets(organisation),
    ]
    return {one.key: one for one in found}


def assessment_to_release(organisation: Organisation) -> AssessmentRun | None:
    """Return the frozen result in force of the district's published plan."""
    runs = AssessmentRun.objects.filter(
        organisation=organisation,
        status=RunStatus.FROZEN,
        plan__status=PlanStatus.PUBLISHED,
    )
    order = ("plan__synthetic", "-period", "-units_count", "-pk")
    return runs.select_related("plan").order_by(*order).first()


def _targets(organisation: Organisation) -> Iterator[ReleasedFigure]:
    run = assessment_to_release(organisation)
    if run is None:
        return
    rows = TargetStanding.objects.filter(run=run, target_value__isnull=False)
    rows = rows.select_related("target__clause__field").order_by("order")
    for row in rows.defer("evidence", "history", "path", "inputs", "duties"):
        if len(row.indicator) <= LONGEST_NAME:
            yield _target(run, row)


def _target(run: AssessmentRun, row: TargetStanding) -> ReleasedFigure:
    clause = None if row.target is None else row.target.clause
    field = None if clause is None else clause.field or clause
    known = _definition(row.definition)
    is_own = known is not None and not known.id.startswith(GENERIC)
    name_en = known.name_en if known is not None and is_own else ""
    stated = stated_of(row)
    words = target_sentences(row, stated, name_en)
    return ReleasedFigure(
        key=f"target:{row.key}",
        kind=FigureKind.TARGET,
        field="" if field is None else (field.title or field.ref),
        name_zh=row.indicator,
        name_en=name_en,
        text_zh=words.zh,
        text_en=words.en,
        value=stated.value,
        unit=stated.unit,
        period=row.period,
        state=row.state,
        target_value=stated.target,
        target_max=stated.most,
        target_year=row.year,
        comparator=row.comparator if stated.target is not None else "",
        clause=row.clause,
        definition="" if known is None else f"{known.id} {known.name_zh}",
        source=f"{run.period} 年考核结果",
        source_seal=run.seal,
    )


def _definition(code: str) -> Definition | None:
    try:
        return definition_register().get(code) if code else None
    except NotFoundError:
        return None


def _accounts(organisation: Organisation) -> Iterator[ReleasedFigure]:
    totals = AccountTotal.objects.filter(
        run__organisation=organisation,
        run__status=AccountStatus.SEALED,
        boundary=BoundaryCode.CONTROL,
    )
    for total in totals.select_related("run").order_by("run__year"):
        yield _total(total)
        yield from _per_person(total)


def _total(total: AccountTotal) -> ReleasedFigure:
    run = total.run
    value, low, high = (
        round_half_even(grams / GRAMS_PER_10_000_T, PLACES)
        for grams in (total.value_g, total.low_g, total.high_g)
    )
    name_zh = f"{run.year} 年温室气体排放总量"
    name_en = f"Greenhouse gas emissions in {run.year}"
    figure = f"{plain_number(value)} 万 tCO₂e"
    words = account_sentences(name_zh, name_en, figure)
    return _of_account(
        run,
        key=f"account:control:{run.year}",
        name=(name_zh, name_en),
        words=words,
        figures=(value, low, high),
        unit="万tCO2e",
        definition=f"控制口径，{run.gwp}",
    )


def _per_person(total: AccountTotal) -> Iterator[ReleasedFigure]:
    run = total.run
    people = population_of(run.place, run.year)
    if not people:
        return
    value, low, high = (
        round_half_even(grams / GRAMS_PER_TONNE / people, PLACES)
        for grams in (total.value_g, total.low_g, total.high_g)
    )
    name_zh = f"{run.year} 年人均温室气体排放量"
    name_en = f"Greenhouse gas emissions per head in {run.year}"
    words = account_sentences(name_zh, name_en, f"{plain_number(value)} tCO₂e")
    yield _of_account(
        run,
        key=f"account:per-person:{run.year}",
        name=(name_zh, name_en),
        words=words,
        figures=(value, low, high),
        unit="tCO2e/人",
        definition=f"控制口径总量除以年末常住人口 {plain_number(people)} 人",
    )


def _of_account(
    run: AccountRun,
    *,
    key: str,
    name: tuple[str, str],
    words: tuple[str, str],
    figures: tuple[Decimal, Decimal, Decimal],
    unit: str,
    definition: str,
) -> ReleasedFigure:
    value, low, high = figures
    return ReleasedFigure(
        key=key,
        kind=FigureKind.ACCOUNT,
        name_zh=name[0],
        name_en=name[1],
        text_zh=words[0],
        text_en=words[1],
        value=value,
        low=low,
        high=high,
        unit=unit,
        period=str(run.year),
        definition=definition,
        source=f"{run.year} 年碳账",
        source_seal=run.seal,
    )


def _outlook(organisation: Organisation) -> Iterator[ReleasedFigure]:
    run = run_of(organisation)
    if run is None:
        return
    outlook = outlook_of(run)
    words = {}
    for language in (ZH, EN):
        with translation.override(language):
            words[language] = outlook_words.answer(outlook, outlook.headline)
    yield ReleasedFigure(
        key="outlook:peak",
        kind=FigureKind.OUTLOOK,
        name_zh=f"{run.by_year} 年前达峰的概率",
        name_en=f"Probability of a peak by {run.by_year}",
        text_zh=words[ZH],
        text_en=words[EN],
        value=_percent(run.probability),
        unit="%",
        period=str(run.base_year),
        definition=f"{run.draws} 次抽样，基年 {run.base_year} 年；99 表示不低于 99",
        source="达峰路径测算",
        source_seal=run.seal,
    )


def _percent(share: Decimal) -> Decimal:
    """Whole percent; draws make nothing certain, so 1 and 99 are the ends."""
    return min(max(round_half_even(share * 100, 0), Decimal(1)), Decimal(99))
