"""A house: its folder, its key, its tables, what fills it, and the server before it.

::

    var/
      secret-key         signs sessions; readable by the owner alone
      dafeng.sqlite3     work (unless DAFENG_DATABASE_URL names PostgreSQL)
      static/            styles and scripts under hashed names
      files/             documents and workbooks that people gave
      lake/              tables of numbers; they only grow
      seals/             accounts that were sealed
      kept/              first pages as they were laid out; may be removed
      accounts.txt       passwords of a sample house; readable by the owner alone

This module is imported before Django knows its settings; what needs models is in
``dafeng.web.tables`` and ``dafeng.web.filling``, loaded when the house stands.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.places import place_tree
from dafeng.plan import read_plan
from dafeng.sample import sample_places
from dafeng.web.serve import serve

if TYPE_CHECKING:
    from types import ModuleType

    from dafeng.assessment import Assessment
    from dafeng.plan import Plan

__all__ = ["Account", "HouseSummary", "new_house", "prepare_house", "serve"]

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are."""

SETTINGS = "dafeng.web.settings"
KEY = "secret-key"
STEPS, FILLING_STEP = 44, 4
"""All steps; where filling a sample house begins."""


@attrs.frozen(kw_only=True)
class Account:
    """A person who was added when the house was made; the password is shown once."""

    username: str
    password: str = attrs.field(repr=False)
    role: str
    unit: str


@attrs.frozen(kw_only=True)
class HouseSummary:
    """What stands in the house now.

    Attributes
    ----------
    name : str
        Whose house it is.
    plan : Plan
        The plan that the first page shows.
    accounts : tuple of Account
        Only those that were added by this very call; a second call gives none.
    synthetic : bool
        Whether its data are an example.
    result : Assessment or None
        Where the targets stand; None until somebody assesses them.
    """

    name: str
    plan: Plan
    accounts: tuple[Account, ...]
    synthetic: bool
    result: Assessment | None = None


def prepare_house(
    home: Path, plan: Path | None, progress: Progress, *, size: str = "small"
) -> HouseSummary:
    """Make the house if it is new, and see that it holds a plan.

    A second call changes nothing and takes as long as looking.

    Parameters
    ----------
    home : Path
        Folder of the house.
    plan : Path or None
        A document to read and load; None loads the sample district's plan, with an
        account for each role, into a house that holds none yet.
    size : str
        How much the sample's meters measure: ``small`` or ``full``.

    Raises
    ------
    BadInputError
        The document cannot be read; nothing was made.
    """
    if plan is not None:
        read_plan(plan)
    filling = _standing(home, progress)
    progress("loading the plan", 3, STEPS)
    if plan is not None:
        summary = filling.fill_with_document(plan)
    else:
        # Kept at once: what follows takes a minute and may be cut off.
        summary = _kept(filling.fill_with_sample(), home)

        def stages(what: str, done: int, of: int) -> None:
            progress(what, FILLING_STEP + (STEPS - FILLING_STEP) * done // of, STEPS)

        filling.fill_stages(stages, size)
    filling.prepare_desk()
    result = filling.newest_result()
    progress("ready", STEPS, STEPS)
    return _kept(attrs.evolve(summary, result=result), home)


def new_house(home: Path, plan: Path, place: str, progress: Progress) -> HouseSummary:
    """Open a house for a district: its plan as a proposal, and one account.

    Raises
    ------
    BadInputError
        The document cannot be read, ``place`` is no place code, or there is a house in
        ``home`` already; nothing was made or changed.
    NotFoundError
        No place has this code; nothing was made or changed.
    """
    read_plan(plan)
    if (home / KEY).exists():
        msg = f"There is a house in {home} already. Name another folder with --home."
        raise BadInputError(msg, code="house.exists", home=str(home))
    place_tree(extra=sample_places()).get(place)
    filling = _standing(home, progress)
    progress("loading the plan", 3, STEPS)
    summary: HouseSummary = filling.fill_new(plan, place)
    filling.prepare_desk()
    progress("ready", STEPS, STEPS)
    return _kept(summary, home)


def stand_up(home: Path) -> None:
    """Make folder and key, and let Django read the settings of this house.

    Raises
    ------
    BadInputError
        This process already serves another house.
    """
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    keep_key(home, secrets.token_urlsafe(50))
    # Not read here: the settings find the house by it, in this process and in workers.
    os.environ["DAFENG_HOME"] = str(home)  # noqa: TID251
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)  # noqa: TID251
    django = import_module("django")
    django.setup()
    settings = import_module("django.conf").settings
    if home != settings.HOME:
        msg = f"This process works in {settings.HOME}; it cannot work in {home} too."
        raise BadInputError(msg, code="house.other", home=str(home))


def keep_key(home: Path, key: str) -> None:
    """Keep a key in a house that has none, for its owner alone."""
    try:
        handle = os.open(home / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")


def _standing(home: Path, progress: Progress) -> ModuleType:
    progress("opening the house", 0, STEPS)
    stand_up(home)
    progress("making tables", 1, STEPS)
    import_module("dafeng.web.tables").make_tables()
    progress("laying out styles and scripts", 2, STEPS)
    import_module("dafeng.web.static_files").lay_out()
    return import_module("dafeng.web.filling")


def _kept(summary: HouseSummary, home: Path) -> HouseSummary:
    """Keep the sample's passwords, or its owner could not come back."""
    if summary.accounts and summary.synthetic:
        path = home / "accounts.txt"
        lines = [f"{a.username}\t{a.password}\t{a.role}" for a in summary.accounts]
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    return summary
