"""Fill a sample house with a release, its correction, letters and courses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import attrs
from django.db import transaction

from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.public import (
    CORRECTED_ON,
    FIRST_YEAR,
    NOTE,
    NOTE_EN,
    REASON,
    REASON_EN,
    RELEASED_ON,
    TITLE,
    TITLE_EN,
    WITHDRAWN_PLACE,
    SampleLetterIn,
    sample_audiences,
    sample_events,
    sample_public_letters,
)
from dafeng.web.core import audit
from dafeng.web.core.models import AuditRow, Organisation, RoleCode, User
from dafeng.web.core.selectors import first_holder
from dafeng.web.plans.models import Plan
from dafeng.web.plans.services.samples import SAMPLE_SLUG
from dafeng.web.public.models import AudienceYear, Event, Feedback, Figure, Release
from dafeng.web.public.selectors.candidates import candidates_of
from dafeng.web.public.services.events import EventFacts, audience_set, event_record
from dafeng.web.public.services.feedback import (
    feedback_answer,
    feedback_close,
    feedback_publish,
)
from dafeng.web.public.services.figures import figure_withdraw, figures_choose
from dafeng.web.public.services.releases import (
    ReleaseFacts,
    release_correct,
    release_draft,
    release_edit,
)
from dafeng.web.public.services.sample_lists import load_sample_lists
from dafeng.web.public.services.signing import release_check, release_issue
from dafeng.web.work.services.sample_hands import at_hour

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is under way, how many are done, and of how many."""

FILLED = "public.sample.fill"
STEPS = 4
FACTS = ReleaseFacts(title=TITLE, title_en=TITLE_EN)
MADE, CHECKED, ISSUED = 9, 10, 16
"""Hours of the day at which each is done."""


def load_sample_public(progress: Progress) -> None:
    """Fill the public room; call it after results, accounts and outlook; once."""
    plan = Plan.objects.filter(slug=SAMPLE_SLUG, place_code=SAMPLE_PLACE_CODE).first()
    if plan is None or AuditRow.objects.filter(action=FILLED).exists():
        return
    office, leader = first_holder(RoleCode.CARBON_OFFICE), first_holder(RoleCode.LEADER)
    if office is None or leader is None:
        return
    with transaction.atomic():
        progress("releases", 0, STEPS)
        _releases(plan.owner, office, leader)
        progress("lists", 1, STEPS)
        load_sample_lists(plan.owner, office, leader)
        progress("letters", 2, STEPS)
        _letters(plan.owner, office)
        progress("courses", 3, STEPS)
        _events(plan.owner, office)
        audit.record(by=None, action=FILLED, target=plan, data={})


def _releases(root: Organisation, office: User, leader: User) -> None:
    """Version 1.0 with everything, and 1.1 that withdraws one target."""
    keys = [key for key in candidates_of(root) if _is_released(key)]
    if not keys:
        return
    made = release_draft(organisation=root, by=None, facts=FACTS)
    Release.objects.filter(pk=made.pk).update(synthetic=True)
    figures_choose(release=made, by=None, keys=keys)
    _sign(made, office, leader, RELEASED_ON)
    stated = Figure.objects.filter(release=made, kind="target", value__isnull=False)
    gone = list(stated.order_by("order")[: WITHDRAWN_PLACE + 1])
    if not gone:
        return
    again = release_correct(release=Release.objects.get(pk=made.pk), by=None)
    facts = attrs.evolve(FACTS, note=NOTE, note_en=NOTE_EN)
    release_edit(release=again, by=None, facts=facts)
    figure_withdraw(
        figure=again.figures.get(key=gone[-1].key),
        by=None,
        reason=REASON,
        reason_en=REASON_EN,
    )
    _sign(again, office, leader, CORRECTED_ON)


def _is_released(key: str) -> bool:
    kind, _colon, rest = key.partition(":")
    if kind != "account":
        return True
    return int(rest.rpartition(":")[2]) >= FIRST_YEAR


def _sign(release: Release, office: User, leader: User, day: date) -> None:
    """Both signatures on a day of the sample; the version is made on it too."""
    release_check(release=release, by=office, at=at_hour(day, CHECKED))
    release_issue(release=release, by=leader, at=at_hour(day, ISSUED), on=day)
    Release.objects.filter(pk=release.pk).update(
        made_by=office, made_at=at_hour(day, MADE)
    )


def _letters(root: Organisation, office: User) -> None:
    for one in sample_public_letters():
        _letter(root, office, one)


def _letter(root: Organisation, office: User, one: SampleLetterIn) -> None:
    made = Feedback(
        organisation=root,
        about=one.about,
        text=one.text,
        name=one.name,
        email=one.email,
        may_publish=one.may_publish,
        language=one.language,
        received_at=at_hour(one.received_on, MADE),
        synthetic=True,
    )
    made.full_clean()
    made.save()
    data = {"about": made.about, "may_publish": made.may_publish}
    audit.record(by=None, action="public.feedback.receive", target=made, data=data)
    if one.answered_on is None:
        return
    feedback_answer(feedback=made, by=None, answer=one.answer)
    if one.may_publish:
        feedback_publish(feedback=made, by=None)
    if one.closed:
        feedback_close(feedback=made, by=None)
    moment = at_hour(one.answered_on, ISSUED)
    # No mail goes to an address that nobody has.
    fields = {"answered_by": office, "answered_at": moment, "mailed_at": moment}
    if one.closed:
        fields["closed_at"] = moment
    Feedback.objects.filter(pk=made.pk).update(**fields)


def _events(root: Organisation, office: User) -> None:
    units = Organisation.objects.in_bulk(field_name="code")
    for one in sample_events():
        facts = attrs.asdict(one)
        unit = units.get(facts.pop("unit"), root)
        event_record(organisation=unit, by=None, facts=EventFacts(**facts))
    Event.objects.update(synthetic=True, recorded_by=office)
    for size in sample_audiences():
        audience_set(organisation=root, by=None, **attrs.asdict(size))
    AudienceYear.objects.update(synthetic=True)
