"""Releases: figures that two people signed for the public, version by version."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.public import FigureKind, Version, all_terms
from dafeng.web.core.models import TWO_SIGNED, Organisation, TwoSigned

DIGITS, DECIMALS = 24, 6


class ReleaseState(models.TextChoices):
    """How far a release is; what was issued never changes."""

    DRAFT = "draft", _("草稿")
    CHECKED = "checked", _("已审核")
    ISSUED = "issued", _("已发布")
    DROPPED = "dropped", _("已放弃")


OPEN = (ReleaseState.DRAFT, ReleaseState.CHECKED)
KINDS = (
    (FigureKind.TARGET.value, _("目标")),
    (FigureKind.ACCOUNT.value, _("碳账")),
    (FigureKind.OUTLOOK.value, _("达峰路径")),
)
TERMS = [(code, terms.name_zh) for code, terms in all_terms().items()]


class Release(TwoSigned):
    """One version of what the public may read of a district."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="public_releases",
        verbose_name=_("单位"),
    )
    major = models.PositiveSmallIntegerField(_("主版本"))
    minor = models.PositiveSmallIntegerField(_("更正次数"), default=0)
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
        verbose_name=_("更正的版本"),
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=ReleaseState, default=ReleaseState.DRAFT
    )
    title = models.CharField(_("标题"), max_length=100)
    title_en = models.CharField(_("英文标题"), max_length=200, blank=True)
    note = models.TextField(_("更正说明"), max_length=1000, blank=True)
    note_en = models.TextField(_("英文更正说明"), max_length=2000, blank=True)
    terms = models.CharField(
        _("使用许可"), max_length=20, choices=TERMS, default="CC-BY-4.0"
    )
    promise = models.JSONField(_("方案概况"), default=dict, blank=True)
    """The core's ``Promise`` as it was on the day of release; empty without a plan."""
    issued_on = models.DateField(_("发布日期"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("拟稿人"),
    )
    made_at = models.DateTimeField(_("拟稿时间"), auto_now_add=True)
    revision = models.PositiveIntegerField(_("改动次数"), default=1)
    """Counts what was done with it; a page that shows an older one is refused."""
    returned = models.CharField(_("退回的理由"), max_length=500, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("公开发布")
        verbose_name_plural = _("公开发布")
        ordering = ("-major", "-minor", "-pk")
        constraints = (
            *TWO_SIGNED,
            models.CheckConstraint(
                condition=Q(state__in=ReleaseState.values),
                name="public_release_state_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ReleaseState.ISSUED,
                    issued_by__isnull=False,
                    issued_on__isnull=False,
                )
                | ~Q(state=ReleaseState.ISSUED)
                & Q(issued_by__isnull=True, issued_on__isnull=True),
                name="public_release_issued_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.CHECKED) | Q(checked_by__isnull=False),
                name="public_release_checked_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(minor=0, corrects__isnull=True)
                | Q(minor__gte=1, corrects__isnull=False),
                name="public_release_minor_corrects",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")),
                name="public_release_corrects_another",
            ),
            models.CheckConstraint(
                condition=Q(major__gte=1), name="public_release_major_from_one"
            ),
            models.UniqueConstraint(
                fields=("organisation", "major", "minor"),
                condition=~Q(state=ReleaseState.DROPPED),
                name="public_release_version_once",
            ),
            models.UniqueConstraint(
                fields=("organisation",),
                condition=Q(state__in=OPEN),
                name="public_release_one_open",
                violation_error_message=_("还有一个版本没有发布，先发布或放弃它。"),
            ),
        )

    def __str__(self) -> str:
        """Version and title."""
        return f"{self.version} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page, inside."""
        return reverse("public:release", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Whose release it is."""
        return (self.organisation.path,)

    @property
    def version(self) -> Version:
        """``1.1``."""
        return Version(self.major, self.minor)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a signature."""
        return self.state in OPEN


class Figure(models.Model):
    """One figure of a release, copied from a sealed result."""

    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="figures"
    )
    order = models.PositiveSmallIntegerField(_("顺序"))
    key = models.CharField(_("编号"), max_length=80)
    kind = models.CharField(_("类别"), max_length=8, choices=KINDS)
    field = models.CharField(_("领域"), max_length=100, blank=True)
    field_en = models.CharField(_("英文领域"), max_length=200, blank=True)
    name_zh = models.CharField(_("名称"), max_length=200)
    name_en = models.CharField(_("英文名称"), max_length=300, blank=True)
    text_zh = models.TextField(_("表述"), blank=True)
    text_en = models.TextField(_("英文表述"), blank=True)
    value = models.DecimalField(
        _("数值"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    low = models.DecimalField(
        _("下限"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    high = models.DecimalField(
        _("上限"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    unit = models.CharField(_("计量单位"), max_length=120, blank=True)
    period = models.CharField(_("数据期"), max_length=10, blank=True)
    light = models.CharField(_("完成情况"), max_length=16, blank=True)
    target_value = models.DecimalField(
        _("目标值"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    target_max = models.DecimalField(
        _("目标上限"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    target_year = models.PositiveSmallIntegerField(_("目标年"), null=True, blank=True)
    comparator = models.CharField(_("比较方式"), max_length=2, blank=True)
    clause = models.CharField(_("条款"), max_length=64, blank=True)
    definition = models.CharField(_("口径"), max_length=200, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    source_seal = models.CharField(_("来源封存校验值"), max_length=64)
    withdrawn = models.BooleanField(_("已撤回"), default=False)
    reason = models.CharField(_("撤回原因"), max_length=500, blank=True)
    reason_en = models.CharField(_("英文撤回原因"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("公开的数字")
        ordering = ("release", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("release", "key"), name="public_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False)
                | ~Q(reason="")
                & Q(value__isnull=True, low__isnull=True, high__isnull=True, light="")
                & Q(text_zh=""),
                name="public_figure_withdrawn_is_empty",
            ),
            models.CheckConstraint(
                condition=~Q(source_seal=""), name="public_figure_has_seal"
            ),
        )

    def __str__(self) -> str:
        """Name."""
        return self.name_zh


class ReleasePackage(models.Model):
    """The files of an issued release, as they were packed on its day."""

    release = models.OneToOneField(
        Release, on_delete=models.CASCADE, related_name="package"
    )
    content = models.BinaryField(_("文件"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    size = models.PositiveIntegerField(_("大小"))

    class Meta:
        verbose_name = _("数据包")

    def __str__(self) -> str:
        """Of which release."""
        return str(self.release)
