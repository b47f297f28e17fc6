"""Prepare what the first page and the search show: for a house that was just filled."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dafeng.web.desk.jobs import look_at_lake, prepare_search


class Command(BaseCommand):
    """Look at the lake and write the search entries."""

    help = "Prepare freshness and search of the desk."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do both; say what was done."""
        self.stderr.write(look_at_lake())
        self.stderr.write(prepare_search())
