"""What fills a house: units, accounts, plans.  Needs Django's settings."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.assessment import Assessment
from dafeng.plan import read_plan
from dafeng.sample import (
    SAMPLE_DATA_DATE,
    SAMPLE_DATA_VERSION,
    SAMPLE_PLACE_CODE,
    sample_organisations,
)
from dafeng.sample.meter_register import SampleSize
from dafeng.web.accounts.services.outbox import outbox_deliver
from dafeng.web.accounts.services.samples import (
    load_sample_account,
    load_sample_enterprises,
)
from dafeng.web.assessment.convert import assessment_of
from dafeng.web.assessment.models import AssessmentRun, RunStatus
from dafeng.web.assessment.services.samples import load_sample_assessment
from dafeng.web.budgets.services.samples import load_sample_budgets
from dafeng.web.core import services
from dafeng.web.core.models import Organisation, OrganisationKind, RoleCode, User
from dafeng.web.core.selectors import the_house
from dafeng.web.core.services import OrganisationFacts
from dafeng.web.core.services.samples import load_sample_people
from dafeng.web.desk.jobs import look_at_lake, prepare_search
from dafeng.web.desk.models import SearchEntry
from dafeng.web.enterprises.services.samples import load_sample_disclosure
from dafeng.web.house import Account, HouseSummary
from dafeng.web.inspections.services.samples import load_sample_inspections
from dafeng.web.meters.services.samples import load_sample_meters
from dafeng.web.office.services.sample_meetings import load_sample_meetings
from dafeng.web.office.services.samples import load_sample_office
from dafeng.web.papers.services.samples import load_sample_papers
from dafeng.web.pathways.services.samples import load_sample_outlook
from dafeng.web.plans.models import Plan
from dafeng.web.plans.selectors.plans import plan_as_read
from dafeng.web.plans.services.loading import plan_load_file, root_organisation
from dafeng.web.plans.services.samples import load_demo, load_sample
from dafeng.web.projects.services.samples import load_sample_projects
from dafeng.web.public.services.samples import load_sample_public
from dafeng.web.savings.services.samples import load_sample_savings
from dafeng.web.supervision.services.samples import load_sample_supervision
from dafeng.web.verification.services.samples import load_sample_verification
from dafeng.web.work.services.samples import load_sample_work

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

PASSWORD_BYTES = 9
PLACE_LENGTH = 100
DISTRICT_SCHEME = "district-2023"
PEOPLE = (
    ("office", RoleCode.CARBON_OFFICE),
    ("leader", RoleCode.LEADER),
    ("head", RoleCode.UNIT_HEAD),
    ("officer", RoleCode.UNIT_OFFICER),
    ("enterprise", RoleCode.ENTERPRISE_MANAGER),
    ("verifier", RoleCode.VERIFIER),
    ("auditor", RoleCode.AUDITOR),
    ("analyst", RoleCode.ANALYST),
    ("reader", RoleCode.READER),
    ("system", RoleCode.SYSTEM_ADMIN),
    ("security", RoleCode.SECURITY_ADMIN),
    ("audit", RoleCode.AUDIT_ADMIN),
)
"""Accounts of a sample house."""

FIRST_PEOPLE = frozenset(
    {
        RoleCode.CARBON_OFFICE,
        RoleCode.SYSTEM_ADMIN,
        RoleCode.SECURITY_ADMIN,
        RoleCode.AUDIT_ADMIN,
    }
)
"""A house of one's own begins with the office and those who let everybody else in."""

OF_A_UNIT = frozenset({RoleCode.UNIT_HEAD, RoleCode.UNIT_OFFICER, RoleCode.READER})


@transaction.atomic
def fill_with_sample() -> HouseSummary:
    """Put the sample district into an empty house; a house that has a plan keeps it."""
    standing = Plan.objects.order_by("synthetic", "pk").first()
    if standing is not None:
        return _summary(standing)
    _units_of_the_sample()
    load_sample_enterprises()
    plan = load_sample(None)
    load_demo(None)
    root = root_organisation()
    services.house_set(
        synthetic=True,
        name_zh=root.name_zh.removesuffix("人民政府"),
        name_en=root.name_en.removesuffix(" Government"),
        place_code=SAMPLE_PLACE_CODE,
        data_version=f"sample-{SAMPLE_DATA_VERSION}",
        data_date=SAMPLE_DATA_DATE,
    )
    accounts = _people_of_the_sample(root)
    load_sample_people(root)
    _verifier_at_home()
    return _summary(plan, *accounts)


