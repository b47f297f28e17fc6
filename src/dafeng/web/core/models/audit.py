"""The audit: one row for each act, never changed, each sealed with the one before."""

from __future__ import annotations

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models.organisation import Organisation

RETIRING = "audit.retire"
"""Action of the rows that say which rows were moved out of the audit."""


class Algorithm(models.TextChoices):
    """How a row is sealed; SM3 where a house is assessed by GB/T 39786."""

    SHA256 = "sha256", "SHA-256"
    SM3 = "sm3", "SM3"


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete an audit row."""


class AuditQuerySet(models.QuerySet["AuditRow"]):
    """Rows can be read and added; the database refuses the rest as well."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(_REFUSED)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(_REFUSED)


_REFUSED = "Audit rows are append-only: write a new row that corrects the old one."


class AuditRow(models.Model):
    """One act of a person or of the program.

    ``hash`` seals the row's content and ``previous_hash`` with ``algorithm``; ``form``
    says which text is sealed, see :mod:`dafeng.web.core.audit`.  Labels are as they
    were then; ``on_behalf_of`` names those whose delegation the act rested on.
    """

    number = models.PositiveBigIntegerField(_("序号"), primary_key=True)
    time = models.DateTimeField(_("时间"))
    action = models.CharField(_("动作"), max_length=60)
    target_type = models.CharField(_("对象类型"), max_length=60)
    target_id = models.CharField(_("对象编号"), max_length=64)
    target_label = models.CharField(_("对象"), max_length=300)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    actor_label = models.CharField(_("操作人姓名"), max_length=150)
    on_behalf_of = models.CharField(_("代"), max_length=300, blank=True, default="")
    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("操作单位"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    unit_label = models.CharField(_("操作单位名称"), max_length=100, blank=True)
    data = models.JSONField(_("内容"), default=dict, encoder=DjangoJSONEncoder)
    request_id = models.UUIDField(_("请求编号"), null=True, default=None)
    form = models.PositiveSmallIntegerField(_("封存格式"), default=1)
    algorithm = models.CharField(
        _("算法"),
        max_length=8,
        choices=Algorithm.choices,
        default=Algorithm.SHA256,
    )
    previous_hash = models.CharField(_("前一行校验值"), max_length=64, unique=True)
    hash = models.CharField(_("校验值"), max_length=64, unique=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        ordering = ("-number",)
        indexes = (
            models.Index(fields=("target_type", "target_id"), name="audit_by_target"),
            models.Index(fields=("action", "-number"), name="audit_by_action"),
            models.Index(fields=("time",), name="audit_by_time"),
        )

    def __str__(self) -> str:
        """Say what was done to what."""
        return f"{self.number} {self.action} {self.target_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a row that stands is refused."""
        if not self._state.adding:
            raise AppendOnlyError(_REFUSED)
        super().save(*args, force_insert=True, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(_REFUSED)


class AuditGap(models.Model):
    """A run of rows that were moved to a file because their time was over.

    It keeps the chain whole: the row before it ends with ``previous_hash``, the row
    after it begins with ``hash``.  ``checkpoint`` is the number of the audit row that
    seals this gap and names the file.  The database lets a row go only when a gap
    holds its number, and lets no gap change.
    """

    first = models.PositiveBigIntegerField(_("起始序号"), primary_key=True)
    last = models.PositiveBigIntegerField(_("终止序号"))
    previous_hash = models.CharField(_("前一行校验值"), max_length=64)
    hash = models.CharField(_("校验值"), max_length=64)
    checkpoint = models.PositiveBigIntegerField(_("检查点"))

    class Meta:
        verbose_name = _("已移出的审计记录")
        ordering = ("first",)
        constraints = (
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="audit_gap_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        """Which rows are elsewhere."""
        return f"{self.first}–{self.last}"


def new_request_id() -> uuid.UUID:
    """Mark of one request, shared by all audit rows that it writes."""
    return uuid.uuid4()
