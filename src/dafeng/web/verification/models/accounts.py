"""Own accounts as they were sealed, and months of meters that were closed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.figures import AMOUNT, positive, within
from dafeng.web.core.models import Organisation
from dafeng.web.verification.models.fields import (
    SHARE,
    MadeBy,
    Withdrawable,
)

GRAMS_PER_TONNE = Decimal(10**6)


class OwnAccountRow(MadeBy):
    """The account that an enterprise made of a year; the newest number holds."""

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="own_accounts",
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    number = models.PositiveSmallIntegerField(_("版本号"))
    control_g = models.BigIntegerField(_("能源排放量（g）"))
    all_g = models.BigIntegerField(_("企业排放量（g）"))
    complete = models.BooleanField(_("全年完整"), default=True)
    lines = models.JSONField(_("明细"), default=list, blank=True)
    findings = models.JSONField(_("发现的问题"), default=list, blank=True)
    factor_edition = models.CharField(_("因子版本"), max_length=80)
    seal = models.CharField(_("封存校验值"), max_length=64)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("企业碳账")
        ordering = ("enterprise__path", "-year", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "year", "number"), name="own_account_once"
            ),
        )
        indexes = (
            models.Index(fields=("year", "enterprise"), name="own_account_by_year"),
        )

    def __str__(self) -> str:
        """Year and number."""
        return f"{self.year} V{self.number}"

    @property
    def control_t(self) -> Decimal:
        """Energy CO2 in tonnes, exactly."""
        return self.control_g / GRAMS_PER_TONNE

    @property
    def all_t(self) -> Decimal:
        """Everything in tonnes, exactly."""
        return self.all_g / GRAMS_PER_TONNE

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path


class ClosedMonth(MadeBy, Withdrawable):
    """A month of a carrier that somebody confirmed and that the lake was promised.

    The newest number holds; where it was withdrawn, nothing does.
    """

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="closed_months",
    )
    month = models.DateField(_("月份"), validators=[possible_day])
    carrier = models.CharField(_("能源品种"), max_length=24)
    quantity = models.DecimalField(_("用量"), **positive(AMOUNT))
    unit = models.CharField(_("计量单位"), max_length=20)
    completeness = models.DecimalField(_("完整率"), **SHARE)
    day_month_gap = models.DecimalField(_("日月偏差"), **SHARE, null=True, blank=True)
    flow = models.CharField(_("排放源"), max_length=40)
    row_id = models.CharField(_("数据行"), max_length=200)
    key = models.CharField(_("入湖编号"), max_length=200, unique=True)
    number = models.PositiveSmallIntegerField(_("版本号"), default=1)

    class Meta:
        verbose_name = _("已确认月份")
        ordering = ("enterprise__path", "-month", "carrier", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "month", "carrier", "number"),
                name="closed_month_once",
            ),
            models.CheckConstraint(
                condition=possible("month") & Q(quantity__gte=0),
                name="closed_month_possible",
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "quantity"),
                name="closed_month_fits",
            ),
        )

    def __str__(self) -> str:
        """Month and carrier."""
        return f"{self.month:%Y-%m} {self.carrier}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path
