"""Questions to the database that are put into words once and asked with every request.

Django words a query anew each time it is asked; for what the bar asks on every page
that takes longer than the database needs to answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs
from django.db import connection
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """A value that a question gets when it is asked: ``filter(user=Given(…))``."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, *_how: object, **_more: object) -> tuple[str, tuple[Any, ...]]:
        """Leave a place for the value; this very object keeps it."""
        return "%s", (self,)


@attrs.frozen(kw_only=True)
class _Worded:
    """A query in the words of a database, and how to read what comes back."""

    sql: str
    places: tuple[Any, ...]
    read: Callable[[list[tuple[Any, ...]]], Iterable[tuple[Any, ...]]]


@attrs.define(eq=False)
class Question:
    """A query of plain values, put into words when it is first asked.

    Attributes
    ----------
    compose : callable
        Gives the query, with :class:`Given` where a value comes in.
    """

    compose: Callable[[], QuerySet[Any, Any]]
    _worded: dict[str, _Worded] = attrs.field(factory=dict)

    def rows(self, **values: object) -> list[tuple[Any, ...]]:
        """Ask with these values for the names that are given in the query."""
        asked = self._worded.get(connection.vendor) or self._word()
        with connection.cursor() as cursor:
            cursor.execute(asked.sql, [_filled(one, values) for one in asked.places])
            return [tuple(row) for row in asked.read(cursor.fetchall())]

    def _word(self) -> _Worded:
        compiler = self.compose().query.get_compiler(connection=connection)
        sql, places = compiler.as_sql()
        converters = compiler.get_converters([one for one, *_ in compiler.select])
        worded = _Worded(
            sql=sql,
            places=tuple(places),
            read=lambda rows: compiler.apply_converters(rows, converters),
        )
        self._worded[connection.vendor] = worded
        return worded


def _filled(place: Any, values: dict[str, object]) -> Any:
    if not isinstance(place, Given):
        return place
    return place.output_field.get_db_prep_value(values[place.name], connection)
