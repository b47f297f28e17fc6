"""Providers of energy services (节能服务公司) with what they have in hand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import attrs

from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.savings.models import SavingProject
from dafeng.web.savings.selectors.finance import (
    VerifiedRow,
    invested_in,
    verified_in,
    verified_of,
)
from dafeng.web.savings.selectors.stages import counts_of, courses_of
from dafeng.web.savings.selectors.visible import projects_for


@attrs.frozen(kw_only=True)
class ProviderRow:
    """A provider and its projects, as far as the reader may see them.

    Attributes
    ----------
    unit : Organisation or None
        None: it is no unit of this house, and goes by its name.
    stages : mapping of str to int
        Projects by where they stand.
    late : int
        Projects whose stage is late.
    invested : Decimal or None
        Yuan of its own; None: no investment of its projects is entered.
    """

    name: str
    unit: Organisation | None
    projects: tuple[SavingProject, ...]
    enterprises: int
    stages: Mapping[str, int]
    late: int
    invested: Decimal | None
    verified: VerifiedRow


def provider_rows(user: Person) -> list[ProviderRow]:
    """Providers, those with most projects first: four questions, however many."""
    kept = list(projects_for(user))
    by_provider: dict[tuple[int | None, str], list[SavingProject]] = {}
    for one in kept:
        name = one.provider_name.strip()
        key = (one.provider_id, "" if one.provider_id else name)
        by_provider.setdefault(key, []).append(one)
    courses, invested = courses_of(kept), invested_in(kept)
    verified = verified_in(kept)
    rows = [
        ProviderRow(
            name=str(mine[0].provider or mine[0].provider_name.strip()),
            unit=mine[0].provider,
            projects=tuple(mine),
            enterprises=len({one.enterprise_id for one in mine}),
            stages=counts_of(courses[one.pk] for one in mine),
            late=sum((courses[one.pk].delay or 0) > 0 for one in mine),
            invested=_own(mine, invested),
            verified=verified_of(
                verified[one.pk] for one in mine if one.pk in verified
            ),
        )
        for mine in by_provider.values()
    ]
    return sorted(rows, key=lambda row: (-len(row.projects), row.name))


def _own(
    projects: list[SavingProject], invested: Mapping[int, Mapping[str, Decimal]]
) -> Decimal | None:
    """Yuan of the provider's own; None where nothing is entered of any project."""
    told = [invested[one.pk] for one in projects if one.pk in invested]
    if not told:
        return None
    return sum((one.get("provider", Decimal(0)) for one in told), Decimal(0))
