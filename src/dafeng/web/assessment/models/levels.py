"""Which plans hang together: the district's, those above, those that carry it out."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dafeng.assessment.coverage import Level
from dafeng.web.plans.models import Plan


class LevelCode(models.TextChoices):
    """How a plan stands to the district's own."""

    ABOVE = Level.ABOVE.value, _("上级方案")
    SECTOR = Level.SECTOR.value, _("部门方案")
    TOWN = Level.TOWN.value, _("乡镇或园区方案")


class PlanLevel(models.Model):
    """A person's word on how a plan stands to the district's (1+N)."""

    plan = models.OneToOneField(
        Plan,
        on_delete=models.CASCADE,
        related_name="level",
        verbose_name=_("方案"),
    )
    main = models.ForeignKey(
        Plan,
        on_delete=models.CASCADE,
        related_name="linked",
        verbose_name=_("本区总方案"),
    )
    level = models.CharField(_("层级"), max_length=6, choices=LevelCode)
    name = models.CharField(_("简称"), max_length=100)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("设定人"),
    )
    set_at = models.DateTimeField(_("设定时间"), auto_now=True)

    class Meta:
        verbose_name = _("方案层级")
        verbose_name_plural = _("方案层级")
        ordering = ("main", "level", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("main", "name"),
                name="planlevel_name_once",
                violation_error_message=_("这个简称已用于另一份方案。"),
            ),
            models.CheckConstraint(
                condition=~Q(plan=F("main")),
                name="planlevel_of_another",
                violation_error_message=_("方案不能挂在自己下面。"),
            ),
            models.CheckConstraint(
                condition=Q(level__in=LevelCode.values), name="planlevel_known"
            ),
        )

    def __str__(self) -> str:
        """Name and level."""
        return f"{self.name} ({self.get_level_display()})"

    def owner_paths(self) -> Iterable[str]:
        """Whose it is, for rights."""
        return self.main.owner_paths()
