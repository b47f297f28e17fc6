"""Results that somebody asked for and a worker makes."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.assessment.models.runs import AssessmentRun
from dafeng.web.core.days import possible_day
from dafeng.web.plans.models import Plan


class OrderState(models.TextChoices):
    """How far a result is that somebody asked for."""

    WAITING = "waiting", _("排队中")
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")


class ScoreOrder(models.Model):
    """Somebody asked for a result; asking again while it waits asks for the same.

    ``run`` is what came of it, ``trouble`` why nothing did; ``address`` is the page on
    which it was asked for.
    """

    plan = models.ForeignKey(
        Plan,
        verbose_name=_("方案"),
        on_delete=models.PROTECT,
        related_name="score_orders",
    )
    period = models.CharField(_("考核期"), max_length=10)
    scheme = models.CharField(_("考核办法"), max_length=40)
    as_of = models.DateField(_("截止日"), validators=[possible_day])
    state = models.CharField(
        _("状态"),
        max_length=7,
        choices=OrderState.choices,
        default=OrderState.WAITING,
    )
    address = models.CharField(_("网址"), max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("提出时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    run = models.ForeignKey(
        AssessmentRun,
        verbose_name=_("结果"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    trouble = models.CharField(_("问题"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("计算申请")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "period", "scheme", "as_of"),
                condition=Q(state=OrderState.WAITING),
                name="score_order_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OrderState.values),
                name="score_order_state_known",
            ),
        )

    def __str__(self) -> str:
        """What was asked for."""
        return f"{self.period} {self.scheme} {self.as_of}"

    def get_absolute_url(self) -> str:
        """Page that says how far it is."""
        return reverse("assessment:order", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Who is assessed."""
        return self.plan.owner_paths()
