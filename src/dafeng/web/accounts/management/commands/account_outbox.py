"""Deliver what waits for the lake: ``python -m django account_outbox``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dafeng.web.accounts.models import OutboxRow
from dafeng.web.accounts.services.outbox import outbox_deliver


class Command(BaseCommand):
    """Try every promise once; the exit code says whether some are left."""

    help = "Append to the lake what people approved and what is not there yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Deliver, and name what still waits."""
        delivered = outbox_deliver()
        self.stdout.write(f"{delivered} delivered")
        left = OutboxRow.objects.filter(done_at__isnull=True)
        if left.exists():
            troubles = "; ".join(f"{row.key}: {row.trouble}" for row in left)
            raise CommandError(troubles)
