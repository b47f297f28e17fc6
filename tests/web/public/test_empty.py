"""A house without a district: nothing is shown, and nothing breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

NAMES = ("front", "state", "household", "versions", "write", "thanks")


@pytest.mark.django_db
def test_a_house_without_a_district_has_no_public_pages(
    browser: Callable[..., Client],
) -> None:
    for name in NAMES:
        assert browser().get(reverse(f"public:{name}")).status_code == 404
    missing = reverse("public:download", args=["latest", "figures.csv"])
    assert browser().get(missing).status_code == 404
