"""For which unit a person acts: one at a time, with the roles that are held there.

Who serves several units chooses one; the choice lives in the session and is kept as the
person's last one.  Without a choice it is the person's own unit when a role is held
there, and the first one otherwise.  A role counts when it is the person's own, or when
somebody who is away delegated it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import attrs
from django.contrib.auth.models import AnonymousUser
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigAutoField, DateField, Q, QuerySet
from django.utils import timezone

from dafeng.web.core.models import Delegation, Membership, Organisation, User
from dafeng.web.core.questions import Given, Question

SESSION_KEY = "dafeng_acting_unit"
_CACHE = "_dafeng_acting"
_CHOICE = "_dafeng_acting_choice"
_ONLY = "_dafeng_acting_only"
_STANDS_IN = "_dafeng_stands_in"


@attrs.frozen(kw_only=True)
class HeldRole:
    """One role in force today.

    Attributes
    ----------
    role : str
        Code of the role.
    path : str
        Path of the unit where it is held.
    delegated_by : str
        Who is away and delegated it, as ``name (username)``; empty for a role of one's
        own.
    """

    role: str
    path: str
    delegated_by: str = ""


@attrs.frozen(kw_only=True)
class Seat:
    """A unit for which a person may act, and the roles held in it."""

    unit: Organisation
    roles: tuple[HeldRole, ...]

    @property
    def delegated_by(self) -> tuple[str, ...]:
        """Those for whom the person stands in there."""
        return tuple(sorted({r.delegated_by for r in self.roles if r.delegated_by}))


@attrs.frozen(kw_only=True)
class Acting:
    """Every seat of a person, and the one that is taken now."""

    seats: tuple[Seat, ...] = ()
    seat: Seat | None = None

    @property
    def roles(self) -> tuple[HeldRole, ...]:
        """Roles that count now."""
        return self.seat.roles if self.seat else ()


NOBODY = Acting()
_UNIT = tuple(
    field.attname
    for field in Organisation._meta.concrete_fields
    if field.name
    in ("id", "code", "name_zh", "name_en", "kind", "parent", "path", "place_code")
)
_HELD = ("role__code", "user", "user__display_name", "user__username")
"""Read with every request: no more columns than it takes."""


def acting_of(user: User | AnonymousUser) -> Acting:
    """Return the seats of a person, read once per request."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    known: Acting | None = getattr(user, _CACHE, None)
    if known is None:
        known = _read(user)
        setattr(user, _CACHE, known)
    return known


def acting_unit(user: User | AnonymousUser) -> Organisation | None:
    """Return the unit for which a person acts; without any role, the own unit."""
    seat = acting_of(user).seat
    if seat is not None:
        return seat.unit
    return user.organisation if isinstance(user, User) else None


def home_of(user: User | AnonymousUser) -> Organisation | None:
    """Return the unit that a person belongs to; mostly it is read already."""
    if not isinstance(user, User):
        return None
    seats = (seat.unit for seat in acting_of(user).seats)
    found = next((unit for unit in seats if unit.pk == user.organisation_id), None)
    return found or user.organisation


def act_for(user: User, unit_id: int | None) -> None:
    """Take a seat for as long as this object lives, which is a request.

    A unit in which the person holds no role counts as no choice.
    """
    setattr(user, _CHOICE, unit_id)
    forget_acting(user)


def act_only_for(user: User, unit_id: int) -> None:
    """Take this seat or none: a program's key is for one unit, and for no other."""
    setattr(user, _ONLY, unit_id)
    forget_acting(user)


def forget_acting(user: User) -> None:
    """Read the seats again: a service has changed them."""
    for name in (_CACHE, _STANDS_IN):
        if hasattr(user, name):
            delattr(user, name)


def memberships_in_force(*, on: date | Given) -> QuerySet[Membership]:
    """Roles held on a day, by anybody."""
    return (
        Membership.objects.filter(
            Q(organisation__valid_to__isnull=True) | Q(organisation__valid_to__gte=on),
            revoked=False,
            valid_from__lte=on,
            user__is_active=True,
        )
        .exclude(valid_to__lt=on)
        .select_related("organisation", "role", "user")
    )


def delegations_in_force(*, on: date | Given) -> QuerySet[Delegation]:
    """Delegations that count on a day, as far as they themselves say."""
    return Delegation.objects.filter(
        withdrawn=False, valid_from__lte=on, valid_to__gte=on
    )


@contextmanager
def own_roles_only(user: User) -> Iterator[None]:
    """Let only the person's own roles count for a while."""
    whole = acting_of(user)
    seat = whole.seat
    if seat is not None:
        seat = attrs.evolve(
            seat, roles=tuple(r for r in seat.roles if not r.delegated_by)
        )
    setattr(user, _CACHE, attrs.evolve(whole, seat=seat))
    try:
        yield
    finally:
        setattr(user, _CACHE, whole)


def keep_stands_in(user: User, names: Iterable[str]) -> None:
    """Keep for whom the person stood in when a right was last asked for."""
    setattr(user, _STANDS_IN, tuple(sorted(names)))


def on_behalf_of(user: User) -> tuple[str, ...]:
    """Those without whose delegation the last right would have been missing.

    The audit names them next to the person who acted.
    """
    return tuple(getattr(user, _STANDS_IN, ()))


def _roles_in_force() -> QuerySet[Membership, tuple[Any, ...]]:
    person, today = Given("person", BigAutoField()), Given("today", DateField())
    lent = delegations_in_force(on=today).filter(deputy=person).values("membership")
    rows = memberships_in_force(on=today).filter(Q(user=person) | Q(pk__in=lent))
    return rows.order_by("organisation__path", "role__order").values_list(
        *(f"organisation__{name}" for name in _UNIT), *_HELD
    )


_SEATS = Question(_roles_in_force)


def _read(user: User) -> Acting:
    units: dict[int, Organisation] = {}
    roles: dict[int, list[HeldRole]] = {}
    for row in _SEATS.rows(person=user.pk, today=timezone.localdate()):
        of_unit, held = row[: len(_UNIT)], row[len(_UNIT) :]
        unit = Organisation.from_db(DEFAULT_DB_ALIAS, _UNIT, of_unit)
        units.setdefault(unit.pk, unit)
        roles.setdefault(unit.pk, []).append(_held(user, unit.path, *held))
    seats = tuple(
        Seat(unit=unit, roles=tuple(roles[key])) for key, unit in units.items()
    )
    return Acting(seats=seats, seat=_chosen(user, seats))


def _held(
    user: User, path: str, role: str, holder: int, name: str, login: str
) -> HeldRole:
    by = "" if holder == user.pk else f"{name} ({login})"
    return HeldRole(role=role, path=path, delegated_by=by)


def _chosen(user: User, seats: tuple[Seat, ...]) -> Seat | None:
    by_unit = {seat.unit.pk: seat for seat in seats}
    if hasattr(user, _ONLY):
        return by_unit.get(getattr(user, _ONLY))
    wishes = (getattr(user, _CHOICE, None), user.last_unit_id, user.organisation_id)
    found = (by_unit[wish] for wish in wishes if wish in by_unit)
    return next(found, seats[0] if seats else None)
