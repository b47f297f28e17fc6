"""What a browser sends to the pages of inspections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from dafeng.web.core.models import User

HIDDEN = re.compile(r'name="(version|digest)" value="(\w+)"')


def posted(client: Client, user: User, path: str, data: dict[str, object]) -> str:
    client.force_login(user)
    answer = client.post(path, data)
    assert answer.status_code == 302, answer.text
    return str(answer["Location"])


def signed_on_page(client: Client, user: User, path: str) -> str:
    """Send the form of a signature as its page shows it."""
    client.force_login(user)
    shown = HIDDEN.search(client.get(path).text)
    assert shown is not None
    return posted(client, user, path, {shown[1]: shown[2]})
