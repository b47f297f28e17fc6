"""Targets, tasks, projects and milestones: the promises of a plan."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.plan.records import Direction, Role, Softness, TargetKind
from dafeng.web.plans.models.plans import Clause
from dafeng.web.plans.models.proposals import Proposal, ProposalKind
from dafeng.web.plans.models.units import PlanUnit

COMPARATORS = (">=", ">", "<=", "<", "=", "~")
FIRST_YEAR, LAST_YEAR = 1949, 2100
DIGITS, DECIMALS = 20, 6
FIGURELESS = (TargetKind.DELEGATED.value, TargetKind.DIRECTIONAL.value)


class Target(Proposal):
    """One promise that can be checked; a target without a figure has no ``value``."""

    KIND: ClassVar[ProposalKind] = ProposalKind.TARGET

    clause = models.ForeignKey(
        Clause,
        on_delete=models.PROTECT,
        related_name="targets",
        verbose_name=_("条款"),
    )
    indicator = models.TextField(_("指标"))
    indicator_code = models.CharField(_("指标代码"), max_length=32, blank=True)
    comparator = models.CharField(
        _("比较方式"),
        max_length=2,
        blank=True,
        choices=[
            (">=", _("不低于")),
            (">", _("高于")),
            ("<=", _("不高于")),
            ("<", _("低于")),
            ("=", _("等于")),
            ("~", _("约")),
        ],
    )
    value = models.DecimalField(
        _("数值"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    value_max = models.DecimalField(
        _("上限值"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    unit = models.CharField(_("计量单位"), max_length=120, blank=True)
    direction = models.CharField(
        _("方向"),
        max_length=4,
        choices=[
            (Direction.UP.value, _("越高越好")),
            (Direction.DOWN.value, _("越低越好")),
            (Direction.NONE.value, _("不分高低")),
        ],
        default=Direction.NONE.value,
    )
    year = models.PositiveSmallIntegerField(_("目标年"), null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("基年"), null=True, blank=True)
    kind = models.CharField(
        _("类型"),
        max_length=16,
        choices=[
            (TargetKind.LEVEL.value, _("水平")),
            (TargetKind.RELATIVE_CHANGE.value, _("相对变化")),
            (TargetKind.COUNT.value, _("数量")),
            (TargetKind.CAPACITY.value, _("规模")),
            (TargetKind.STATUS.value, _("状态")),
            (TargetKind.DELEGATED.value, _("上级下达")),
            (TargetKind.DIRECTIONAL.value, _("方向性")),
            (TargetKind.PROHIBITION.value, _("禁止")),
            (TargetKind.THRESHOLD.value, _("门槛规则")),
        ],
    )
    softness = models.CharField(
        _("约束力"),
        max_length=8,
        choices=[
            (Softness.BINDING.value, _("约束性")),
            (Softness.STRIVE.value, _("力争")),
            (Softness.EXPECTED.value, _("预期性")),
        ],
        default=Softness.BINDING.value,
    )
    scope = models.TextField(_("范围"), blank=True)
    units = models.ManyToManyField(
        PlanUnit,
        through="TargetResponsibility",
        related_name="targets",
        verbose_name=_("责任单位"),
    )

    class Meta(Proposal.Meta):
        verbose_name = _("目标")
        verbose_name_plural = _("目标")
        constraints = (
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(value_max__isnull=True)
                | models.Q(value__isnull=False, value_max__gte=models.F("value")),
                name="target_range_upward",
                violation_error_message=_(
                    "上限值必须不小于数值；没有数值就不能有上限值。"
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(value__gte=0),
                name="target_value_as_printed",
                violation_error_message=_("数值按原文填写，不写负号；下降用方向表示。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=FIGURELESS) | models.Q(value__isnull=True),
                name="target_figureless_kind",
                violation_error_message=_(
                    "“上级下达”和“方向性”的目标没有数值，请清空数值或改选类型。"
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(softness__in=[s.value for s in Softness]),
                name="target_softness_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in TargetKind]),
                name="target_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(direction__in=[d.value for d in Direction]),
                name="target_direction_known",
            ),
            models.CheckConstraint(
                condition=models.Q(comparator__in=("", *COMPARATORS)),
                name="target_comparator_known",
            ),
            models.CheckConstraint(
                condition=models.Q(year__isnull=True)
                | models.Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                name="target_year_possible",
                violation_error_message=_("目标年应在 1949 年至 2100 年之间。"),
            ),
            models.CheckConstraint(
                condition=models.Q(year__isnull=True)
                | models.Q(base_year__isnull=True)
                | models.Q(base_year__lte=models.F("year")),
                name="target_base_year_first",
                violation_error_message=_("基年不能晚于目标年。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.indicator}"

    def get_absolute_url(self) -> str:
        """Address of the target's page."""
        return reverse("plans:target", args=[self.plan.slug, self.key])


