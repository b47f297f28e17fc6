"""Disclosure lists: all of them for people inside, what was issued for everybody."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from dafeng.enterprises import FIGURES, OpenRow, State, Withheld
from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.public.models import DisclosureList, ListState

VIEW = "public.release.view"
_PUBLISHED = (ListState.ISSUED, ListState.WITHDRAWN)


def lists_for(user: Person) -> QuerySet[DisclosureList]:
    """Every list that a person may see, drafts too, the newest first."""
    rows = DisclosureList.objects.filter(
        within("organisation__path", paths_where(user, VIEW))
    )
    people = ("organisation", "made_by", "checked_by", "issued_by")
    return rows.select_related(*people).defer("content")


def published_lists(organisation: Organisation) -> list[DisclosureList]:
    """What was ever issued, the newest first; withdrawn ones say why."""
    rows = DisclosureList.objects.filter(
        organisation=organisation, state__in=_PUBLISHED
    )
    return list(rows.defer("content").order_by("-year", "-issued_at"))


def issued_list(organisation: Organisation, edition: str) -> DisclosureList | None:
    """One that is given out, with its files; None of any other."""
    return DisclosureList.objects.filter(
        organisation=organisation, edition=edition, state=ListState.ISSUED
    ).first()


def files_of(row: DisclosureList) -> dict[str, bytes]:
    """Its files by name, as they were signed."""
    with zipfile.ZipFile(io.BytesIO(bytes(row.content))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def rows_of(row: DisclosureList) -> list[OpenRow]:
    """What its files say; those who are late stand first."""
    told = json.loads(files_of(row)[FIGURES], parse_float=Decimal)
    rows = [_row(one) for one in told["rows"]]
    return sorted(rows, key=_late_first)


def _late_first(one: OpenRow) -> tuple[bool, date, str]:
    return one.state != State.MISSING, one.due_on, one.name


def _row(one: dict[str, Any]) -> OpenRow:
    facts = one | {
        "classes": tuple(one["classes"]),
        "due_on": date.fromisoformat(one["due_on"]),
        "withheld": tuple(Withheld(**each) for each in one["withheld"]),
    }
    for name in ("value", "verified_value"):
        facts[name] = None if one[name] is None else Decimal(one[name])
    if one["published_on"] is not None:
        facts["published_on"] = date.fromisoformat(one["published_on"])
    return OpenRow(**facts)