@transaction.atomic
def fill_with_document(path: Path) -> HouseSummary:
    """Read a document into the house; one that is there already changes nothing."""
    accounts = [] if the_house() else _own_house(path, place="")
    return _summary(plan_load_file(path=path, by=None), *accounts)


@transaction.atomic
def fill_new(path: Path, place: str) -> HouseSummary:
    """Open a house of one's own for the district with this place code."""
    accounts = _own_house(path, place=place)
    plan = plan_load_file(path=path, by=None, place_code=place)
    return _summary(plan, *accounts)


@attrs.frozen(kw_only=True)
class Stage:
    """One stage of filling a sample house.

    Attributes
    ----------
    doing : str
        What is under way, before what the stage itself says of it.
    steps : int
        How much of the whole it is, in seconds or so.
    fill : callable
        Does it, and tells what, how many are done, and of how many; done once, it
        takes no time.
    """

    doing: str
    steps: int
    fill: Callable[[Progress], object]


def _lake_and_account(progress: Progress) -> None:
    """Fill the lake first, then make the account of each year."""

    def lake(done: int, of: int) -> None:
        progress("in the lake", done, 4 * of)

    def account(year: int, done: int, of: int) -> None:
        progress(f"of {year}", of + 3 * done, 4 * of)

    load_sample_account(lake, account)


def stages(size: SampleSize) -> tuple[Stage, ...]:
    """What fills a sample house besides units, people and plans, in order."""
    meters = partial(load_sample_meters, size=size)
    metering = 7 if size is SampleSize.SMALL else 200
    return (
        Stage(doing="making the account", steps=14, fill=_lake_and_account),
        Stage(doing="filling the work:", steps=11, fill=load_sample_work),
        Stage(doing="filling the office:", steps=1, fill=load_sample_office),
        Stage(doing="registering", steps=2, fill=load_sample_projects),
        Stage(doing="assessing", steps=7, fill=load_sample_assessment),
        Stage(doing="looking ahead:", steps=9, fill=load_sample_outlook),
        Stage(doing="supervising:", steps=5, fill=load_sample_supervision),
        Stage(doing="meeting:", steps=1, fill=load_sample_meetings),
        Stage(doing="disclosing:", steps=1, fill=load_sample_disclosure),
        Stage(doing="metering:", steps=metering, fill=meters),
        Stage(doing="budgeting:", steps=2, fill=load_sample_budgets),
        Stage(doing="verifying:", steps=2, fill=load_sample_verification),
        Stage(doing="saving:", steps=2, fill=load_sample_savings),
        Stage(doing="inspecting:", steps=4, fill=load_sample_inspections),
        Stage(doing="writing", steps=4, fill=load_sample_papers),
        Stage(doing="publishing", steps=2, fill=load_sample_public),
    )


def fill_stages(progress: Progress, size: str) -> None:
    """Deliver what waits for the lake; fill a sample house stage by stage.

    Parameters
    ----------
    progress : callable
        Told what is under way, how many steps of all stages are done, and of how many.
    size : str
        How much its meters measure: a :class:`SampleSize`.
    """
    outbox_deliver()
    house = the_house()
    if house is None or not house.synthetic:
        return
    wanted = stages(SampleSize(size))
    begun, whole = 0, sum(stage.steps for stage in wanted)
    for stage in wanted:
        stage.fill(_part(progress, stage, begun, whole))
        begun += stage.steps


def _part(progress: Progress, stage: Stage, begun: int, whole: int) -> Progress:
    """Tell of a stage as of a part of the whole."""

    def told(what: str, done: int, of: int) -> None:
        step = begun + stage.steps * done // max(of, 1)
        progress(f"{stage.doing} {what}", step, whole)

    return told


