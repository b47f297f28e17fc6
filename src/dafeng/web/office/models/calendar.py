"""The office's year: rows of the house's own, and who marked what as done."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation
from dafeng.work import Actor, Opens, Recurrence

ACTORS = (
    (Actor.OFFICE.value, _("双碳办")),
    (Actor.GROUP.value, _("领导小组")),
    (Actor.GOVERNMENT.value, _("政府")),
    (Actor.STATISTICS.value, _("统计部门")),
    (Actor.ECOLOGY.value, _("生态环境部门")),
    (Actor.INDUSTRY.value, _("工业和信息化部门")),
    (Actor.UNITS.value, _("责任单位")),
    (Actor.PARTS.value, _("乡镇和园区")),
    (Actor.ENTERPRISES.value, _("企业")),
    (Actor.VERIFIERS.value, _("核查机构")),
)
OPENS = (
    (Opens.NOTHING.value, _("无")),
    (Opens.ROUND.value, _("报送轮次")),
    (Opens.DIVISION.value, _("任务分工")),
    (Opens.LETTER.value, _("发文")),
    (Opens.ASSESSMENT.value, _("考核评价")),
    (Opens.DECISION.value, _("会议决定")),
)
RECURRENCES = (
    (Recurrence.MONTHLY.value, _("每月")),
    (Recurrence.QUARTERLY.value, _("每季")),
    (Recurrence.HALF_YEARLY.value, _("每半年")),
    (Recurrence.YEARLY.value, _("每年")),
)
DAY = RegexValidator(
    r"^(\d{2}-\d{2}|[+-]\d{1,3})\Z",
    _("写某月某日（如 03-31），或报告期结束后的天数（如 +15）。"),
)


class OwnRule(models.Model):
    """A row of the calendar that the house adds to those of the program.

    A row that no longer holds gets its last day; it is never deleted, for past years
    keep what was asked of them.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="calendar_rows",
    )
    title = models.CharField(_("事项"), max_length=120)
    title_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    actor = models.CharField(_("由谁办"), max_length=12, choices=ACTORS)
    recurrence = models.CharField(_("频次"), max_length=12, choices=RECURRENCES)
    about = models.SmallIntegerField(
        _("所属年度"),
        choices=((-1, _("上年")), (0, _("当年")), (1, _("下年"))),
        default=0,
    )
    begins = models.CharField(_("开始"), max_length=5, validators=[DAY])
    due = models.CharField(_("期限"), max_length=5, validators=[DAY])
    opens = models.CharField(
        _("办理什么"), max_length=10, choices=OPENS, default=Opens.NOTHING.value
    )
    source = models.CharField(_("依据"), max_length=200)
    valid_from = models.DateField(_("起始日"), validators=[possible_day])
    valid_to = models.DateField(
        _("终止日"), null=True, blank=True, validators=[possible_day]
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    added_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("自定日历事项")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(actor__in=[code for code, _word in ACTORS]),
                name="own_rule_actor_known",
            ),
            models.CheckConstraint(
                condition=Q(opens__in=[code for code, _word in OPENS]),
                name="own_rule_opens_known",
            ),
            models.CheckConstraint(
                condition=Q(recurrence__in=[code for code, _word in RECURRENCES]),
                name="own_rule_recurrence_known",
            ),
            models.CheckConstraint(
                condition=Q(about__in=(-1, 0, 1)), name="own_rule_about_near"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="own_rule_ends_after_it_begins",
                violation_error_message=_("终止日早于起始日。"),
            ),
        )

    def __str__(self) -> str:
        """What comes round."""
        return self.title

    @property
    def code(self) -> str:
        """Code of the rule in keys of the calendar's items."""
        return f"own-{self.pk}"


class CalendarMark(models.Model):
    """Somebody says that one turn of a rule is done; ``key`` is the item's.

    A mark set by mistake is taken back; it stays, with ``undone``.
    """

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="calendar_marks",
    )
    key = models.CharField(_("事项"), max_length=80)
    title = models.CharField(_("事项名称"), max_length=200)
    done_on = models.DateField(_("办结日"), validators=[possible_day])
    note = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("登记时间"))
    undone = models.BooleanField(_("已取消"), default=False)

    class Meta:
        verbose_name = _("办结登记")
        ordering = ("-done_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "key"),
                condition=Q(undone=False),
                name="calendar_mark_once",
                violation_error_message=_("这一事项已登记办结。"),
            ),
        )

    def __str__(self) -> str:
        """What was done when."""
        return f"{self.title} {self.done_on}"

    def owner_paths(self) -> Iterable[str]:
        """Whose calendar it stands in."""
        return (self.organisation.path,)
