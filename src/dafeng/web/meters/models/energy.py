"""What the list of enterprises and the wall show, reckoned when readings arrive."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation

SPARK_DAYS = 30
"""Days of the small line of the list."""


class EnergyDigest(models.Model):
    """The energy of one enterprise in few numbers; pages read it, nobody edits it.

    Amounts are grams of standard coal by calorific value; None is unknown, never 0.
    ``day`` is the last local day of which anything is known in the house, the same for
    all; ``heard_until`` is up to when something is known of this one.  ``compared_g``
    is the month without a last day that is not over, and ``last_year_g`` the same days
    a year ago.
    """

    enterprise = models.OneToOneField(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.CASCADE,
        related_name="energy_digest",
        primary_key=True,
    )
    made_at = models.DateTimeField(_("生成时间"))
    day = models.DateField(_("数据日期"), validators=[possible_day])
    heard_until = models.DateTimeField(_("最近有数"), null=True, blank=True)
    meters = models.PositiveIntegerField(_("计量点数"), default=0)
    silent = models.PositiveIntegerField(_("无数据的计量点"), default=0)
    due_s = models.PositiveBigIntegerField(_("应有秒数"), default=0)
    known_s = models.PositiveBigIntegerField(_("已知秒数"), default=0)
    spark = models.JSONField(_("近 30 日"), default=list)
    hours = models.JSONField(_("各小时"), default=dict)
    month_g = models.BigIntegerField(_("本月"), null=True, blank=True)
    compared_g = models.BigIntegerField(_("本月可比"), null=True, blank=True)
    last_year_g = models.BigIntegerField(_("上年同期"), null=True, blank=True)

    class Meta:
        verbose_name = _("用能摘要")
        ordering = ("enterprise__path",)
        constraints = (
            models.CheckConstraint(
                condition=possible("day"), name="energy_digest_day_possible"
            ),
            models.CheckConstraint(
                condition=models.Q(known_s__lte=models.F("due_s")),
                name="energy_digest_known_within_due",
            ),
        )

    def __str__(self) -> str:
        """Whose and of which day."""
        return f"{self.enterprise} {self.day}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path
