"""Scenarios that people keep: where the levers stood, under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import Organisation


class Visibility(models.TextChoices):
    """Who finds a scenario."""

    OWN = "own", _("仅自己")
    DISTRICT = "district", _("本区各单位")


class SavedScenario(models.Model):
    """A scenario of somebody's own; who may see it and has its address gets it.

    It is withdrawn and never deleted: what somebody quoted stays where it was.
    """

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="saved_scenarios",
        verbose_name=_("单位"),
    )
    name = models.CharField(_("名称"), max_length=60)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    scenario = models.CharField(_("出发情景"), max_length=40)
    convention = models.CharField(_("电力因子口径"), max_length=40)
    levers = models.JSONField(_("调节量"), default=dict, blank=True)
    """Code of a lever to where it stands, as texts."""
    visibility = models.CharField(
        _("可见范围"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.DISTRICT,
    )
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("保存人"),
    )
    saved_at = models.DateTimeField(_("保存时间"), auto_now=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("自定情景")
        verbose_name_plural = _("自定情景")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "saved_by", "name"),
                condition=Q(withdrawn_at=None),
                name="savedscenario_name_once",
            ),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name

    def get_absolute_url(self) -> str:
        """The levers as they were saved."""
        return reverse("pathways:saved", args=[self.pk])

    @property
    def key(self) -> str:
        """What stands for it in the address of a comparison."""
        return f"{SAVED}{self.pk}"


SAVED = "s-"
"""Begins the key of a scenario of somebody's own; no shipped code has it."""
