"""A project of the register, where it lies, and every state that it was in."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.projects import Kind, Review, Stage
from dafeng.web.core.codes import validate_place_code, validate_uscc
from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import Project as PlanProject
from dafeng.web.plans.models import Target
from dafeng.web.projects.models.choices import ACTS, KINDS, REVIEWS, STAGES
from dafeng.web.work.models import Task

DIGITS, DECIMALS = 20, 6
NOT_NEGATIVE = MinValueValidator(Decimal(0))


class Project(models.Model):
    """One project of a district's register.

    ``version`` counts what changed; an edit of an older one is refused. A project that
    was merged stays, with ``merged_into`` and ``merged_at``; lists leave it out, and
    the ledger of a day before that shows it.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("登记单位"),
        on_delete=models.PROTECT,
        related_name="projects",
    )
    code = models.CharField(
        _("项目代码"),
        max_length=40,
        validators=[
            RegexValidator(
                r"^[0-9A-Za-z][0-9A-Za-z-]*\Z", _("只含字母、数字和连字符。")
            )
        ],
    )
    name = models.CharField(_("名称"), max_length=200)
    kind = models.CharField(
        _("建设性质"), max_length=8, choices=KINDS, default=Kind.NEW.value
    )
    stage = models.CharField(
        _("阶段"), max_length=12, choices=STAGES, default=Stage.PLANNED.value
    )
    review = models.CharField(
        _("节能审查"), max_length=9, choices=REVIEWS, default=Review.UNKNOWN.value
    )
    industry = models.CharField(
        _("行业代码"),
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^\d{2,4}\Z", _("GB/T 4754 的 2 至 4 位数字。"))],
    )
    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("责任单位"),
        on_delete=models.PROTECT,
        related_name="projects_led",
    )
    builder = models.CharField(_("建设单位"), max_length=200, blank=True)
    builder_uscc = models.CharField(
        _("统一社会信用代码"), max_length=18, blank=True, validators=[validate_uscc]
    )
    builder_unit = models.ForeignKey(
        Organisation,
        verbose_name=_("建设单位（本系统登记）"),
        on_delete=models.PROTECT,
        related_name="projects_built",
        null=True,
        blank=True,
    )
    capacity = models.DecimalField(
        _("规模"),
        max_digits=DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    capacity_unit = models.CharField(_("计量单位"), max_length=40, blank=True)
    investment = models.DecimalField(
        _("总投资（元）"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    start_due = models.DateField(
        _("计划开工"), null=True, blank=True, validators=[possible_day]
    )
    operation_due = models.DateField(
        _("计划投运"), null=True, blank=True, validators=[possible_day]
    )
    started_on = models.DateField(
        _("实际开工"), null=True, blank=True, validators=[possible_day]
    )
    trial_from = models.DateField(
        _("试运行起"), null=True, blank=True, validators=[possible_day]
    )
    operated_on = models.DateField(
        _("实际投运"), null=True, blank=True, validators=[possible_day]
    )
    energy_tce = models.DecimalField(
        _("年综合能源消费量（tce）"),
        max_digits=18,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    coal_t = models.DecimalField(
        _("年煤炭消费量（t）"),
        max_digits=18,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    co2_t = models.DecimalField(
        _("年二氧化碳排放量（t）"),
        max_digits=18,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    measure = models.CharField(_("对应的措施"), max_length=64, blank=True)
    plan_project = models.ForeignKey(
        PlanProject,
        verbose_name=_("方案点名的项目"),
        on_delete=models.PROTECT,
        related_name="registered",
        null=True,
        blank=True,
    )
    targets = models.ManyToManyField(
        Target, verbose_name=_("目标"), related_name="registered_projects", blank=True
    )
    tasks = models.ManyToManyField(
        Task, verbose_name=_("任务"), related_name="registered_projects", blank=True
    )
    location = models.JSONField(_("位置"), null=True, blank=True)
    """A GeoJSON geometry: a point or a polygon, WGS 84."""
    note = models.TextField(_("说明"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("并入"),
        on_delete=models.PROTECT,
        related_name="merged",
        null=True,
        blank=True,
    )
    merged_at = models.DateTimeField(_("合并时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    created_at = models.DateTimeField(_("登记时间"))
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("项目")
        ordering = ("code",)
        indexes = (models.Index(fields=("stage",), name="project_by_stage"),)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "code"),
                name="project_code_once",
                violation_error_message=_("这个项目代码已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[one.value for one in Stage]),
                name="project_stage_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in Kind]),
                name="project_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(review__in=[one.value for one in Review]),
                name="project_review_known",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True)
                | (Q(capacity__gte=0) & ~Q(capacity_unit="")),
                name="project_capacity_has_unit",
                violation_error_message=_("填了规模，就要填计量单位。"),
            ),
            models.CheckConstraint(
                condition=Q(start_due__isnull=True)
                | Q(operation_due__isnull=True)
                | Q(operation_due__gte=F("start_due")),
                name="project_planned_forward",
                violation_error_message=_("计划投运早于计划开工。"),
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(operated_on__isnull=True)
                | Q(operated_on__gte=F("started_on")),
                name="project_built_forward",
                violation_error_message=_("实际投运早于实际开工。"),
            ),
            models.CheckConstraint(
                condition=possible("start_due")
                & possible("operation_due")
                & possible("started_on")
                & possible("trial_from")
                & possible("operated_on"),
                name="project_days_possible",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="project_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, merged_at__isnull=True)
                | Q(merged_into__isnull=False, merged_at__isnull=False),
                name="project_merged_at_a_moment",
            ),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Page of the project."""
        return reverse("projects:project", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """The district, the responsible unit, the builder, every town it lies in."""
        yield self.organisation.path
        yield self.unit.path
        if self.builder_unit is not None:
            yield self.builder_unit.path
        for place in self.places.all():
            if place.organisation is not None:
                yield place.organisation.path


class ProjectPlace(models.Model):
    """A town or park in which a part of the project lies; the shares sum to 1."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="places"
    )
    code = models.CharField(
        _("行政区划代码"), max_length=12, validators=[validate_place_code]
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("乡镇或园区"),
        on_delete=models.PROTECT,
        related_name="projects_within",
        null=True,
        blank=True,
    )
    share = models.DecimalField(_("份额"), max_digits=7, decimal_places=6)

    class Meta:
        verbose_name = _("所在地")
        ordering = ("project", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "code"), name="project_place_once"
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1),
                name="project_place_share_is_part",
                violation_error_message=_("份额大于 0、不大于 1。"),
            ),
        )

    def __str__(self) -> str:
        """Name of the town."""
        return self.code if self.organisation is None else str(self.organisation)


class StageChange(models.Model):
    """One act on the stage of a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="moves")
    act = models.CharField(_("动作"), max_length=14, choices=ACTS)
    before = models.CharField(_("此前"), max_length=12, choices=STAGES)
    after = models.CharField(_("此后"), max_length=12, choices=STAGES)
    on = models.DateField(_("日期"), validators=[possible_day])
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("阶段变化")
        ordering = ("project", "pk")

    def __str__(self) -> str:
        """What was done."""
        return f"{self.project_id} {self.act}"


class ProjectVersion(models.Model):
    """A project as it was from a day on: the ledger of any past day is made of these.

    Rows are only added; ``content`` is the core's record as JSON.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("版本"))
    since = models.DateField(_("自"), validators=[possible_day])
    learned_at = models.DateTimeField(_("登记时间"))
    content = models.TextField(_("内容"))
    sha256 = models.CharField(_("校验值"), max_length=64)

    class Meta:
        verbose_name = _("项目版本")
        ordering = ("project", "number")
        indexes = (
            models.Index(fields=("learned_at",), name="project_version_learned"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("project", "number"), name="project_version_once"
            ),
        )

    def __str__(self) -> str:
        """Project and number."""
        return f"{self.project_id} {self.number}"


class KnownApart(models.Model):
    """Two projects that look like one; somebody has said that they are two."""

    one = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("理由"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("不是同一项目")
        constraints = (
            models.UniqueConstraint(fields=("one", "other"), name="known_apart_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="known_apart_in_order"
            ),
        )

    def __str__(self) -> str:
        """The two."""
        return f"{self.one_id} {self.other_id}"
