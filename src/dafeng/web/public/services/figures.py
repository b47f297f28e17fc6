"""The figures of a draft: taken from results, renewed, withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.public import ReleasedFigure
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.public.convert import figure_fields, figure_record
from dafeng.web.public.models import Figure, Release
from dafeng.web.public.selectors.candidates import candidates_of
from dafeng.web.public.services.releases import draft_held, require_reason, touched


@transaction.atomic
def figures_choose(
    *,
    release: Release,
    by: User | None,
    keys: Sequence[str],
    revision: int | None = None,
) -> Release:
    """Let a draft hold exactly these figures, as the results state them today.

    What it holds already stays as it is; :func:`figures_renew` takes it anew.

    Raises
    ------
    BadInputError
        ``release.not_draft``; ``release.unknown_figure``: no result in force has it;
        ``release.vanished``: a correction leaves out what was published;
        ``public.stale``.
    """
    held = draft_held(release, by, revision)
    wanted = list(dict.fromkeys(keys))
    standing = {row.key: row for row in held.figures.all()}
    _require_kept(held, wanted)
    known = candidates_of(held.organisation)
    unknown = [key for key in wanted if key not in known and key not in standing]
    if unknown:
        msg = f"No result in force has {', '.join(unknown)}."
        raise BadInputError(msg, code="release.unknown_figure", keys=unknown)
    held.figures.exclude(key__in=wanted).delete()
    added = [key for key in wanted if key not in standing]
    for key in added:
        _store(held, known[key])
    _put_in_order(held, known)
    touched(held)
    data = {
        "before": sorted(standing),
        "after": sorted(wanted),
        "seals": {key: known[key].source_seal for key in added},
    }
    audit.record(by=by, action="public.release.choose", target=held, data=data)
    return held


@transaction.atomic
def figures_renew(
    *, release: Release, by: User | None, revision: int | None = None
) -> int:
    """Take every figure of a draft anew from the results in force.

    Withdrawn figures stay withdrawn; one without a result stays as it is, and keeps
    the version from being issued.

    Returns
    -------
    int
        How many figures changed.

    Raises
    ------
    BadInputError
        ``release.not_draft``; ``public.stale``.
    """
    held = draft_held(release, by, revision)
    known = candidates_of(held.organisation)
    changed = {}
    for row in held.figures.filter(withdrawn=False):
        fresh = known.get(row.key)
        if fresh is None or figure_record(row) == fresh:
            continue
        changed[row.key] = [str(row.value), str(fresh.value), fresh.source_seal]
        _write(row, fresh)
    touched(held)
    data = {"changed": changed}
    audit.record(by=by, action="public.release.renew", target=held, data=data)
    return len(changed)


@transaction.atomic
def figure_withdraw(
    *,
    figure: Figure,
    by: User | None,
    reason: str,
    reason_en: str = "",
    revision: int | None = None,
) -> Figure:
    """Take back, in a correction, what a published figure said.

    Raises
    ------
    BadInputError
        ``release.not_draft``, ``release.reason``, ``release.withdrawn_before``;
        ``release.first``: the figure was never published; ``public.stale``.
    """
    held = draft_held(figure.release, by, revision)
    require_reason(reason)
    row = held.figures.select_for_update().get(pk=figure.pk)
    if row.withdrawn:
        msg = f"{row} was withdrawn before."
        raise BadInputError(msg, code="release.withdrawn_before", figure=str(row))
    if row.key not in _published(held):
        msg = f"{row} was never published; leave it out of the draft."
        raise BadInputError(msg, code="release.first", figure=str(row))
    before = str(row.value)
    gone = figure_record(row).withdraw(reason_zh=reason, reason_en=reason_en)
    _write(row, gone)
    touched(held)
    data = {"figure": row.key, "before": before, "reason": reason.strip()}
    audit.record(by=by, action="public.figure.withdraw", target=held, data=data)
    return row


@transaction.atomic
def figure_restore(
    *, figure: Figure, by: User | None, revision: int | None = None
) -> Figure:
    """Publish a withdrawn figure again, as the results in force state it.

    Raises
    ------
    BadInputError
        ``release.not_draft``; ``release.unknown_figure``: no result has it;
        ``public.stale``.
    """
    held = draft_held(figure.release, by, revision)
    row = held.figures.select_for_update().get(pk=figure.pk)
    fresh = candidates_of(held.organisation).get(row.key)
    if fresh is None:
        msg = f"No result in force has {row.key}."
        raise BadInputError(msg, code="release.unknown_figure", keys=[row.key])
    _write(row, fresh)
    touched(held)
    data = {"figure": row.key, "after": str(row.value), "seal": fresh.source_seal}
    audit.record(by=by, action="public.figure.restore", target=held, data=data)
    return row


def _require_kept(release: Release, wanted: Iterable[str]) -> None:
    lost = sorted(_published(release) - set(wanted))
    if lost:
        names = release.figures.filter(key__in=lost).values_list("name_zh", flat=True)
        msg = f"{', '.join(lost)} was published; withdraw it with a reason."
        raise BadInputError(msg, code="release.vanished", keys=list(names))


def _published(release: Release) -> set[str]:
    before = release.corrects
    return (
        set() if before is None else set(before.figures.values_list("key", flat=True))
    )


def _store(release: Release, record: ReleasedFigure) -> None:
    row = Figure(release=release, order=0, **figure_fields(record))
    row.full_clean()
    row.save()


def _write(row: Figure, record: ReleasedFigure) -> None:
    for name, value in figure_fields(record).items():
        setattr(row, name, value)
    row.full_clean()
    row.save()


def _put_in_order(release: Release, known: dict[str, ReleasedFigure]) -> None:
    """Number figures as the results list them; those without a result come last."""
    place = {key: number for number, key in enumerate(known)}
    rows = sorted(
        release.figures.all(), key=lambda row: (place.get(row.key, len(place)), row.key)
    )
    for number, row in enumerate(rows, start=1):
        row.order = number
    Figure.objects.bulk_update(rows, ["order"])
