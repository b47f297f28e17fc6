"""The register of courses and campaigns, and whom they are for."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.public import Audience
from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation

AUDIENCES = (
    (Audience.CADRES.value, _("干部")),
    (Audience.SCHOOLS.value, _("中小学师生")),
    (Audience.ENTERPRISES.value, _("企业人员")),
    (Audience.RESIDENTS.value, _("居民")),
)
EVENT_KINDS = (("course", _("培训课程")), ("campaign", _("宣传活动")))
EVENT_STATES = (
    ("planned", _("计划中")),
    ("held", _("已举办")),
    ("cancelled", _("已取消")),
)


class Event(models.Model):
    """One course or campaign."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="public_events",
        verbose_name=_("主办单位"),
    )
    kind = models.CharField(_("类别"), max_length=8, choices=EVENT_KINDS)
    title = models.CharField(_("名称"), max_length=100)
    audience = models.CharField(_("对象"), max_length=11, choices=AUDIENCES)
    held_on = models.DateField(_("日期"), validators=[possible_day])
    hours = models.DecimalField(
        _("学时"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    state = models.CharField(
        _("状态"), max_length=9, choices=EVENT_STATES, default="planned"
    )
    reached = models.PositiveIntegerField(_("参加人次"), null=True, blank=True)
    new_people = models.PositiveIntegerField(
        _("其中本年首次参加的人数"), null=True, blank=True
    )
    source = models.CharField(_("人数的依据"), max_length=200, blank=True)
    note = models.CharField(_("备注"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("登记人"),
    )
    revision = models.PositiveIntegerField(_("改动次数"), default=1)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("培训和宣传活动")
        verbose_name_plural = _("培训和宣传活动")
        ordering = ("-held_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _word in EVENT_KINDS]),
                name="public_event_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=[code for code, _word in AUDIENCES]),
                name="public_event_audience_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _word in EVENT_STATES]),
                name="public_event_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="held") | Q(reached__isnull=True),
                name="public_event_counted_when_held",
                violation_error_message=_("活动举办后才能填写参加人次。"),
            ),
            models.CheckConstraint(
                condition=Q(new_people__isnull=True) | Q(new_people__lte=F("reached")),
                name="public_event_new_within_reached",
                violation_error_message=_("首次参加的人数不能多于参加人次。"),
            ),
            models.CheckConstraint(
                condition=possible("held_on"), name="public_event_day"
            ),
            models.UniqueConstraint(
                fields=("organisation", "title", "held_on"),
                name="public_event_once",
                violation_error_message=_("这次活动已经登记过。"),
            ),
        )

    def __str__(self) -> str:
        """Day and title."""
        return f"{self.held_on} {self.title}"

    def get_absolute_url(self) -> str:
        """Where it is changed."""
        return reverse("public:event", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Who holds it."""
        return (self.organisation.path,)


class AudienceYear(models.Model):
    """How many people an audience has in a year."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="public_audiences",
        verbose_name=_("单位"),
    )
    audience = models.CharField(_("对象"), max_length=11, choices=AUDIENCES)
    year = models.PositiveSmallIntegerField(_("年份"))
    people = models.PositiveIntegerField(_("人数"))
    source = models.CharField(_("依据"), max_length=200)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("对象人数")
        ordering = ("-year", "audience")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "audience", "year"),
                name="public_audience_once_a_year",
                violation_error_message=_("这一年的人数已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1), name="public_audience_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=[code for code, _word in AUDIENCES]),
                name="public_audience_known",
            ),
        )

    def __str__(self) -> str:
        """Audience and year."""
        return f"{self.year} {self.get_audience_display()}"

    def owner_paths(self) -> Iterable[str]:
        """Whose people they are."""
        return (self.organisation.path,)
