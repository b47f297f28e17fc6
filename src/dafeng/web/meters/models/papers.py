"""What papers say of energy: prices, and the totals of a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.figures import AMOUNT, NOT_NEGATIVE, YUAN, positive, within
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models.rows import SAYS_WHY, Entered


def first_of_month(day: date) -> None:
    """Refuse a day that is not the first of its month; it stands for the month.

    Raises
    ------
    ValidationError
        ``month.first``.
    """
    if day.day != 1:
        raise ValidationError(_("月份以当月 1 日表示。"), code="month.first")


class Tariff(Entered):
    """The price of a carrier in some hours from a day on.

    ``organisation`` is the district, or an enterprise with a price of its own; hours of
    a ``calendar`` of ``dafeng.meters`` are of a ``period``, and "" is every hour.
    """

    class Period(models.TextChoices):
        """Kinds of hours; the names of ``dafeng.meters.TariffPeriod``."""

        ALL = "", _("全部时段")
        SHARP = "sharp", _("尖峰")
        PEAK = "peak", _("高峰")
        FLAT = "flat", _("平段")
        VALLEY = "valley", _("低谷")
        DEEP_VALLEY = "deep_valley", _("深谷")

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("适用单位"),
        on_delete=models.PROTECT,
        related_name="tariffs",
    )
    carrier = models.CharField(_("能源品种"), max_length=24)
    period = models.CharField(
        _("时段"), max_length=12, choices=Period.choices, blank=True
    )
    price = models.DecimalField(
        _("单价（元）"), max_digits=12, decimal_places=6, validators=[NOT_NEGATIVE]
    )
    valid_from = models.DateField(_("起始日"), validators=[possible_day])
    valid_to = models.DateField(
        _("终止日"), null=True, blank=True, validators=[possible_day]
    )
    document = models.CharField(_("依据文件"), max_length=200)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("能源价格")
        ordering = ("organisation__path", "carrier", "-valid_from", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("organisation", "carrier", "period", "valid_from"),
                condition=Q(withdrawn_at__isnull=True),
                name="tariff_once",
                violation_error_message=_("这个时段自这一天起的价格已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0)
                & (Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))),
                name="tariff_forward",
                violation_error_message=_("终止日早于起始日。"),
            ),
            models.CheckConstraint(
                condition=possible("valid_from") & possible("valid_to"),
                name="tariff_days_possible",
            ),
            models.CheckConstraint(
                condition=Q(
                    period__in=("", "sharp", "peak", "flat", "valley", "deep_valley")
                ),
                name="tariff_period_known",
            ),
        )

    def __str__(self) -> str:
        """Carrier, hours and price."""
        return f"{self.carrier} {self.get_period_display()} {self.price}"

    def owner_paths(self) -> Iterable[str]:
        """The district or enterprise."""
        yield self.organisation.path


class MonthlyStatement(Entered):
    """What an invoice or a form says that an enterprise used in a month.

    ``month`` is its first day; the amount is in the unit of the carrier.
    """

    class Source(models.TextChoices):
        """Which paper."""

        INVOICE = "invoice", _("结算单据")
        FORM = "form", _("统计报表")

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="monthly_statements",
    )
    carrier = models.CharField(_("能源品种"), max_length=24)
    month = models.DateField(_("月份"), validators=[possible_day, first_of_month])
    source = models.CharField(_("来源"), max_length=8, choices=Source.choices)
    amount = models.DecimalField(_("用量"), **positive(AMOUNT))
    cost = models.DecimalField(_("金额（元）"), null=True, blank=True, **positive(YUAN))
    document = models.CharField(_("单据号"), max_length=200)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("月度单据")
        ordering = ("enterprise__path", "-month", "carrier", "source", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("enterprise", "carrier", "month", "source"),
                condition=Q(withdrawn_at__isnull=True),
                name="monthly_statement_once",
                violation_error_message=_("这个月的单据已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0)
                & (Q(cost__isnull=True) | Q(cost__gte=0))
                & ~Q(document=""),
                name="monthly_statement_not_negative",
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "amount") & within(YUAN, "cost"),
                name="monthly_statement_fits",
            ),
            models.CheckConstraint(
                condition=possible("month"), name="monthly_statement_month_possible"
            ),
            models.CheckConstraint(
                condition=Q(source__in=("invoice", "form")),
                name="monthly_statement_source_known",
            ),
        )
        indexes = (
            models.Index(fields=("month", "carrier"), name="statement_by_month"),
        )

    def __str__(self) -> str:
        """Month, carrier and number of the paper."""
        return f"{self.month:%Y-%m} {self.carrier} {self.document}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path
