"""Outlooks as they were made: the run and its headline, the record apart."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import Organisation


class OutlookRun(models.Model):
    """One outlook, as it was made once; what came out last is in force."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="outlook_runs",
        verbose_name=_("单位"),
    )
    base_year = models.PositiveSmallIntegerField(_("基年"))
    horizon = models.PositiveSmallIntegerField(_("展望末年"))
    by_year = models.PositiveSmallIntegerField(_("承诺年份"))
    draws = models.PositiveIntegerField(_("抽样数"))
    seed = models.PositiveIntegerField(_("随机种子"))
    account_seal = models.CharField(_("碳账封存校验值"), max_length=64, blank=True)
    seal = models.CharField(_("封存校验值"), max_length=64, unique=True)
    probability = models.DecimalField(_("达峰概率"), max_digits=7, decimal_places=6)
    flips = models.BooleanField(_("结论随电力因子口径改变"), default=False)
    synthetic = models.BooleanField(_("示例数据"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("计算人"),
    )
    made_at = models.DateTimeField(_("计算时间"), auto_now_add=True)
    came_out_at = models.DateTimeField(_("最近得出时间"), default=timezone.now)
    """When the house's inputs gave this result last: they may return to old ones."""

    class Meta:
        verbose_name = _("达峰路径")
        verbose_name_plural = _("达峰路径")
        ordering = ("-came_out_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(probability__gte=0) & Q(probability__lte=1),
                name="outlookrun_probability_range",
            ),
            models.CheckConstraint(
                condition=Q(horizon__gt=F("base_year")),
                name="outlookrun_horizon_after_base",
            ),
        )

    def __str__(self) -> str:
        """Base year and the day on which it was made."""
        return f"{self.base_year} {self.made_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """Page of this run, whichever is in force."""
        return reverse("pathways:run", args=[self.seal[:16]])


class OutlookRecord(models.Model):
    """The core's own record of a run, in a table of its own: no list reads it along."""

    run = models.OneToOneField(
        OutlookRun, on_delete=models.CASCADE, related_name="record"
    )
    content = models.JSONField(_("结果"))
    """The canonical record of the core's ``Outlook``."""

    class Meta:
        verbose_name = _("达峰路径记录")
        verbose_name_plural = _("达峰路径记录")

    def __str__(self) -> str:
        """Of which run."""
        return str(self.run)
