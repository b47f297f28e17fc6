"""Meetings of the leading group and their agendas."""

from __future__ import annotations

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("core", "__first__"),
        ("office", "0002_versions_and_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="会议")),
                (
                    "planned_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="拟开日期",
                    ),
                ),
                (
                    "starts_at",
                    models.TimeField(blank=True, null=True, verbose_name="开始时间"),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="地点"),
                ),
                (
                    "chair",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="主持人职务"
                    ),
                ),
                (
                    "participants",
                    models.TextField(blank=True, verbose_name="参加人员职务"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "筹备中"),
                            ("invited", "已通知"),
                            ("held", "已召开"),
                            ("minuted", "已形成纪要"),
                            ("cancelled", "已取消"),
                        ],
                        default="planned",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                (
                    "invited_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="通知时间"
                    ),
                ),
                (
                    "held_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="召开日期",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="取消的理由"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
                ),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_meeting",
                        to="office.decision",
                        verbose_name="会议纪要",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_meetings",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        blank=True,
                        related_name="meetings_invited",
                        to="core.organisation",
                        verbose_name="通知单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "领导小组会议",
                "ordering": ("-planned_on", "-pk"),
                "indexes": [
                    models.Index(
                        fields=["state", "planned_on"], name="group_meeting_by_state"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("organisation", "title", "planned_on"),
                        name="group_meeting_once",
                        violation_error_message="同一天的同名会议已经登记过。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["planned", "invited", "held", "minuted", "cancelled"],
                            )
                        ),
                        name="group_meeting_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("planned_on__isnull", True),
                                (
                                    "planned_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("held_on__isnull", True),
                                (
                                    "held_on__range",
                                    (
                                        datetime.date(1990, 1, 1),
                                        datetime.date(2070, 12, 31),
                                    ),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="group_meeting_days_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("held", "minuted")),
                            ("held_on__isnull", True),
                            _connector="OR",
                        ),
                        name="group_meeting_held_says_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("held", "minuted")), _negated=True),
                            ("held_on__isnull", False),
                            _connector="OR",
                        ),
                        name="group_meeting_held_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "minuted"), _negated=True),
                            ("decision__isnull", False),
                            _connector="OR",
                        ),
                        name="group_meeting_minuted_has_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="group_meeting_cancelled_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="顺序")),
                ("title", models.CharField(max_length=300, verbose_name="议题")),
                (
                    "why",
                    models.TextField(blank=True, max_length=2000, verbose_name="缘由"),
                ),
                (
                    "url",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="有关页面"
                    ),
                ),
                (
                    "key",
                    models.CharField(blank=True, max_length=120, verbose_name="事项"),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("open", "未议"),
                            ("decided", "已决定"),
                            ("noted", "已听取"),
                            ("deferred", "未决定，转下次会议"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="carried_to",
                        to="office.agendarow",
                        verbose_name="转自",
                    ),
                ),
                (
                    "decided",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="agenda",
                        to="office.decisionitem",
                        verbose_name="决定事项",
                    ),
                ),
                (
                    "presenter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="汇报单位",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda",
                        to="office.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议议题",
                "ordering": ("meeting", "order", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("meeting", "key"),
                        name="agenda_key_once",
                        violation_error_message="这一事项已经在议程中。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["open", "decided", "noted", "deferred"])
                        ),
                        name="agenda_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided__isnull", True),
                            ("outcome", "decided"),
                            _connector="OR",
                        ),
                        name="agenda_decided_says_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("carried_from__isnull", True),
                            models.Q(("carried_from", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="agenda_carried_from_another",
                    ),
                ],
            },
        ),
    ]
