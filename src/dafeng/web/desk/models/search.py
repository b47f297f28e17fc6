"""What the search looks through: one row for each thing that has a page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

TITLE, TEXT = 300, 2000


class EntryKind(models.TextChoices):
    """Kinds of things that are found; each is scoped by the rule of its own room."""

    CLAUSE = "clause", _("条款")
    TARGET = "target", _("目标")
    TASK = "task", _("任务")
    UNIT = "unit", _("责任单位")
    REGISTER = "register", _("登记单位")
    EVIDENCE = "evidence", _("佐证")
    LETTER = "letter", _("来文和发文")
    DECISION = "decision", _("会议决定")
    CASE = "case", _("督办件")
    PERSON = "person", _("人员")


class SearchEntry(models.Model):
    """One thing that can be found by its words, its pinyin, or the initials of it.

    ``initials`` has one letter for each sign of ``title``, so that a match can be
    marked in the title; ``pinyin`` is the whole reading without spaces.
    """

    kind = models.CharField(_("种类"), max_length=10, choices=EntryKind.choices)
    object_id = models.PositiveBigIntegerField(_("对象编号"))
    title = models.CharField(_("标题"), max_length=TITLE)
    number = models.CharField(_("编号"), max_length=200, blank=True)
    text = models.TextField(_("文字"), blank=True)
    words = models.TextField(_("可查的文字"))
    """Title, number and text in small letters."""
    pinyin = models.TextField(_("拼音"), blank=True)
    initials = models.CharField(_("拼音首字母"), max_length=TITLE, blank=True)
    url = models.CharField(_("地址"), max_length=500)

    class Meta:
        verbose_name = _("搜索条目")
        ordering = ("kind", "object_id")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "object_id"), name="search_entry_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=EntryKind.values),
                name="search_entry_kind_known",
            ),
        )

    def __str__(self) -> str:
        """Its title."""
        return self.title
