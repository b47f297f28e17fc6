"""Minutes of an interview: who, when, where, what was said, and who signed."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.web.core.days import possible, possible_day
from dafeng.web.supervision.models.cases import LONG, Case

SIGNERS = 2
"""So many of those who held it sign, before the minutes stand."""


class Interview(models.Model):
    """What an interview (约谈) came to; not changed once somebody signed it."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, related_name="interview"
    )
    held_on = models.DateField(_("约谈日期"), validators=[possible_day])
    starts_at = models.CharField(_("约谈时间"), max_length=20, blank=True)
    place = models.CharField(_("约谈地点"), max_length=200)
    hosts = models.TextField(_("约谈人"), validators=[MaxLengthValidator(1000)])
    """One line each: at least two people."""
    guests = models.TextField(_("被约谈人"), validators=[MaxLengthValidator(1000)])
    recorder = models.CharField(_("记录人"), max_length=100)
    said = models.TextField(_("约谈内容"), validators=[MaxLengthValidator(LONG)])
    promises = models.TextField(
        _("整改承诺及完成时限"), blank=True, validators=[MaxLengthValidator(LONG)]
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("填写人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    written_at = models.DateTimeField(_("保存时间"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("约谈记录")
        constraints = (
            models.CheckConstraint(
                condition=possible("held_on"), name="interview_day_possible"
            ),
        )

    def __str__(self) -> str:
        """Of which case."""
        return f"{self.case.number} {self._meta.verbose_name}"

    def owner_paths(self) -> Iterable[str]:
        """Who issued the case."""
        return self.case.owner_paths()

    @property
    def stands(self) -> bool:
        """Whether enough of those who held it signed; fetch ``signatures`` along."""
        held = [one for one in self.signatures.all() if one.side == Side.HOST]
        return len(held) >= SIGNERS


class Side(models.TextChoices):
    """On which side somebody signs."""

    HOST = "host", pgettext_lazy("interview", "约谈人")
    GUEST = "guest", pgettext_lazy("interview", "被约谈人")


class InterviewSignature(models.Model):
    """Somebody signs the minutes as they stood: ``digest`` is of what was signed."""

    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, related_name="signatures"
    )
    side = models.CharField(_("签字身份"), max_length=5, choices=Side.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签字人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("签字时间"))
    digest = models.CharField(_("所签内容的校验值"), max_length=64)

    class Meta:
        verbose_name = _("约谈记录签字")
        ordering = ("interview", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("interview", "user"), name="interview_signed_once_by_each"
            ),
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="interview_side_known"
            ),
        )

    def __str__(self) -> str:
        """Who signed."""
        return str(self.user)
