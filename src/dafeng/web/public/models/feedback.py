"""Letters in: what the public writes to the office, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.models import Organisation

TEXT = 2000
ABOUT = (
    ("figure", _("公布的数字")),
    ("plan", _("方案和措施")),
    ("site", _("网页和数据下载")),
    ("other", _("其他")),
)


class FeedbackState(models.TextChoices):
    """How far the office is with a letter."""

    NEW = "new", _("待答复")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已办结")


class Feedback(models.Model):
    """One letter.  Name and address are given freely and wiped when it is over."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="public_feedback",
        verbose_name=_("单位"),
    )
    about = models.CharField(
        _("关于"),
        max_length=8,
        choices=ABOUT,
    )
    text = models.TextField(_("内容"), max_length=TEXT)
    name = models.CharField(_("称呼"), max_length=40, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    may_publish = models.BooleanField(_("同意公开内容和答复"), default=False)
    language = models.CharField(_("语言"), max_length=7, default="zh-hans")
    state = models.CharField(
        _("状态"), max_length=8, choices=FeedbackState, default=FeedbackState.NEW
    )
    received_at = models.DateTimeField(_("收到时间"))
    answer = models.TextField(_("答复"), max_length=TEXT, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("答复人"),
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    published = models.BooleanField(_("已公开"), default=False)
    mailed_at = models.DateTimeField(_("邮件发出时间"), null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(_("发信次数"), default=0)
    mail_next_at = models.DateTimeField(_("下次发信"), null=True, blank=True)
    mail_claimed_at = models.DateTimeField(_("领取发信时间"), null=True, blank=True)
    """When a worker began to send; a claim whose worker died lapses."""
    revision = models.PositiveIntegerField(_("改动次数"), default=1)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    wiped_at = models.DateTimeField(_("个人信息删除时间"), null=True, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("来信")
        verbose_name_plural = _("来信")
        ordering = ("-received_at", "-pk")
        indexes = (models.Index(fields=("organisation", "state")),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=FeedbackState.values),
                name="public_feedback_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=FeedbackState.ANSWERED)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="public_feedback_answered_has_answer",
            ),
            models.CheckConstraint(
                condition=Q(published=False) | Q(may_publish=True) & ~Q(answer=""),
                name="public_feedback_published_as_agreed",
            ),
            models.CheckConstraint(
                condition=Q(wiped_at__isnull=True) | Q(name="", email=""),
                name="public_feedback_wiped_is_empty",
            ),
        )

    def __str__(self) -> str:
        """Its number; never its words or who wrote it: the audit keeps this."""
        return f"L{self.pk or 0:05d}"

    def get_absolute_url(self) -> str:
        """Its page, inside."""
        return reverse("public:letter", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Whose letter it is."""
        return (self.organisation.path,)
