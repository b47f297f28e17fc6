"""The plan itself: its papers, its text, its numbered clauses and its findings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.base.findings import Severity
from dafeng.plan.records import ClauseKind


class PlanSource(models.TextChoices):
    """Where the structured plan came from."""

    SAMPLE = "sample", _("随程序提供的结构化事实")
    READ = "read", _("由程序从文件读出")


class PlanStatus(models.TextChoices):
    """Who may see the plan: the owner alone, everybody, or everybody as history."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    SUPERSEDED = "superseded", _("已被新版取代")


class Plan(models.Model):
    """One edition of one document; a revised one is a new row with ``previous``."""

    slug = models.SlugField(_("地址名"), max_length=64, unique=True)
    title = models.TextField(_("标题"))
    number = models.CharField(_("文号"), max_length=200, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=300, blank=True)
    date = models.DateField(_("成文日期"), null=True, blank=True)
    place_code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    edition = models.PositiveSmallIntegerField(_("版次"), default=1)
    status = models.CharField(
        _("状态"), max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT
    )
    source = models.CharField(_("来源"), max_length=6, choices=PlanSource)
    synthetic = models.BooleanField(_("合成示例"), default=False)
    text_sha256 = models.CharField(_("原文 SHA-256"), max_length=64)
    owner = models.ForeignKey(
        "core.Organisation",
        on_delete=models.PROTECT,
        related_name="plans",
        verbose_name=_("负责单位"),
    )
    previous = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="next",
        null=True,
        blank=True,
        verbose_name=_("上一版"),
    )
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("方案")
        verbose_name_plural = _("方案")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(edition__gte=1), name="plan_edition_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=PlanStatus.values),
                name="plan_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=PlanSource.values),
                name="plan_source_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=PlanStatus.PUBLISHED)
                | models.Q(published_at__isnull=False),
                name="plan_published_has_time",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Address of the plan's overview."""
        return reverse("plans:overview", args=[self.slug])

    def owner_paths(self) -> tuple[str, ...]:
        """Whose plan it is, for rights."""
        return (self.owner.path,)


def document_path(instance: PlanText, filename: str) -> str:
    """Where the uploaded original is kept: by the seal of its text, not by its name."""
    suffix = filename.rpartition(".")[2].lower()[:8] if "." in filename else "bin"
    return f"plans/{instance.sha256[:2]}/{instance.sha256}.{suffix}"


class PlanText(models.Model):
    """The document's text, where somebody has attached it; spans point into it."""

    plan = models.OneToOneField(
        Plan, on_delete=models.CASCADE, related_name="attached", verbose_name=_("方案")
    )
    text = models.TextField(_("文字"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    name = models.CharField(_("文件名"), max_length=200)
    media = models.CharField(_("类型"), max_length=100, blank=True)
    file = models.FileField(_("原文件"), upload_to=document_path, blank=True)
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("附上的人"),
    )
    attached_at = models.DateTimeField(_("附上时间"), auto_now=True)

    class Meta:
        verbose_name = _("方案原文")
        verbose_name_plural = _("方案原文")

    def __str__(self) -> str:
        return self.name


class Clause(models.Model):
    """One numbered part; ``ref`` is the document's own number such as ``三(一)1``."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="clauses", verbose_name=_("方案")
    )
    ref = models.CharField(_("条款"), max_length=64)
    title = models.TextField(_("标题"), blank=True)
    kind = models.CharField(
        _("层级"),
        max_length=10,
        choices=[(kind.value, kind.value) for kind in ClauseKind],
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("上级条款"),
    )
    field = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        related_name="covers",
        null=True,
        blank=True,
        verbose_name=_("所属领域"),
    )
    order = models.PositiveIntegerField(_("次序"))
    start = models.PositiveIntegerField(_("起"), null=True, blank=True)
    end = models.PositiveIntegerField(_("止"), null=True, blank=True)

    class Meta:
        ordering = ("plan", "order")
        verbose_name = _("条款")
        verbose_name_plural = _("条款")
        constraints = (
            models.UniqueConstraint(fields=("plan", "ref"), name="clause_ref_once"),
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="clause_span_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[k.value for k in ClauseKind]),
                name="clause_kind_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.ref} {self.title}".strip()

    def get_absolute_url(self) -> str:
        """Address of the clause's page."""
        return reverse("plans:clause", args=[self.plan.slug, self.ref])


class PlanFinding(models.Model):
    """What the reader thinks a person should look at; nothing is repaired silently."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="findings", verbose_name=_("方案")
    )
    clause = models.ForeignKey(
        Clause,
        on_delete=models.SET_NULL,
        related_name="findings",
        null=True,
        blank=True,
        verbose_name=_("条款"),
    )
    code = models.CharField(_("代码"), max_length=60)
    severity = models.CharField(
        _("轻重"), max_length=8, choices=[(s.value, s.value) for s in Severity]
    )
    place = models.CharField(_("位置"), max_length=300, blank=True)
    value = models.TextField(_("原样"), blank=True)
    rule = models.TextField(_("规则"), blank=True)
    hint = models.TextField(_("怎么办"), blank=True)
    start = models.PositiveIntegerField(_("起"), null=True, blank=True)
    end = models.PositiveIntegerField(_("止"), null=True, blank=True)
    order = models.PositiveIntegerField(_("次序"))

    class Meta:
        ordering = ("plan", "order")
        verbose_name = _("发现")
        verbose_name_plural = _("发现")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(severity__in=[s.value for s in Severity]),
                name="finding_severity_known",
            ),
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")),
                name="finding_span_forward",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.place}".strip()
