"""A version for the public: drafted, filled, signed twice, corrected."""

from __future__ import annotations

import attrs
from django.db import transaction
from django.db.models import Max

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.public.models import Figure, Release, ReleaseState
from dafeng.web.public.selectors.releases import latest_issued, open_release
from dafeng.web.public.services.seeing import see_revision

EDIT = "public.release.edit"
COPIED = [
    field.name
    for field in Figure._meta.concrete_fields
    if field.name not in ("id", "release")
]


@attrs.frozen(kw_only=True)
class ReleaseFacts:
    """What people write on a version."""

    title: str
    title_en: str = ""
    note: str = ""
    note_en: str = ""
    terms: str = "CC-BY-4.0"


@transaction.atomic
def release_draft(
    *, organisation: Organisation, by: User | None, facts: ReleaseFacts
) -> Release:
    """Begin the next release.

    Raises
    ------
    BadInputError
        ``release.open``: another version still waits.
    """
    _allowed(by, organisation)
    _require_none_open(organisation)
    last = Release.objects.filter(
        organisation=organisation, state=ReleaseState.ISSUED
    ).aggregate(last=Max("major"))["last"]
    made = Release(
        organisation=organisation,
        major=(last or 0) + 1,
        made_by=by,
        **attrs.asdict(facts),
    )
    made.full_clean()
    made.save()
    data = {"version": str(made.version), **attrs.asdict(facts)}
    audit.record(by=by, action="public.release.draft", target=made, data=data)
    return made


@transaction.atomic
def release_correct(
    *, release: Release, by: User | None, revision: int | None = None
) -> Release:
    """Begin a correction of the version in force, with all its figures.

    Raises
    ------
    BadInputError
        ``release.not_issued``, ``release.not_latest``, ``release.open``;
        ``public.stale``.
    """
    _allowed(by, release.organisation)
    held = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    see_revision(held, revision)
    if held.state != ReleaseState.ISSUED:
        msg = f"{held} is {held.state}; only what was issued is corrected."
        raise BadInputError(msg, code="release.not_issued", release=str(held))
    latest = latest_issued(held.organisation)
    if latest != held:
        msg = f"{held} is no longer in force; {latest} is."
        version = "" if latest is None else str(latest.version)
        raise BadInputError(msg, code="release.not_latest", version=version)
    _require_none_open(held.organisation)
    made = Release(
        organisation=held.organisation,
        major=held.major,
        minor=held.minor + 1,
        corrects=held,
        title=held.title,
        title_en=held.title_en,
        terms=held.terms,
        synthetic=held.synthetic,
        made_by=by,
    )
    made.full_clean()
    made.save()
    Figure.objects.bulk_create(
        Figure(release=made, **{name: getattr(row, name) for name in COPIED})
        for row in held.figures.all()
    )
    data = {"version": str(made.version), "corrects": str(held.version)}
    audit.record(by=by, action="public.release.correct", target=made, data=data)
    return made


@transaction.atomic
def release_edit(
    *,
    release: Release,
    by: User | None,
    facts: ReleaseFacts,
    revision: int | None = None,
) -> Release:
    """Change what people wrote on a draft.

    Raises
    ------
    BadInputError
        ``release.not_draft``; ``public.stale``.
    """
    held = draft_held(release, by, revision)
    before = {name: getattr(held, name) for name in attrs.asdict(facts)}
    for name, value in attrs.asdict(facts).items():
        setattr(held, name, value)
    held.revision += 1
    held.full_clean()
    held.save()
    data = {"before": before, "after": attrs.asdict(facts)}
    audit.record(by=by, action="public.release.edit", target=held, data=data)
    return held


@transaction.atomic
def release_drop(
    *,
    release: Release,
    by: User | None,
    reason: str,
    revision: int | None = None,
) -> Release:
    """Give a version up before it is issued; it stays on record.

    Raises
    ------
    BadInputError
        ``release.not_open``, ``release.reason``; ``public.stale``.
    """
    _allowed(by, release.organisation)
    held = open_held(release, revision)
    require_reason(reason)
    before = held.state
    held.revision += 1
    held.state, held.returned = ReleaseState.DROPPED, reason.strip()
    held.full_clean()
    held.save()
    data = {"before": before, "after": held.state, "reason": reason.strip()}
    audit.record(by=by, action="public.release.drop", target=held, data=data)
    return held


def draft_held(
    release: Release, by: User | None, revision: int | None = None
) -> Release:
    """Lock a draft for a change by somebody who may.

    Raises
    ------
    BadInputError
        ``release.not_draft``; ``public.stale``.
    """
    _allowed(by, release.organisation)
    held = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if held.state != ReleaseState.DRAFT:
        msg = f"{held} is {held.state}, no draft."
        raise BadInputError(msg, code="release.not_draft", release=str(held))
    see_revision(held, revision)
    return held


def touched(held: Release) -> None:
    """Count a change of a draft's figures: pages that show the ones before are old."""
    held.revision += 1
    held.save(update_fields=["revision"])


def open_held(release: Release, revision: int | None = None) -> Release:
    """Lock a version that still waits for a signature.

    Raises
    ------
    BadInputError
        ``release.not_open``; ``public.stale``.
    """
    held = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if not held.is_open:
        msg = f"{held} is {held.state} and waits for nothing."
        raise BadInputError(msg, code="release.not_open", release=str(held))
    see_revision(held, revision)
    return held


def require_reason(reason: str) -> None:
    """Refuse an empty reason.

    Raises
    ------
    BadInputError
        ``release.reason``.
    """
    if not reason.strip():
        msg = "Say why."
        raise BadInputError(msg, code="release.reason")


def _allowed(by: User | None, organisation: Organisation) -> None:
    if by is not None:
        require(by, EDIT, organisation)


def _require_none_open(organisation: Organisation) -> None:
    # Two who begin at once wait for each other: the second one finds the first one's.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    waiting = open_release(organisation)
    if waiting is not None:
        msg = f"{waiting} waits to be issued; issue it or give it up first."
        raise BadInputError(msg, code="release.open", release=str(waiting))
