"""Assessments as they were made: the run, its targets, its units."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.assessment.records import State
from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import Plan, PlanUnit, Target

DIGITS, DECIMALS = 24, 6
DRAFT_MARK = ".draft"
"""Ends the scheme in the address of a draft; a frozen result goes without."""


class RunStatus(models.TextChoices):
    """Whether a result can still change."""

    DRAFT = "draft", _("草稿")
    FROZEN = "frozen", _("已冻结")
    REPLACED = "replaced", _("已被取代")


class StateCode(models.TextChoices):
    """States of :class:`dafeng.assessment.records.State`, with their words."""

    MET = State.MET.value, _("达标")
    ON_TRACK = State.ON_TRACK.value, _("按计划")
    AT_RISK = State.AT_RISK.value, _("有风险")
    OFF_TRACK = State.OFF_TRACK.value, _("滞后")
    MISSED = State.MISSED.value, _("未达")
    UNKNOWN = State.UNKNOWN.value, _("未知")
    DELEGATED_UNSET = State.DELEGATED_UNSET.value, _("待下达")
    DIRECTIONAL_YES = State.DIRECTIONAL_YES.value, _("方向正确")
    DIRECTIONAL_NO = State.DIRECTIONAL_NO.value, _("方向不符")


class AssessmentRun(models.Model):
    """One assessment of one plan, period and scheme, as it was made once."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="assessment_runs",
        verbose_name=_("单位"),
    )
    plan = models.ForeignKey(
        Plan,
        on_delete=models.PROTECT,
        related_name="assessment_runs",
        verbose_name=_("方案"),
    )
    period = models.CharField(_("考核期"), max_length=10)
    as_of = models.DateField(_("截止日"), validators=[possible_day])
    scheme = models.CharField(_("考核办法"), max_length=64)
    scheme_zh = models.CharField(_("考核办法名称"), max_length=200, blank=True)
    scheme_en = models.CharField(_("考核办法英文名称"), max_length=200, blank=True)
    status = models.CharField(
        _("状态"), max_length=8, choices=RunStatus, default=RunStatus.DRAFT
    )
    seal = models.CharField(_("封存校验值"), max_length=64, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="replaces",
        null=True,
        blank=True,
        verbose_name=_("被哪一次取代"),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("计算人"),
    )
    made_at = models.DateTimeField(_("计算时间"), auto_now_add=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("冻结人"),
    )
    frozen_at = models.DateTimeField(_("冻结时间"), null=True, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)
    case_sha256 = models.CharField(_("输入校验值"), max_length=64)
    reason = models.CharField(_("更正的理由"), max_length=500, blank=True)
    units_count = models.PositiveIntegerField(_("单位数"), default=0)
    words = models.JSONField(_("办法中的名称"), default=dict, blank=True)
    """Names of the scheme's rules and grades: ``convert.SchemeWords``."""

    class Meta:
        verbose_name = _("考核结果")
        verbose_name_plural = _("考核结果")
        ordering = ("-period", "-pk")
        indexes = (models.Index(fields=("plan", "status", "period")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=RunStatus.values),
                name="assessmentrun_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=RunStatus.FROZEN)
                | (~Q(seal="") & Q(frozen_at__isnull=False)),
                name="assessmentrun_frozen_has_seal",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(status=RunStatus.REPLACED),
                name="assessmentrun_replaced_says_so",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="assessmentrun_replaces_another",
            ),
            models.UniqueConstraint(
                fields=("plan", "period", "scheme", "status"),
                condition=~Q(status=RunStatus.REPLACED),
                name="assessmentrun_one_of_each_status",
            ),
        )

    def __str__(self) -> str:
        """Period and scheme."""
        return f"{self.period} {self.scheme}"

    def get_absolute_url(self) -> str:
        """First page of the result."""
        return reverse("assessment:overview", args=self.address)

    @property
    def address(self) -> tuple[str, str, str]:
        """What the addresses of its pages begin with; a draft has its own."""
        mark = DRAFT_MARK if self.status == RunStatus.DRAFT else ""
        return (self.plan.slug, self.period, f"{self.scheme}{mark}")

    @property
    def replaced(self) -> bool:
        """Whether a later result stands in its place."""
        return self.status == RunStatus.REPLACED


class RunRecord(models.Model):
    """The core's own records of a run: megabytes that only a freeze or a replay reads.

    They stand in a table of their own, so that no list reads them along.
    """

    run = models.OneToOneField(
        AssessmentRun, on_delete=models.CASCADE, related_name="record"
    )
    case = models.JSONField(_("输入"))
    """The canonical record of the core's ``Case``: what a freeze seals."""
    content = models.JSONField(_("结果"))
    """The canonical record of the core's ``Assessment``."""

    class Meta:
        verbose_name = _("考核记录")
        verbose_name_plural = _("考核记录")

    def __str__(self) -> str:
        """Of which run."""
        return str(self.run)


