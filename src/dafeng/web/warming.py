"""What a worker of the server does before its first visitor, so that nobody waits."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.template import TemplateSyntaxError, engines
from django.urls import get_resolver
from django.utils import timezone, translation

from dafeng.base.indicators import indicator_register
from dafeng.indicators import definition_register
from dafeng.web.desk.selectors.digest import digest_for
from dafeng.web.meters.selectors.kept_tree import kept_tree
from dafeng.web.plans.selectors.plans import current_plan_for
from dafeng.web.plans.standing import standings_of

NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS = 700, 10, 100
"""When Python looks for garbage: among the new often and briefly, among all seldom.

Among all it looks about once in a hundred pages; ten times more seldom, and a worker
grows by 70 MB with every thousand pages before it gives anything back.
"""
TURN_SECONDS = 0.0005
"""How long a thread may reckon while another one of the worker waits to go on."""


def warm_up() -> int:
    """Import every page, compile every template, read registers; keep it all for good.

    Python looks through everything that it holds, again and again, for what nobody
    needs; with half a million objects of the program itself that stops a page for a
    quarter of a second.  What is loaded now stays as long as the worker: it is
    set apart and never looked through again.

    Threads take turns more often than Python does by itself.  A page asks the database
    twenty times, and after each answer it waits for its turn: beside a page that
    reckons, that would be twenty times five milliseconds.

    Returns
    -------
    int
        How many templates were compiled.
    """
    get_resolver().url_patterns  # noqa: B018 - reading it imports the pages
    for code, _name in settings.LANGUAGES:
        with translation.override(code):  # taking a language reads its catalogue
            pass
    for register in (indicator_register, definition_register):
        register()
    compiled = 0
    for name in _own_templates():
        # A template with a fault fails on its own page; the others open.
        with suppress(TemplateSyntaxError):
            engines["django"].get_template(name)
            compiled += 1
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS)
    sys.setswitchinterval(TURN_SECONDS)
    return compiled


def open_first_page() -> None:
    """Gather once what the first pages show to everybody: much of it is kept.

    A house whose tables are not as this version wants them is served all the same.
    """
    nobody = AnonymousUser()
    with suppress(DatabaseError):
        digest_for(nobody, timezone.localdate())
        plan = current_plan_for(nobody)
        if plan is not None:
            standings_of(plan, nobody)
        kept_tree()
    connection.close()


def _own_templates() -> list[str]:
    folders = [Path(__file__).parent / "templates"]
    folders += [
        Path(config.path) / "templates"
        for config in apps.get_app_configs()
        if config.name.startswith("dafeng.")
    ]
    return sorted(
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in folder.rglob("*.html")
    )
