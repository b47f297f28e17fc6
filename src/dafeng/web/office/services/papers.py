"""The file of a letter or of minutes: checked and kept as evidence is, never run."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

import attrs
from django.core.files.uploadedfile import UploadedFile

from dafeng.base.errors import NotFoundError
from dafeng.sheets import write_file
from dafeng.web.core import audit
from dafeng.web.core.selectors import the_house
from dafeng.web.work.services.evidence import FOLDER_MODE, evidence_path
from dafeng.web.work.services.evidence_kinds import file_name, kind_of_file

logger = logging.getLogger(__name__)


@attrs.frozen(kw_only=True)
class Paper:
    """A file that was checked and kept."""

    name: str
    sha256: str
    size: int
    media: str


def paper_keep(upload: UploadedFile[Any] | None) -> Paper | None:
    """Check a file as evidence is checked, and keep it; None stays None.

    Raises
    ------
    BadInputError
        ``evidence.empty``, ``.too_large``, ``.type``, ``.disguised``.
    """
    if upload is None:
        return None
    return paper_of(upload.name or "", upload.read())


def paper_of(name: str, content: bytes) -> Paper:
    """Check and keep the bytes of a file; raises as :func:`paper_keep` does."""
    shown = file_name(name)
    kind = kind_of_file(content, shown)
    sha256 = hashlib.sha256(content).hexdigest()
    path = evidence_path(sha256)
    if not path.exists():
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        write_file(path, content)
    return Paper(name=shown, sha256=sha256, size=len(content), media=kind.media)


def paper_bytes(sha256: str) -> bytes:
    """Return a kept file, as it was laid down.

    Raises
    ------
    NotFoundError
        ``paper.gone``: it is no longer where it was laid; ``paper.changed``: what lies
        there has another digest. That is told to the log and to the audit: evidence
        that somebody changed is none.
    """
    path = evidence_path(sha256)
    if not path.exists():
        msg = f"No file with the seal {sha256}."
        raise NotFoundError(msg, code="paper.gone", sha256=sha256)
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        _tell_changed(sha256, found)
        msg = f"The file with the seal {sha256} was changed."
        raise NotFoundError(msg, code="paper.changed", sha256=sha256)
    return content


def _tell_changed(sha256: str, found: str) -> None:
    logger.error("The file with the seal %s has the digest %s.", sha256, found)
    house = the_house()
    if house is not None:
        data = {"before": sha256, "after": found}
        audit.record(by=None, action="office.paper.change", target=house, data=data)
