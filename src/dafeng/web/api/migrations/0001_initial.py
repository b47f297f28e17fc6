"""The first state of the room: keys of programs, answers to repeated writes."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0004_sign_in_and_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reply",
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
                ("key", models.CharField(max_length=200, verbose_name="幂等键")),
                ("asked", models.CharField(max_length=64, verbose_name="请求校验值")),
                (
                    "status",
                    models.PositiveSmallIntegerField(null=True, verbose_name="状态码"),
                ),
                ("body", models.TextField(blank=True, verbose_name="答复")),
                ("created_at", models.DateTimeField(verbose_name="时间")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "接口答复",
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["created_at"], name="reply_by_time")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "key"), name="reply_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
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
                ("name", models.CharField(max_length=80, verbose_name="用途")),
                (
                    "head",
                    models.CharField(max_length=12, unique=True, verbose_name="标识"),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                ("scopes", models.JSONField(default=list, verbose_name="范围")),
                ("created_at", models.DateTimeField(verbose_name="签发时间")),
                ("expires_on", models.DateField(verbose_name="有效期至")),
                (
                    "last_used_on",
                    models.DateField(blank=True, null=True, verbose_name="最近使用"),
                ),
                (
                    "revoked_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="吊销时间"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="责任人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "接口令牌",
                "ordering": ("unit__path", "name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("unit", "name"),
                        name="token_name_once",
                        violation_error_message="这个单位已有同名的令牌。",
                    )
                ],
            },
        ),
    ]
