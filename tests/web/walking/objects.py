"""Which thing of the house stands for which part of an address.

A new address whose parts are known needs nothing here.  Otherwise add a line to
``THINGS``: the beginning of the addresses, the name of the part, and how to find the
thing; with ``of_a_unit`` it is found for the own unit and for another one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.web.assessment.models import ProofOrder, ScoreOrder
from dafeng.web.core.models import User
from dafeng.web.papers.models import Paper, PaperContent, PaperOrder
from dafeng.web.pathways.models import ChoiceOrder
from tests.web.walking.house_enterprises import (
    claim_of,
    class_of,
    enterprise_of,
    occasion_of,
    publication_of,
    verified_of,
)
from tests.web.walking.house_inspections import (
    case_of,
    finding_of,
    inspection_of,
    number_of,
    part_of,
    plan_of,
)
from tests.web.walking.house_projects import (
    approval_of,
    milestone_of,
    outline_of,
    photo_of,
    project_of,
)
from tests.web.walking.house_public import (
    disclosure_list_of,
    event_of,
    figure_of,
    letter_of,
    release_of,
)
from tests.web.walking.house_supervision import case_of as supervised_of
from tests.web.walking.house_supervision import file_of, interview_of, item_of
from tests.web.walking.objects_energy import ENERGY_THINGS
from tests.web.walking.things import NOWHERE, Thing, always, of_a_unit, of_the_house

if TYPE_CHECKING:
    from tests.web.walking.house import Unit, WalkedHouse


THINGS: dict[str, dict[str, Thing]] = ENERGY_THINGS | {
    "welcome/": {"key": NOWHERE, "token": NOWHERE},
    "login/": {"provider_id": always("outside")},
    "units/": {"code": of_a_unit(lambda unit: unit.unit.code)},
    "members/": {
        "user_id": of_a_unit(lambda unit: unit.clerk.pk),
        "membership_id": of_a_unit(lambda unit: unit.clerk.memberships.get().pk),
    },
    "security/": {"user_id": of_a_unit(lambda unit: unit.clerk.pk)},
    "account/": {
        "delegation_id": of_a_unit(lambda unit: unit.delegation.pk),
        "session_id": NOWHERE,
    },
    "plan/": {
        "slug": of_the_house(lambda house: house.plan.slug),
        "other": of_the_house(lambda house: house.plan.slug),
        "ref": always("三(一)1"),
        "key": always("T001"),
        "pk": NOWHERE,
        "kind": always("target"),
        "verb": always("confirm"),
    },
    "plan/<slug:slug>/unit/": {
        "key": of_the_house(lambda house: house.plan.planunits.get(kind="group").key)
    },
    "assessment/": {
        "slug": of_the_house(lambda house: house.plan.slug),
        "period": of_the_house(lambda house: house.result.period),
        "scheme": of_the_house(lambda house: house.result.scheme),
        "other": of_the_house(lambda house: house.newer.pk),
        "key": always("T001"),
        "code": always("A05"),
        "name": of_a_unit(lambda unit: unit.unit.name_zh),
    },
    "assessment/<slug:slug>/<slug:period>/<str:scheme>/proposals/": {
        "pk": of_a_unit(lambda unit: unit.proposal.pk)
    },
    "assessment/<slug:slug>/<slug:period>/<str:scheme>/freeze/": {
        "period": of_the_house(lambda house: house.newer.period),
        "scheme": of_the_house(lambda house: f"{house.newer.scheme}.draft"),
    },
    "assessment/objections/": {"pk": of_a_unit(lambda unit: unit.objection.pk)},
    "assessment/proofs/": {"pk": of_the_house(lambda house: _proof(house).pk)},
    "assessment/orders/": {"pk": of_the_house(lambda house: _order(house).pk)},
    "assessment/decrees/": {"pk": of_the_house(lambda house: house.decree.pk)},
    "assessment/allocations/": {"pk": of_the_house(lambda house: house.allocation.pk)},
    "enterprises/": {"pk": of_a_unit(lambda unit: enterprise_of(unit).pk)},
    "enterprises/classes/": {"pk": of_a_unit(lambda unit: class_of(unit).pk)},
    "enterprises/occasions/": {"pk": of_a_unit(lambda unit: occasion_of(unit).pk)},
    "enterprises/publications/": {
        "pk": of_a_unit(lambda unit: publication_of(unit).pk)
    },
    "enterprises/verified/": {"pk": of_a_unit(lambda unit: verified_of(unit).pk)},
    "enterprises/claims/": {"pk": of_a_unit(lambda unit: claim_of(unit).pk)},
    "inspections/": {"deed": always("close")},
    "inspections/plans/": {"pk": of_a_unit(lambda unit: plan_of(unit).pk)},
    "inspections/visits/": {
        "pk": of_a_unit(lambda unit: inspection_of(unit).pk),
        "number": of_a_unit(lambda unit: number_of(unit)),
        "kind": always("exe"),
    },
    "inspections/visits/<int:pk>/notices/": {"deed": always("check")},
    "inspections/findings/": {
        "pk": of_a_unit(lambda unit: finding_of(unit).pk),
        "deed": always("recheck"),
    },
    "inspections/cases/": {"pk": of_a_unit(lambda unit: case_of(unit).pk)},
    "inspections/parts/": {
        "pk": of_a_unit(lambda unit: part_of(unit).pk),
        "deed": always("accept"),
    },
    "supervision/": {
        "pk": of_a_unit(lambda unit: supervised_of(unit).pk),
        "number": always(1),
        "file": of_a_unit(lambda unit: file_of(unit).pk),
        "item": of_a_unit(lambda unit: item_of(unit).pk),
        "deed": always("close"),
        "turn": always(1),
        "kind": always("exe"),
    },
    "supervision/<int:pk>/minutes": {
        "pk": of_a_unit(lambda unit: interview_of(unit).pk)
    },
    "projects/": {
        "pk": of_a_unit(lambda unit: project_of(unit).pk),
        "act": always("screen"),
        "size": always("small"),
    },
    "projects/alike/": {
        "pk": of_a_unit(lambda unit: project_of(unit).pk),
        "other": of_the_house(lambda house: project_of(house.other).pk),
    },
    "projects/approvals/": {"pk": of_a_unit(lambda unit: approval_of(unit).pk)},
    "projects/milestones/": {"pk": of_a_unit(lambda unit: milestone_of(unit).pk)},
    "projects/photos/": {"pk": of_a_unit(lambda unit: photo_of(unit).pk)},
    "projects/map/outlines/": {
        "pk": of_the_house(lambda house: outline_of(house.other).pk)
    },
    "public/": {
        "version": of_the_house(lambda house: release_of(house).version),
        "name": always("figures.csv"),
    },
    "public/disclosure/": {
        "edition": of_the_house(lambda house: disclosure_list_of(house).edition),
        "name": always("package.zip"),
    },
    "public/office/": {
        "pk": of_the_house(lambda house: release_of(house).pk),
        "figure": of_the_house(lambda house: figure_of(house).pk),
        "name": always("correct"),
    },
    "public/office/<int:pk>/why/": {"name": always("drop")},
    "public/office/letters/": {
        "pk": of_the_house(lambda house: letter_of(house).pk),
        "name": always("hide"),
    },
    "public/office/lists/": {
        "pk": of_the_house(lambda house: disclosure_list_of(house).pk)
    },
    "public/office/lists/<int:pk>/act/": {"name": always("check")},
    "public/office/lists/<int:pk>/why/": {"name": always("withdraw")},
    "public/office/events/": {"pk": of_a_unit(lambda unit: event_of(unit).pk)},
    "papers/": {
        "pk": of_a_unit(lambda unit: _paper(unit).pk),
        "number": always(9),
        "form": always("exe"),
        "deed": always("withdraw"),
    },
    "papers/orders/": {"pk": of_the_house(lambda house: _paper_order(house).pk)},
    "carbon/": {
        "year": of_the_house(lambda house: house.account.year),
        "digest": of_the_house(lambda house: house.account.seal),
        "other": of_the_house(lambda house: house.account.seal),
        "factor_id": always("CN_EAF_ELECTRODE"),
        "line_id": of_a_unit(lambda unit: unit.line_id),
        "row_id": of_a_unit(lambda unit: f"2023:{unit.works.code}:gas"),
    },
    "carbon/imports/": {
        "pk": of_a_unit(lambda unit: unit.batch.pk),
        "kind": always("gas"),
    },
    "outlook/": {
        "name": always("fan.csv"),
        "seal": of_the_house(lambda house: house.outlook.seal),
        "pk": of_the_house(lambda house: house.scenario.pk),
    },
    "outlook/choose/": {"pk": of_the_house(lambda house: _choice(house).pk)},
    "work/": {
        "code": of_a_unit(lambda unit: unit.unit.code),
        "unit": of_a_unit(lambda unit: unit.unit.code),
        "year": always(2026),
        "order": always(1),
    },
    "work/tasks/": {"pk": of_a_unit(lambda unit: unit.work.task.pk)},
    "work/duties/": {"pk": of_a_unit(lambda unit: unit.work.duty.pk)},
    "work/reports/": {"pk": of_a_unit(lambda unit: unit.work.report.pk)},
    "work/evidence/": {"pk": of_a_unit(lambda unit: unit.work.evidence.pk)},
    "work/rounds/": {"pk": of_the_house(lambda house: house.work.round.pk)},
    "office/": {
        "key": always("dispatch@2026Q3"),
        "direction": always("in"),
        "deed": always("file"),
        "kind": always("target"),
    },
    "office/calendar/own/": {"pk": of_the_house(lambda house: house.work.own_rule.pk)},
    "office/letters/": {"pk": of_the_house(lambda house: house.work.letter.pk)},
    "office/meetings/": {
        "pk": of_the_house(lambda house: house.work.meeting.pk),
        "row": of_the_house(lambda house: house.work.meeting.agenda.get().pk),
        "way": always("up"),
        "deed": always("held"),
    },
    "office/decisions/": {"pk": of_the_house(lambda house: house.work.decision.pk)},
    "office/decisions/changes/": {"pk": NOWHERE},
    "assessment/schemes/": {"name": always("district-2023")},
    "rules/": {"code": always("plausibility")},
    "walls/": {"pk": of_the_house(lambda house: house.work.wall.pk)},
    "wall/": {"token": NOWHERE},
    "inbox/": {
        "notice_id": of_a_unit(lambda unit: unit.work.notice.pk),
        "token": NOWHERE,
    },
    "jobs/": {
        "name": always("desk.freshness-look"),
        "task_id": NOWHERE,
        "delivery_id": of_a_unit(lambda unit: unit.work.delivery.pk),
    },
    "api/tokens/": {"token_id": of_a_unit(lambda unit: unit.token.pk)},
    "api/v1/": {
        "code": of_a_unit(lambda unit: unit.unit.code),
        "slug": of_the_house(lambda house: house.plan.slug),
        "year": of_the_house(lambda house: house.account.year),
        "kind": always("gas"),
        "owner": always("reports"),
        "rest": NOWHERE,
        "pk": of_a_unit(lambda unit: unit.work.report.pk),
    },
    "api/v1/assessments/": {"pk": of_the_house(lambda house: house.result.pk)},
    "api/v1/evidence/": {"pk": of_a_unit(lambda unit: unit.work.evidence.pk)},
    "api/v1/tasks/": {"pk": of_a_unit(lambda unit: unit.work.task.pk)},
    "api/v1/statistics/imports/": {"pk": of_a_unit(lambda unit: unit.batch.pk)},
}

POSTED: dict[str, dict[str, object]] = {
    "api/v1/<owner>/<pk>/evidence/document": {"number": "1号", "dated": "2026-01-05"},
    "api/v1/<owner>/<pk>/evidence/link": {"url": "https://example.org/b"},
    "api/v1/evidence/<pk>/withdrawal": {"reason": "有误"},
    "api/v1/reports/<pk>": {"version": 1, "progress": "推进"},
    "api/v1/reports/<pk>/moves": {"act": "submit"},
    "api/v1/tasks": {"title": "新任务", "lead": "fgw", "due_on": "2026-12-31"},
    "api/v1/tasks/<pk>/moves": {"act": "start"},
    "outlook/choose/propose/": {"probability": "50", "cut": "5"},
    "outlook/levers/save/": {"name": "甲"},
    "verification/accounts/<int:pk>/make/": {"year": "2025"},
    "verification/accounts/<int:pk>/month/": {"month": "2026-01"},
    "verification/accounts/make/": {"year": "2025"},
    "work/reports/<int:pk>/act/": {"act": "verify"},
    "work/tasks/<int:pk>/move/": {"act": "start"},
}
"""What is sent; nothing where it is not named: a form then comes back."""

ASKED = {
    "api/v1/meters/totals": "from=2026-01-01&to=2026-01-02",
    "api/v1/meters/<code>/hours": "from=2026-01-01&until=2026-01-02",
    "api/v1/meters/<code>/readings": "from=2026-01-01&until=2026-01-02",
    "meters/hand/": "enterprise=works-b",
    "meters/upload/template/": "enterprise=works-b",
}
"""What is asked behind an address, where it answers nobody without; the works are of
another unit than one's own."""


