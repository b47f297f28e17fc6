"""Two spellings of one project: made one with consent, or said to be two."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.projects import Consent, merged
from dafeng.projects.duplicates import FILLED
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.projects.convert import to_record
from dafeng.web.projects.models import KnownApart, Project, ProjectPlace
from dafeng.web.projects.services.holding import (
    held_by_keeper,
    keep_version,
    see_version,
)

COLUMNS = {
    "uscc": "builder_uscc",
    "started": "started_on",
    "operated": "operated_on",
}
"""Columns that are named otherwise than in the core's record."""


@transaction.atomic
def projects_merge(
    *,
    kept: Project,
    gone: Project,
    by: User,
    reason: str,
    kept_version: int,
    gone_version: int,
) -> Project:
    """Make two rows one: the kept row takes over what only the other one knew.

    Approvals, milestones, reports, photos and links go along; the other row stays with
    a pointer, and leaves every list and sum.

    Raises
    ------
    BadInputError
        ``project.no_consent``: no reason; ``project.same``; ``project.other_register``;
        ``project.merged``.
    StaleProjectError
        Either was changed since its page was opened.
    """
    if kept.pk == gone.pk:
        msg = "A project is not merged with itself."
        raise BadInputError(msg, code="project.same")
    for one in sorted((kept, gone), key=lambda each: each.pk):
        held_by_keeper(one, by)
    kept, gone = held_by_keeper(kept, by), held_by_keeper(gone, by)
    if kept.organisation_id != gone.organisation_id:
        msg = f"{kept} and {gone} stand in two registers."
        raise BadInputError(msg, code="project.other_register")
    see_version(kept, kept_version)
    see_version(gone, gone_version)
    consent = Consent(by=by.username, on=timezone.localdate(), reason=reason)
    record = merged(to_record(kept), to_record(gone), consent)
    taken = _take_over(kept, gone, record.unit)
    _carry(kept, gone)
    kept.version += 1
    kept.full_clean()
    kept.save()
    # The moment is that of the kept row's version: no ledger shows both, or neither.
    gone.merged_into = kept
    gone.merged_at = keep_version(kept, timezone.localdate()).learned_at
    gone.version += 1
    gone.full_clean()
    gone.save()
    data = {"gone": gone.code, "reason": reason.strip(), "taken": taken}
    audit.record(by=by, action="projects.project.merge", target=kept, data=data)
    return kept


def _take_over(kept: Project, gone: Project, unit: str) -> list[str]:
    """Fill the columns of which the kept row knows nothing; say which."""
    taken = []
    names = [COLUMNS.get(name, name) for name in FILLED if name != "places"]
    for name in (*names, "builder_unit", "measure", "plan_project", "location"):
        value = getattr(gone, name)
        if getattr(kept, name) in (None, "") and value not in (None, ""):
            setattr(kept, name, value)
            taken.append(name)
    if kept.capacity is None and gone.capacity is not None:
        kept.capacity, kept.capacity_unit = gone.capacity, unit
        taken.append("capacity")
    return taken


def _carry(kept: Project, gone: Project) -> None:
    if not kept.places.exists():
        # Copied, not moved: its towns go on seeing the other row in older ledgers.
        for place in gone.places.all():
            ProjectPlace.objects.create(
                project=kept,
                code=place.code,
                organisation=place.organisation,
                share=place.share,
            )
    known = set(kept.approvals.values_list("kind", "number"))
    for approval in gone.approvals.filter(withdrawn_at=None):
        if (approval.kind, approval.number) not in known:
            approval.project = kept
            approval.save(update_fields=["project"])
    titles = set(kept.milestones.values_list("title", flat=True))
    gone.milestones.exclude(title__in=titles).update(project=kept)
    gone.reports.update(project=kept)
    seals = set(kept.photos.values_list("sha256", flat=True))
    gone.photos.exclude(sha256__in=seals).update(project=kept)
    # What was merged into the other row before leads to the kept one now.
    gone.merged.update(merged_into=kept)
    kept.targets.add(*gone.targets.all())
    kept.tasks.add(*gone.tasks.all())


@transaction.atomic
def projects_keep_apart(
    *, one: Project, other: Project, by: User, reason: str
) -> KnownApart:
    """Say that two projects that look alike are two; they are not proposed again.

    Raises
    ------
    BadInputError
        ``project.reason``, ``project.same``, ``project.merged``.
    """
    if one.pk == other.pk:
        msg = "A project is not compared with itself."
        raise BadInputError(msg, code="project.same")
    first, second = sorted((one, other), key=lambda each: each.pk)
    first, second = held_by_keeper(first, by), held_by_keeper(second, by)
    if not reason.strip():
        msg = "Say why they are two."
        raise BadInputError(msg, code="project.reason")
    row = KnownApart.objects.filter(one=first, other=second).first()
    if row is not None:
        return row
    row = KnownApart(
        one=first, other=second, reason=reason.strip(), by=by, at=timezone.now()
    )
    row.full_clean()
    row.save()
    data = {"one": first.code, "other": second.code, "reason": row.reason}
    audit.record(by=by, action="projects.project.apart", target=first, data=data)
    return row
