"""Whose house it is, its units, who asks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router

from dafeng import __version__
from dafeng.web.api.entry import person_of, token_behind
from dafeng.web.api.models import Scope
from dafeng.web.api.paging import Page, Window, page_of
from dafeng.web.api.shapes import Shape
from dafeng.web.core.rights import acting_unit, roles_of
from dafeng.web.core.selectors import organisations_visible_to, the_house

router = Router(tags=["house"])


class HouseShape(Shape):
    """The district whose plan is run here."""

    name_zh: str
    name_en: str
    place_code: str
    synthetic: bool
    data_version: str
    data_date: date
    dafeng: str


class UnitShape(Shape):
    """A unit of the district."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    parent: str | None
    path: str
    uscc: str | None
    place_code: str
    valid_from: date | None
    valid_to: date | None

    @staticmethod
    def resolve_parent(unit: Any) -> str | None:
        """Code of the unit above."""
        return unit.parent.code if unit.parent else None


class RoleShape(Shape):
    """A role in force, and the subtree that it covers."""

    role: str
    path: str


class MeShape(Shape):
    """Who asks: the person, the token's unit and scopes, the roles in force."""

    username: str
    name: str
    unit: str | None
    scopes: list[str]
    roles: list[RoleShape]


@router.get("/house", response=HouseShape, summary="The house")
def house(request: HttpRequest) -> Any:
    """Name, place and data version of this house."""
    person_of(request, Scope.READ)
    found = the_house()
    if found is None:
        raise Http404
    return {
        "name_zh": found.name_zh,
        "name_en": found.name_en,
        "place_code": found.place_code,
        "synthetic": found.synthetic,
        "data_version": found.data_version,
        "data_date": found.data_date,
        "dafeng": __version__,
    }


@router.get("/me", response=MeShape, summary="Who asks")
def me(request: HttpRequest) -> Any:
    """The person behind the request, and what the request may do."""
    person = person_of(request, Scope.READ)
    token = token_behind(request)
    unit = acting_unit(person)
    return {
        "username": person.username,
        "name": person.display_name,
        "unit": unit.code if unit else None,
        "scopes": token.scopes if token else list(Scope.values),
        "roles": [{"role": one.role, "path": one.path} for one in roles_of(person)],
    }


@router.get("/units", response=Page[UnitShape], summary="Units")
def units(request: HttpRequest, window: Query[Window]) -> Any:
    """Units that the person may see, the tree in order of its paths."""
    person = person_of(request, Scope.READ)
    return page_of(request, organisations_visible_to(person).order_by("path"), window)


@router.get("/units/{code}", response=UnitShape, summary="One unit")
def unit(request: HttpRequest, code: str) -> Any:
    """One unit by its code."""
    person = person_of(request, Scope.READ)
    found = organisations_visible_to(person).filter(code=code).first()
    if found is None:
        raise Http404
    return found
