"""Sets of measures that somebody asked for and a worker chooses."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.pathways.models.runs import OutlookRun


class ChoiceState(models.TextChoices):
    """How far a set is that somebody asked for."""

    WAITING = "waiting", _("排队中")
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")


class ChoiceOrder(models.Model):
    """A wish and the set that reaches it; the same wish of the same outlook is one row.

    The outlook is sealed, so what was found once is found for everybody: whoever
    wishes the same gets it at once.
    """

    run = models.ForeignKey(
        OutlookRun,
        on_delete=models.CASCADE,
        related_name="choices",
        verbose_name=_("达峰路径"),
    )
    wish = models.CharField(_("要求"), max_length=120)
    """The wish as canonical text: what makes two wishes the same."""
    probability = models.DecimalField(
        _("达峰概率不低于（%）"), max_digits=5, decimal_places=2
    )
    cut = models.DecimalField(
        _("承诺年份比基年减排（%）"), max_digits=5, decimal_places=2
    )
    capital = models.DecimalField(
        _("每年投资上限（亿元）"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
    )
    since = models.PositiveSmallIntegerField(_("最早起始年"))
    state = models.CharField(
        _("状态"),
        max_length=7,
        choices=ChoiceState.choices,
        default=ChoiceState.WAITING,
    )
    step = models.PositiveSmallIntegerField(_("步骤"), default=0)
    """Step that is under way; 0 while no worker took it up."""
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("提出人"),
    )
    asked_at = models.DateTimeField(_("提出时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    content = models.JSONField(_("结果"), null=True, blank=True)
    """The canonical record of the core's ``Achieved``."""
    trouble = models.CharField(_("问题"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("求解申请")
        verbose_name_plural = _("求解申请")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("run", "wish"), name="choiceorder_wish_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ChoiceState.values),
                name="choiceorder_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(content__isnull=False),
                name="choiceorder_done_has_content",
            ),
        )

    def __str__(self) -> str:
        """What was wished."""
        return self.wish

    def get_absolute_url(self) -> str:
        """Page that says how far it is, and then the set."""
        return reverse("pathways:chosen", args=[self.pk])

    def owner_paths(self) -> tuple[str, ...]:
        """Whose outlook it rests on, for rights."""
        return (self.run.organisation.path,)
