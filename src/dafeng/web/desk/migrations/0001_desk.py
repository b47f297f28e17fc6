"""The first tables of this room: freshness, search, passes for wall screens."""

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
            name="Freshness",
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
                ("table", models.CharField(max_length=40, verbose_name="数据表")),
                (
                    "series",
                    models.CharField(blank=True, max_length=80, verbose_name="数列"),
                ),
                (
                    "owner",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="由谁提供"
                    ),
                ),
                (
                    "newest",
                    models.CharField(
                        blank=True, max_length=10, verbose_name="最新一期"
                    ),
                ),
                ("rows", models.PositiveBigIntegerField(verbose_name="行数")),
                (
                    "version",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="版本"
                    ),
                ),
                (
                    "learned_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="获知时间"
                    ),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, null=True, verbose_name="应报日"),
                ),
                ("seen_at", models.DateTimeField(verbose_name="查看时间")),
            ],
            options={
                "verbose_name": "数据新旧",
                "ordering": ("table", "series"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table", "series"), name="freshness_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("clause", "条款"),
                            ("target", "目标"),
                            ("task", "任务"),
                            ("unit", "责任单位"),
                            ("register", "登记单位"),
                            ("evidence", "佐证"),
                            ("letter", "来文和发文"),
                            ("decision", "会议决定"),
                            ("person", "人员"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(verbose_name="对象编号")),
                ("title", models.CharField(max_length=300, verbose_name="标题")),
                (
                    "number",
                    models.CharField(blank=True, max_length=200, verbose_name="编号"),
                ),
                ("text", models.TextField(blank=True, verbose_name="文字")),
                ("words", models.TextField(verbose_name="可查的文字")),
                ("pinyin", models.TextField(blank=True, verbose_name="拼音")),
                (
                    "initials",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="拼音首字母"
                    ),
                ),
                ("url", models.CharField(max_length=500, verbose_name="地址")),
            ],
            options={
                "verbose_name": "搜索条目",
                "ordering": ("kind", "object_id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id"), name="search_entry_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "clause",
                                    "target",
                                    "task",
                                    "unit",
                                    "register",
                                    "evidence",
                                    "letter",
                                    "decision",
                                    "person",
                                ],
                            )
                        ),
                        name="search_entry_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WallPass",
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
                ("name", models.CharField(max_length=80, verbose_name="屏幕")),
                ("made_at", models.DateTimeField(verbose_name="开通时间")),
                ("valid_to", models.DateField(verbose_name="终止日")),
                (
                    "revoked_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="停用时间"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="开通人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wall_passes",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="停用人",
                    ),
                ),
            ],
            options={
                "verbose_name": "大屏通行证",
                "ordering": ("-made_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="wall_pass_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at__isnull", True),
                            ("revoked_at__gte", models.F("made_at")),
                            _connector="OR",
                        ),
                        name="wall_pass_revoked_after_it_was_made",
                    ),
                ],
            },
        ),
    ]
