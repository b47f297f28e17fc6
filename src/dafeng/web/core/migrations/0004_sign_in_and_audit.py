"""Sign-in and audit: rows say how they are sealed; rows may be retired into gaps."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from dafeng.web.core.append_only import lift_append_only, make_retirable

AUDIT = "core_auditrow"


def lift_the_seals(apps, schema_editor):
    """Take the triggers off; on SQLite the altered table would lose them anyway."""
    lift_append_only(schema_editor, table=AUDIT)


def seal_the_audit(apps, schema_editor):
    """Let the database refuse changes; only a sealed gap lets rows go."""
    make_retirable(
        schema_editor,
        table=AUDIT,
        unique=("number", "hash", "previous_hash"),
        gaps="core_auditgap",
        retiring="audit.retire",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_acting"),
    ]

    operations = [
        migrations.RunPython(lift_the_seals, migrations.RunPython.noop),
        migrations.CreateModel(
            name="RateWindow",
            fields=[
                (
                    "key",
                    models.CharField(
                        max_length=120,
                        primary_key=True,
                        serialize=False,
                        verbose_name="键",
                    ),
                ),
                ("since", models.DateTimeField(db_index=True, verbose_name="自")),
                ("count", models.PositiveIntegerField(verbose_name="次数")),
            ],
            options={
                "verbose_name": "次数限制",
            },
        ),
        migrations.AddField(
            model_name="auditrow",
            name="algorithm",
            field=models.CharField(
                choices=[("sha256", "SHA-256"), ("sm3", "SM3")],
                default="sha256",
                max_length=8,
                verbose_name="算法",
            ),
        ),
        migrations.AddField(
            model_name="auditrow",
            name="form",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="封存格式"),
        ),
        migrations.AddField(
            model_name="auditrow",
            name="on_behalf_of",
            field=models.CharField(
                blank=True, default="", max_length=300, verbose_name="代"
            ),
        ),
        migrations.CreateModel(
            name="AuditGap",
            fields=[
                (
                    "first",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="起始序号"
                    ),
                ),
                ("last", models.PositiveBigIntegerField(verbose_name="终止序号")),
                (
                    "previous_hash",
                    models.CharField(max_length=64, verbose_name="前一行校验值"),
                ),
                ("hash", models.CharField(max_length=64, verbose_name="校验值")),
                ("checkpoint", models.PositiveBigIntegerField(verbose_name="检查点")),
            ],
            options={
                "verbose_name": "已移出的审计记录",
                "ordering": ("first",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="audit_gap_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptPassword",
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
                ("password", models.CharField(max_length=128, verbose_name="密码")),
                ("until", models.DateTimeField(verbose_name="用至")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_passwords",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "用过的密码",
                "ordering": ("user", "-until", "-pk"),
            },
        ),
        migrations.RunPython(seal_the_audit, migrations.RunPython.noop),
    ]
