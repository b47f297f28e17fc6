"""Decisions of the leading group, and the targets and tasks that they change."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import Act, Target
from dafeng.web.work.models import Task, TaskMove

EFFECTS = (
    ("set", _("确定")),
    ("revise", _("调整")),
    ("extend", _("延期")),
    ("suspend", _("暂缓")),
    ("cancel", _("终止")),
    ("urge", _("督促落实")),
)
EFFECT_CODES = [code for code, _word in EFFECTS]


class Decision(models.Model):
    """The decisions of one meeting, as its minutes hold them.

    What was recorded wrongly is withdrawn with a reason and recorded anew.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="group_decisions",
    )
    number = models.CharField(_("纪要编号"), max_length=100)
    meeting = models.CharField(_("会议"), max_length=200)
    met_on = models.DateField(_("会议日期"), validators=[possible_day])
    chair = models.CharField(_("主持人职务"), max_length=100, blank=True)
    present = models.TextField(_("出席人员职务"), blank=True)
    text = models.TextField(_("会议内容"), blank=True)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("校验值"), max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField(_("大小"), null=True, blank=True)
    file_media = models.CharField(_("格式"), max_length=100, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    withdrawn = models.BooleanField(_("已撤回"), default=False)
    reason = models.CharField(_("撤回的理由"), max_length=500, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("会议决定")
        ordering = ("-met_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "number"),
                condition=Q(withdrawn=False),
                name="group_decision_number_once",
                violation_error_message=_("这份纪要已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | ~Q(reason=""),
                name="group_decision_withdrawn_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        """Number and meeting."""
        return f"{self.number} {self.meeting}"

    def get_absolute_url(self) -> str:
        """Page of the decision."""
        return reverse("office:decision", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Whose leading group it is."""
        return (self.organisation.path,)

    @property
    def posts(self) -> list[str]:
        """Who was present, one post an entry."""
        return [line.strip() for line in self.present.splitlines() if line.strip()]


class DecisionItem(models.Model):
    """One thing that was decided."""

    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="items"
    )
    order = models.PositiveSmallIntegerField(_("顺序"))
    text = models.TextField(_("决定事项"))

    class Meta:
        verbose_name = _("决定事项")
        ordering = ("decision", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("decision", "order"), name="group_decision_item_once"
            ),
        )

    def __str__(self) -> str:
        """What was decided."""
        return self.text


class DecisionTarget(models.Model):
    """A target that an item changes; ``act`` is the change of the plan it stands for.

    A link without ``act`` says what is to be done; with it, what was done.
    """

    item = models.ForeignKey(
        DecisionItem, on_delete=models.CASCADE, related_name="targets"
    )
    target = models.ForeignKey(
        Target,
        verbose_name=_("目标"),
        on_delete=models.PROTECT,
        related_name="meeting_items",
    )
    effect = models.CharField(_("如何"), max_length=7, choices=EFFECTS)
    act = models.ForeignKey(
        Act,
        verbose_name=_("改动"),
        on_delete=models.PROTECT,
        related_name="meeting_items",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("决定涉及的目标")
        ordering = ("item", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("item", "target"), name="group_decision_target_once"
            ),
            models.CheckConstraint(
                condition=Q(effect__in=EFFECT_CODES),
                name="group_decision_target_effect_known",
            ),
        )

    def __str__(self) -> str:
        """Effect and target."""
        return f"{self.get_effect_display()} {self.target}"


class DecisionTask(models.Model):
    """A task that an item changes; ``move`` is the move of the task it stands for."""

    item = models.ForeignKey(
        DecisionItem, on_delete=models.CASCADE, related_name="tasks"
    )
    task = models.ForeignKey(
        Task,
        verbose_name=_("任务"),
        on_delete=models.PROTECT,
        related_name="meeting_items",
    )
    effect = models.CharField(_("如何"), max_length=7, choices=EFFECTS)
    move = models.ForeignKey(
        TaskMove,
        verbose_name=_("任务动态"),
        on_delete=models.PROTECT,
        related_name="meeting_items",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("决定涉及的任务")
        ordering = ("item", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("item", "task"), name="group_decision_task_once"
            ),
            models.CheckConstraint(
                condition=Q(effect__in=EFFECT_CODES),
                name="group_decision_task_effect_known",
            ),
        )

    def __str__(self) -> str:
        """Effect and task."""
        return f"{self.get_effect_display()} {self.task}"
