"""Questions that are put into words once and asked with other values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db.models import BigAutoField, DateField

from dafeng.web.core.models import House, Organisation
from dafeng.web.core.questions import Given, Question
from dafeng.web.core.selectors import the_house

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

pytestmark = pytest.mark.django_db


def units() -> None:
    for code, since in (("a", date(2024, 1, 1)), ("b", date(2025, 6, 30)), ("c", None)):
        Organisation.objects.create(
            code=code,
            name_zh=code,
            kind="bureau",
            path=f"/{code}/",
            place_code="120000",
            valid_from=since,
        )


def began() -> Question:
    day, but = Given("day", DateField()), Given("but", BigAutoField())
    rows = Organisation.objects.filter(valid_from__lte=day).exclude(pk=but)
    return Question(lambda: rows.order_by("path").values_list("code", "valid_from"))


@pytest.mark.database
def test_each_time_it_is_asked_with_its_own_values() -> None:
    units()
    asked = began()
    first, second = date(2024, 1, 1), date(2025, 6, 30)
    assert asked.rows(day=first, but=0) == [("a", first)]
    assert asked.rows(day=second, but=0) == [("a", first), ("b", second)]
    pk = Organisation.objects.get(code="a").pk
    assert asked.rows(day=second, but=pk) == [("b", second)]
    assert asked.rows(day=date(2023, 12, 31), but=0) == []


def test_it_is_put_into_words_once_and_is_one_query(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    units()
    composed = []

    def compose() -> Any:
        composed.append(1)
        return Organisation.objects.order_by("path").values_list("code")

    asked = Question(compose)
    with django_assert_num_queries(2):
        assert asked.rows() == asked.rows() == [("a",), ("b",), ("c",)]
    assert len(composed) == 1


def test_a_value_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        began().rows(day=date(2025, 1, 1))


def test_the_house_is_the_row_as_it_stands() -> None:
    assert the_house() is None
    held = House.objects.create(
        pk=1,
        name_zh="示例区",
        data_version="1",
        data_date=date(2025, 12, 31),
        synthetic=True,
    )
    found = the_house()
    assert found == held
    assert found is not None
    assert (found.data_date, found.synthetic) == (date(2025, 12, 31), True)
    House.objects.update(synthetic=False)
    assert the_house() is not None
    assert the_house().synthetic is False  # type: ignore[union-attr] # asked above
