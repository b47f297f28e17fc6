"""Photos of a site: checked, drawn anew without what the camera wrote, never run."""

from __future__ import annotations

import io
import struct
from datetime import date

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError
from dafeng.web.core import audit
from dafeng.web.core.models import User
from dafeng.web.office.services.papers import Paper, paper_of
from dafeng.web.projects.models import Photo, ProgressReport, Project
from dafeng.web.projects.services.holding import held_by_reporter, see_day
from dafeng.web.work.services.evidence_kinds import file_name, kind_of_file

MEDIA = ("image/png", "image/jpeg")
MOST_PIXELS = 40_000_000
LONGEST_SIDE, THUMB_SIDE = 2400, 360
QUALITY = 85


@attrs.frozen(kw_only=True)
class Picture:
    """A picture drawn anew, and its small one; both are kept."""

    paper: Paper
    thumb: Paper
    width: int
    height: int


def picture_of(name: str, content: bytes) -> Picture:
    """Check a picture, and draw it anew: place and camera are not carried along.

    Raises
    ------
    BadInputError
        ``evidence.empty``, ``.too_large``, ``.type``, ``.disguised``;
        ``photo.kind``: it is a file, but no picture; ``photo.pixels``: it has too many;
        ``photo.broken``: it cannot be read; ``photo.no_reader``: this house lacks the
        library that cleans pictures, so it takes none.
    """
    shown = file_name(name)
    kind = kind_of_file(content, shown)
    if kind.media not in MEDIA:
        msg = f"{shown!r} is no picture: PNG or JPEG."
        raise BadInputError(msg, code="photo.kind", name=shown)
    stem = shown.rpartition(".")[0] or "photo"
    large, width, height = _drawn(content, LONGEST_SIDE, shown)
    small, _width, _height = _drawn(content, THUMB_SIDE, shown)
    return Picture(
        paper=paper_of(f"{stem}.jpg", large),
        thumb=paper_of(f"{stem}-small.jpg", small),
        width=width,
        height=height,
    )


def _drawn(content: bytes, side: int, name: str) -> tuple[bytes, int, int]:
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError as error:
        msg = "Pillow is not installed: pictures cannot be cleaned."
        raise BadInputError(msg, code="photo.no_reader") from error
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as given:
            if given.width * given.height > MOST_PIXELS:
                msg = f"{name!r} has {given.width} x {given.height} pixels."
                raise BadInputError(
                    msg, code="photo.pixels", name=name, most=MOST_PIXELS // 10**6
                )
            upright = ImageOps.exif_transpose(given).convert("RGB")
    # What a camera wrote into a file is read by hand: anything there may be broken.
    except (
        *(UnidentifiedImageError, Image.DecompressionBombError, OSError, EOFError),
        *(SyntaxError, TypeError, LookupError, ValueError, ArithmeticError),
        *(AttributeError, struct.error),
    ) as error:
        if isinstance(error, BadInputError):
            raise
        msg = f"{name!r} cannot be read as a picture."
        raise BadInputError(msg, code="photo.broken", name=name) from error
    upright.thumbnail((side, side))
    # A new picture of the bare pixels: nothing of the given file's notes goes along.
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, format="JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), clean.width, clean.height


@transaction.atomic
def photo_add(
    *,
    project: Project,
    by: User | None,
    picture: Picture,
    caption: str = "",
    taken_on: date | None = None,
    report: ProgressReport | None = None,
) -> Photo:
    """Put a picture beside a project, or a report of it.

    Raises
    ------
    BadInputError
        ``project.future``: it was taken after today; ``photo.twice``: it is there;
        ``project.merged``.
    """
    held = held_by_reporter(project, by)
    if taken_on is not None:
        see_day(taken_on)
    same = held.photos.filter(sha256=picture.paper.sha256, withdrawn_at=None).first()
    if same is not None:
        msg = f"{picture.paper.name!r} is there already."
        raise BadInputError(msg, code="photo.twice", name=picture.paper.name)
    row = Photo(
        project=held,
        report=report,
        caption=caption.strip(),
        taken_on=taken_on,
        name=picture.paper.name,
        media=picture.paper.media,
        sha256=picture.paper.sha256,
        thumb_sha256=picture.thumb.sha256,
        width=picture.width,
        height=picture.height,
        size=picture.paper.size,
        added_by=by,
        added_at=timezone.now(),
    )
    row.full_clean()
    row.save()
    data = {"project": held.code, "sha256": row.sha256, "caption": row.caption}
    audit.record(by=by, action="projects.photo.add", target=row, data=data)
    return row


@transaction.atomic
def photo_withdraw(*, photo: Photo, by: User | None, reason: str) -> Photo:
    """Take a picture back; its row and seal stay with the reason.

    Raises
    ------
    BadInputError
        ``project.reason``, ``project.merged``.
    """
    held = held_by_reporter(photo.project, by)
    row = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if row.withdrawn_at is not None:
        return row
    if not reason.strip():
        msg = "Say why the picture is withdrawn."
        raise BadInputError(msg, code="project.reason")
    row.withdrawn_at, row.withdrawn_reason = timezone.now(), reason.strip()
    row.full_clean()
    row.save()
    data = {"project": held.code, "sha256": row.sha256, "reason": reason.strip()}
    audit.record(by=by, action="projects.photo.withdraw", target=row, data=data)
    return row
