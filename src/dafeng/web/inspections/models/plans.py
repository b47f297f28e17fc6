"""Plans of inspections: who may be drawn, by whom, and the draw with its seed."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation

PERSON = settings.AUTH_USER_MODEL
DIGEST = 64


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", _("起草中")
    APPROVED = "approved", _("已批准")
    DRAWN = "drawn", _("已抽取")
    PUBLISHED = "published", _("已公开")
    CLOSED = "closed", _("已办结")


class InspectionPlan(models.Model):
    """The inspections of a year, or of a campaign within it.

    ``rules_on`` is the day whose rules hold; the edition is fixed with the approval.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="inspection_plans",
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("名称"), max_length=200)
    basis = models.CharField(_("依据"), max_length=500, blank=True)
    lead = models.ForeignKey(
        Organisation,
        verbose_name=_("牵头单位"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    offices = models.ManyToManyField(
        Organisation, verbose_name=_("参与单位"), related_name="+"
    )
    quota = models.PositiveIntegerField(
        _("抽取家数"), validators=[MinValueValidator(1)]
    )
    planned_from = models.DateField(_("开始"), validators=[possible_day])
    planned_to = models.DateField(_("结束"), validators=[possible_day])
    rules_on = models.DateField(_("规则日期"), validators=[possible_day])
    edition = models.CharField(_("规则版本"), max_length=12, blank=True)
    state = models.CharField(
        _("状态"), max_length=9, choices=PlanState, default=PlanState.DRAFT
    )
    drafted_by = models.ForeignKey(
        PERSON,
        verbose_name=_("起草人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    approved_by = models.ForeignKey(
        PERSON,
        verbose_name=_("批准人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("监察计划")
        ordering = ("-year", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "year", "title"),
                name="inspection_plan_once",
                violation_error_message=_("这一年度已有同名的监察计划。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values),
                name="inspection_plan_state_known",
            ),
            models.CheckConstraint(
                condition=Q(planned_to__gte=F("planned_from")),
                name="inspection_plan_ends_after_it_begins",
                violation_error_message=_("结束日期早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(approved_at__isnull=False),
                name="inspection_plan_approved_before_drawn",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(drafted_by__isnull=True)
                | ~Q(approved_by=F("drafted_by")),
                name="inspection_plan_approved_by_another",
                violation_error_message=_("起草人不能批准自己的计划。"),
            ),
            models.CheckConstraint(
                condition=Q(quota__gte=1), name="inspection_plan_quota_positive"
            ),
        )

    def __str__(self) -> str:
        """Year and title."""
        return f"{self.year} {self.title}"

    def get_absolute_url(self) -> str:
        """Page of the plan."""
        return reverse("inspections:plan", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """The district, and the offices that take part."""
        offices = [office.path for office in self.offices.all()]
        return (self.organisation.path, self.lead.path, *offices)

    @property
    def key(self) -> str:
        """Name of the plan in its draw."""
        return f"{self.organisation.code}/{self.year}/{self.pk}"


class PlanSubject(models.Model):
    """A unit that may be drawn; energy as it was known when the plan was made."""

    plan = models.ForeignKey(
        InspectionPlan, on_delete=models.CASCADE, related_name="subjects"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("监察对象"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    energy_tce = models.DecimalField(
        _("年综合能耗（吨标准煤）"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    class Meta:
        verbose_name = _("抽取名单")
        ordering = ("organisation__code",)
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "organisation"), name="plan_subject_once"
            ),
            models.CheckConstraint(
                condition=Q(energy_tce__isnull=True) | Q(energy_tce__gte=0),
                name="plan_subject_energy_not_negative",
            ),
        )

    def __str__(self) -> str:
        """Which unit."""
        return str(self.organisation)


class PlanInspector(models.Model):
    """Somebody who may be sent, and from which office."""

    plan = models.ForeignKey(
        InspectionPlan, on_delete=models.CASCADE, related_name="inspectors"
    )
    user = models.ForeignKey(
        PERSON, verbose_name=_("监察人员"), on_delete=models.PROTECT, related_name="+"
    )
    office = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("监察人员")
        ordering = ("user__username",)
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "user"), name="plan_inspector_once"
            ),
        )

    def __str__(self) -> str:
        """Who."""
        return str(self.user)


class PlanExclusion(models.Model):
    """A conflict of interest: this inspector is not sent to this unit."""

    plan = models.ForeignKey(
        InspectionPlan, on_delete=models.CASCADE, related_name="exclusions"
    )
    user = models.ForeignKey(
        PERSON, verbose_name=_("监察人员"), on_delete=models.PROTECT, related_name="+"
    )
    subject = models.ForeignKey(
        Organisation,
        verbose_name=_("监察对象"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField(_("回避事由"), max_length=200)

    class Meta:
        verbose_name = _("回避")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "user", "subject"),
                name="plan_exclusion_once",
                violation_error_message=_("这项回避已经登记。"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="plan_exclusion_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        """Who is not sent where."""
        return f"{self.user} — {self.subject}"


class PlanDraw(models.Model):
    """The commitment of a plan and, once drawn, its seed: never changed afterwards.

    ``sealed`` is the seed as only this house can read it; ``seed`` stays empty until
    the draw reveals it.  A commitment that was taken back stays, marked ``void``.
    """

    plan = models.ForeignKey(
        InspectionPlan, on_delete=models.PROTECT, related_name="draws"
    )
    commitment = models.CharField(_("种子承诺值"), max_length=DIGEST)
    committed_at = models.DateTimeField(_("承诺时间"))
    frame = models.TextField(_("抽取底册"))
    frame_sha256 = models.CharField(_("底册校验值"), max_length=DIGEST)
    sealed = models.TextField(_("封存的种子"))
    seed = models.CharField(_("种子"), max_length=DIGEST, blank=True)
    word = models.CharField(_("公开词"), max_length=100, blank=True)
    result = models.TextField(_("抽取结果"), blank=True)
    drawn_by = models.ForeignKey(
        PERSON,
        verbose_name=_("抽取人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    drawn_at = models.DateTimeField(_("抽取时间"), null=True, blank=True)
    void = models.BooleanField(_("已作废"), default=False)

    class Meta:
        verbose_name = _("抽取")
        ordering = ("plan", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("plan",),
                condition=Q(void=False),
                name="plan_draw_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(seed="", result="", drawn_at__isnull=True)
                | (~Q(seed="") & ~Q(result="") & Q(drawn_at__isnull=False)),
                name="plan_draw_revealed_whole",
            ),
            models.CheckConstraint(
                condition=Q(void=False) | Q(seed=""),
                name="plan_draw_void_only_before",
            ),
        )

    def __str__(self) -> str:
        """Of which plan."""
        return f"{self.plan} {self.commitment[:12]}"
