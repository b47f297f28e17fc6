"""Notices, their mails, and how often people want mail."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
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
                (
                    "key",
                    models.CharField(max_length=300, unique=True, verbose_name="标识"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("due-soon", "即将到期"),
                            ("overdue", "逾期"),
                            ("task-assigned", "新任务"),
                            ("round-opened", "开始填报"),
                            ("submitted", "待确认"),
                            ("received", "待核实"),
                            ("returned", "退回"),
                            ("replied", "收到答复"),
                            ("verified", "已核实"),
                            ("extended", "延期"),
                            ("suspended", "任务调整"),
                        ],
                        max_length=16,
                        verbose_name="类型",
                    ),
                ),
                (
                    "object_type",
                    models.CharField(max_length=60, verbose_name="对象类型"),
                ),
                ("object_id", models.CharField(max_length=64, verbose_name="对象编号")),
                ("label", models.CharField(max_length=300, verbose_name="对象")),
                ("address", models.CharField(max_length=300, verbose_name="网址")),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("officer", "经办人"),
                            ("head", "负责人"),
                            ("office", "双碳办"),
                        ],
                        max_length=8,
                        verbose_name="职务",
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("in-charge", "本人负责"),
                            ("deputy", "代为处理"),
                            ("head", "转负责人"),
                            ("office", "转双碳办"),
                        ],
                        max_length=10,
                        verbose_name="事由",
                    ),
                ),
                ("due_on", models.DateField(null=True, verbose_name="期限")),
                ("late", models.IntegerField(null=True, verbose_name="逾期天数")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("on", models.DateField(verbose_name="日期")),
                ("created_at", models.DateTimeField(verbose_name="时间")),
                ("read_at", models.DateTimeField(null=True, verbose_name="阅读时间")),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收件人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒",
                "ordering": ("-created_at", "pk"),
                "indexes": [
                    models.Index(
                        fields=["recipient", "-created_at"], name="notice_by_recipient"
                    ),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["recipient"],
                        name="notice_unread",
                    ),
                    models.Index(
                        fields=["object_type", "object_id"], name="notice_by_object"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "due-soon",
                                    "overdue",
                                    "task-assigned",
                                    "round-opened",
                                    "submitted",
                                    "received",
                                    "returned",
                                    "replied",
                                    "verified",
                                    "extended",
                                    "suspended",
                                ],
                            )
                        ),
                        name="notice_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address__startswith", "/"),
                            models.Q(("address__startswith", "//"), _negated=True),
                        ),
                        name="notice_leads_into_the_site",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待发"),
                            ("sending", "发送中"),
                            ("sent", "已发"),
                            ("failed", "未能送达"),
                            ("dropped", "不再发送"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, verbose_name="次数"),
                ),
                (
                    "trouble",
                    models.CharField(blank=True, max_length=300, verbose_name="原因"),
                ),
                ("next_try_at", models.DateTimeField(verbose_name="下次发送")),
                (
                    "claimed_at",
                    models.DateTimeField(null=True, verbose_name="开始发送"),
                ),
                ("sent_at", models.DateTimeField(null=True, verbose_name="发送时间")),
                (
                    "message_id",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="邮件编号"
                    ),
                ),
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery",
                        to="notices.notice",
                    ),
                ),
            ],
            options={
                "verbose_name": "邮件",
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_try_at"],
                        name="delivery_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["waiting", "sending", "sent", "failed", "dropped"],
                            )
                        ),
                        name="delivery_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="delivery_sent_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
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
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("at-once", "即时"),
                            ("daily", "每日汇总"),
                            ("weekly", "每周汇总"),
                            ("none", "不发邮件"),
                        ],
                        default="at-once",
                        max_length=8,
                        verbose_name="邮件",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_preference",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "提醒设置",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mail__in", ["at-once", "daily", "weekly", "none"])
                        ),
                        name="preference_mail_known",
                    )
                ],
            },
        ),
    ]