def prepare_desk() -> None:
    """Prepare search and freshness of a house that has neither; jobs renew them."""
    if not SearchEntry.objects.exists():
        prepare_search()
        look_at_lake()


def newest_result() -> Assessment | None:
    """Return the newest result by the district's scheme; None where there is none."""
    runs = AssessmentRun.objects.filter(scheme=DISTRICT_SCHEME)
    run = runs.exclude(status=RunStatus.REPLACED).order_by("-period", "-pk").first()
    return None if run is None else assessment_of(run)


def _own_house(path: Path, *, place: str) -> list[Account]:
    """Make the one unit and the accounts with which a house begins."""
    document = read_plan(path).document
    government = (document.issuer or document.title or path.stem)[:PLACE_LENGTH]
    root = services.organisation_create(
        by=None,
        parent=None,
        facts=OrganisationFacts(
            code="district",
            name_zh=government,
            kind=OrganisationKind.GOVERNMENT,
            place_code=place,
        ),
    )
    services.house_set(
        synthetic=False,
        name_zh=government.removesuffix("人民政府") or government,
        name_en="",
        place_code=place,
        data_version=f"plan-{document.text_sha256[:8]}",
        data_date=timezone.localdate(),
    )
    accounts = [
        _account(name, role, root, root)
        for name, role in PEOPLE
        if role in FIRST_PEOPLE
    ]
    # These passwords were printed: whoever signs in first sets another.
    User.objects.filter(username__in=[one.username for one in accounts]).update(
        must_change_password=True
    )
    return accounts


def _units_of_the_sample() -> None:
    known: dict[str, Organisation] = {}
    for unit in sample_organisations():
        facts = OrganisationFacts(
            code=unit.code,
            name_zh=unit.name_zh,
            name_en=unit.name_en,
            short_zh=unit.short_zh,
            kind=unit.kind,
            place_code=unit.place_code,
        )
        known[unit.code] = services.organisation_create(
            by=None, facts=facts, parent=known[unit.parent] if unit.parent else None
        )


def _people_of_the_sample(root: Organisation) -> list[Account]:
    """One person for each role: of the district, of its first bureau or enterprise."""
    first = Organisation.objects.order_by("pk")
    bureau = first.filter(kind=OrganisationKind.BUREAU).first() or root
    office = first.filter(kind=OrganisationKind.OFFICE).first() or root
    enterprise = first.filter(kind=OrganisationKind.ENTERPRISE).exclude(uscc=None)
    accounts = []
    for name, role in PEOPLE:
        held_in = bureau if role in OF_A_UNIT else root
        if role == RoleCode.ENTERPRISE_MANAGER:
            held_in = enterprise.first() or bureau
        home = office if role == RoleCode.CARBON_OFFICE else held_in
        accounts.append(_account(name, role, home, held_in))
    demos = User.objects.filter(username__in=[name for name, _role in PEOPLE])
    demos.update(demo=True)
    return accounts


def _verifier_at_home() -> None:
    """Let the account that verifies be of a body: it sees the reports given to that."""
    bodies = Organisation.objects.filter(kind=OrganisationKind.VERIFIER)
    body = bodies.order_by("pk").first()
    if body is not None:
        verifiers = [name for name, role in PEOPLE if role == RoleCode.VERIFIER]
        User.objects.filter(username__in=verifiers).update(organisation=body)


def _account(
    username: str, code: RoleCode, unit: Organisation, held_in: Organisation
) -> Account:
    """Add a person of ``unit`` with a random password and a role in ``held_in``."""
    role = services.role_of(code)
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user = services.user_create(
        by=None,
        username=username,
        display_name=role.name_zh,
        organisation=unit,
        password=password,
    )
    services.membership_grant(by=None, user=user, organisation=held_in, role=role)
    return Account(
        username=username, password=password, role=role.name_zh, unit=unit.name_zh
    )


def _summary(plan: Plan, *accounts: Account) -> HouseSummary:
    house = the_house()
    return HouseSummary(
        name=str(house or ""),
        plan=plan_as_read(plan),
        accounts=accounts,
        synthetic=bool(house and house.synthetic),
    )
