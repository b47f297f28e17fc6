"""Outlines of a district's towns: every edition as it came, and the rows that count."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.codes import validate_place_code
from dafeng.web.core.models import Organisation


class OutlineState(models.TextChoices):
    """How far an edition of the outlines is."""

    DRAFT = "draft", _("待启用")
    IN_FORCE = "in-force", _("使用中")
    REPLACED = "replaced", _("已被替换")
    DROPPED = "dropped", _("已放弃")


class OutlineEdition(models.Model):
    """Outlines of all towns as one file brought them; its content never changes.

    ``content`` is a FeatureCollection of what was read of the file: the towns' own
    codes and names with geometries, nothing else.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("所属区"),
        on_delete=models.PROTECT,
        related_name="outline_editions",
    )
    number = models.PositiveIntegerField(_("版本"))
    state = models.CharField(
        _("状态"),
        max_length=8,
        choices=OutlineState.choices,
        default=OutlineState.DRAFT,
    )
    file_name = models.CharField(_("文件"), max_length=200, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    schematic = models.BooleanField(_("示意"), default=False)
    content = models.JSONField(_("轮廓"))
    count = models.PositiveSmallIntegerField(_("乡镇数"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    loaded_at = models.DateTimeField(_("上传时间"))
    in_force_at = models.DateTimeField(_("启用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("乡镇轮廓版本")
        ordering = ("organisation", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "number"), name="outline_edition_once"
            ),
            models.UniqueConstraint(
                fields=("organisation",),
                condition=Q(state=OutlineState.IN_FORCE),
                name="outline_edition_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OutlineState.values),
                name="outline_edition_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=OutlineState.IN_FORCE)
                | Q(in_force_at__isnull=False),
                name="outline_edition_in_force_since",
            ),
        )

    def __str__(self) -> str:
        """District and number."""
        return f"{self.organisation} {self.number}"

    def get_absolute_url(self) -> str:
        """Page with the preview."""
        return reverse("projects:outline", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """The district."""
        return (self.organisation.path,)


class PlaceOutline(models.Model):
    """The outline of a town, for the map; ``source`` says how true it is."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("所属区"),
        on_delete=models.CASCADE,
        related_name="outlines",
    )
    code = models.CharField(
        _("行政区划代码"), max_length=12, validators=[validate_place_code]
    )
    name = models.CharField(_("名称"), max_length=100)
    geometry = models.JSONField(_("轮廓"))
    source = models.CharField(_("来源"), max_length=200)
    schematic = models.BooleanField(_("示意"), default=True)

    class Meta:
        verbose_name = _("乡镇轮廓")
        ordering = ("organisation", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "code"), name="place_outline_once"
            ),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name
