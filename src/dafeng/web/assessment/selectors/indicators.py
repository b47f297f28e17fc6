"""The register of indicators, and what a result says about each."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from django.db.models import Q

from dafeng.base.indicators import Indicator, indicator_register
from dafeng.indicators import Definition, Series, definition_register
from dafeng.web.assessment.models import AssessmentRun, TargetStanding
from dafeng.web.assessment.selectors.readiness import series_known
from dafeng.web.assessment.selectors.runs import latest_run
from dafeng.web.core.selectors import Person


@attrs.frozen(kw_only=True)
class IndicatorFilter:
    """What the list is narrowed to; empty fields do not narrow."""

    q: str = ""
    field: str = ""
    use: str = ""


@attrs.frozen(kw_only=True)
class RegisterRow:
    """An indicator, its definitions, and how many targets use it."""

    indicator: Indicator
    definitions: tuple[Definition, ...]
    targets: int


@attrs.frozen(kw_only=True)
class InputRow:
    """One input of a definition: a series, or another definition."""

    name: str
    reference: str
    series: Series | None
    definition: Definition | None


def fields_of_register() -> list[str]:
    """Themes of the register, in the order of its rows."""
    return list(dict.fromkeys(one.field for one in indicator_register()))


def register_rows(user: Person, wanted: IndicatorFilter) -> list[RegisterRow]:
    """Indicators of the register, narrowed; with their use in the current result."""
    used = _uses(latest_run(user))
    rows = [
        RegisterRow(
            indicator=one,
            definitions=definitions_of(one.code),
            targets=used.get(one.code, 0),
        )
        for one in indicator_register()
        if _wanted(one, wanted)
    ]
    if wanted.use == "plan":
        return [row for row in rows if row.targets]
    if wanted.use == "computed":
        return [row for row in rows if row.definitions]
    return rows


def _wanted(one: Indicator, wanted: IndicatorFilter) -> bool:
    if wanted.field and one.field != wanted.field:
        return False
    words = (one.code, one.name_zh, one.name_en.lower(), *one.synonyms)
    return all(
        any(word.lower() in text for text in (w.lower() for w in words))
        for word in wanted.q.split()
    )


def _uses(run: AssessmentRun | None) -> dict[str, int]:
    if run is None:
        return {}
    counted: dict[str, int] = {}
    for definition in run.standings.values_list("definition", flat=True):
        code = definition.partition(".")[0]
        counted[code] = counted.get(code, 0) + 1
    return counted


def definitions_of(code: str) -> tuple[Definition, ...]:
    """Every definition of an indicator, in force or not, the preferred one first."""
    return tuple(one for one in definition_register() if one.indicator == code)


def inputs_of(definition: Definition) -> list[InputRow]:
    """Inputs of a definition with what they point at."""
    found = []
    for name, reference in definition.inputs.items():
        target = reference.partition("@")[0]
        derived = target.startswith("=")
        other = definition_register().get(target[1:]) if derived else None
        found.append(
            InputRow(
                name=name,
                reference=reference,
                series=None if derived else series_known(target),
                definition=other,
            )
        )
    return found


def series_behind(definition: Definition | None) -> list[Series]:
    """Every series behind a definition, through other definitions too."""
    found: dict[str, Series] = {}
    waiting = [] if definition is None else [definition]
    seen = set()
    while waiting:
        one = waiting.pop()
        seen.add(one.id)
        for row in inputs_of(one):
            if row.series is not None:
                found[row.series.code] = row.series
            elif row.definition is not None and row.definition.id not in seen:
                waiting.append(row.definition)
    return list(found.values())


def definitions_found(words: str) -> list[Definition]:
    """Definitions of the register whose id or names hold every word."""
    asked = words.lower().split()
    if not asked:
        return []
    return [
        one
        for one in definition_register()
        if all(
            any(word in text.lower() for text in (one.id, one.name_zh, one.name_en))
            for word in asked
        )
    ]


def standings_of_indicator(
    run: AssessmentRun | None, code: str
) -> Sequence[TargetStanding]:
    """Targets of a result that the indicator reckons, in the order of the plan."""
    if run is None:
        return []
    named = Q(definition=code) | Q(definition__startswith=f"{code}.")
    return list(run.standings.filter(named).select_related("run__plan"))
