"""What the tests of tasks and reports share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import translation

from tests.web.layers import layer
from tests.web.work.tasking import Realm, realm_made

if TYPE_CHECKING:
    from dafeng.web.core.models import User


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in Chinese, whatever language the one before asked for."""
    with translation.override("zh-hans"):
        yield


@layer
def realm() -> Realm:
    """A district with an office, two bureaus, two towns and a mill."""
    return realm_made()


@pytest.fixture
def browser() -> Callable[[User], Client]:
    """Somebody's browser, signed in."""

    def of(user: User) -> Client:
        client = Client(headers={"accept-language": "zh-CN"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return of
