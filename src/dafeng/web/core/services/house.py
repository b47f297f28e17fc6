"""Saying whose house this is."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dafeng.web.core import audit
from dafeng.web.core.models import (
    House,
)


@transaction.atomic
def house_set(
    *,
    name_zh: str,
    name_en: str,
    place_code: str,
    synthetic: bool,
    data_version: str,
    data_date: date,
) -> House:
    """Say whose house this is; the program does this when it prepares or loads one.

    Data that the house learned since keeps its newer date.
    """
    house = House.objects.first() or House(pk=1)
    if house.data_date is not None:
        data_date = max(data_date, house.data_date)
    wanted = {
        "name_zh": name_zh,
        "name_en": name_en,
        "place_code": place_code,
        "synthetic": synthetic,
        "data_version": data_version,
        "data_date": data_date,
    }
    if all(getattr(house, field) == value for field, value in wanted.items()):
        return house
    for field, value in wanted.items():
        setattr(house, field, value)
    house.full_clean()
    house.save()
    audit.record(by=None, action="house.set", target=house, data=wanted)
    return house


@transaction.atomic
def house_learn(*, data_date: date) -> None:
    """Note the day of the newest data of the house; an older day changes nothing."""
    house = House.objects.filter(data_date__lt=data_date).first()
    if house is None:
        return
    before, house.data_date = house.data_date, data_date
    house.save(update_fields=["data_date"])
    data = {"before": before, "after": data_date}
    audit.record(by=None, action="house.learn", target=house, data=data)
