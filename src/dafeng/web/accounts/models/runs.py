"""Accounts as they were made: the run, its totals, and what its pages show."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import Organisation

GRAMS_PER_TONNE = Decimal(10**6)


class BoundaryCode(models.TextChoices):
    """Boundaries of :class:`dafeng.accounts.records.Boundary`, with their words."""

    CONTROL = "control", _("控制口径")
    TERRITORIAL = "territorial", _("属地口径")
    UNITS = "units", _("责任单位口径")
    ENTERPRISES = "enterprises", _("企业口径")
    SINKS = "sinks", _("碳汇")


class RunStatus(models.TextChoices):
    """Whether an account can still change."""

    DRAFT = "draft", _("草稿")
    SEALED = "sealed", _("已封存")
    REPLACED = "replaced", _("已被取代")


class Audience(models.TextChoices):
    """For whom a prepared page is."""

    INSIDE = "inside", _("内部")
    PUBLIC = "public", _("公开")


class AccountRun(models.Model):
    """One account of one year, as it was made once; a new one replaces it."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="account_runs",
        verbose_name=_("单位"),
    )
    place = models.CharField(_("行政区划代码"), max_length=12)
    year = models.PositiveSmallIntegerField(_("年份"))
    asked = models.JSONField(_("核算设置"))
    gwp = models.CharField(_("增温潜势"), max_length=32)
    factor_edition = models.CharField(_("因子版本"), max_length=80)
    tables = models.JSONField(_("数据表版本"))
    status = models.CharField(
        _("状态"), max_length=8, choices=RunStatus, default=RunStatus.DRAFT
    )
    seal = models.CharField(_("封存校验值"), max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("封存时间"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="replaces",
        null=True,
        blank=True,
        verbose_name=_("被哪一次取代"),
    )
    reason = models.CharField(_("重述的理由"), max_length=500, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("核算人"),
    )
    made_at = models.DateTimeField(_("核算时间"), auto_now_add=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)
    lines_count = models.PositiveIntegerField(_("明细行数"), default=0)
    unverified = models.JSONField(_("未核实的因子"), default=list)
    """Ids of unverified factor rows that nobody signed and that the account uses."""

    class Meta:
        verbose_name = _("碳账")
        verbose_name_plural = _("碳账")
        ordering = ("-year", "-pk")
        indexes = (models.Index(fields=("organisation", "status", "year")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=RunStatus.values), name="run_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=RunStatus.SEALED)
                | (~Q(seal="") & Q(sealed_at__isnull=False)),
                name="run_sealed_has_digest",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(status=RunStatus.REPLACED),
                name="run_replaced_says_so",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="run_replaces_another",
            ),
            models.UniqueConstraint(
                fields=("organisation", "year"),
                condition=~Q(status=RunStatus.REPLACED),
                name="run_one_in_force",
            ),
        )

    def __str__(self) -> str:
        """Year and state."""
        return f"{self.year} {self.get_status_display()}"

    def get_absolute_url(self) -> str:
        """First page of the year."""
        return reverse("accounts:overview", args=[self.year])


class AccountTotal(models.Model):
    """One total of an account, in grams of CO2 equivalent, with its 95 % interval."""

    run = models.ForeignKey(AccountRun, on_delete=models.CASCADE, related_name="totals")
    boundary = models.CharField(_("口径"), max_length=12, choices=BoundaryCode)
    value_g = models.BigIntegerField(_("排放量"))
    low_g = models.BigIntegerField(_("下限"))
    high_g = models.BigIntegerField(_("上限"))

    class Meta:
        verbose_name = _("合计")
        constraints = (
            models.UniqueConstraint(
                fields=("run", "boundary"), name="total_once_per_boundary"
            ),
            models.CheckConstraint(
                condition=Q(low_g__lte=F("value_g")) & Q(value_g__lte=F("high_g")),
                name="total_lies_in_its_interval",
            ),
            models.CheckConstraint(
                condition=Q(boundary__in=BoundaryCode.values),
                name="total_boundary_known",
            ),
        )

    def __str__(self) -> str:
        """Boundary and figure."""
        return f"{self.boundary} {self.value_t} t"

    @property
    def value_t(self) -> Decimal:
        """The total in tonnes, exactly."""
        return self.value_g / GRAMS_PER_TONNE


class PreparedPage(models.Model):
    """What the pages of one boundary show, for one audience, computed once."""

    run = models.ForeignKey(AccountRun, on_delete=models.CASCADE, related_name="pages")
    boundary = models.CharField(_("口径"), max_length=12, choices=BoundaryCode)
    audience = models.CharField(_("读者"), max_length=6, choices=Audience)
    content = models.JSONField(_("内容"))

    class Meta:
        verbose_name = _("页面数据")
        constraints = (
            models.UniqueConstraint(
                fields=("run", "boundary", "audience"), name="prepared_once"
            ),
        )

    def __str__(self) -> str:
        """For whom."""
        return f"{self.boundary} {self.audience}"


class ChangeEffect(models.Model):
    """One effect of the change of energy CO2 from one year to the next (LMDI)."""

    run = models.ForeignKey(
        AccountRun, on_delete=models.CASCADE, related_name="effects"
    )
    order = models.PositiveSmallIntegerField(_("顺序"))
    effect = models.CharField(_("效应"), max_length=32)
    change_g = models.BigIntegerField(_("变化量"))

    class Meta:
        verbose_name = _("变化的来源")
        ordering = ("run", "order")
        constraints = (
            models.UniqueConstraint(fields=("run", "effect"), name="effect_once"),
        )

    def __str__(self) -> str:
        """Effect and size."""
        return f"{self.effect} {self.change_g} g"
