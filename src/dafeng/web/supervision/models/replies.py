"""What a unit answers and does, and what the office says of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.supervision.models.cases import LONG, Case


class Reply(models.Model):
    """An answer of the unit: an officer writes it, the head confirms it.

    A returned case gets a new reply; the earlier ones stay as they were confirmed.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="supervision_replies",
    )
    turn = models.PositiveSmallIntegerField(_("第几次回复"))
    text = models.TextField(
        _("办理情况"), blank=True, validators=[MaxLengthValidator(LONG)]
    )
    problems = models.TextField(
        _("存在问题及原因"), blank=True, validators=[MaxLengthValidator(LONG)]
    )
    contact = models.CharField(_("联系人和电话"), max_length=100, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    written_at = models.DateTimeField(_("保存时间"))
    handed_at = models.DateTimeField(_("呈报时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("回复")
        ordering = ("case", "turn")
        constraints = (
            models.UniqueConstraint(
                fields=("case", "turn"), name="case_reply_turn_once"
            ),
            models.UniqueConstraint(
                fields=("case",),
                condition=Q(confirmed_at__isnull=True),
                name="case_reply_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(handed_at__isnull=False),
                name="case_reply_handed_first",
            ),
        )

    def __str__(self) -> str:
        """Which answer to which case."""
        return f"{self.case_id} {self.turn}"

    def owner_paths(self) -> Iterable[str]:
        """The unit that answers."""
        return (self.unit.path,)


class RectificationItem(models.Model):
    """One line of the plan of rectification: what, who, by when, and when done."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(_("次序"))
    what = models.CharField(_("整改措施"), max_length=500)
    who = models.CharField(_("责任单位"), max_length=100, blank=True)
    due_on = models.DateField(_("完成时限"), validators=[possible_day])
    done_on = models.DateField(
        _("完成日"), null=True, blank=True, validators=[possible_day]
    )
    done_note = models.CharField(_("完成情况"), max_length=500, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("整改事项")
        ordering = ("reply", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("reply", "order"), name="case_item_order_once"
            ),
            models.CheckConstraint(
                condition=possible("due_on") & possible("done_on"),
                name="case_item_days_possible",
            ),
        )

    def __str__(self) -> str:
        """What is to be done."""
        return self.what


class CaseFile(models.Model):
    """A file behind a reply or behind what was done: checked, hashed, never run."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="files")
    item = models.ForeignKey(
        RectificationItem,
        verbose_name=_("整改事项"),
        on_delete=models.CASCADE,
        related_name="files",
        null=True,
        blank=True,
    )
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("校验值"), max_length=64)
    size = models.PositiveBigIntegerField(_("大小"))
    media = models.CharField(_("格式"), max_length=100)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("佐证文件")
        ordering = ("reply", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("reply", "sha256"),
                name="case_file_once",
                violation_error_message=_("这个文件已经上传。"),
            ),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Outcome(models.TextChoices):
    """What a review came to."""

    ACCEPTED = "accepted", pgettext_lazy("case", "审核通过")
    RETURNED = "returned", pgettext_lazy("case", "退回重报")
    RECTIFIED = "rectified", pgettext_lazy("case", "整改到位")


class Review(models.Model):
    """What the office says of an answer, or of what was done after it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reviews")
    reply = models.ForeignKey(
        Reply, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("回复")
    )
    outcome = models.CharField(_("结论"), max_length=9, choices=Outcome.choices)
    opinion = models.TextField(_("意见"), validators=[MaxLengthValidator(LONG)])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("复核意见")
        ordering = ("case", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="case_outcome_known"
            ),
        )

    def __str__(self) -> str:
        """Outcome and case."""
        return f"{self.case_id} {self.outcome}"


class Closure(models.Model):
    """The opinion with which a case was closed."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="closure")
    opinion = models.TextField(_("销号意见"), validators=[MaxLengthValidator(LONG)])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("销号人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("销号")

    def __str__(self) -> str:
        """Of which case."""
        return f"{self.case_id}"
