"""Reports of a year, their versions, their trail, and allowances."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.enterprises.reporting import Machine, Purpose, ReportState
from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.figures import AMOUNT, bounded, positive, within
from dafeng.web.core.models import Organisation
from dafeng.web.verification.models.fields import (
    MadeBy,
    Proven,
    Withdrawable,
)

FIRST_YEAR, LAST_YEAR = 2010, 2100
_YEARS = (MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))


class MarketMembership(MadeBy, Withdrawable):
    """A unit is in a market in a year; never in the national and a local one."""

    class Market(models.TextChoices):
        """Which market."""

        NATIONAL = "national", _("全国碳市场")
        LOCAL = "local", _("地方碳市场")

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="market_memberships",
    )
    year = models.PositiveSmallIntegerField(_("年份"), validators=_YEARS)
    market = models.CharField(_("市场"), max_length=8, choices=Market.choices)
    document = models.CharField(_("名录文件"), max_length=200)

    class Meta:
        verbose_name = _("碳市场名录")
        ordering = ("enterprise__path", "-year")
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "year"),
                condition=Q(withdrawn_at__isnull=True),
                name="market_once_a_year",
                violation_error_message=_(
                    "同一年度只能在一个碳市场：进入全国市场的，退出地方市场。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(market__in=("national", "local")),
                name="market_known",
            ),
        )

    def __str__(self) -> str:
        """Year and market."""
        return f"{self.year} {self.get_market_display()}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path


class EmissionReport(models.Model):
    """The report of a unit on a year, from open to cleared; ``version`` counts acts."""

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="emission_reports",
    )
    year = models.PositiveSmallIntegerField(_("报告年度"), validators=_YEARS)
    branch = models.CharField(_("行业指南"), max_length=24)
    state = models.CharField(_("状态"), max_length=20, default=ReportState.OPEN.value)
    writer_name = models.CharField(_("编制机构"), max_length=100, blank=True)
    writer_uscc = models.CharField(_("编制机构信用代码"), max_length=18, blank=True)
    held_t = models.DecimalField(
        _("持有配额（t）"), null=True, blank=True, **positive(AMOUNT)
    )
    verified_t = models.DecimalField(
        _("核定排放量（t）"), null=True, blank=True, **bounded(AMOUNT)
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    opened_at = models.DateTimeField(_("建立时间"))
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("排放报告")
        ordering = ("-year", "enterprise__path")
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "year"),
                condition=~Q(state="void"),
                name="emission_report_once",
                violation_error_message=_("这家企业这一年度的报告已经建立。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in ReportState]),
                name="emission_report_state_known",
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "held_t", "verified_t"),
                name="emission_report_fits",
            ),
            models.CheckConstraint(
                condition=Q(held_t__isnull=True) | Q(held_t__gte=0),
                name="emission_report_held_not_negative",
            ),
        )
        indexes = (
            models.Index(fields=("state", "year"), name="emission_report_by_state"),
        )

    def __str__(self) -> str:
        """Year and enterprise."""
        return f"{self.year} {self.enterprise}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("verification:report", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """The enterprise; what the body that verifies may do is asked apart."""
        yield self.enterprise.path


class ReportStep(MadeBy, Proven):
    """One act on a report, its verification or a finding: the trail, never changed."""

    report = models.ForeignKey(
        EmissionReport, on_delete=models.PROTECT, related_name="steps"
    )
    machine = models.CharField(_("对象"), max_length=12)
    act = models.CharField(_("动作"), max_length=20)
    before = models.CharField(_("之前"), max_length=20)
    after = models.CharField(_("之后"), max_length=20)
    hand = models.CharField(_("由谁办理"), max_length=10)
    note = models.CharField(_("说明"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("办理经过")
        ordering = ("report", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(machine__in=[one.value for one in Machine]),
                name="report_step_machine_known",
            ),
        )

    def __str__(self) -> str:
        """Act and where it led."""
        return f"{self.act} {self.after}"


class ReportVersion(MadeBy):
    """What a report said at one time; the next version never changes it."""

    class Kind(models.TextChoices):
        """How it came about."""

        COMPILED = "compiled", _("编制")
        CORRECTED = "corrected", _("更正")
        VERIFIED = "verified", _("核定")

    report = models.ForeignKey(
        EmissionReport, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("版本号"))
    kind = models.CharField(_("版本"), max_length=10, choices=Kind.choices)
    reported_t = models.DecimalField(_("填报（t）"), **bounded(AMOUNT))
    computed_t = models.DecimalField(
        _("重算（t）"), null=True, blank=True, **bounded(AMOUNT)
    )
    compliance_t = models.DecimalField(
        _("履约排放量（t）"), null=True, blank=True, **bounded(AMOUNT)
    )
    factor_edition = models.CharField(_("因子版本"), max_length=80)
    findings = models.JSONField(_("重算发现"), default=list, blank=True)
    digest = models.CharField(_("校验值"), max_length=64)

    class Meta:
        verbose_name = _("报告版本")
        ordering = ("report", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("report", "number"), name="report_version_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("compiled", "corrected", "verified")),
                name="report_version_kind_known",
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "reported_t", "computed_t", "compliance_t"),
                name="report_version_fits",
            ),
        )

    def __str__(self) -> str:
        """Number and kind."""
        return f"V{self.number} {self.get_kind_display()}"


class ReportLineRow(models.Model):
    """One line of a version, with what recomputing gave."""

    version = models.ForeignKey(
        ReportVersion, on_delete=models.CASCADE, related_name="lines"
    )
    order = models.PositiveSmallIntegerField(_("顺序"))
    code = models.CharField(_("行代码"), max_length=40)
    facility = models.CharField(_("设施"), max_length=60, blank=True)
    flow = models.CharField(_("排放源"), max_length=40, blank=True)
    item = models.CharField(_("品种"), max_length=60, blank=True)
    quantity = models.DecimalField(_("活动数据"), **positive(AMOUNT))
    unit = models.CharField(_("计量单位"), max_length=20)
    purpose = models.CharField(_("用途"), max_length=10)
    reported_t = models.DecimalField(
        _("填报（t）"), null=True, blank=True, **bounded(AMOUNT)
    )
    computed_t = models.DecimalField(
        _("重算（t）"), null=True, blank=True, **bounded(AMOUNT)
    )
    compliance = models.BooleanField(_("计入履约"), default=False)
    method = models.CharField(_("方法"), max_length=200, blank=True)
    uses = models.JSONField(_("因子"), default=list, blank=True)

    class Meta:
        verbose_name = _("报告行")
        ordering = ("version", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "code"), name="report_line_once"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=[one.value for one in Purpose])
                & Q(quantity__gte=0),
                name="report_line_known",
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "quantity", "reported_t", "computed_t"),
                name="report_line_fits",
            ),
        )

    def __str__(self) -> str:
        """Its code."""
        return self.code


class Surrender(MadeBy, Withdrawable):
    """Allowances that were given back for a year."""

    report = models.ForeignKey(
        EmissionReport, on_delete=models.PROTECT, related_name="surrenders"
    )
    amount_t = models.DecimalField(_("清缴量（t）"), **positive(AMOUNT))
    on = models.DateField(_("清缴日期"), validators=[possible_day])
    document = models.CharField(_("凭证"), max_length=200)

    class Meta:
        verbose_name = _("清缴")
        ordering = ("report", "on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_t__gt=0) & ~Q(document=""),
                name="surrender_above_nothing",
                violation_error_message=_("清缴量须大于 0，并写明凭证。"),
            ),
            models.UniqueConstraint(
                fields=("report", "document"),
                condition=Q(withdrawn_at__isnull=True),
                name="surrender_document_once",
                violation_error_message=_("这份凭证已经登记过清缴。"),
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "amount_t"),
                name="surrender_fits",
            ),
            models.CheckConstraint(
                condition=possible("on"), name="surrender_day_possible"
            ),
        )

    def __str__(self) -> str:
        """Day and document."""
        return f"{self.on} {self.document}"
