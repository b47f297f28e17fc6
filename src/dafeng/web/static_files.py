"""Static files of a house: collected once, under names that hold their hash.

A browser may keep such a file for ever; when a file changes, so does its name.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from dafeng.base.errors import BadInputError

SEAL = "sources.sha256"
NEEDED = "vendor/tabler/tabler.min.css"


def lay_out() -> None:
    """Collect the static files again when any of them has changed.

    Raises
    ------
    BadInputError
        The styles from npm were never built.
    """
    sources = dict(_sources())
    if NEEDED not in sources:
        msg = (
            f"The file {NEEDED} is missing: the site's styles were not built. "
            "In a checkout, run: make setup"
        )
        raise BadInputError(msg, code="static.missing")
    root, seal = Path(settings.STATIC_ROOT), _seal(sources)
    if (root / SEAL).exists() and (root / SEAL).read_text(encoding="ascii") == seal:
        return
    new = root.with_name(f"{root.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    _collect(sources, new)
    (new / SEAL).write_text(seal, encoding="ascii")
    shutil.rmtree(root, ignore_errors=True)
    new.rename(root)


def _sources() -> Iterator[tuple[str, Storage]]:
    for finder in get_finders():
        yield from ((path, storage) for path, storage in finder.list(["__pycache__"]))


def _seal(sources: dict[str, Storage]) -> str:
    """Return a digest of names, sizes and times: reading 5 MB at each start is slow."""
    digest = hashlib.sha256()
    for path, storage in sorted(sources.items()):
        stat = Path(storage.path(path)).stat()
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _collect(sources: dict[str, Storage], root: Path) -> None:
    storage = CompressedManifestStaticFilesStorage(
        location=root, base_url=settings.STATIC_URL
    )
    for path, source in sources.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.path(path), target)
    for name, _processed, outcome in storage.post_process(
        {path: (storage, path) for path in sources}
    ):
        if isinstance(outcome, Exception):
            msg = f"The static file {name} refers to a file that does not exist."
            raise BadInputError(msg, code="static.broken") from outcome
