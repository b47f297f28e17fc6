"""A person's own copy of the document, bound to the plan of a house.

This module is imported before Django knows its settings, as ``dafeng.web.house`` is.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.plan import read_document, read_text
from dafeng.web.house import stand_up

if TYPE_CHECKING:
    from dafeng.web.plans.services.attaching import AttachReport


def attach_to_house(home: Path, path: Path) -> AttachReport:
    """Bind a document to the plan that the first page shows.

    Raises
    ------
    BadInputError
        There is no house in ``home``, the document cannot be read, or it is not the
        text of this plan; nothing was changed.
    NotFoundError
        The house holds no plan.
    """
    if not (home / "secret-key").exists():
        msg = f"There is no house in {home}. Make one: dafeng run --home {home}"
        raise BadInputError(msg, code="house.none", home=str(home))
    document = read_document(path)
    stand_up(home)
    people = import_module("django.contrib.auth.models")
    selectors = import_module("dafeng.web.plans.selectors.plans")
    services = import_module("dafeng.web.plans.services.attaching")
    plan = selectors.current_plan_for(people.AnonymousUser())
    if plan is None:
        msg = f"The house in {home} holds no plan. Load one: dafeng run --plan FILE"
        raise NotFoundError(msg, code="house.no_plan", home=str(home))
    report: AttachReport = services.plan_attach_text(
        plan=plan,
        document=document,
        by=None,
        original=path.read_bytes(),
        reader=read_text,
    )
    return report
