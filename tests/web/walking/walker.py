"""Asking: every address, as everybody, and nothing that is done stays done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

import attrs
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import URLPattern, URLResolver, get_resolver

from dafeng.web.api.v1 import api
from tests.web.walking.entrance import WALKER
from tests.web.walking.objects import ASKED, POSTED, things_of
from tests.web.walking.table import RowKey
from tests.web.walking.things import Side

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.web.walking.house import WalkedHouse

PART = re.compile(r"<(?:\w+:)?(\w+)>")
LOGIN = "login"
API = "api/v1/"


@attrs.frozen
class Address:
    """One pattern of the site."""

    pattern: str
    methods: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(PART.findall(self.pattern))

    def filled(self, values: dict[str, object]) -> str:
        """The address with a thing for each part; a path keeps its slashes."""
        text = PART.sub(
            lambda part: quote(str(values[part[1]]), safe="/"), self.pattern
        )
        return f"/{text}"


def addresses() -> list[Address]:
    """Every address that the site answers."""
    found = {one.pattern: one for one in _walk(get_resolver(), "")}
    return [found[pattern] for pattern in sorted(found)]


def keys_of(address: Address) -> list[RowKey]:
    """The rows that an address needs in the table."""
    things = things_of(address.pattern, address.parts)
    sided = any(thing.sided for thing in things.values())
    sides = [side.value for side in Side] if sided else [""]
    return [
        RowKey(address.pattern, method, side)
        for method in address.methods
        for side in sides
    ]


def place_of(key: RowKey, address: Address, house: WalkedHouse) -> str:
    """The address with the things of the house."""
    side = Side(key.whose or Side.OWN)
    things = things_of(address.pattern, address.parts)
    values = {name: thing.find(house, side) for name, thing in things.items()}
    asked = ASKED.get(key.address, "") if key.method == "GET" else ""
    return address.filled(values) + (f"?{asked}" if asked else "")


class Walker:
    """Asks as everybody in one house."""

    def __init__(self, house: WalkedHouse) -> None:
        self.house = house
        self.clients: dict[tuple[str, str], Client] = {}

    def ask(self, name: str, key: RowKey, path: str, address: Address) -> str:
        """Ask once as somebody; whatever the site did is undone.

        The API is asked with the key of that person's program.
        """
        client = self._client(name, address)
        with transaction.atomic():
            if key.method == "GET":
                response = client.get(path)
            else:
                sent = POSTED.get(address.pattern, {})
                response = client.generic(
                    key.method, path, **_body(client, address.pattern, sent)
                )
            transaction.set_rollback(True)
        return _answer(response)

    def _client(self, name: str, address: Address) -> Client:
        head = (WALKER, name)
        if address.pattern.startswith(API):
            head = ("authorization", f"Bearer {self.house.keys.get(name, '')}")
        if head not in self.clients:
            heads = dict([head])
            self.clients[head] = Client(headers=heads, raise_request_exception=False)
        self.clients[head].cookies.clear()
        return self.clients[head]


def _body(client: Client, pattern: str, data: dict[str, object]) -> dict[str, object]:
    """A form as a browser sends it; the API takes JSON."""
    if pattern.startswith(API):
        return {
            "data": client._encode_json(data, "application/json"),
            "content_type": "application/json",
        }
    return {
        "data": client._encode_data(data, MULTIPART_CONTENT),
        "content_type": MULTIPART_CONTENT,
    }


def _answer(response: HttpResponse) -> str:
    place = response.headers.get("Location", "")
    if response.status_code == 302 and place.startswith(str(settings.LOGIN_URL)):
        return LOGIN
    response.close()
    return str(response.status_code)


def _walk(resolver: URLResolver, above: str) -> Iterator[Address]:
    for one in resolver.url_patterns:
        pattern = above + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, pattern)
        elif isinstance(one, URLPattern):
            yield Address(pattern, _methods(pattern))


@lru_cache(maxsize=1)
def _offered() -> dict[str, tuple[str, ...]]:
    """The methods of each address of the API, as it describes itself."""
    paths = api.get_openapi_schema()["paths"]
    return {
        path.lstrip("/"): tuple(sorted(method.upper() for method in offered))
        for path, offered in paths.items()
    }


def _methods(pattern: str) -> tuple[str, ...]:
    """A page is asked both ways; an address of the API for what it offers."""
    return _offered().get(PART.sub(r"{\1}", pattern), ("GET", "POST"))
