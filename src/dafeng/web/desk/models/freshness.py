"""How new the numbers in the lake are: prepared, so that no page reads the lake."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Freshness(models.Model):
    """The newest period of one series; of a whole table where ``series`` is empty.

    ``due_on`` is the last day on which the next figure is in time.
    """

    table = models.CharField(_("数据表"), max_length=40)
    series = models.CharField(_("数列"), max_length=80, blank=True)
    owner = models.CharField(_("由谁提供"), max_length=120, blank=True)
    newest = models.CharField(_("最新一期"), max_length=10, blank=True)
    rows = models.PositiveBigIntegerField(_("行数"))
    version = models.PositiveIntegerField(_("版本"), null=True, blank=True)
    learned_at = models.DateTimeField(_("获知时间"), null=True, blank=True)
    due_on = models.DateField(_("应报日"), null=True, blank=True)
    seen_at = models.DateTimeField(_("查看时间"))

    class Meta:
        verbose_name = _("数据新旧")
        ordering = ("table", "series")
        constraints = (
            models.UniqueConstraint(fields=("table", "series"), name="freshness_once"),
        )

    def __str__(self) -> str:
        """Table, series, newest period."""
        return f"{self.table} {self.series} {self.newest}".strip()

    def late_on(self, day: date) -> bool:
        """Whether the next figure should have come before ``day``."""
        return self.due_on is not None and self.due_on < day
