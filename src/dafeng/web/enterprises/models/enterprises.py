"""The register of a district, its enterprises, and the classes that oblige them."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.codes import validate_uscc
from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.languages import english
from dafeng.web.core.models import Organisation
from dafeng.web.enterprises.models.withdrawn import SAYS_WHY, Withdrawable


class DisclosureRegister(models.Model):
    """Whose register it is, and which bureau keeps it besides the office."""

    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("登记单位"),
        on_delete=models.PROTECT,
        related_name="disclosure_register",
    )
    keeper = models.ForeignKey(
        Organisation,
        verbose_name=_("主管部门"),
        on_delete=models.PROTECT,
        related_name="disclosure_registers_kept",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("披露登记簿")

    def __str__(self) -> str:
        """Name of the district."""
        return str(self.organisation)

    def owner_paths(self) -> Iterable[str]:
        """The district, and the bureau that keeps it."""
        yield self.organisation.path
        if self.keeper is not None:
            yield self.keeper.path


class Enterprise(models.Model):
    """One enterprise of the register; ``unit`` is it as a unit of this house.

    ``version`` counts what changed; an edit of an older one is refused.
    """

    register = models.ForeignKey(
        DisclosureRegister,
        verbose_name=_("披露登记簿"),
        on_delete=models.PROTECT,
        related_name="enterprises",
    )
    unit = models.OneToOneField(
        Organisation,
        verbose_name=_("本系统登记的单位"),
        on_delete=models.PROTECT,
        related_name="disclosing_enterprise",
        null=True,
        blank=True,
    )
    name_zh = models.CharField(_("名称"), max_length=100)
    name_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    uscc = models.CharField(
        _("统一社会信用代码"), max_length=18, blank=True, validators=[validate_uscc]
    )
    industry = models.CharField(
        _("行业代码"),
        max_length=4,
        blank=True,
        validators=[RegexValidator(r"^\d{2,4}\Z", _("GB/T 4754 的 2 至 4 位数字。"))],
    )
    town = models.ForeignKey(
        Organisation,
        verbose_name=_("所在地"),
        on_delete=models.PROTECT,
        related_name="disclosing_enterprises",
        null=True,
        blank=True,
    )
    contact = models.CharField(_("联系人"), max_length=50, blank=True)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    created_at = models.DateTimeField(_("登记时间"))
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("企业")
        ordering = ("name_zh", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("register", "uscc"),
                condition=~Q(uscc=""),
                name="enterprise_uscc_once",
                violation_error_message=_("这个统一社会信用代码已经登记。"),
            ),
        )

    def __str__(self) -> str:
        """Name in the reader's language."""
        return self.name_en if english() and self.name_en else self.name_zh

    def get_absolute_url(self) -> str:
        """Page of the enterprise."""
        return reverse("enterprises:enterprise", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """The district, the bureau that keeps it, the enterprise, its town."""
        yield from self.register.owner_paths()
        if self.unit is not None:
            yield self.unit.path
        if self.town is not None:
            yield self.town.path


class DutyClass(Withdrawable):
    """An enterprise is of a class from a day on; ended with a day, never deleted."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="classes"
    )
    kind = models.CharField(_("披露类别"), max_length=24)
    since = models.DateField(_("起始日"), validators=[possible_day])
    until = models.DateField(
        _("终止日"), null=True, blank=True, validators=[possible_day]
    )
    listed_in = models.CharField(_("名录或依据文件"), max_length=200)
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
        verbose_name = _("披露类别")
        ordering = ("enterprise", "since", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("enterprise", "kind", "since"),
                condition=Q(withdrawn_at__isnull=True),
                name="duty_class_once",
                violation_error_message=_("这个类别和起始日已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="duty_class_forward",
                violation_error_message=_("终止日早于起始日。"),
            ),
            models.CheckConstraint(
                condition=possible("since") & possible("until"),
                name="duty_class_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Its code and first day."""
        return f"{self.kind} {self.since}"
