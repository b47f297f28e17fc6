"""Releases: all of them for people inside, what was issued for everybody."""

from __future__ import annotations

import attrs
from django.db.models import Count, Q, QuerySet

from dafeng.public import Change, Correction, changes_between, corrections_of
from dafeng.public import Release as ReleaseRecord
from dafeng.web.accounts.models import AccountRun
from dafeng.web.accounts.selectors.runs import root_organisation
from dafeng.web.assessment.models import AssessmentRun
from dafeng.web.core.inside import district_of
from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.pathways.models import OutlookRun
from dafeng.web.public.convert import figure_record, release_record
from dafeng.web.public.models import OPEN, Figure, Release, ReleaseState
from dafeng.web.public.selectors.candidates import (
    assessment_to_release,
    candidates_of,
)

VIEW = "public.release.view"


def releases_for(user: Person) -> QuerySet[Release]:
    """Every version that a person may see, drafts too, the newest first."""
    rows = Release.objects.filter(within("organisation__path", paths_where(user, VIEW)))
    counted = Count("figures", distinct=True)
    gone = Count("figures", filter=Q(figures__withdrawn=True), distinct=True)
    people = ("organisation", "made_by", "checked_by", "issued_by", "corrects")
    rows = rows.select_related(*people).annotate(figure_count=counted, gone_count=gone)
    return rows.order_by("-major", "-minor", "-pk")


def release_owner(user: Person, right: str = VIEW) -> Organisation | None:
    """The district whose releases a person keeps; None for somebody without it."""
    return district_of(user, right)


def open_release(organisation: Organisation) -> Release | None:
    """The version that still waits for a signature."""
    return Release.objects.filter(organisation=organisation, state__in=OPEN).first()


def latest_issued(organisation: Organisation) -> Release | None:
    """The version in force."""
    return issued(organisation).first()


def issued(organisation: Organisation) -> QuerySet[Release]:
    """What was issued, the newest version first; nothing else is for everybody."""
    rows = Release.objects.filter(organisation=organisation, state=ReleaseState.ISSUED)
    return rows.select_related("organisation", "corrects", "package").defer(
        "package__content"
    )


def issued_records(organisation: Organisation) -> tuple[ReleaseRecord, ...]:
    """Everything issued as the core's records, the newest first."""
    rows = issued(organisation).prefetch_related("figures")
    return tuple(release_record(row) for row in rows)


def corrections_log(organisation: Organisation) -> tuple[Correction, ...]:
    """What was corrected, the newest first."""
    return corrections_of(issued_records(organisation))


def changes_of(release: Release) -> tuple[Change, ...]:
    """How an open or issued correction differs from the version that it corrects."""
    old = release.corrects
    if old is None:
        return ()
    before = release_record(old)
    after = ReleaseRecord(
        place=before.place,
        version=release.version,
        title_zh=release.title,
        issued_on=before.issued_on,
        figures=tuple(map(figure_record, release.figures.all())),
    )
    return changes_between(before, after)


def outdated_figures(release: Release) -> list[Figure]:
    """Figures whose result is no longer the one in force: replaced, or gone."""
    if not release.figures.filter(withdrawn=False).exists():
        return []
    known = candidates_of(release.organisation)
    rows = release.figures.filter(withdrawn=False)
    return [
        row
        for row in rows
        if row.key not in known or known[row.key].source_seal != row.source_seal
    ]


@attrs.frozen(kw_only=True)
class Overtaken:
    """What became of the results behind an issued version.

    Attributes
    ----------
    replaced : int
        Figures whose result was corrected: the version has to be corrected too.
    newer : bool
        Whether a result of a later period, or a new outlook, may be released.
    """

    replaced: int
    newer: bool


def overtaken(release: Release) -> Overtaken:
    """Hold the seals of a version against the results in force; six small queries."""
    standing = release.figures.filter(withdrawn=False)
    seals = dict(standing.values_list("source_seal").annotate(n=Count("pk")).order_by())
    gone: set[str] = set()
    for runs in (AssessmentRun.objects, AccountRun.objects):
        corrected = runs.filter(seal__in=seals, status="replaced")
        gone |= set(corrected.values_list("seal", flat=True))
    result = assessment_to_release(release.organisation)
    newest = OutlookRun.objects.filter(organisation=release.organisation).first()
    kinds = set(standing.values_list("kind", flat=True).distinct().order_by())
    newer = ("target" in kinds and result is not None and result.seal not in seals) or (
        "outlook" in kinds and newest is not None and newest.seal not in seals
    )
    return Overtaken(replaced=sum(seals[one] for one in gone), newer=newer)


def public_organisation() -> Organisation | None:
    """The district of the public pages: the root of the house."""
    return root_organisation()
