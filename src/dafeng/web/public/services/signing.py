"""The two signatures of a version: the office checks, a leader issues."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.public import corrections_of, package_files, package_zip
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.core.moments import moment
from dafeng.web.core.permissions import may, require
from dafeng.web.public.convert import promise_json, release_record
from dafeng.web.public.models import Release, ReleasePackage, ReleaseState
from dafeng.web.public.selectors.promise import promise_of
from dafeng.web.public.selectors.releases import (
    changes_of,
    issued_records,
    latest_issued,
    outdated_figures,
)
from dafeng.web.public.services.releases import open_held, require_reason
from dafeng.web.public.services.seeing import see_revision

CHECK, ISSUE = "public.release.check", "public.release.issue"


@transaction.atomic
def release_check(
    *,
    release: Release,
    by: User,
    at: datetime | None = None,
    revision: int | None = None,
) -> Release:
    """Give the first signature, to what the page showed.

    Raises
    ------
    BadInputError
        ``signature.checked``; ``release.empty``; ``release.note``: a correction says
        nothing; ``release.no_change``; ``release.source_changed``: a result behind a
        figure was replaced; ``public.stale``.
    """
    require(by, CHECK, release.organisation)
    held = open_held(release, revision)
    held.check_signed(by=by, at=moment(at))
    _require_sound(held)
    held.state, held.returned = ReleaseState.CHECKED, ""
    held.revision += 1
    held.full_clean()
    held.save()
    data = {"version": str(held.version), "figures": held.figures.count()}
    audit.record(by=by, action="public.release.check", target=held, data=data)
    return held


@transaction.atomic
def release_return(
    *, release: Release, by: User, reason: str, revision: int | None = None
) -> Release:
    """Send a checked version back: the first signature is taken off.

    Raises
    ------
    BadInputError
        ``release.not_open``, ``release.reason``; ``signature.unchecked``: a draft;
        ``public.stale``.
    """
    if not may(by, CHECK, release.organisation):
        require(by, ISSUE, release.organisation)
    held = open_held(release, revision)
    require_reason(reason)
    before = str(held.take_check_back())
    held.state, held.returned = ReleaseState.DRAFT, reason.strip()
    held.revision += 1
    held.full_clean()
    held.save()
    data = {"before": before, "reason": reason.strip()}
    audit.record(by=by, action="public.release.return", target=held, data=data)
    return held


@transaction.atomic
def release_issue(
    *,
    release: Release,
    by: User,
    at: datetime | None = None,
    on: date | None = None,
    revision: int | None = None,
) -> Release:
    """Give the second signature: from now on everybody reads this version.

    The figures are held against the results once more, what the plan promises is
    copied, and the package of open data is made and kept.

    Parameters
    ----------
    at, on : datetime, date, optional
        Moment and day of the signature; default now.

    Raises
    ------
    BadInputError
        As :func:`release_check`; ``signature.unchecked``, ``signature.issued``,
        ``signature.same_person``, ``public.stale``.
    """
    require(by, ISSUE, release.organisation)
    held = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    issued_at = moment(at)
    held.issue_signed(by=by, at=issued_at)
    held = _still_open(held)
    see_revision(held, revision)
    _require_sound(held)
    _require_next(held)
    held.state = ReleaseState.ISSUED
    held.issued_on = on or timezone.localdate(issued_at)
    held.promise = promise_json(promise_of(held.organisation))
    held.revision += 1
    held.full_clean()
    held.save()
    package = _packed(held)
    data = {
        "version": str(held.version),
        "corrects": None if held.corrects is None else str(held.corrects.version),
        "package_sha256": package.sha256,
        "figures": {row.key: str(row.value) for row in held.figures.all()},
        "withdrawn": [row.key for row in held.figures.filter(withdrawn=True)],
    }
    audit.record(by=by, action="public.release.issue", target=held, data=data)
    return held


def _still_open(held: Release) -> Release:
    """A version that was given up in the meantime is not issued."""
    if not held.is_open:
        msg = f"{held} is {held.state} and waits for nothing."
        raise BadInputError(msg, code="release.not_open", release=str(held))
    return held


def _require_sound(release: Release) -> None:
    if not release.figures.exists():
        msg = f"{release} holds no figure."
        raise BadInputError(msg, code="release.empty")
    corrected = release.corrects
    if corrected is not None:
        if not release.note.strip():
            msg = f"{release} says nothing about what was corrected."
            raise BadInputError(msg, code="release.note")
        if not changes_of(release):
            msg = f"{release} is the same as {corrected.version}."
            version = str(corrected.version)
            raise BadInputError(msg, code="release.no_change", version=version)
    outdated = outdated_figures(release)
    if outdated:
        names = [row.name_zh for row in outdated]
        msg = f"The results behind {', '.join(names)} were replaced."
        raise BadInputError(msg, code="release.source_changed", names=names)


def _require_next(release: Release) -> None:
    """A correction is of the version in force on the day of its signature."""
    latest = latest_issued(release.organisation)
    if release.corrects is not None and latest != release.corrects:
        version = "" if latest is None else str(latest.version)
        msg = f"{release} corrects {release.corrects}; {version} is in force."
        raise BadInputError(msg, code="release.not_latest", version=version)


def _packed(release: Release) -> ReleasePackage:
    log = corrections_of(issued_records(release.organisation))
    content = package_zip(package_files(release_record(release), log))
    package = ReleasePackage(
        release=release,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
    package.full_clean()
    package.save()
    return package
