"""What a meter showed in a stretch of days, corrected by what was found afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.meters.records import FACTOR_MOST
from dafeng.web.core.days import possible, possible_day
from dafeng.web.meters.models.points import Calibration, Exchange, MeterPoint
from dafeng.web.meters.models.rows import SAYS_WHY, Entered

FACTOR_DECIMALS = 6
LEAST = Decimal(1).scaleb(-FACTOR_DECIMALS)


class MeterCorrection(Entered):
    """From a day to a day the meter used other than it showed.

    It rests on one of two grounds. By a calibration that failed, the meter used
    ``factor`` for each unit that it showed. By an exchange that was forgotten, it is
    reckoned again from its readings, and the days are those that this changes.

    It is proposed with its ground and counts from its confirmation until it is
    taken back. ``shown`` keeps what it changed by month, as whoever confirmed it saw;
    ``closed`` names those months that were closed then.
    """

    calibration = models.ForeignKey(
        Calibration,
        on_delete=models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
    )
    exchange = models.ForeignKey(
        Exchange,
        on_delete=models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
    )
    point = models.ForeignKey(
        MeterPoint, on_delete=models.PROTECT, related_name="corrections"
    )
    first = models.DateField(_("更正起始日"), validators=[possible_day])
    last = models.DateField(_("更正截止日"), validators=[possible_day])
    factor = models.DecimalField(
        _("更正系数"),
        max_digits=8,
        decimal_places=FACTOR_DECIMALS,
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST), MaxValueValidator(FACTOR_MOST)],
    )
    reason = models.CharField(_("更正依据"), max_length=300)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    closed = models.TextField(_("已关闭的月份"), blank=True)
    shown = models.JSONField(_("确认时的前后用量"), default=list, blank=True)

    class Meta:
        verbose_name = _("用量更正")
        ordering = ("point", "first", "pk")
        constraints = (
            SAYS_WHY,
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="meter_correction_forward",
                violation_error_message=_("截止日早于起始日。"),
            ),
            models.CheckConstraint(
                condition=(
                    Q(factor__isnull=True) | Q(factor__gt=0, factor__lte=FACTOR_MOST)
                )
                & ~Q(reason=""),
                name="meter_correction_factor_possible",
            ),
            models.CheckConstraint(
                condition=Q(
                    calibration__isnull=False,
                    factor__isnull=False,
                    exchange__isnull=True,
                )
                | Q(
                    calibration__isnull=True,
                    factor__isnull=True,
                    exchange__isnull=False,
                ),
                name="meter_correction_on_one_ground",
            ),
            models.UniqueConstraint(
                fields=("exchange",), name="meter_correction_of_exchange_once"
            ),
            models.CheckConstraint(
                condition=Q(closed="")
                | Q(entered_by__isnull=True)
                | Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("entered_by")),
                name="meter_correction_closed_by_another",
                violation_error_message=_("涉及已关闭的月份，须由另一人确认。"),
            ),
            models.CheckConstraint(
                condition=possible("first") & possible("last"),
                name="meter_correction_days_possible",
            ),
        )
        indexes = (models.Index(fields=("point", "first"), name="correction_of_point"),)

    def __str__(self) -> str:
        """Its stretch and factor, or the moment of its exchange."""
        if self.factor is None:
            return str(self.exchange)
        return f"{self.first} – {self.last} × {self.factor.normalize():f}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("meters:point-correction", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Those of the meter."""
        return self.point.owner_paths()

    @property
    def proposed(self) -> bool:
        """Whether it waits for its confirmation."""
        return self.confirmed_at is None and self.withdrawn_at is None

    @property
    def holds(self) -> bool:
        """Whether it counts."""
        return self.confirmed_at is not None and self.withdrawn_at is None
