"""What is out of order in the energy of enterprises, and the weather it follows."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.models.rows import SAYS_WHY, Entered


class WeatherDay(Entered):
    """The mean outdoor temperature of a day in a district."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("登记单位"),
        on_delete=models.PROTECT,
        related_name="weather_days",
    )
    day = models.DateField(_("日期"), validators=[possible_day])
    mean_c = models.DecimalField(_("日平均气温（℃）"), max_digits=5, decimal_places=2)
    source = models.CharField(_("来源"), max_length=100)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("日平均气温")
        ordering = ("organisation", "day", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("organisation", "day"),
                condition=Q(withdrawn_at__isnull=True),
                name="weather_day_once",
            ),
            models.CheckConstraint(
                condition=possible("day") & Q(mean_c__gte=-60) & Q(mean_c__lte=60),
                name="weather_day_possible",
            ),
        )

    def __str__(self) -> str:
        """Its day."""
        return f"{self.day}"

    def owner_paths(self) -> Iterable[str]:
        """The district."""
        yield self.organisation.path


class EnergyAnomaly(models.Model):
    """Something out of order that the program found; people say what it was.

    The enterprise proposes an answer, the office decides; both stay. One that is not
    found any more lapses; it is open again when it is found again.

    ``basis`` says what its expectation follows, and what it does not and why.
    """

    class Kind(models.TextChoices):
        """The codes of ``dafeng.enterprises.anomalies.Kind``."""

        DAY = "day", _("个别日异常")
        LEVEL = "level", _("用能水平突变")
        BASE = "base", _("夜间负荷上升")
        BALANCE = "balance", _("总分表偏差扩大")

    class State(models.TextChoices):
        """What a person said of it."""

        OPEN = "open", _("待核实")
        CONFIRMED = "confirmed", _("已确认")
        DISMISSED = "dismissed", _("已排除")
        LAPSED = "lapsed", _("不再出现")

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="energy_anomalies",
    )
    point = models.ForeignKey(
        MeterPoint,
        verbose_name=_("计量点"),
        on_delete=models.PROTECT,
        related_name="anomalies",
    )
    kind = models.CharField(_("类型"), max_length=8, choices=Kind.choices)
    first = models.DateField(_("起始日"), validators=[possible_day])
    last = models.DateField(_("终止日"), validators=[possible_day])
    size = models.FloatField(_("偏差"))
    score = models.FloatField(_("显著程度"))
    actual = models.FloatField(_("实际用量"))
    expected = models.FloatField(_("预期用量"))
    days = models.JSONField(_("依据的各日"), default=list)
    basis = models.JSONField(_("相关变量"), default=dict, blank=True)
    found_at = models.DateTimeField(_("识别时间"))
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.OPEN
    )
    proposed_state = models.CharField(
        _("企业意见"), max_length=10, choices=State.choices, blank=True
    )
    proposed_reason = models.CharField(_("企业说明"), max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("企业说明人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    proposed_at = models.DateTimeField(_("企业说明时间"), null=True, blank=True)
    reason = models.CharField(_("核实说明"), max_length=300, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("核实人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    judged_at = models.DateTimeField(_("核实时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("用能异常")
        ordering = ("-last", "point", "kind", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("point", "kind", "first"), name="energy_anomaly_once"
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first"))
                & possible("first")
                & possible("last"),
                name="energy_anomaly_days",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "lapsed")) | ~Q(reason=""),
                name="energy_anomaly_decided_says_why",
            ),
            models.CheckConstraint(
                condition=Q(proposed_state="", proposed_reason="")
                | ~Q(proposed_state="") & ~Q(proposed_reason=""),
                name="energy_anomaly_proposal_says_why",
            ),
        )
        indexes = (models.Index(fields=("state", "-last"), name="energy_anomaly_open"),)

    def __str__(self) -> str:
        """Meter and first day."""
        return f"{self.point} {self.first}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("savings:anomaly", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path
