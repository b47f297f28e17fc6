"""The verification of a report, and its nonconformities."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dafeng.enterprises.reporting import FindingState, VerificationState
from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.figures import AMOUNT, positive, within
from dafeng.web.core.models import Organisation
from dafeng.web.verification.models.fields import (
    SHARE,
    MadeBy,
)
from dafeng.web.verification.models.reports import EmissionReport

LONG = 4000


class Verification(models.Model):
    """Who verifies a report, where it stands, and what came out."""

    report = models.OneToOneField(
        EmissionReport, on_delete=models.PROTECT, related_name="verification"
    )
    state = models.CharField(
        _("核查步骤"), max_length=20, default=VerificationState.ARRANGED.value
    )
    body = models.ForeignKey(
        Organisation,
        verbose_name=_("核查机构"),
        on_delete=models.PROTECT,
        related_name="verifications",
        null=True,
        blank=True,
    )
    body_name = models.CharField(_("核查机构名称"), max_length=100)
    body_uscc = models.CharField(_("核查机构信用代码"), max_length=18, blank=True)
    leader = models.CharField(_("核查组长"), max_length=50, blank=True)
    members = models.CharField(_("核查组员"), max_length=300, blank=True)
    site_on = models.DateField(
        _("现场核查日期"), null=True, blank=True, validators=[possible_day]
    )
    site_plan = models.TextField(_("现场核查计划"), max_length=LONG, blank=True)
    conclusion = models.TextField(_("核查结论"), max_length=LONG, blank=True)
    concluded_on = models.DateField(
        _("核查结束日"), null=True, blank=True, validators=[possible_day]
    )
    told_on = models.DateField(
        _("告知日"), null=True, blank=True, validators=[possible_day]
    )

    class Meta:
        verbose_name = _("核查")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in VerificationState]),
                name="verification_state_known",
            ),
            models.CheckConstraint(
                condition=possible("site_on")
                & possible("concluded_on")
                & possible("told_on"),
                name="verification_days_possible",
            ),
        )

    def __str__(self) -> str:
        """The body."""
        return self.body_name


class Nonconformity(MadeBy):
    """Something of a report that does not conform; closed by a correction or a value.

    ``before`` to ``clause`` are filled where a conservative value was set; with
    ``calibrations`` it is the sum of pieces by time. Until it is
    issued the unit does not read it.
    """

    report = models.ForeignKey(
        EmissionReport, on_delete=models.PROTECT, related_name="nonconformities"
    )
    number = models.PositiveSmallIntegerField(_("序号"))
    line = models.CharField(_("报告行"), max_length=40, blank=True)
    what = models.TextField(_("不符合项"), max_length=LONG)
    basis = models.CharField(_("依据"), max_length=300)
    state = models.CharField(_("状态"), max_length=12, default=FindingState.OPEN.value)
    reply = models.TextField(_("整改回复"), max_length=LONG, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("回复人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("关闭人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    settled_at = models.DateTimeField(_("关闭时间"), null=True, blank=True)
    settled_note = models.TextField(_("关闭说明"), max_length=LONG, blank=True)
    issued_at = models.DateTimeField(_("开出时间"), null=True, blank=True)
    required = models.DecimalField(_("准确度要求"), **SHARE, null=True, blank=True)
    calibrated = models.DecimalField(_("校准结果"), **SHARE, null=True, blank=True)
    calibrations = models.JSONField(_("校准记录"), null=True, blank=True)
    before = models.DecimalField(_("原值"), null=True, blank=True, **positive(AMOUNT))
    after = models.DecimalField(_("保守值"), null=True, blank=True, **positive(AMOUNT))
    formula = models.CharField(_("算式"), max_length=40, blank=True)
    clause = models.CharField(_("条款"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("不符合项")
        ordering = ("report", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("report", "number"), name="nonconformity_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in FindingState]),
                name="nonconformity_state_known",
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "before", "after"),
                name="nonconformity_fits",
            ),
            models.CheckConstraint(
                condition=~Q(state="conservative")
                | (Q(before__isnull=False, after__isnull=False) & ~Q(line="")),
                name="nonconformity_conservative_whole",
            ),
        )

    def __str__(self) -> str:
        """Its number."""
        return f"NC-{self.number}"
