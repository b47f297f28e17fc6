"""Which hours of the day are dear and which are cheap, as dated rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models.papers import Tariff
from dafeng.web.meters.models.rows import SAYS_WHY, Entered

MONTHS, HOURS = 12, 24


class HoursEdition(Entered):
    """The kinds of hours in a district from a day on, as a notice sets them.

    Hours that no row names are flat; of two rows that name an hour the later one holds.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("适用单位"),
        on_delete=models.PROTECT,
        related_name="hours_editions",
    )
    valid_from = models.DateField(_("起始日"), validators=[possible_day])
    valid_to = models.DateField(
        _("终止日"), null=True, blank=True, validators=[possible_day]
    )
    document = models.CharField(_("依据文件"), max_length=200)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("分时时段")
        ordering = ("-valid_from", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("organisation", "valid_from"),
                condition=Q(withdrawn_at__isnull=True),
                name="hours_edition_once",
                violation_error_message=_("自这一天起的分时时段已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="hours_edition_forward",
                violation_error_message=_("终止日早于起始日。"),
            ),
            models.CheckConstraint(
                condition=possible("valid_from") & possible("valid_to"),
                name="hours_edition_days_possible",
            ),
        )

    def __str__(self) -> str:
        """First day and document."""
        return f"{self.valid_from} {self.document}"

    def owner_paths(self) -> Iterable[str]:
        """The district."""
        yield self.organisation.path


class HoursRow(models.Model):
    """Some hours of the day in some months, and their kind."""

    edition = models.ForeignKey(
        HoursEdition, on_delete=models.CASCADE, related_name="rows"
    )
    place = models.PositiveSmallIntegerField()
    first_month = models.PositiveSmallIntegerField(_("起始月"))
    last_month = models.PositiveSmallIntegerField(_("终止月"))
    from_hour = models.PositiveSmallIntegerField(_("起始时"))
    to_hour = models.PositiveSmallIntegerField(_("终止时"))
    period = models.CharField(_("时段"), max_length=12, choices=Tariff.Period.choices)

    class Meta:
        verbose_name = _("分时时段的一行")
        ordering = ("edition", "place")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "place"), name="hours_row_place_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    first_month__gte=1,
                    last_month__gte=F("first_month"),
                    last_month__lte=MONTHS,
                    to_hour__gt=F("from_hour"),
                    to_hour__lte=HOURS,
                ),
                name="hours_row_possible",
                violation_error_message=_(
                    "时段不可能：月份为 1 至 12，小时为 0 至 24。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    period__in=("sharp", "peak", "flat", "valley", "deep_valley")
                ),
                name="hours_row_period_known",
            ),
        )

    def __str__(self) -> str:
        """Months, hours and kind."""
        return (
            f"{self.first_month}-{self.last_month} {self.from_hour}-{self.to_hour} "
            f"{self.period}"
        )