class TargetResponsibility(models.Model):
    """A unit that answers for a target, in the order of the document."""

    target = models.ForeignKey(
        Target, on_delete=models.CASCADE, related_name="responsibilities"
    )
    unit = models.ForeignKey(
        PlanUnit, on_delete=models.PROTECT, related_name="target_duties"
    )
    order = models.PositiveSmallIntegerField(_("次序"))

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("target", "unit"), name="target_unit_once"),
        )

    def __str__(self) -> str:
        return f"{self.target_id}: {self.unit}"


class Project(Proposal):
    """A named project with its place, size and time as printed."""

    KIND: ClassVar[ProposalKind] = ProposalKind.PROJECT

    clause = models.ForeignKey(
        Clause,
        on_delete=models.PROTECT,
        related_name="projects",
        verbose_name=_("条款"),
    )
    name = models.TextField(_("名称"))
    type = models.TextField(_("类别"), blank=True)
    place = models.TextField(_("地点"), blank=True)
    capacity = models.DecimalField(
        _("规模"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    unit = models.CharField(_("计量单位"), max_length=120, blank=True)
    period = models.TextField(_("时间"), blank=True)

    class Meta(Proposal.Meta):
        verbose_name = _("项目")
        verbose_name_plural = _("项目")
        constraints = (
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True) | models.Q(capacity__gte=0),
                name="project_capacity_positive",
                violation_error_message=_("规模不能是负数。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.name}"

    def get_absolute_url(self) -> str:
        """Address of the project's row."""
        return f"{reverse('plans:projects', args=[self.plan.slug])}#{self.key}"


class Task(Proposal):
    """One clause that somebody must carry out; ``action`` is its section's title."""

    KIND: ClassVar[ProposalKind] = ProposalKind.TASK

    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("条款")
    )
    title = models.TextField(_("任务"))
    action = models.TextField(_("行动"), blank=True)
    targets = models.ManyToManyField(
        Target, related_name="tasks", blank=True, verbose_name=_("目标")
    )
    projects = models.ManyToManyField(
        Project, related_name="tasks", blank=True, verbose_name=_("项目")
    )
    units = models.ManyToManyField(
        PlanUnit,
        through="TaskResponsibility",
        related_name="tasks",
        verbose_name=_("责任单位"),
    )

    class Meta(Proposal.Meta):
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        constraints = (*Proposal.Meta.constraints,)

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    def get_absolute_url(self) -> str:
        """Address of the clause that the task is."""
        return reverse("plans:clause", args=[self.plan.slug, self.clause.ref])


class TaskResponsibility(models.Model):
    """A unit's role in a task, in the order of the document."""

    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="responsibilities"
    )
    unit = models.ForeignKey(
        PlanUnit, on_delete=models.PROTECT, related_name="task_duties"
    )
    role = models.CharField(
        _("角色"),
        max_length=9,
        choices=[
            (Role.LEAD.value, _("牵头")),
            (Role.SUPPORT.value, _("配合")),
            (Role.IMPLEMENT.value, _("落实")),
        ],
    )
    order = models.PositiveSmallIntegerField(_("次序"))

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("task", "unit"), name="task_unit_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[r.value for r in Role]),
                name="task_role_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.task_id}: {self.unit} ({self.role})"


class Milestone(Proposal):
    """A dated step; ``begins`` and ``ends`` are years or ``YYYY-MM``."""

    KIND: ClassVar[ProposalKind] = ProposalKind.MILESTONE

    clause = models.ForeignKey(
        Clause,
        on_delete=models.PROTECT,
        related_name="milestones",
        verbose_name=_("条款"),
    )
    begins = models.CharField(_("开始"), max_length=10, blank=True)
    ends = models.CharField(_("完成"), max_length=10)
    text = models.TextField(_("内容"))

    class Meta(Proposal.Meta):
        verbose_name = _("节点")
        verbose_name_plural = _("节点")
        constraints = (
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(begins="") | models.Q(begins__lte=models.F("ends")),
                name="milestone_begins_first",
                violation_error_message=_("开始时间不能晚于完成时间。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.ends}"

    def get_absolute_url(self) -> str:
        """Address of the milestone's row."""
        return f"{reverse('plans:projects', args=[self.plan.slug])}#{self.key}"
