"""Fill a sample house with people: posts, deputies, a delegation in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.hashers import make_password
from django.db import transaction

from dafeng.sample.people import (
    SamplePerson,
    sample_delegations,
    sample_people,
    sample_verifiers,
)
from dafeng.web.core import audit
from dafeng.web.core.models import (
    Delegation,
    Membership,
    Organisation,
    Role,
    User,
)
from dafeng.web.core.services.organisations import (
    OrganisationFacts,
    organisation_create,
)

FILLED = "core.sample.people"


@transaction.atomic
def load_sample_people(root: Organisation) -> int:
    """Add the people of the sample, once; return how many came.

    Units that are not there yet have no people. Nobody of them can sign in: they have
    no password.
    """
    if User.objects.filter(username=sample_people()[0].username).exists():
        return 0
    _verifiers(root)
    units = Organisation.objects.in_bulk(field_name="code")
    people = [
        person
        for person in sample_people()
        if person.home in units and all(post.unit in units for post in person.posts)
    ]
    users = _users(people, units)
    held = _memberships(people, users, units)
    given = _delegations(users, held)
    data = {"people": len(users), "memberships": len(held), "delegations": given}
    audit.record(by=None, action=FILLED, target=root, data=data)
    return len(users)


def _verifiers(root: Organisation) -> None:
    for unit in sample_verifiers():
        facts = OrganisationFacts(
            code=unit.code,
            name_zh=unit.name_zh,
            name_en=unit.name_en,
            short_zh=unit.short_zh,
            kind=unit.kind,
        )
        organisation_create(by=None, facts=facts, parent=root)


def _users(
    people: Iterable[SamplePerson], units: Mapping[str, Organisation]
) -> dict[str, User]:
    """One statement for all; the unusable password is made once."""
    unusable = make_password(None)
    rows = User.objects.bulk_create(
        User(
            username=person.username,
            display_name=person.name,
            organisation=units[person.home],
            phone=person.phone,
            password=unusable,
            demo=True,
        )
        for person in people
    )
    return {row.username: row for row in rows}


def _memberships(
    people: Iterable[SamplePerson],
    users: Mapping[str, User],
    units: Mapping[str, Organisation],
) -> list[Membership]:
    roles = Role.objects.in_bulk(field_name="code")
    return Membership.objects.bulk_create(
        Membership(
            user=users[person.username],
            organisation=units[post.unit],
            role=roles[post.role],
            post=post.title,
            deputy=post.deputy,
            valid_from=post.valid_from,
        )
        for person in people
        for post in person.posts
    )


def _delegations(users: Mapping[str, User], held: Iterable[Membership]) -> int:
    by_user = {row.user_id: row for row in held}
    rows = Delegation.objects.bulk_create(
        Delegation(
            membership=by_user[users[one.giver].pk],
            deputy=users[one.taker],
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            reason=one.reason,
        )
        for one in sample_delegations()
        if one.giver in users and one.taker in users
    )
    return len(rows)
