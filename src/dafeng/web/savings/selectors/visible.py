"""What of this room somebody may see."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from dafeng.web.core.models import Organisation, OrganisationKind
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, seen, the_house, within
from dafeng.web.savings.models import (
    EnergyAnomaly,
    EnergyCertificate,
    SavingProject,
    Settlement,
)
from dafeng.web.savings.permissions import ENTER, KEEP, VIEW

M = TypeVar("M", bound=Model)


def of_enterprises(user: Person, right: str = VIEW) -> Q:
    """Return the condition of rows of enterprises that the person has a right on."""
    return seen(user, right, "enterprise")


def enterprises_for(user: Person, right: str = VIEW) -> QuerySet[Organisation]:
    """Enterprises that the person has a right on."""
    return (
        Organisation.objects.filter(seen(user, right), kind=OrganisationKind.ENTERPRISE)
        .select_related("parent")
        .order_by("path")
    )


def enterprise_for(user: Person, pk: int, right: str = VIEW) -> Organisation | None:
    """One of them."""
    return enterprises_for(user, right).filter(pk=pk).first()


def enterprises_to_enter(user: Person) -> QuerySet[Organisation]:
    """Enterprises for which the person enters output and certificates."""
    return enterprises_for(user, ENTER)


def enterprises_to_contract(user: Person) -> QuerySet[Organisation]:
    """Enterprises for which the person enters projects."""
    return enterprises_for(user, KEEP)


def projects_for(user: Person) -> QuerySet[SavingProject]:
    """Projects of enterprises, or of providers, that the person may see."""
    provided = within("provider__path", paths_where(user, VIEW))
    mine = of_enterprises(user) | provided
    return SavingProject.objects.filter(mine, withdrawn_at=None).select_related(
        "enterprise", "provider", "point"
    )


def project_for(user: Person, pk: int) -> SavingProject | None:
    """One of them."""
    return projects_for(user).filter(pk=pk).first()


def settlement_for(user: Person, pk: int) -> Settlement | None:
    """One settlement that stands, of a project that the person may see."""
    rows = Settlement.objects.filter(
        project__in=projects_for(user), withdrawn_at=None, pk=pk
    )
    return rows.select_related("project__enterprise", "project__provider").first()


def anomalies_for(user: Person) -> QuerySet[EnergyAnomaly]:
    """Anomalies of enterprises that the person may see."""
    return EnergyAnomaly.objects.filter(of_enterprises(user)).select_related(
        "enterprise", "point"
    )


def certificates_for(user: Person) -> QuerySet[EnergyCertificate]:
    """Certificates that stand, of enterprises that the person may see."""
    return EnergyCertificate.objects.filter(
        of_enterprises(user), withdrawn_at=None
    ).select_related("enterprise")


def root_of_house() -> Organisation | None:
    """The district whose house this is."""
    house = the_house()
    if house is None:
        return None
    return Organisation.objects.filter(parent=None, place_code=house.place_code).first()
