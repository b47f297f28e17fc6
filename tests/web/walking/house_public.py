"""What the walked house tells the public: one release, a letter, a course of a unit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from dafeng.web.core.models import RoleCode
from dafeng.web.public.models import (
    DisclosureList,
    Event,
    Feedback,
    Figure,
    Release,
)
from dafeng.web.public.services.figures import figures_choose
from dafeng.web.public.services.lists import list_check, list_draft, list_issue
from dafeng.web.public.services.releases import ReleaseFacts, release_draft
from dafeng.web.public.services.signing import release_check, release_issue
from tests.web.walking.house_enterprises import enterprise_of

if TYPE_CHECKING:
    from tests.web.walking.house import Unit, WalkedHouse


def release_of(house: WalkedHouse) -> Release:
    """Version 1.0, issued."""
    found = Release.objects.filter(organisation=house.root).first()
    return found or _issued(house)


def figure_of(house: WalkedHouse) -> Figure:
    return release_of(house).figures.get()


def disclosure_list_of(house: WalkedHouse) -> DisclosureList:
    """The list of the year in which the works of the house owe something, issued."""
    found = DisclosureList.objects.filter(organisation=house.root).first()
    return found or _issued_list(house)


def letter_of(house: WalkedHouse) -> Feedback:
    facts = {"about": "plan", "text": "为什么？"}
    now = timezone.now()
    found, _made = Feedback.objects.get_or_create(
        organisation=house.root, **facts, defaults={"received_at": now}
    )
    return found


def event_of(unit: Unit) -> Event:
    found, _made = Event.objects.get_or_create(
        organisation=unit.unit,
        kind="course",
        title="培训",
        audience="cadres",
        held_on=date(2026, 3, 5),
    )
    return found


def _issued(house: WalkedHouse) -> Release:
    office = house.people[RoleCode.CARBON_OFFICE.value]
    leader = house.people[RoleCode.LEADER.value]
    made = release_draft(
        organisation=house.root, by=office, facts=ReleaseFacts(title="公开数据")
    )
    figures_choose(release=made, by=office, keys=["target:T001"])
    release_check(release=made, by=office)
    return release_issue(release=made, by=leader)


def _issued_list(house: WalkedHouse) -> DisclosureList:
    enterprise_of(house.own)
    today = timezone.localdate()
    made = list_draft(organisation=house.root, year=today.year, on=today, by=None)
    list_check(row=made, by=house.people[RoleCode.CARBON_OFFICE.value])
    return list_issue(row=made, by=house.people[RoleCode.LEADER.value])
