"""``python -m django audit_check``: whether the audit is whole."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from dafeng.web.core.audit import check_chain


class Command(BaseCommand):
    """Compare every seal of the audit, from the first row to the last."""

    help = "Compare every seal of the audit; exit code 1 names the first broken row."

    def handle(self, *_args: object, **_options: object) -> None:
        """Print the number of rows and the last seal, to be kept elsewhere."""
        report = check_chain()
        if report.broken:
            msg = f"Row {report.broken.number}: {report.broken.reason}."
            raise CommandError(msg)
        self.stdout.write(f"{report.rows} rows hold together; last seal {report.head}")