def things_of(pattern: str, parts: Iterable[str]) -> dict[str, Thing]:
    """The thing for each part; the longest beginning that fits says it."""
    return {part: _thing(pattern, part) or NOWHERE for part in parts}


def unknown_parts(addresses: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    return sorted(
        f"{part} of {pattern}"
        for pattern, parts in addresses
        for part in parts
        if _thing(pattern, part) is None
    )


def _order(house: WalkedHouse) -> ScoreOrder:
    asked = {"plan": house.plan, "period": "2025", "scheme": "district-2023"}
    return ScoreOrder.objects.get_or_create(
        **asked,
        as_of=timezone.localdate(),
        asked_by=house.people["carbon-office"],
        defaults={"asked_at": timezone.now()},
    )[0]


def _choice(house: WalkedHouse) -> ChoiceOrder:
    return ChoiceOrder.objects.get_or_create(
        run=house.outlook,
        wish="",
        defaults={
            "probability": 50,
            "cut": 5,
            "since": 2027,
            "asked_by": house.people["carbon-office"],
            "asked_at": timezone.now(),
        },
    )[0]


def _proof(house: WalkedHouse) -> ProofOrder:
    """A chain that the office asked for; nobody else sees it."""
    return ProofOrder.objects.get_or_create(
        run=house.result,
        kind="figure",
        subject="T001",
        asked_by=house.people["carbon-office"],
        defaults={"asked_at": timezone.now()},
    )[0]


def _paper_order(house: WalkedHouse) -> PaperOrder:
    return PaperOrder.objects.get_or_create(
        plan=house.plan,
        kind="dispatch",
        period="2026-10",
        unit=house.root,
        asked_by=house.people["carbon-office"],
        defaults={"asked_at": timezone.now()},
    )[0]


def _paper(unit: Unit) -> Paper:
    """The division sheet that was sent to a unit."""
    plan, now = unit.proposal.run.plan, timezone.now()
    signers = list(User.objects.order_by("pk")[:2])
    paper, is_new = Paper.objects.get_or_create(
        organisation=plan.owner,
        plan=plan,
        kind="division",
        period="2026",
        unit=unit.unit,
        defaults={
            "title": "任务分工",
            "state": "issued",
            "number": f"{unit.unit.code}号",
            "data_on": now.date(),
            "made_at": now,
            "checked_by": signers[0],
            "checked_at": now,
            "issued_by": signers[1],
            "issued_at": now,
        },
    )
    if is_new:
        PaperContent.objects.create(paper=paper, facts={}, composed={})
    return paper


def _thing(pattern: str, part: str) -> Thing | None:
    fitting = [
        begin
        for begin, things in THINGS.items()
        if pattern.startswith(begin) and part in things
    ]
    return THINGS[max(fitting, key=len)][part] if fitting else None
