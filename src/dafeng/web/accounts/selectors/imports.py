"""Imports that a person may see."""

from __future__ import annotations

from django.db.models import QuerySet

from dafeng.web.accounts.models import ImportBatch
from dafeng.web.core.models import Organisation
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, organisations_where, within


def imports_for(user: Person) -> QuerySet[ImportBatch]:
    """Imports of the units where the person may see them, the newest first."""
    paths = paths_where(user, "accounts.import.view")
    rows = ImportBatch.objects.filter(within("organisation__path", paths))
    return rows.select_related(
        "organisation", "uploaded_by", "decided_by", "outbox", "corrects"
    )


def uploading_units(user: Person) -> QuerySet[Organisation]:
    """Units for which the person may upload, enterprises last."""
    return organisations_where(user, "accounts.import.upload").order_by("path")
