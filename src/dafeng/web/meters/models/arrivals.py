"""Through what readings come, and how good those are that came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models.papers import first_of_month
from dafeng.web.meters.models.rows import SAYS_WHY, Entered

SHARE: dict[str, Any] = {"max_digits": 12, "decimal_places": 6}


class Gateway(Entered):
    """A device or program that sends readings of one enterprise.

    Its key is given by the room above (``gateway_keys``); only ``key_head``, by which
    the key is found again, stands here. Withdrawn, it sends no more.
    """

    class Kind(models.TextChoices):
        """Which way it sends."""

        API = "api", _("接口")
        MQTT = "mqtt", _("MQTT")
        FOLDER = "folder", _("文件交换")

    code = models.CharField(
        _("网关代码"),
        max_length=32,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9-]*\Z", _("代码只含小写字母、数字和连字符。")
            )
        ],
        error_messages={"unique": _("这个网关代码已经登记。")},
    )
    name = models.CharField(_("名称"), max_length=80)
    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="gateways",
    )
    kind = models.CharField(_("方式"), max_length=8, choices=Kind.choices)
    key_head = models.CharField(_("密钥标识"), max_length=12, blank=True)
    key_until = models.DateField(
        _("密钥有效期至"), null=True, blank=True, validators=[possible_day]
    )
    last_seen_at = models.DateTimeField(_("最近上传"), null=True, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("网关")
        ordering = ("enterprise__path", "code")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("key_head",),
                condition=~Q(key_head=""),
                name="gateway_key_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("api", "mqtt", "folder")),
                name="gateway_kind_known",
            ),
            models.CheckConstraint(
                condition=possible("key_until"), name="gateway_day_possible"
            ),
        )

    def __str__(self) -> str:
        """Name and code."""
        return f"{self.name} {self.code}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path

    def open_on(self, day: date) -> bool:
        """Whether it may send on a day."""
        good = self.key_until is None or day <= self.key_until
        keyed = bool(self.key_head) or self.kind == self.Kind.FOLDER
        return self.withdrawn_at is None and good and keyed


class RefusedCount(models.Model):
    """How many rows of a day never became readings, and why.

    ``enterprise`` is the sender; empty is a sender that nobody knows.
    """

    day = models.DateField(_("日期"), validators=[possible_day])
    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="refused_counts",
        null=True,
        blank=True,
    )
    channel = models.CharField(_("渠道"), max_length=40)
    trouble = models.CharField(_("原因"), max_length=24)
    count = models.PositiveIntegerField(_("行数"), default=0)
    example = models.CharField(_("示例"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("未入库的行")
        ordering = ("-day", "enterprise", "channel", "trouble")
        constraints = (
            models.UniqueConstraint(
                fields=("day", "enterprise", "channel", "trouble"),
                condition=Q(enterprise__isnull=False),
                name="refused_count_once",
            ),
            models.UniqueConstraint(
                fields=("day", "channel", "trouble"),
                condition=Q(enterprise__isnull=True),
                name="refused_count_of_nobody_once",
            ),
            models.CheckConstraint(
                condition=possible("day"), name="refused_count_day_possible"
            ),
        )

    def __str__(self) -> str:
        """Day, reason and number."""
        return f"{self.day} {self.trouble} {self.count}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise; one of an unknown sender belongs to the house."""
        if self.enterprise is not None:
            yield self.enterprise.path


class MonthQuality(models.Model):
    """How good the readings of a month are by the official measures, prepared.

    Without an enterprise it is of the whole house. Measures are shares; empty is
    unknown. ``month`` is the first day; ``until`` is up to when readings were counted.
    """

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="month_qualities",
        null=True,
        blank=True,
    )
    month = models.DateField(_("月份"), validators=[possible_day, first_of_month])
    until = models.DateTimeField(_("统计至"))
    expected = models.PositiveBigIntegerField(_("应采集数"), default=0)
    received = models.PositiveBigIntegerField(_("实际采集数"), default=0)
    completeness = models.DecimalField(_("完整率"), **SHARE, null=True, blank=True)
    day_month_gap = models.DecimalField(_("日月偏差"), **SHARE, null=True, blank=True)
    main_sub_gap = models.DecimalField(_("总分表偏差"), **SHARE, null=True, blank=True)
    borders = models.PositiveIntegerField(_("零时点数"), default=0)
    borders_met = models.PositiveIntegerField(_("合规零时点数"), default=0)
    flags = models.JSONField(_("标记"), default=dict)
    late = models.PositiveBigIntegerField(_("截止后到达数"), default=0)
    prepared_at = models.DateTimeField(_("生成时间"), default=timezone.now)

    class Meta:
        verbose_name = _("月度数据质量")
        ordering = ("-month", "enterprise__path")
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "month"),
                condition=Q(enterprise__isnull=False),
                name="month_quality_once",
            ),
            models.UniqueConstraint(
                fields=("month",),
                condition=Q(enterprise__isnull=True),
                name="month_quality_of_house_once",
            ),
            models.CheckConstraint(
                condition=Q(received__lte=F("expected"))
                & Q(borders_met__lte=F("borders")),
                name="month_quality_within",
            ),
            models.CheckConstraint(
                condition=possible("month"), name="month_quality_month_possible"
            ),
        )

    def __str__(self) -> str:
        """Month and enterprise."""
        return f"{self.month:%Y-%m} {self.enterprise or ''}".strip()

    def owner_paths(self) -> Iterable[str]:
        """The enterprise; that of the house belongs to everybody."""
        if self.enterprise is not None:
            yield self.enterprise.path
