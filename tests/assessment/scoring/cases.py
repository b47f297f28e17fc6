"""Short words for cases of the scoring tests, and random small ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
from hypothesis import strategies as st

from dafeng.assessment.records import (
    AssessedUnit,
    Case,
    Duty,
    Goal,
    Judgement,
    Light,
    Member,
    Progress,
    Return,
    Role,
    Standing,
    State,
    Work,
    WorkStanding,
)
from dafeng.assessment.schemes import Scheme, load_scheme, scheme_from_toml
from dafeng.assessment.scoring import Scores, score
from dafeng.indicators import Quality

AS_OF = date(2026, 11, 1)


def duties(*, lead: str = "", support: str = "") -> tuple[Duty, ...]:
    """Duties from names with spaces between."""
    return (
        *(Duty(unit=name, role=Role.LEAD) for name in lead.split()),
        *(Duty(unit=name, role=Role.SUPPORT) for name in support.split()),
    )


def goal(name: str, lead: str = "甲局", support: str = "", **more: object) -> Goal:
    return Goal(
        **{
            "id": name,
            "clause": "二",
            "indicator": f"指标{name}",
            "definition": "F04",
            "year": 2025,
            "duties": duties(lead=lead, support=support),
            **more,
        }
    )


def known(of: Goal, completion: str, **more: object) -> Standing:
    """A settled standing with a figure of 2025."""
    done = Decimal(completion)
    return Standing(
        **{
            "id": of.id,
            "clause": of.clause,
            "indicator": of.indicator,
            "definition": of.definition,
            "state": State.MET if done == 1 else State.MISSED,
            "value": Decimal(80),
            "period": "2025",
            "year": of.year,
            "completion": done,
            "settled": True,
            "quality": Quality.B,
            "evidence": (f"表{of.id}",),
            "duties": of.duties,
            **more,
        }
    )


def unknown(of: Goal, state: State = State.UNKNOWN) -> Standing:
    return Standing(
        id=of.id,
        clause=of.clause,
        indicator=of.indicator,
        definition=of.definition,
        state=state,
        year=of.year,
        duties=of.duties,
    )


def work(name: str, lead: str = "甲局", support: str = "", **more: object) -> Work:
    return Work(
        **{
            "id": name,
            "clause": "三(一)1",
            "title": f"任务{name}",
            "duties": duties(lead=lead, support=support),
            "state": Progress.IN_PROGRESS,
            "percent": Decimal(100),
            "verified": True,
            "evidence": ("照片",),
            **more,
        }
    )


def stands(of: Work, planned: str | None = "100") -> WorkStanding:
    return WorkStanding(
        id=of.id,
        clause=of.clause,
        title=of.title,
        state=of.state,
        overdue=False,
        percent=of.percent,
        planned=None if planned is None else Decimal(planned),
        light=Light.GREEN,
        rule="",
        reason="",
        duties=of.duties,
    )


def report(unit: str = "甲局", period: str = "2025Q1", **more: object) -> Return:
    return Return(
        **{
            "unit": unit,
            "form": "进展报表",
            "period": period,
            "due_on": date(2025, 4, 10),
            "received_on": date(2025, 4, 8),
            **more,
        }
    )


def member(unit: str, group: str = "各镇", **more: object) -> Member:
    return Member(group=group, unit=unit, **more)


def judged(item: str, *, met: bool, **more: object) -> Judgement:
    return Judgement(
        **{
            "item": item,
            "met": met,
            "by": "市发展改革委",
            "document": f"评价意见{item}",
            "judged_on": date(2026, 6, 1),
            **more,
        }
    )


def case(scheme: str = "district-2023", **more: object) -> Case:
    return Case(
        **{
            "place": "120000",
            "period": "2025",
            "as_of": AS_OF,
            "scheme": scheme,
            **more,
        }
    )


@attrs.frozen(kw_only=True)
class Told:
    """A case with its standings."""

    case: Case
    standings: tuple[Standing, ...] = ()
    works: tuple[WorkStanding, ...] = ()

    def scored(self, scheme: Scheme | str = "district-2023") -> Scores:
        held = load_scheme(scheme) if isinstance(scheme, str) else scheme
        return score(self.case, held, self.standings, self.works)


def unit_of(scores: Scores, name: str):
    return next(unit for unit in scores.units if unit.name == name)


def own_scheme(text: str, *changes: tuple[str, str]) -> Scheme:
    """A scheme from text in which some words are replaced, each of them present."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return scheme_from_toml(text.encode())


