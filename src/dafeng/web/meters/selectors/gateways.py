"""Which gateway a key or a name belongs to."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, QuerySet

from dafeng.web.core.questions import Given, Question
from dafeng.web.meters.models import Gateway

_COLUMNS = tuple(field.attname for field in Gateway._meta.concrete_fields)


def _with_key() -> QuerySet[Gateway, tuple[Any, ...]]:
    rows = Gateway.objects.filter(key_head=Given("head", CharField()))
    return rows.exclude(key_head="").values_list(*_COLUMNS)


_OF_KEY = Question(_with_key)
"""Every batch asks it."""


def gateway_of_key(head: str) -> Gateway | None:
    """The gateway that a key was given to."""
    for row in _OF_KEY.rows(head=head):
        return Gateway.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row)
    return None


def gateway_named(code: str, kind: str) -> Gateway | None:
    """The gateway of a code that sends in one way."""
    rows = Gateway.objects.select_related("enterprise")
    return rows.filter(code=code, kind=kind).first()
