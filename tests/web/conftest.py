"""What the tests of the web rooms share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as house_settings

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """Make the folder that a prepared house has; it stays empty."""
    Path(house_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def quick_passwords(settings: SettingsWrapper) -> None:
    """Hash passwords fast; their strength is Django's business."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def open_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the connection over requests and jobs: a test is one transaction.

    The test client of Django does so too; a server or a queue that a test starts in
    its own process would close it.
    """
    monkeypatch.setattr(
        "django.db.backends.base.base.BaseDatabaseWrapper"
        ".close_if_unusable_or_obsolete",
        lambda _connection: None,
    )
