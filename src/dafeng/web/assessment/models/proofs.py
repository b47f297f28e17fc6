"""Chains of evidence that are too large to write while somebody waits."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.assessment.models.orders import OrderState
from dafeng.web.assessment.models.runs import AssessmentRun


class ProofKind(models.TextChoices):
    """What a chain begins with."""

    SCORE = "score", _("得分")
    FIGURE = "figure", _("数值")


class ProofOrder(models.Model):
    """Somebody asked for a chain; a worker writes it to a file, for that person alone.

    ``subject`` is the unit or the key of the target; ``done`` of ``total`` files are
    written; ``file`` names what was written, below the folder of the house's files.
    """

    run = models.ForeignKey(
        AssessmentRun,
        verbose_name=_("考核结果"),
        on_delete=models.PROTECT,
        related_name="proof_orders",
    )
    kind = models.CharField(_("类型"), max_length=6, choices=ProofKind.choices)
    subject = models.CharField(_("对象"), max_length=300)
    state = models.CharField(
        _("状态"),
        max_length=7,
        choices=OrderState.choices,
        default=OrderState.WAITING,
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("提出时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    done = models.PositiveIntegerField(_("已写文件"), default=0)
    total = models.PositiveIntegerField(_("文件总数"), default=0)
    file = models.CharField(_("文件"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("大小"), default=0)
    trouble = models.CharField(_("问题"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("证据链导出")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("run", "kind", "subject", "asked_by"),
                condition=Q(state=OrderState.WAITING),
                name="proof_order_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OrderState.values),
                name="proof_order_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ProofKind.values), name="proof_order_kind_known"
            ),
        )

    def __str__(self) -> str:
        """What was asked for."""
        return f"{self.subject} {self.run}"

    def get_absolute_url(self) -> str:
        """Page that says how far it is."""
        return reverse("assessment:proof-order", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Whose result it is."""
        return (self.run.organisation.path,)
