"""Responsible units as the plan names them, and who belongs to its groups."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.plan.records import UnitKind
from dafeng.web.plans.models.proposals import Proposal, ProposalKind


class PlanUnit(Proposal):
    """A unit under the name that the plan gives it; a group stays a group."""

    KIND: ClassVar[ProposalKind] = ProposalKind.UNIT

    name = models.CharField(_("名称"), max_length=300)
    kind = models.CharField(
        _("性质"),
        max_length=10,
        choices=[
            (UnitKind.BUREAU.value, _("部门")),
            (UnitKind.BRANCH.value, _("垂管机构")),
            (UnitKind.TOWNSHIP.value, _("乡镇街道")),
            (UnitKind.PARK.value, _("园区")),
            (UnitKind.ENTERPRISE.value, _("企业")),
            (UnitKind.PARTY.value, _("党群机关")),
            (UnitKind.OFFICE.value, _("议事协调机构")),
            (UnitKind.GROUP.value, _("一组单位")),
            (UnitKind.OTHER.value, _("其他")),
        ],
        default=UnitKind.OTHER.value,
    )
    variants = models.JSONField(_("其他写法"), default=list, blank=True)
    organisation = models.ForeignKey(
        "core.Organisation",
        on_delete=models.SET_NULL,
        related_name="plan_units",
        null=True,
        blank=True,
        verbose_name=_("对应的登记单位"),
    )

    class Meta(Proposal.Meta):
        verbose_name = _("责任单位")
        verbose_name_plural = _("责任单位")
        constraints = (
            *Proposal.Meta.constraints,
            models.UniqueConstraint(fields=("plan", "name"), name="planunit_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in UnitKind]),
                name="planunit_kind_known",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the unit's page."""
        return reverse("plans:unit", args=[self.plan.slug, self.key])


class GroupMember(models.Model):
    """Who belongs to a group such as 各乡镇: a dated roster with its source."""

    group = models.ForeignKey(
        PlanUnit,
        on_delete=models.CASCADE,
        related_name="members",
        verbose_name=_("一组单位"),
    )
    name = models.CharField(_("成员"), max_length=120)
    organisation = models.ForeignKey(
        "core.Organisation",
        on_delete=models.PROTECT,
        related_name="plan_groups",
        null=True,
        blank=True,
        verbose_name=_("对应的登记单位"),
    )
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("止"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)

    class Meta:
        ordering = ("group", "pk")
        verbose_name = _("成员")
        verbose_name_plural = _("成员")
        constraints = (
            models.UniqueConstraint(
                fields=("group", "name", "valid_from"), name="group_member_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="group_member_dates_forward",
            ),
        )

    def __str__(self) -> str:
        return f"{self.group}: {self.name}"
