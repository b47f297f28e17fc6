"""Meetings of the leading group: when, where, who, and what is to be decided."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.office.models.decisions import Decision, DecisionItem


class MeetingState(models.TextChoices):
    """How far a meeting is."""

    PLANNED = "planned", _("筹备中")
    INVITED = "invited", _("已通知")
    HELD = "held", _("已召开")
    MINUTED = "minuted", _("已形成纪要")
    CANCELLED = "cancelled", _("已取消")


AHEAD = (MeetingState.PLANNED, MeetingState.INVITED)
"""Its agenda can still change."""
TOLD = (MeetingState.INVITED, MeetingState.HELD, MeetingState.MINUTED)
"""Those who are invited may read it."""


class Outcome(models.TextChoices):
    """What became of a point of an agenda."""

    OPEN = "open", _("未议")
    DECIDED = "decided", _("已决定")
    NOTED = "noted", _("已听取")
    DEFERRED = "deferred", _("未决定，转下次会议")


class Meeting(models.Model):
    """One meeting; ``version`` counts what changed what is said of it."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        related_name="group_meetings",
    )
    title = models.CharField(_("会议"), max_length=200)
    planned_on = models.DateField(_("拟开日期"), validators=[possible_day])
    starts_at = models.TimeField(_("开始时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=200, blank=True)
    chair = models.CharField(_("主持人职务"), max_length=100, blank=True)
    participants = models.TextField(_("参加人员职务"), blank=True)
    units = models.ManyToManyField(
        Organisation,
        verbose_name=_("通知单位"),
        related_name="meetings_invited",
        blank=True,
    )
    state = models.CharField(
        _("状态"),
        max_length=9,
        choices=MeetingState.choices,
        default=MeetingState.PLANNED,
    )
    invited_at = models.DateTimeField(_("通知时间"), null=True, blank=True)
    held_on = models.DateField(
        _("召开日期"), null=True, blank=True, validators=[possible_day]
    )
    decision = models.OneToOneField(
        Decision,
        verbose_name=_("会议纪要"),
        on_delete=models.PROTECT,
        related_name="held_meeting",
        null=True,
        blank=True,
    )
    reason = models.CharField(_("取消的理由"), max_length=500, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    version = models.PositiveIntegerField(_("版本"), default=1)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("领导小组会议")
        ordering = ("-planned_on", "-pk")
        indexes = (
            models.Index(fields=("state", "planned_on"), name="group_meeting_by_state"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "title", "planned_on"),
                condition=~Q(state=MeetingState.CANCELLED),
                name="group_meeting_once",
                violation_error_message=_("同一天的同名会议已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values),
                name="group_meeting_state_known",
            ),
            models.CheckConstraint(
                condition=possible("planned_on") & possible("held_on"),
                name="group_meeting_days_possible",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(MeetingState.HELD, MeetingState.MINUTED))
                | Q(held_on__isnull=True),
                name="group_meeting_held_says_so",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(MeetingState.HELD, MeetingState.MINUTED))
                | Q(held_on__isnull=False),
                name="group_meeting_held_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.MINUTED) | Q(decision__isnull=False),
                name="group_meeting_minuted_has_minutes",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED) | ~Q(reason=""),
                name="group_meeting_cancelled_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        """Its title."""
        return self.title

    def get_absolute_url(self) -> str:
        """Page of the meeting."""
        return reverse("office:meeting", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Whose leading group meets; once they are told, the units that are invited."""
        told = self.units.all() if self.state in TOLD else ()
        return (self.organisation.path, *(unit.path for unit in told))

    @property
    def posts(self) -> list[str]:
        """Who takes part, one post an entry."""
        lines = (line.strip() for line in self.participants.splitlines())
        return [line for line in lines if line]

    @property
    def is_ahead(self) -> bool:
        """Whether its agenda can still change."""
        return self.state in AHEAD


class AgendaRow(models.Model):
    """One point of an agenda.

    ``key`` names what it is about, so that nothing is proposed twice; a point of the
    office's own has none.  ``carried_from`` is the point that an earlier meeting did
    not decide.
    """

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="agenda"
    )
    order = models.PositiveSmallIntegerField(_("顺序"))
    title = models.CharField(_("议题"), max_length=300)
    why = models.TextField(_("缘由"), blank=True, max_length=2000)
    url = models.CharField(_("有关页面"), max_length=300, blank=True)
    key = models.CharField(_("事项"), max_length=120, blank=True)
    presenter = models.ForeignKey(
        Organisation,
        verbose_name=_("汇报单位"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    carried_from = models.ForeignKey(
        "self",
        verbose_name=_("转自"),
        on_delete=models.SET_NULL,
        related_name="carried_to",
        null=True,
        blank=True,
    )
    outcome = models.CharField(
        _("结果"), max_length=8, choices=Outcome.choices, default=Outcome.OPEN
    )
    decided = models.ForeignKey(
        DecisionItem,
        verbose_name=_("决定事项"),
        on_delete=models.SET_NULL,
        related_name="agenda",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("会议议题")
        ordering = ("meeting", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "key"),
                condition=~Q(key=""),
                name="agenda_key_once",
                violation_error_message=_("这一事项已经在议程中。"),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="agenda_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(decided__isnull=True) | Q(outcome=Outcome.DECIDED),
                name="agenda_decided_says_so",
            ),
            models.CheckConstraint(
                condition=Q(carried_from__isnull=True) | ~Q(carried_from=F("id")),
                name="agenda_carried_from_another",
            ),
        )

    def __str__(self) -> str:
        """Its title."""
        return self.title
