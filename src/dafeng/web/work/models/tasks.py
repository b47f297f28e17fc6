"""Tasks: what a unit must deliver by a day, who helps, and how it went."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import Clause, Plan, Project, Target
from dafeng.web.plans.models import Task as PlanTask
from dafeng.web.work.models.choices import RECURRENCES, TASK_STATES
from dafeng.work import Recurrence, TaskState, Urgency, urgency

ENDED = (TaskState.CLOSED.value, TaskState.CANCELLED.value)
"""States that nothing leads out of."""
WORDS = 4000
"""As long as a text of a task may be."""


class UnitRole(models.TextChoices):
    """What a unit beside the lead does for a task."""

    LEAD = "lead", _("共同牵头")
    SUPPORT = "support", _("配合")
    IMPLEMENT = "implement", _("落实")


class Task(models.Model):
    """One piece of work with one lead unit and a deadline.

    ``due_on`` is the day in force; ``first_due_on`` the day it was given with, which an
    approved extension leaves alone. Overdue is derived from both the state and the day.
    ``version`` grows with every change: an edit of an older version is refused.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("下达单位"),
        on_delete=models.PROTECT,
        related_name="issued_tasks",
    )
    plan = models.ForeignKey(
        Plan,
        verbose_name=_("方案"),
        on_delete=models.PROTECT,
        related_name="work",
        null=True,
        blank=True,
    )
    plan_task = models.ForeignKey(
        PlanTask,
        verbose_name=_("方案任务"),
        on_delete=models.PROTECT,
        related_name="work",
        null=True,
        blank=True,
    )
    clause = models.ForeignKey(
        Clause,
        verbose_name=_("条款"),
        on_delete=models.PROTECT,
        related_name="work",
        null=True,
        blank=True,
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级任务"),
        on_delete=models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
    )
    number = models.CharField(_("编号"), max_length=80)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    title = models.CharField(_("任务"), max_length=300)
    deliverable = models.TextField(
        _("交付成果"), blank=True, validators=[MaxLengthValidator(WORDS)]
    )
    evidence_asked = models.TextField(
        _("佐证要求"), blank=True, validators=[MaxLengthValidator(WORDS)]
    )
    lead = models.ForeignKey(
        Organisation,
        verbose_name=_("牵头单位"),
        on_delete=models.PROTECT,
        related_name="led_tasks",
    )
    group = models.CharField(_("所属单位组"), max_length=300, blank=True)
    """Group of the plan through which the lead came to the task; empty: by name."""
    recurrence = models.CharField(
        _("频次"), max_length=12, choices=RECURRENCES, default=Recurrence.ONCE.value
    )
    begins_on = models.DateField(
        _("开始日"), null=True, blank=True, validators=[possible_day]
    )
    first_due_on = models.DateField(_("原定期限"), validators=[possible_day])
    due_on = models.DateField(_("期限"), validators=[possible_day])
    state = models.CharField(
        _("状态"), max_length=12, choices=TASK_STATES, default=TaskState.DRAFT.value
    )
    percent = models.DecimalField(
        _("进度"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    reported_on = models.DateField(_("最近报送日"), null=True, blank=True)
    verified = models.BooleanField(_("进度已核实"), default=False)
    targets = models.ManyToManyField(
        Target, verbose_name=_("目标"), related_name="work", blank=True
    )
    projects = models.ManyToManyField(
        Project, verbose_name=_("项目"), related_name="work", blank=True
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("创建人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("创建时间"))
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("任务")
        ordering = ("due_on", "number")
        indexes = (
            models.Index(fields=("lead", "state", "due_on"), name="work_task_by_lead"),
            models.Index(fields=("organisation", "due_on"), name="work_task_by_issuer"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "number"), name="work_task_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in TaskState]),
                name="work_task_state_known",
            ),
            models.CheckConstraint(
                condition=Q(recurrence__in=[r.value for r in Recurrence]),
                name="work_task_recurrence_known",
            ),
            models.CheckConstraint(
                condition=possible("due_on") & possible("begins_on"),
                name="work_task_days_possible",
            ),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True) | Q(due_on__gte=F("begins_on")),
                name="work_task_ends_after_it_begins",
                violation_error_message=_("期限早于开始日。"),
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__range=(0, 100)),
                name="work_task_percent_possible",
                violation_error_message=_("进度应在 0 到 100 之间。"),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="work_task_is_not_its_own_part",
            ),
        )

    def __str__(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Page of the task."""
        return reverse("work:task", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """The issuer, the lead and all that help; a draft is the issuer's alone."""
        if self.state == TaskState.DRAFT.value:
            return (self.organisation.path,)
        return (
            self.organisation.path,
            self.lead.path,
            *(one.organisation.path for one in self.units.all()),
        )

    def urgency_on(self, day: date) -> Urgency:
        """How the deadline stands to a day."""
        return urgency(self.state, self.due_on, day)

    def overdue_on(self, day: date) -> bool:
        """Whether the task should have been handed in before ``day`` and was not."""
        return self.urgency_on(day) is Urgency.OVERDUE


class TaskUnit(models.Model):
    """A unit beside the lead, named itself or reached through a group of the plan."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="units")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="helped_tasks",
    )
    role = models.CharField(_("角色"), max_length=9, choices=UnitRole.choices)
    group = models.CharField(_("所属单位组"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("配合单位")
        ordering = ("task", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("task", "organisation", "group"), name="work_task_unit_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=UnitRole.values), name="work_task_role_known"
            ),
        )

    def __str__(self) -> str:
        """Who does what."""
        return f"{self.organisation} {self.get_role_display()}"


class TaskIndicator(models.Model):
    """An indicator (id of a definition) or series that the task is to move."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(_("指标代码"), max_length=80)

    class Meta:
        verbose_name = _("关联指标")
        ordering = ("task", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("task", "code"), name="work_task_indicator_once"
            ),
        )

    def __str__(self) -> str:
        """The code."""
        return self.code


class TaskStep(models.Model):
    """A milestone of a task: what is done by which day; ``done_on`` None is not yet."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField(_("顺序"))
    title = models.CharField(_("节点"), max_length=200)
    due_on = models.DateField(_("期限"), validators=[possible_day])
    done_on = models.DateField(
        _("完成日"), null=True, blank=True, validators=[possible_day]
    )

    class Meta:
        verbose_name = _("任务节点")
        ordering = ("task", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("task", "order"), name="work_task_step_once"
            ),
        )

    def __str__(self) -> str:
        """Title and day."""
        return f"{self.title} {self.due_on}"
