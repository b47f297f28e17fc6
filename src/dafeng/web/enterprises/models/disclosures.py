"""What was published, what was verified, what happened, what is to be withheld."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.figures import AMOUNT, positive, within
from dafeng.web.enterprises.models.enterprises import Enterprise
from dafeng.web.enterprises.models.withdrawn import SAYS_WHY, Withdrawable


class Entered(Withdrawable):
    """Who entered a row, when, and the file that proves it."""

    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("校验值"), max_length=64, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    entered_at = models.DateTimeField(_("登记时间"))

    class Meta:
        abstract = True


class Publication(Entered):
    """An enterprise published something; a correction takes the place of a row.

    ``period`` is the code of a period, or of an occasion.
    """

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="publications"
    )
    rule = models.CharField(_("披露事项"), max_length=24)
    period = models.CharField(_("披露期"), max_length=32)
    published_on = models.DateField(_("公布日期"), validators=[possible_day])
    url = models.URLField(_("公布网址"), max_length=500, blank=True)
    value = models.DecimalField(_("公布值"), null=True, blank=True, **positive(AMOUNT))
    unit = models.CharField(_("计量单位"), max_length=40, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    replaced_by = models.OneToOneField(
        "self",
        verbose_name=_("更正为"),
        on_delete=models.PROTECT,
        related_name="replaces",
        null=True,
        blank=True,
    )
    reason = models.CharField(_("更正理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("信息公布")
        ordering = ("enterprise", "published_on", "pk")
        constraints = (
            SAYS_WHY,
            models.CheckConstraint(
                condition=Q(value__isnull=True) | (Q(value__gte=0) & ~Q(unit="")),
                name="publication_value_has_unit",
                violation_error_message=_("填了公布值，就要填计量单位。"),
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "value"), name="publication_value_fits"
            ),
            models.CheckConstraint(
                condition=possible("published_on"), name="publication_day_possible"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="publication_replaced_by_another",
            ),
        )

    def __str__(self) -> str:
        """What and for when."""
        return f"{self.rule} {self.period}"


class VerifiedValue(Entered):
    """What a verifier found; the next one of the same period takes its place."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="verified_values"
    )
    rule = models.CharField(_("披露事项"), max_length=24)
    period = models.CharField(_("披露期"), max_length=32)
    value = models.DecimalField(_("核定值"), **positive(AMOUNT))
    unit = models.CharField(_("计量单位"), max_length=40)
    document = models.CharField(_("核查结论文件"), max_length=200)
    verified_on = models.DateField(_("核定日期"), validators=[possible_day])
    standing = models.BooleanField(_("有效"), default=True)

    class Meta:
        verbose_name = _("核定值")
        ordering = ("enterprise", "rule", "period", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("enterprise", "rule", "period"),
                condition=Q(standing=True),
                name="verified_value_stands_once",
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "value"), name="verified_value_fits"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0), name="verified_value_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(standing=False),
                name="verified_value_withdrawn_does_not_stand",
            ),
            models.CheckConstraint(
                condition=possible("verified_on"), name="verified_value_day_possible"
            ),
        )

    def __str__(self) -> str:
        """What and for when."""
        return f"{self.rule} {self.period}"


class Occasion(Entered):
    """Something happened that an enterprise has to publish."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="occasions"
    )
    on = models.DateField(_("发生日期"), validators=[possible_day])
    what = models.CharField(_("事项"), max_length=200)

    class Meta:
        verbose_name = _("应披露事项")
        ordering = ("enterprise", "on", "pk")
        constraints = (
            SAYS_WHY,
            models.CheckConstraint(
                condition=possible("on"), name="occasion_day_possible"
            ),
        )

    def __str__(self) -> str:
        """What happened."""
        return self.what

    @property
    def code(self) -> str:
        """Its name among the periods: the day, and the number of the row."""
        return f"{self.on.isoformat()}-{self.pk}"


class SecrecyClaim(Entered):
    """An enterprise asks that a field is left out of the public list."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="claims"
    )
    field = models.CharField(_("不公开的内容"), max_length=24)
    basis = models.CharField(_("依据"), max_length=300)
    since = models.DateField(_("起始日"), validators=[possible_day])
    until = models.DateField(
        _("终止日"), null=True, blank=True, validators=[possible_day]
    )

    class Meta:
        verbose_name = _("保密申明")
        ordering = ("enterprise", "field", "pk")
        constraints = (
            SAYS_WHY,
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="secrecy_claim_forward",
                violation_error_message=_("终止日早于起始日。"),
            ),
            models.CheckConstraint(
                condition=possible("since") & possible("until"),
                name="secrecy_claim_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Which field."""
        return self.field
