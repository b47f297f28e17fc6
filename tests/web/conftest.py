"""What the tests of the web rooms share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as house_settings
from django.db import connection

from tests.web.held import PASSWORD_HASHERS
from tests.web.layers import LAYERS, in_order, wanted_by
from tools.suite import ON_POSTGRESQL, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker
    from pytest_django.fixtures import SettingsWrapper

HERE = Path(__file__).parent
ONLY_HERE = {ROOT / path for path in ON_POSTGRESQL}


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Let tests that ask for the same layers follow each other.

    On PostgreSQL a test that asks for no database is left out: it was run on SQLite,
    unless its file is one that only PostgreSQL runs.
    """
    those = [number for number, item in enumerate(items) if HERE in item.path.parents]
    if not those:
        return
    web = slice(those[0], those[-1] + 1)
    ordered = in_order(items[web])
    if connection.vendor == "postgresql":
        alike = [item for item in ordered if not belongs_here(item)]
        ordered = [item for item in ordered if belongs_here(item)]
        config.hook.pytest_deselected(items=alike)
    items[web] = ordered


def belongs_here(item: pytest.Item) -> bool:
    """Whether a test is to be run on PostgreSQL."""
    return item.path in ONLY_HERE or asks_for_database(item)


def asks_for_database(item: pytest.Item) -> bool:
    """Whether a test has anything to do with the database of the run."""
    fixtures = getattr(item, "fixturenames", ())
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("database")
    return bool(marked) or "django_db_setup" in fixtures


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin every module without layers: what is held for a module lies below them."""
    if LAYERS.module != item.path:
        LAYERS.undo()
        LAYERS.module = item.path


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> None:
    """Have the layers of a test there before its own transaction begins."""
    if fixturedef.argname == "_django_db_helper":
        blocker = request.getfixturevalue("_layers_undone")
        LAYERS.prepare(wanted_by(request.node), blocker)


@pytest.fixture(scope="session")
def _layers_undone(
    django_db_setup: None,  # noqa: ARG001 - the tables go after the layers
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[DjangoDbBlocker]:
    yield django_db_blocker
    LAYERS.undo()


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """Make the folder that a prepared house has; it stays empty."""
    Path(house_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def quick_passwords(settings: SettingsWrapper) -> None:
    """Hash passwords fast; their strength is Django's business."""
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS


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
