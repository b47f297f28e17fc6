"""How much came on a day: the journal has the batches, this only counts them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation


class ArrivalCount(models.Model):
    """Batches and readings of one enterprise that one channel brought on one day."""

    day = models.DateField(_("日期"), validators=[possible_day])
    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="arrival_counts",
    )
    channel = models.CharField(_("渠道"), max_length=40)
    batches = models.PositiveBigIntegerField(_("批次"), default=0)
    readings = models.PositiveBigIntegerField(_("读数"), default=0)
    repeated = models.PositiveBigIntegerField(_("重复批次"), default=0)
    last_at = models.DateTimeField(_("最近到达"))

    class Meta:
        verbose_name = _("到达统计")
        ordering = ("-day", "enterprise", "channel")
        constraints = (
            models.UniqueConstraint(
                fields=("day", "enterprise", "channel"), name="arrival_count_once"
            ),
            models.CheckConstraint(
                condition=possible("day"), name="arrival_count_day_possible"
            ),
        )

    def __str__(self) -> str:
        """Day, channel and number."""
        return f"{self.day} {self.channel} {self.batches}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path
