"""Readings by files: a folder for each enterprise, taken up and put away by a job.

``HOME/drop/<code>/`` takes ``.csv``, ``.xlsx``, ``.json`` and ``.arrow``. A file that
was taken goes to ``done/``, one that could not be read to ``refused/``, each with a
report beside it. A file is moved after its batch is on the disk: whoever is killed
between finds it again, and the same batch stores nothing.
"""

from __future__ import annotations

import logging
import os
import stat
from collections import Counter
from itertools import islice, zip_longest
from pathlib import Path
from time import time

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dafeng.meters.arrivals.errors import BatchError
from dafeng.meters.arrivals.packing import MOST_BYTES, too_large
from dafeng.meters.arrivals.records import BatchForm, Envelope
from dafeng.meters.store.compacting import UNREADABLE
from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.meters.services.arriving import Arrived, batch_arrive, refusals_count
from dafeng.web.meters.wording_arrivals import batch_error_words, trouble_words

CHANNEL = "folder"
DROP, DONE, REFUSED = "drop", "done", "refused"
FORMS = {
    ".csv": BatchForm.CSV,
    ".txt": BatchForm.CSV,
    ".xlsx": BatchForm.XLSX,
    ".json": BatchForm.JSON,
    ".arrow": BatchForm.ARROW,
}
QUIET_S = 10
"""A file that was written to a moment ago may not be whole yet."""

MOST_FILES = 200
"""Files that one run takes; the others wait for the next."""


_log = logging.getLogger(__name__)


def drop_folder() -> Path:
    """Folder below which each enterprise has its own."""
    return Path(settings.HOME) / DROP


def files_take() -> str:
    """Take up the files that lie there; a second run finds nothing.

    A folder or file that fails stops no other: it is logged, counted and left.
    """
    done: Counter[str] = Counter()
    lists = [_files_of(firm, done) for firm in _firms()]
    in_turn = (one for row in zip_longest(*lists) for one in row if one is not None)
    for enterprise, path in islice(in_turn, MOST_FILES):
        try:
            done["taken" if _take(enterprise, path) else REFUSED] += 1
        except (OSError, *UNREADABLE):
            _log.exception("%s was left where it is", path)
            done["failed"] += 1
    told = f"{done['taken']} files, {done[REFUSED]} refused"
    return told + (f", {done['failed']} failed" if done["failed"] else "")


def _firms() -> list[Organisation]:
    """Enterprises that stand and have a folder, by code."""
    root, today = drop_folder(), timezone.localdate()
    names = [path.name for path in root.glob("*") if path.name.isprintable()]
    firms = Organisation.objects.filter(
        code__in=names, kind=OrganisationKind.ENTERPRISE
    )
    return [
        firm
        for firm in firms.order_by("code")
        if firm.valid_to is None or firm.valid_to >= today
    ]


def _files_of(
    firm: Organisation, done: Counter[str]
) -> list[tuple[Organisation, Path]]:
    """Files of an enterprise by name; half files and links of any kind are left."""
    folder = drop_folder() / firm.code
    try:
        _see_own_folder(folder)
        return [(firm, path) for path in sorted(folder.iterdir()) if _is_whole(path)]
    except OSError:
        _log.exception("%s cannot be looked into", folder)
        done["failed"] += 1
        return []


def _see_own_folder(folder: Path) -> None:
    """Refuse a link: it leads to what is not the enterprise's.

    Raises
    ------
    NotADirectoryError
    """
    if not stat.S_ISDIR(folder.lstat().st_mode):
        msg = f"{folder} is a link or no folder."
        raise NotADirectoryError(msg)


def _is_whole(path: Path) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False  # its owner took it away
    return (
        path.suffix.lower() in FORMS
        and stat.S_ISREG(found.st_mode)
        and time() - found.st_mtime >= QUIET_S
    )


def _take(enterprise: Organisation, path: Path) -> bool:
    try:
        blob = _content(path)
        _see_size(enterprise, path, blob)
        arrived = batch_arrive(
            by=None,
            enterprise=enterprise,
            blob=blob,
            envelope=Envelope(
                sender=enterprise.code,
                form=FORMS[path.suffix.lower()],
                received_at=timezone.now(),
                channel=CHANNEL,
            ),
        )
    except BatchError as error:
        _put_away(path, REFUSED, f"{batch_error_words(error)}\n{error}\n")
        return False
    is_taken = arrived.sequence is not None
    _put_away(path, DONE if is_taken else REFUSED, _report(arrived))
    return is_taken


def _content(path: Path) -> bytes:
    """Read a file that is still one, and no more of it than a batch may have."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags), "rb") as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            msg = f"{path} is no file any more."
            raise FileNotFoundError(msg)
        return opened.read(MOST_BYTES + 1)


def _see_size(enterprise: Organisation, path: Path, blob: bytes) -> None:
    if len(blob) > MOST_BYTES:
        error = too_large(MOST_BYTES)
        refusals_count(
            by=None,
            enterprise=enterprise,
            channel=CHANNEL,
            troubles={"too_large": 1},
            example=path.name,
        )
        raise error


def _report(arrived: Arrived) -> str:
    """Say what became of each row that was refused."""
    batch = arrived.batch
    refused = sum(batch.troubles.values())
    head = _("%(n)d 条读数已存入，%(refused)d 行未入库。") % {
        "n": len(batch.readings) if arrived.sequence is not None else 0,
        "refused": refused,
    }
    lines = [
        f"{one.row}\t{one.meter}\t{trouble_words(one.trouble)}\t{one.value}"
        for one in batch.refused
    ]
    return "\n".join([head, *lines]) + "\n"


def _put_away(path: Path, name: str, report: str) -> None:
    """Move a file under a name that none has yet, its report first."""
    folder = path.parent / name
    folder.mkdir(exist_ok=True)
    _see_own_folder(folder)
    stamp = f"{timezone.localtime():%Y%m%d-%H%M%S-%f}"
    target = folder / f"{stamp}-{path.name}"
    target.with_name(f"{target.name}.report.txt").write_text(report, encoding="utf-8")
    os.replace(path, target)  # noqa: PTH105 - on one disk it happens at once
