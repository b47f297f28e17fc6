"""Letters in and out: register number, papers, what became of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import Target
from dafeng.web.work.models import Task


class Registry(models.Model):
    """The register of one office: the characters its own letters are numbered with."""

    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="letter_registry",
    )
    signs = models.CharField(_("机关代字"), max_length=20)

    class Meta:
        verbose_name = _("收发文登记簿")

    def __str__(self) -> str:
        """The characters."""
        return self.signs


class Direction(models.TextChoices):
    """Whether a letter came or went."""

    IN = "in", _("收文")
    OUT = "out", _("发文")


class LetterState(models.TextChoices):
    """What became of a letter."""

    REGISTERED = "registered", _("已登记")
    CIRCULATING = "circulating", _("传阅办理中")
    REPLIED = "replied", _("已回复")
    FILED = "filed", _("已归档")
    VOID = "void", _("已作废")


class LetterAct(models.TextChoices):
    """What somebody does with a letter."""

    REGISTER = "register", _("登记")
    CIRCULATE = "circulate", _("传阅")
    REPLY = "reply", _("回复")
    FILE = "file", _("归档")
    VOID = "void", _("作废")


class Letter(models.Model):
    """One letter.  ``serial`` is its place in the year's register, without a gap.

    An outgoing letter takes its number from the register; an incoming one keeps its
    sender's. A letter is never deleted: one registered by mistake is void, and its
    place in the register stays.  Papers that are secret do not belong here.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("登记单位"),
        on_delete=models.PROTECT,
        related_name="letters",
    )
    direction = models.CharField(_("收发"), max_length=3, choices=Direction.choices)
    year = models.PositiveSmallIntegerField(_("年度"))
    serial = models.PositiveIntegerField(_("登记序号"))
    number = models.CharField(_("文号"), max_length=100, blank=True)
    title = models.CharField(_("标题"), max_length=300)
    correspondent = models.CharField(_("来文或收文单位"), max_length=200)
    units = models.ManyToManyField(
        Organisation,
        verbose_name=_("主送和传阅单位"),
        related_name="letters_received",
        blank=True,
    )
    dated = models.DateField(
        _("成文日期"), null=True, blank=True, validators=[possible_day]
    )
    registered_on = models.DateField(_("收发日期"), validators=[possible_day])
    reply_by = models.DateField(
        _("回复期限"), null=True, blank=True, validators=[possible_day]
    )
    replied_on = models.DateField(
        _("回复日期"), null=True, blank=True, validators=[possible_day]
    )
    replies_to = models.ForeignKey(
        "self",
        verbose_name=_("回复哪件"),
        on_delete=models.PROTECT,
        related_name="replies",
        null=True,
        blank=True,
    )
    hands_down = models.BooleanField(_("下达指标"), default=False)
    targets = models.ManyToManyField(
        Target, verbose_name=_("目标"), related_name="letters", blank=True
    )
    tasks = models.ManyToManyField(
        Task, verbose_name=_("任务"), related_name="letters", blank=True
    )
    note = models.TextField(_("摘要"), blank=True)
    state = models.CharField(
        _("状态"),
        max_length=11,
        choices=LetterState.choices,
        default=LetterState.REGISTERED,
    )
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    file_sha256 = models.CharField(_("校验值"), max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField(_("大小"), null=True, blank=True)
    file_media = models.CharField(_("格式"), max_length=100, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    """Counts what changed what the register says of it."""
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("收发文")
        ordering = ("-registered_on", "-year", "direction", "-serial")
        indexes = (
            models.Index(fields=("state", "reply_by"), name="letter_by_reply"),
            models.Index(fields=("registered_on",), name="letter_by_day"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "direction", "year", "serial"),
                name="letter_serial_once",
            ),
            models.UniqueConstraint(
                fields=("organisation", "number"),
                condition=Q(direction=Direction.OUT),
                name="letter_number_once",
            ),
            models.CheckConstraint(
                condition=Q(serial__gte=1), name="letter_serial_from_one"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values),
                name="letter_direction_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LetterState.values), name="letter_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(direction=Direction.OUT) | ~Q(number=""),
                name="letter_out_has_number",
            ),
            models.CheckConstraint(
                condition=Q(replies_to__isnull=True) | ~Q(replies_to=F("id")),
                name="letter_replies_to_another",
            ),
            models.CheckConstraint(
                condition=Q(dated__isnull=True) | Q(dated__lte=F("registered_on")),
                name="letter_written_before_registered",
                violation_error_message=_("成文日期晚于收发日期。"),
            ),
            models.CheckConstraint(
                condition=possible("dated")
                & possible("registered_on")
                & possible("reply_by")
                & possible("replied_on"),
                name="letter_days_possible",
            ),
            models.CheckConstraint(
                condition=Q(reply_by__isnull=True)
                | Q(reply_by__gte=F("registered_on")),
                name="letter_reply_after_registered",
                violation_error_message=_("回复期限早于收发日期。"),
            ),
        )

    def __str__(self) -> str:
        """Number and title."""
        return f"{self.number or self.register_number} {self.title}"

    def get_absolute_url(self) -> str:
        """Page of the letter."""
        return reverse("office:letter", args=[self.pk])

    @property
    def register_number(self) -> str:
        """Place in the register: ``收〔2026〕12号``."""
        sign = "收" if self.direction == Direction.IN else "发"
        return f"{sign}〔{self.year}〕{self.serial}号"

    def owner_paths(self) -> Iterable[str]:
        """The office, and the units that it was sent or passed to."""
        return (self.organisation.path, *(unit.path for unit in self.units.all()))


class LetterMove(models.Model):
    """One act on a letter."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="moves")
    act = models.CharField(_("动作"), max_length=9, choices=LetterAct.choices)
    after = models.CharField(_("此后"), max_length=11, choices=LetterState.choices)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("收发文动态")
        ordering = ("letter", "pk")

    def __str__(self) -> str:
        """What was done."""
        return f"{self.letter_id} {self.act}"
