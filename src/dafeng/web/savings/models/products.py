"""What enterprises make, what it takes, its limits, and their certificates."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.languages import english
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models.papers import first_of_month
from dafeng.web.meters.models.rows import SAYS_WHY, Entered
from dafeng.web.savings.models.exact import AMOUNT, bounded, positive, within

CODE = RegexValidator(r"^[a-z0-9-]+\Z", _("代码只含小写字母、数字和连字符。"))
FIRST_YEAR, LAST_YEAR = 1990, 2070


class OutputMonth(Entered):
    """How much an enterprise made in a month; ``month`` is its first day."""

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="output_months",
    )
    product = models.CharField(_("产品"), max_length=40, validators=[CODE])
    month = models.DateField(_("月份"), validators=[possible_day, first_of_month])
    amount = models.DecimalField(_("产量"), **positive(AMOUNT))
    unit = models.CharField(_("计量单位"), max_length=16)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("月产量")
        ordering = ("enterprise__path", "product", "-month", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("enterprise", "product", "month"),
                condition=Q(withdrawn_at__isnull=True),
                name="output_month_once",
                violation_error_message=_("这个月的产量已经登记，请更正。"),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & within(AMOUNT, "amount"),
                name="output_month_possible_amount",
            ),
            models.CheckConstraint(
                condition=possible("month"), name="output_month_possible"
            ),
        )

    def __str__(self) -> str:
        """Product and month."""
        return f"{self.product} {self.month:%Y-%m}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path


class ProductYear(Entered):
    """What an enterprise used for a product in a year; reviewed by the office."""

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="product_years",
    )
    product = models.CharField(_("产品"), max_length=40, validators=[CODE])
    year = models.PositiveSmallIntegerField(_("年份"))
    energy = models.DecimalField(
        _("产品综合能耗"),
        **bounded(AMOUNT),
        help_text=_("回收的能源多于消耗的为负。"),
    )
    energy_unit = models.CharField(_("能耗计量单位"), max_length=16, default="tce当量")
    output = models.DecimalField(_("合格产品产量"), **positive(AMOUNT))
    output_unit = models.CharField(_("产量计量单位"), max_length=16, default="t")
    document = models.CharField(_("依据"), max_length=200)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("产品能耗")
        ordering = ("-year", "product", "enterprise__path", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("enterprise", "product", "year"),
                condition=Q(withdrawn_at__isnull=True),
                name="product_year_once",
                violation_error_message=_("这一年的产品能耗已经登记，请先撤下。"),
            ),
            models.CheckConstraint(
                condition=Q(output__gte=0) & within(AMOUNT, "energy", "output"),
                name="product_year_possible_amounts",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR) & Q(year__lte=LAST_YEAR),
                name="product_year_possible",
                violation_error_message=_("请核对年份。"),
            ),
        )

    def __str__(self) -> str:
        """Product and year."""
        return f"{self.product} {self.year}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path


class LocalNorm(Entered):
    """What a district entered: a local limit, or the best of the world by a source."""

    class Kind(models.TextChoices):
        """What stands behind it."""

        LOCAL = "local", pgettext_lazy("norm", "本区限额")
        WORLD = "world", pgettext_lazy("norm", "国际先进值")

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("登记单位"),
        on_delete=models.PROTECT,
        related_name="local_norms",
    )
    kind = models.CharField(
        _("类别"), max_length=8, choices=Kind.choices, default=Kind.LOCAL
    )
    product = models.CharField(_("产品代码"), max_length=40, validators=[CODE])
    name_zh = models.CharField(_("产品"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=100, blank=True)
    standard = models.CharField(_("标准号或文号"), max_length=100)
    unit = models.CharField(_("计量单位"), max_length=24, default="kgce当量/t")
    advanced = models.DecimalField(
        _("先进值"), **bounded(AMOUNT), null=True, blank=True
    )
    access = models.DecimalField(_("准入值"), **bounded(AMOUNT), null=True, blank=True)
    limit = models.DecimalField(_("限定值"), **bounded(AMOUNT), null=True, blank=True)
    valid_from = models.DateField(_("施行日期"), validators=[possible_day])
    valid_to = models.DateField(
        _("废止日期"), null=True, blank=True, validators=[possible_day]
    )
    source = models.CharField(_("来源"), max_length=200)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("本区限额")
        ordering = ("product", "valid_from", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("organisation", "kind", "product", "valid_from"),
                condition=Q(withdrawn_at__isnull=True),
                name="local_norm_once",
                violation_error_message=_("这个产品自这一天起的限额已经登记。"),
            ),
            models.CheckConstraint(
                condition=(Q(advanced__isnull=True) | Q(advanced__lte=F("limit")))
                & (Q(access__isnull=True) | Q(access__lte=F("limit")))
                & (
                    Q(advanced__isnull=True)
                    | Q(access__isnull=True)
                    | Q(advanced__lte=F("access"))
                ),
                name="local_norm_three_in_order",
                violation_error_message=_(
                    "先进值不得高于准入值，准入值不得高于限定值。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="local", limit__isnull=False)
                | Q(
                    kind="world",
                    advanced__isnull=False,
                    access__isnull=True,
                    limit__isnull=True,
                ),
                name="local_norm_has_its_figures",
                violation_error_message=_(
                    "本区限额须有限定值；国际先进值只有先进值一项。"
                ),
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "advanced", "access", "limit"),
                name="local_norm_figures_possible",
            ),
            models.CheckConstraint(
                condition=possible("valid_from") & possible("valid_to"),
                name="local_norm_days_possible",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="local_norm_forward",
                violation_error_message=_("废止日期早于施行日期。"),
            ),
        )

    def __str__(self) -> str:
        """Product and standard."""
        name = self.name_en if english() and self.name_en else self.name_zh
        return f"{name} {self.standard}"

    def owner_paths(self) -> Iterable[str]:
        """The district."""
        yield self.organisation.path


class EnergyCertificate(Entered):
    """A certificate of an energy management system (GB/T 23331)."""

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="energy_certificates",
    )
    number = models.CharField(_("证书编号"), max_length=60)
    body = models.CharField(_("认证机构"), max_length=100)
    standard = models.CharField(_("标准"), max_length=40, default="GB/T 23331-2020")
    scope = models.CharField(_("认证范围"), max_length=200)
    issued_on = models.DateField(_("发证日期"), validators=[possible_day])
    expires_on = models.DateField(_("有效期至"), validators=[possible_day])
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("能源管理体系认证证书")
        ordering = ("expires_on", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("number",),
                condition=Q(withdrawn_at__isnull=True),
                name="energy_certificate_once",
                violation_error_message=_("这个证书编号已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("issued_on")),
                name="energy_certificate_forward",
                violation_error_message=_("有效期早于发证日期。"),
            ),
            models.CheckConstraint(
                condition=possible("issued_on") & possible("expires_on"),
                name="energy_certificate_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Its number."""
        return self.number

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path
