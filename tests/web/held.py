"""What a whole module of tests reads, made once: the tests undo only what they do.

A test is a transaction; one around all of a module's tests keeps what they begin with.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from django.test import override_settings
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import DjangoDbBlocker

FOLDERS = {
    "MEDIA_ROOT": "files",
    "LAKE_ROOT": "lake",
    "SEAL_ROOT": "seals",
    "MODEL_ROOT": "model",
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Quick ones: how strong they are is Django's business."""


@contextmanager
def held(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what is put into the database in here until the end, and then undo it."""
    around = transaction.atomic()
    around._from_testcase = (
        True  # what must be outermost may be within it, as in a test
    )
    with blocker.unblock():
        around.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@contextmanager
def making(blocker: DjangoDbBlocker, folder: Path) -> Iterator[None]:
    """Make what is held, in Chinese, with files, lake and seals in a folder."""
    places = {setting: folder / name for setting, name in FOLDERS.items()}
    with (
        blocker.unblock(),
        override_settings(**places, PASSWORD_HASHERS=PASSWORD_HASHERS),
        translation.override("zh-hans"),
    ):
        yield