UNITS = ("甲局", "乙局", "丙局", "各镇")
SHARES = st.integers(0, 20).map(lambda n: Decimal(n) / 20)


@st.composite
def told_cases(draw: st.DrawFn) -> Told:
    """Small cases with every kind of fact that the district scheme looks at."""
    goals, standings = [], []
    for number in range(draw(st.integers(0, 4))):
        made = goal(
            f"T{number}",
            lead=draw(st.sampled_from(["", *UNITS])),
            support=" ".join(draw(st.lists(st.sampled_from(UNITS), max_size=3))),
            softness=draw(st.sampled_from(["binding", "strive", "expected"])),
            kind=draw(st.sampled_from(["level", "status", "directional"])),
            year=draw(st.sampled_from([None, 2024, 2025, 2030])),
            base_year=draw(st.sampled_from([None, 2020, 2025])),
        )
        goals.append(made)
        standings.append(draw(_standings(made)))
    works, work_standings = [], []
    for number in range(draw(st.integers(0, 3))):
        made_work = work(
            f"W{number}",
            lead=draw(st.sampled_from(UNITS)),
            support=draw(st.sampled_from(["", *UNITS])),
            state=draw(st.sampled_from(list(Progress))),
            percent=draw(st.none() | SHARES.map(lambda s: s * 100)),
            verified=draw(st.booleans()),
            evidence=draw(st.sampled_from([(), ("照片",), ("照片", "纪要")])),
        )
        works.append(made_work)
        planned = draw(st.sampled_from([None, "0", "37.5", "100"]))
        work_standings.append(stands(made_work, planned))
    returns = draw(st.lists(_reports(), max_size=4))
    return Told(
        case=case(
            goals=tuple(goals),
            works=tuple(works),
            returns=tuple(returns),
            units=tuple(
                AssessedUnit(name=name, kind="group" if name == "各镇" else "bureau")
                for name in UNITS
            ),
            members=(member("子镇"), member("丑镇"), member("丙局")),
        ),
        standings=tuple(standings),
        works=tuple(work_standings),
    )


@st.composite
def _standings(draw: st.DrawFn, of: Goal) -> Standing:
    word = draw(st.sampled_from(["figure", "figure", "unknown", "unset"]))
    due = draw(st.sampled_from([True, True, False]))
    if word == "unknown":
        return attrs.evolve(unknown(of), due=due)
    if word == "unset":
        return unknown(of, State.DELEGATED_UNSET)
    done = draw(SHARES)
    if of.kind == "directional":
        right = done >= Decimal("0.5")
        state = State.DIRECTIONAL_YES if right else State.DIRECTIONAL_NO
        done = Decimal(right)
    else:
        late = State.MISSED if of.year == 2025 else State.AT_RISK
        state = State.MET if done == 1 else late
    return known(
        of,
        str(done),
        state=state,
        due=due,
        quality=draw(st.sampled_from(list(Quality))),
        evidence=draw(st.sampled_from([(), ("表1",), ("表1", "表2")])),
    )


@st.composite
def _reports(draw: st.DrawFn) -> Return:
    day = st.dates(date(2025, 4, 1), date(2025, 4, 30))
    return report(
        draw(st.sampled_from(UNITS)),
        draw(st.sampled_from(["2025Q1", "2025Q2", "2024Q4"])),
        due_on=draw(st.sampled_from([date(2025, 4, 10), date(2027, 1, 10)])),
        received_on=draw(st.none() | day),
        accepted=draw(st.booleans()),
    )
