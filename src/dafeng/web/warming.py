"""What a worker of the server does before its first visitor, so that nobody waits."""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template import TemplateSyntaxError, engines
from django.urls import get_resolver
from django.utils import translation

NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS = 700, 10, 1000
"""When Python looks for garbage: among the new often and briefly, among all seldom."""


def warm_up() -> int:
    """Import every page, compile every template, and keep all of that for good.

    Python looks through everything that it holds, again and again, for what nobody
    needs; with half a million objects of the program itself that stops a page for a
    quarter of a second.  What is loaded now stays as long as the worker: it is
    set apart and never looked through again.

    Returns
    -------
    int
        How many templates were compiled.
    """
    get_resolver().url_patterns  # noqa: B018 - reading it imports the pages
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")
    compiled = 0
    for name in _own_templates():
        # A template with a fault fails on its own page; the others open.
        with suppress(TemplateSyntaxError):
            engines["django"].get_template(name)
            compiled += 1
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS)
    return compiled


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
