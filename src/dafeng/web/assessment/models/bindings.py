"""By which definition a target is reckoned, where a person chose another one."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.plans.models import Target

FIRST_YEAR, LAST_YEAR = 1990, 2100


class TargetBinding(models.Model):
    """A person's word on how a target is reckoned; it goes before the rule.

    An empty definition says that nothing reckons the target.
    """

    target = models.OneToOneField(
        Target,
        on_delete=models.PROTECT,
        related_name="binding",
        verbose_name=_("目标"),
    )
    definition = models.CharField(_("指标定义"), max_length=64, blank=True)
    base_year = models.PositiveSmallIntegerField(_("基年"), null=True, blank=True)
    scope = models.CharField(_("范围"), max_length=100, blank=True)
    ground = models.CharField(_("理由"), max_length=500)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("选定人"),
    )
    decided_at = models.DateTimeField(_("选定时间"), auto_now=True)

    class Meta:
        verbose_name = _("目标的算法")
        verbose_name_plural = _("目标的算法")
        ordering = ("target",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(ground=""), name="targetbinding_has_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(base_year__isnull=True)
                | Q(base_year__gte=FIRST_YEAR, base_year__lte=LAST_YEAR),
                name="targetbinding_base_year_possible",
            ),
        )

    def __str__(self) -> str:
        """Target and definition."""
        return f"{self.target.key} {self.definition}".strip()

    def owner_paths(self) -> Iterable[str]:
        """Whose it is, for rights."""
        return self.target.owner_paths()
