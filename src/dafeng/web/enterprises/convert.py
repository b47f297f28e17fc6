"""From the register's rows to the core's frozen records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Manager

from dafeng.enterprises import (
    Claim,
    DutyClass,
    Enterprise,
    Occasion,
    Publication,
    Register,
    VerifiedValue,
)
from dafeng.web.enterprises.models import Enterprise as Row
from dafeng.web.enterprises.models import Publication as PublicationRow
from dafeng.web.enterprises.models.withdrawn import Withdrawable

T = TypeVar("T", bound=Withdrawable)


def code_of(row: Row) -> str:
    """The name of an enterprise among the core's records."""
    return str(row.pk)


def to_register(rows: Iterable[Row]) -> Register:
    """Read enterprises with what hangs on them.

    Prefetch ``classes``, ``occasions``, ``publications`` and ``verified_values`` that
    stand, and ``claims``, for many.
    """
    kept = list(rows)
    return Register(
        enterprises=tuple(_enterprise(row) for row in kept),
        classes=tuple(
            DutyClass(
                enterprise=code_of(row),
                kind=one.kind,
                since=one.since,
                until=one.until,
                listed_in=one.listed_in,
            )
            for row in kept
            for one in _standing(row.classes)
        ),
        occasions=tuple(
            Occasion(enterprise=code_of(row), code=one.code, on=one.on, what=one.what)
            for row in kept
            for one in _standing(row.occasions)
        ),
        publications=tuple(_publication(row, one) for row in kept for one in _of(row)),
        verified=tuple(
            VerifiedValue(
                enterprise=code_of(row),
                rule=one.rule,
                period=one.period,
                value=one.value,
                unit=one.unit,
                document=one.document,
            )
            for row in kept
            for one in _standing(row.verified_values)
            if one.standing
        ),
        claims=tuple(
            Claim(
                enterprise=code_of(row),
                field=one.field,
                basis=one.basis,
                since=one.since,
                until=one.until,
            )
            for row in kept
            for one in _standing(row.claims)
        ),
    )


def _standing(rows: Manager[T]) -> list[T]:
    """Those that nobody took back; sorted out here, where they are prefetched."""
    return [one for one in rows.all() if one.withdrawn_at is None]


def _enterprise(row: Row) -> Enterprise:
    return Enterprise(
        code=code_of(row),
        name=row.name_zh,
        name_en=row.name_en,
        uscc=row.uscc,
        industry=row.industry,
        town="" if row.town is None else row.town.name_zh,
        contact=row.contact,
        phone=row.phone,
        note=row.note,
    )


def _of(row: Row) -> list[PublicationRow]:
    return [one for one in _standing(row.publications) if one.replaced_by_id is None]


def _publication(row: Row, one: PublicationRow) -> Publication:
    return Publication(
        enterprise=code_of(row),
        rule=one.rule,
        period=one.period,
        published_on=one.published_on,
        url=one.url,
        value=one.value,
        unit=one.unit,
    )
