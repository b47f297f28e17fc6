"""Meters of the enterprises: what each counts, where it stands, what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.meters.records import DIGITS_MOST, LARGEST_RATE, SCALE
from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.figures import AMOUNT, largest, within
from dafeng.web.core.languages import english
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models.rows import SAYS_WHY, Entered

STEP_LEAST, STEP_MOST = 60, 86400
VALUE: dict[str, Any] = {"max_digits": 15, "decimal_places": 3}
"""A dial shows thousandths of its unit."""


class Kind(models.TextChoices):
    """What a reading says; the codes of ``dafeng.meters.MeterKind``."""

    REGISTER = "register", _("表底数")
    INTERVAL = "interval", _("区间量")


class Role(models.TextChoices):
    """Place in the tree of an enterprise; the codes of ``dafeng.meters.Role``."""

    MAIN = "main", _("总表")
    SUB = "sub", _("分表")
    VIRTUAL = "virtual", _("虚拟表")
    MANUAL = "manual", _("人工抄表")


class Level(models.TextChoices):
    """Which level of metering a point belongs to, from its place in the works."""

    ENTRY = "entry", _("进出用能单位")
    UNIT = "unit", _("次级用能单位")
    EQUIPMENT = "equipment", _("用能设备")


def level_of(workshop: str, process: str, equipment: str) -> Level:
    """Where a meter stands that is in such a place."""
    if equipment:
        return Level.EQUIPMENT
    return Level.UNIT if workshop or process else Level.ENTRY


class MeterPoint(models.Model):
    """One measuring point of one carrier in one enterprise.

    ``code`` is the meter's id everywhere: in batches, in the lake, in formulas.
    ``version`` counts what changed; an edit of an older one is refused.
    """

    code = models.CharField(
        _("表号"),
        max_length=64,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
                _("表号只含字母、数字、点、连字符和下划线。"),
            )
        ],
        error_messages={"unique": _("这个表号已经登记。")},
    )
    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="meter_points",
    )
    name_zh = models.CharField(_("名称"), max_length=100)
    name_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    carrier = models.CharField(_("能源品种"), max_length=24)
    unit = models.CharField(_("计量单位"), max_length=16)
    kind = models.CharField(_("读数类型"), max_length=8, choices=Kind.choices)
    role = models.CharField(_("类别"), max_length=8, choices=Role.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级表"),
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
    )
    parts_whole = models.BooleanField(_("下级表计量全部用量"), default=False)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("替换的表"),
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
    )
    formula = models.CharField(_("公式"), max_length=500, blank=True)
    multiplier = models.DecimalField(
        _("倍率"),
        default=1,
        **AMOUNT,
        validators=[
            MaxValueValidator(largest(AMOUNT), message=_("倍率须小于 10 亿。"))
        ],
    )
    digits = models.PositiveSmallIntegerField(
        _("表盘整数位数"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(DIGITS_MOST)],
    )
    step_s = models.PositiveIntegerField(
        _("采集间隔（秒）"),
        default=900,
        validators=[MinValueValidator(STEP_LEAST), MaxValueValidator(STEP_MOST)],
    )
    most_per_hour = models.DecimalField(
        _("每小时最大量"),
        **VALUE,
        null=True,
        blank=True,
        validators=[MaxValueValidator(LARGEST_RATE // SCALE)],
    )
    workshop = models.CharField(_("车间"), max_length=60, blank=True)
    process = models.CharField(_("工序"), max_length=60, blank=True)
    equipment = models.CharField(_("设备"), max_length=60, blank=True)
    maker = models.CharField(_("制造厂和型号"), max_length=100, blank=True)
    serial = models.CharField(_("出厂编号"), max_length=60, blank=True)
    accuracy = models.CharField(_("准确度等级"), max_length=20, blank=True)
    valid_from = models.DateField(
        _("启用日期"), null=True, blank=True, validators=[possible_day]
    )
    valid_to = models.DateField(
        _("停用日期"), null=True, blank=True, validators=[possible_day]
    )
    retired_reason = models.CharField(_("停用理由"), max_length=300, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("计量点")
        ordering = ("enterprise__path", "code")
        constraints = (
            models.CheckConstraint(
                condition=(Q(role=Role.VIRTUAL) & ~Q(formula=""))
                | (~Q(role=Role.VIRTUAL) & Q(formula="")),
                name="meter_point_formula_of_virtual",
                violation_error_message=_("虚拟表须有公式，其他表不得有公式。"),
            ),
            models.CheckConstraint(
                condition=Q(role=Role.VIRTUAL)
                | Q(most_per_hour__isnull=False, most_per_hour__gt=0),
                name="meter_point_has_most",
                violation_error_message=_("请填写每小时最大量，须大于 0。"),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values) & Q(kind__in=Kind.values),
                name="meter_point_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(multiplier__gt=0),
                name="meter_point_multiplier_positive",
                violation_error_message=_("倍率须大于 0。"),
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "multiplier") & within(VALUE, "most_per_hour"),
                name="meter_point_figures_fit",
            ),
            models.CheckConstraint(
                condition=Q(step_s__gte=STEP_LEAST) & Q(step_s__lte=STEP_MOST),
                name="meter_point_step_possible",
            ),
            models.CheckConstraint(
                condition=(Q(parent__isnull=True) | ~Q(parent=F("id")))
                & (Q(replaces__isnull=True) | ~Q(replaces=F("id"))),
                name="meter_point_not_behind_itself",
                violation_error_message=_("计量点不能是自己的上级表。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="meter_point_forward",
                violation_error_message=_("停用日期早于启用日期。"),
            ),
            models.CheckConstraint(
                condition=possible("valid_from") & possible("valid_to"),
                name="meter_point_days_possible",
            ),
        )
        indexes = (
            models.Index(fields=("enterprise", "carrier"), name="meter_point_of_firm"),
        )

    def __str__(self) -> str:
        """Name in the reader's language, and code."""
        name = self.name_en if english() and self.name_en else self.name_zh
        return f"{name} {self.code}".strip()

    def get_absolute_url(self) -> str:
        """Its card."""
        return reverse("meters:point", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """The enterprise; what contains it covers it."""
        yield self.enterprise.path

    @property
    def level(self) -> Level:
        """Where it stands: an equipment, a part of the works, or the entry."""
        return level_of(self.workshop, self.process, self.equipment)

    @property
    def place(self) -> str:
        """Workshop, process and equipment in one line."""
        return " / ".join(filter(None, (self.workshop, self.process, self.equipment)))

    def lives_on(self, day: date) -> bool:
        """Whether it is in use on a day."""
        first, last = self.valid_from, self.valid_to
        return (first is None or first <= day) and (last is None or day <= last)


class Exchange(Entered):
    """A register was replaced or set back; both values are known.

    One that was forgotten in a closed month counts when the correction that rests on
    it is confirmed.
    """

    point = models.ForeignKey(
        MeterPoint, on_delete=models.PROTECT, related_name="exchanges"
    )
    at = models.DateTimeField(_("换表时间"))
    final = models.DecimalField(
        _("旧表止码"), **VALUE, validators=[MinValueValidator(0)]
    )
    initial = models.DecimalField(
        _("新表起码"), **VALUE, validators=[MinValueValidator(0)]
    )
    serial = models.CharField(_("新表出厂编号"), max_length=60, blank=True)
    evidence = models.CharField(_("换表单据"), max_length=200)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("校验值"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("换表")
        ordering = ("point", "at", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("point", "at"),
                condition=Q(withdrawn_at__isnull=True),
                name="exchange_once",
                violation_error_message=_("这个时间的换表已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(final__gte=0) & Q(initial__gte=0) & ~Q(evidence=""),
                name="exchange_values_and_evidence",
            ),
            models.CheckConstraint(
                condition=within(VALUE, "final", "initial"), name="exchange_values_fit"
            ),
        )

    def __str__(self) -> str:
        """Its moment."""
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"

    def owner_paths(self) -> Iterable[str]:
        """Those of the meter."""
        return self.point.owner_paths()


class Calibration(Entered):
    """A meter was calibrated; readings after ``valid_until`` are marked."""

    class Result(models.TextChoices):
        """What the laboratory said."""

        PASSED = "passed", _("合格")
        FAILED = "failed", _("不合格")

    point = models.ForeignKey(
        MeterPoint, on_delete=models.PROTECT, related_name="calibrations"
    )
    on = models.DateField(_("检定日期"), validators=[possible_day])
    valid_until = models.DateField(_("有效期至"), validators=[possible_day])
    result = models.CharField(
        _("结论"), max_length=8, choices=Result.choices, default=Result.PASSED
    )
    certificate = models.CharField(_("证书编号"), max_length=100)
    laboratory = models.CharField(_("检定机构"), max_length=100, blank=True)
    error_percent = models.DecimalField(
        _("示值误差（%）"),
        max_digits=7,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(-100), MaxValueValidator(1000)],
    )
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("校验值"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("检定")
        ordering = ("point", "on", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("point", "on"),
                condition=Q(withdrawn_at__isnull=True),
                name="calibration_once",
                violation_error_message=_("这一天的检定已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("on")),
                name="calibration_forward",
                violation_error_message=_("有效期早于检定日期。"),
            ),
            models.CheckConstraint(
                condition=possible("on") & possible("valid_until"),
                name="calibration_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Its certificate."""
        return f"{self.certificate} {self.on}"

    def owner_paths(self) -> Iterable[str]:
        """Those of the meter."""
        return self.point.owner_paths()


class MeteringNeed(Entered):
    """How many points of a carrier and level an enterprise has to meter.

    The rate of metering is what stands against it.
    """

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="metering_needs",
    )
    carrier = models.CharField(_("能源品种"), max_length=24)
    level = models.CharField(_("层级"), max_length=12, choices=Level.choices)
    needed = models.PositiveIntegerField(_("应配备数"))
    basis = models.CharField(_("依据"), max_length=200)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("应配备计量点")
        ordering = ("enterprise__path", "carrier", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("enterprise", "carrier", "level"),
                condition=Q(withdrawn_at__isnull=True),
                name="metering_need_once",
                violation_error_message=_("这个品种和层级已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="metering_need_level_known"
            ),
        )

    def __str__(self) -> str:
        """Carrier, level and number."""
        return f"{self.carrier} {self.get_level_display()} {self.needed}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path
