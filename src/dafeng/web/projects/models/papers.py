"""What belongs to a project: approvals, milestones, reports and photos."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dafeng.projects import ApprovalKind
from dafeng.web.core.days import possible, possible_day
from dafeng.web.projects.models.projects import (
    DECIMALS,
    DIGITS,
    NOT_NEGATIVE,
    Project,
)

APPROVALS = [
    (ApprovalKind.PROJECT.value, _("立项")),
    (ApprovalKind.ENVIRONMENT.value, _("环评")),
    (ApprovalKind.ENERGY.value, _("节能审查")),
    (ApprovalKind.LAND.value, _("用地")),
    (ApprovalKind.PLANNING.value, _("规划")),
    (ApprovalKind.CONSTRUCTION.value, _("施工")),
    (ApprovalKind.DISCHARGE.value, _("排污许可")),
    (ApprovalKind.REPLACEMENT.value, _("产能置换")),
    (ApprovalKind.ACCEPTANCE.value, _("验收")),
]
PERCENT = [NOT_NEGATIVE, MaxValueValidator(Decimal(100))]


class Approval(models.Model):
    """A paper of an authority, with its file; withdrawn ones stay with their reason."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="approvals"
    )
    kind = models.CharField(_("手续"), max_length=12, choices=APPROVALS)
    number = models.CharField(_("文号"), max_length=100)
    issuer = models.CharField(_("批准机关"), max_length=100, blank=True)
    dated = models.DateField(_("批准日期"), validators=[possible_day])
    until = models.DateField(
        _("有效期至"), null=True, blank=True, validators=[possible_day]
    )
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("校验值"), max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField(_("大小"), null=True, blank=True)
    file_media = models.CharField(_("格式"), max_length=100, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    added_at = models.DateTimeField(_("登记时间"))
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤下原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("手续")
        ordering = ("project", "dated", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "kind", "number"),
                condition=Q(withdrawn_at__isnull=True),
                name="approval_number_once",
                violation_error_message=_("这份手续已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ApprovalKind]),
                name="approval_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("dated")),
                name="approval_term_forward",
                violation_error_message=_("有效期早于批准日期。"),
            ),
            models.CheckConstraint(
                condition=possible("dated") & possible("until"),
                name="approval_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Kind and number."""
        return f"{self.get_kind_display()} {self.number}"

    def owner_paths(self) -> Iterable[str]:
        """Those of the project."""
        return self.project.owner_paths()


class Milestone(models.Model):
    """A step of a project."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="milestones"
    )
    title = models.CharField(_("节点"), max_length=120)
    planned_on = models.DateField(_("计划日期"), validators=[possible_day])
    done_on = models.DateField(
        _("完成日期"), null=True, blank=True, validators=[possible_day]
    )
    percent = models.DecimalField(
        _("完成时的总进度（%）"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("节点")
        ordering = ("project", "planned_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "title"),
                name="milestone_title_once",
                violation_error_message=_("这个项目已有同名的节点。"),
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__range=(0, 100)),
                name="milestone_percent_possible",
            ),
            models.CheckConstraint(
                condition=possible("planned_on") & possible("done_on"),
                name="milestone_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Its title."""
        return self.title

    def owner_paths(self) -> Iterable[str]:
        """Those of the project."""
        return self.project.owner_paths()


class ProgressReport(models.Model):
    """Where a project stood on a day; a newer one supersedes it, none is edited."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="reports"
    )
    on = models.DateField(_("截至"), validators=[possible_day])
    percent = models.DecimalField(
        _("总进度（%）"), max_digits=5, decimal_places=2, validators=PERCENT
    )
    built = models.DecimalField(
        _("已建成规模"),
        max_digits=DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    text = models.TextField(_("进展"))
    problem = models.TextField(_("存在的问题"), blank=True)
    next_step = models.TextField(_("下一步"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("填报人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("填报时间"))

    class Meta:
        verbose_name = _("进展")
        ordering = ("project", "-on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(percent__range=(0, 100)),
                name="progress_percent_possible",
            ),
            models.CheckConstraint(
                condition=Q(built__isnull=True) | Q(built__gte=0),
                name="progress_built_possible",
            ),
            models.CheckConstraint(
                condition=possible("on"), name="progress_day_possible"
            ),
        )

    def __str__(self) -> str:
        """Day and percent."""
        return f"{self.on} {self.percent}%"

    def owner_paths(self) -> Iterable[str]:
        """Those of the project."""
        return self.project.owner_paths()


class Photo(models.Model):
    """A picture of the site: drawn anew without what the camera wrote into it."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="photos"
    )
    report = models.ForeignKey(
        ProgressReport,
        on_delete=models.PROTECT,
        related_name="photos",
        null=True,
        blank=True,
    )
    caption = models.CharField(_("说明"), max_length=120, blank=True)
    taken_on = models.DateField(
        _("拍摄日期"), null=True, blank=True, validators=[possible_day]
    )
    name = models.CharField(_("文件名"), max_length=200)
    media = models.CharField(_("格式"), max_length=30)
    sha256 = models.CharField(_("校验值"), max_length=64)
    thumb_sha256 = models.CharField(_("缩略图校验值"), max_length=64)
    width = models.PositiveIntegerField(_("宽"))
    height = models.PositiveIntegerField(_("高"))
    size = models.PositiveBigIntegerField(_("大小"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    added_at = models.DateTimeField(_("上传时间"))
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤下原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("照片")
        ordering = ("project", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("project", "sha256"),
                condition=Q(withdrawn_at__isnull=True),
                name="project_photo_once",
                violation_error_message=_("这张照片已经上传。"),
            ),
        )

    def __str__(self) -> str:
        """Caption or name."""
        return self.caption or self.name

    def owner_paths(self) -> Iterable[str]:
        """Those of the project."""
        return self.project.owner_paths()