class TargetStanding(models.Model):
    """Where one target stands in one run; figures in ``unit``, unknown is null."""

    run = models.ForeignKey(
        AssessmentRun, on_delete=models.CASCADE, related_name="standings"
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    key = models.CharField(_("编号"), max_length=64)
    target = models.ForeignKey(
        Target,
        on_delete=models.SET_NULL,
        related_name="standings",
        null=True,
        blank=True,
        verbose_name=_("目标"),
    )
    clause = models.CharField(_("条款"), max_length=64, blank=True)
    indicator = models.TextField(_("指标"))
    definition = models.CharField(_("指标定义"), max_length=64, blank=True)
    state = models.CharField(_("完成情况"), max_length=16, choices=StateCode)
    value = models.DecimalField(
        _("现值"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    period = models.CharField(_("数据期"), max_length=10, blank=True)
    unit = models.CharField(_("计量单位"), max_length=120, blank=True)
    target_value = models.DecimalField(
        _("目标值"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    target_max = models.DecimalField(
        _("上限值"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    comparator = models.CharField(_("比较方式"), max_length=2, blank=True)
    year = models.PositiveSmallIntegerField(_("目标年"), null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("基年"), null=True, blank=True)
    expected = models.DecimalField(
        _("应达值"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    distance = models.DecimalField(
        _("差距"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    completion = models.DecimalField(
        _("完成进度"), max_digits=9, decimal_places=4, null=True, blank=True
    )
    probability = models.DecimalField(
        _("达标概率"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    median = models.DecimalField(
        _("展望中值"),
        max_digits=DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
    )
    low = models.DecimalField(
        _("下限"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    high = models.DecimalField(
        _("上限"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    settled = models.BooleanField(_("已结算"), default=False)
    data_late = models.BooleanField(_("数据迟报"), default=False)
    work_late = models.BooleanField(_("工作滞后"), default=False)
    basis = models.CharField(_("数据来源"), max_length=12, blank=True)
    quality = models.CharField(_("质量"), max_length=1, blank=True)
    source = models.TextField(_("要求的出处"), blank=True)
    reason = models.TextField(_("判断的理由"), blank=True)
    missing = models.JSONField(_("缺少的数据"), default=list, blank=True)
    evidence = models.JSONField(_("依据"), default=list, blank=True)
    history = models.JSONField(_("历年数值"), default=list, blank=True)
    path = models.JSONField(_("路径"), default=list, blank=True)
    inputs = models.JSONField(_("所用数据"), default=list, blank=True)
    duties = models.JSONField(_("责任单位"), default=list, blank=True)

    class Meta:
        verbose_name = _("目标完成情况")
        verbose_name_plural = _("目标完成情况")
        ordering = ("run", "order")
        constraints = (
            models.UniqueConstraint(fields=("run", "key"), name="standing_key_once"),
            models.CheckConstraint(
                condition=Q(state__in=StateCode.values), name="standing_state_known"
            ),
            models.CheckConstraint(
                condition=Q(probability__isnull=True)
                | Q(probability__gte=0, probability__lte=1),
                name="standing_probability_share",
            ),
        )

    def __str__(self) -> str:
        """Key and indicator."""
        return f"{self.key} {self.indicator}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("assessment:target", args=[*self.run.address, self.key])


class UnitScore(models.Model):
    """The result of one unit in one run."""

    run = models.ForeignKey(
        AssessmentRun, on_delete=models.CASCADE, related_name="scores"
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    unit = models.CharField(_("责任单位"), max_length=300)
    kind = models.CharField(_("性质"), max_length=10)
    plan_unit = models.ForeignKey(
        PlanUnit,
        on_delete=models.SET_NULL,
        related_name="scores",
        null=True,
        blank=True,
        verbose_name=_("方案中的单位"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="scores",
        null=True,
        blank=True,
        verbose_name=_("登记单位"),
    )
    score = models.DecimalField(
        _("得分"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    grade = models.CharField(_("等次"), max_length=40, blank=True)
    best = models.CharField(_("最好可能"), max_length=40, blank=True)
    rank = models.PositiveSmallIntegerField(_("名次"), null=True, blank=True)
    points = models.JSONField(_("逐项得分"), default=list, blank=True)
    vetoes = models.JSONField(_("否决项"), default=list, blank=True)

    class Meta:
        verbose_name = _("单位得分")
        verbose_name_plural = _("单位得分")
        ordering = ("run", "order")
        constraints = (
            models.UniqueConstraint(fields=("run", "unit"), name="score_unit_once"),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(rank__gte=1),
                name="score_rank_from_one",
            ),
        )

    def __str__(self) -> str:
        """Unit and run."""
        return f"{self.unit} · {self.run}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("assessment:unit", args=[*self.run.address, self.unit])

    def owner_paths(self) -> Iterable[str]:
        """Whose result it is; that of a unit nobody registered is the district's."""
        owner = self.organisation or self.run.organisation
        return (owner.path,)
