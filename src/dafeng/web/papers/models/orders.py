"""Documents that somebody asked for and a worker composes."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import Organisation
from dafeng.web.papers.models.papers import Paper, PaperKindCode
from dafeng.web.plans.models import Plan


class OrderState(models.TextChoices):
    """How far an order is."""

    WAITING = "waiting", _("排队中")
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")


class OrderScope(models.TextChoices):
    """How many documents are asked for."""

    ONE = "one", _("一份")
    EACH = "each", _("每个单位一份")


class PaperOrder(models.Model):
    """Somebody asked for documents; asking again while it waits asks for the same.

    ``done`` of ``of`` are composed; ``paper`` is the first that came of it, ``trouble``
    why nothing did. ``claimed_at`` is when the worker that has it was last heard of.
    """

    plan = models.ForeignKey(
        Plan,
        verbose_name=_("方案"),
        on_delete=models.PROTECT,
        related_name="paper_orders",
    )
    kind = models.CharField(_("文种"), max_length=8, choices=PaperKindCode.choices)
    period = models.CharField(_("时期"), max_length=10)
    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("涉及单位"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    scope = models.CharField(
        _("份数"),
        max_length=4,
        choices=OrderScope.choices,
        default=OrderScope.ONE,
    )
    state = models.CharField(
        _("状态"),
        max_length=7,
        choices=OrderState.choices,
        default=OrderState.WAITING,
    )
    done = models.PositiveSmallIntegerField(_("已编写"), default=0)
    of = models.PositiveSmallIntegerField(_("共"), default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("提出时间"))
    claimed_at = models.DateTimeField(_("领取时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    paper = models.ForeignKey(
        Paper,
        verbose_name=_("公文"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    trouble = models.CharField(_("问题"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("编写申请")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "kind", "period", "unit", "scope"),
                condition=Q(state=OrderState.WAITING),
                name="paper_order_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OrderState.values),
                name="paper_order_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PaperKindCode.values),
                name="paper_order_kind_known",
            ),
        )

    def __str__(self) -> str:
        """What was asked for."""
        return f"{self.get_kind_display()} {self.period}"

    def get_absolute_url(self) -> str:
        """Page that tells how far it is."""
        return reverse("papers:order", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Whose documents they are."""
        return self.plan.owner_paths()
