"""Pictures for the documentation: ``pytest tests/pages/test_pictures.py --pictures``.

Without the option they are made all the same, and kept among the other pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages.conftest import ROOT
from tests.pages.looking import SHOTS
from tests.pages.visits import VIEWER

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.pages.conftest import Site
    from tests.pages.looking import Watch

    OpenPage = Callable[..., tuple[Page, Watch]]

IMAGES = ROOT / "docs" / "images"


@pytest.mark.parametrize(
    ("name", "route", "language", "user"),
    [
        ("overview-zh", "plans:overview", "zh", ""),
        ("overview-en", "plans:overview", "en", ""),
        ("review-zh", "plans:review", "zh", VIEWER),
    ],
)
def test_a_picture_of_the_running_site_is_made(
    site: Site,
    open_page: OpenPage,
    pytestconfig: pytest.Config,
    name: str,
    route: str,
    language: str,
    user: str,
) -> None:
    page, _watch = open_page(language, 1280, user)
    page.goto(site.of(route)[0].address)
    wanted = pytestconfig.getoption("--pictures")
    path = (IMAGES if wanted else SHOTS / "pictures") / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    assert path.stat().st_size > 20_000
