"""Workbooks on their way into the lake, and the outbox that carries them there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.accounts.models.signatures import FactorSignature
from dafeng.web.core.models import Organisation


def import_path(instance: ImportBatch, filename: str) -> str:  # noqa: ARG001 - Django's signature
    """Where an uploaded workbook is kept: by its own digest and its owner."""
    suffix = ".csv" if instance.name.lower().endswith(".csv") else ".xlsx"
    return f"accounts/imports/{instance.organisation.code}-{instance.sha256}{suffix}"


class ImportStatus(models.TextChoices):
    """How far a workbook has come."""

    UPLOADED = "uploaded", _("已上传")
    STAGED = "staged", _("待审核")
    APPROVED = "approved", _("已通过")
    REJECTED = "rejected", _("已退回")
    STORED = "stored", _("已入库")


OPEN = (ImportStatus.UPLOADED, ImportStatus.STAGED)
DECIDED = (ImportStatus.APPROVED, ImportStatus.STORED)


class ImportBatch(models.Model):
    """One uploaded workbook; nothing of it is in the lake until it was approved.

    ``staged`` holds what the pages show of the reading: counts, findings, the first
    rows and the differences to what is stored.  The rows themselves are read again
    from the kept file when they are stored.
    """

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("填报单位"),
    )
    kind = models.CharField(_("种类"), max_length=32)
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    file = models.FileField(_("文件"), upload_to=import_path, blank=True)
    status = models.CharField(
        _("状态"), max_length=8, choices=ImportStatus, default=ImportStatus.UPLOADED
    )
    mapping = models.JSONField(_("列的对应"), default=dict)
    staged = models.JSONField(_("读取结果"), default=dict)
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
        verbose_name=_("更正哪一次导入"),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("上传人"),
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("审核人"),
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    decision_reason = models.CharField(_("审核意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("数据导入")
        verbose_name_plural = _("数据导入")
        ordering = ("-uploaded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=ImportStatus.values), name="import_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="import_decision_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=DECIDED) | ~Q(decided_by=F("uploaded_by")),
                name="import_two_persons",
                violation_error_message=_("上传人不能审核自己的导入。"),
            ),
        )

    def __str__(self) -> str:
        """Name of the file."""
        return self.name

    def get_absolute_url(self) -> str:
        """Page of the import."""
        return reverse("accounts:import", args=[self.pk])


def _only(*given: str) -> Q:
    """Those of the three sources are set that are given; ``origin`` is the fourth."""
    sources = ("batch", "signature", "run")
    condition = Q(origin="") if given else Q()
    for name in sources:
        condition &= Q(**{f"{name}__isnull": name not in given})
    return condition


class OutboxRow(models.Model):
    """An append to the lake that was promised in the same transaction as an act.

    The ``key`` is the lake's idempotency key: sent twice, stored once.  Rows come from
    an import, a signature or a run of this room, or, as ``content``, from another room:
    ``origin`` then names the object behind them.
    """

    key = models.CharField(_("幂等键"), max_length=300, unique=True)
    table = models.CharField(_("数据表"), max_length=40)
    batch = models.OneToOneField(
        ImportBatch,
        on_delete=models.PROTECT,
        related_name="outbox",
        null=True,
        blank=True,
    )
    signature = models.ForeignKey(
        FactorSignature,
        on_delete=models.PROTECT,
        related_name="outbox",
        null=True,
        blank=True,
    )
    run = models.ForeignKey(
        "accounts.AccountRun",
        on_delete=models.PROTECT,
        related_name="outbox",
        null=True,
        blank=True,
    )
    origin = models.CharField(_("来源"), max_length=120, blank=True)
    content = models.JSONField(_("内容"), default=list, blank=True)
    """Rows of what the program itself made; what people gave stays where it is."""
    learned_at = models.DateTimeField(_("获知时间"))
    done_at = models.DateTimeField(_("入库时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("行数"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    trouble = models.CharField(_("上次的问题"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("入库队列")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=_only("batch")
                | _only("signature")
                | _only("run")
                # A room's rows are named for the object that they come from.
                | (_only() & ~Q(origin="")),
                name="outbox_has_one_source",
            ),
        )

    def __str__(self) -> str:
        """The key."""
        return self.key
