"""A merge says its moment for ever; outlines of towns come in editions."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("plans", "0001_initial"),
        ("projects", "0002_merged_at"),
        ("work", "0002_days_that_can_be_meant"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutlineEdition",
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
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "待启用"),
                            ("in-force", "使用中"),
                            ("replaced", "已被替换"),
                            ("dropped", "已放弃"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="文件"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                ("schematic", models.BooleanField(default=False, verbose_name="示意")),
                ("content", models.JSONField(verbose_name="轮廓")),
                ("count", models.PositiveSmallIntegerField(verbose_name="乡镇数")),
                ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                ("loaded_at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "in_force_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="启用时间"
                    ),
                ),
            ],
            options={
                "verbose_name": "乡镇轮廓版本",
                "ordering": ("organisation", "-number"),
            },
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("merged_at__isnull", True), ("merged_into__isnull", True)
                    ),
                    models.Q(
                        ("merged_at__isnull", False), ("merged_into__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="project_merged_at_a_moment",
            ),
        ),
        migrations.AddField(
            model_name="outlineedition",
            name="loaded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="上传人",
            ),
        ),
        migrations.AddField(
            model_name="outlineedition",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outline_editions",
                to="core.organisation",
                verbose_name="所属区",
            ),
        ),
        migrations.AddConstraint(
            model_name="outlineedition",
            constraint=models.UniqueConstraint(
                fields=("organisation", "number"), name="outline_edition_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="outlineedition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "in-force")),
                fields=("organisation",),
                name="outline_edition_one_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="outlineedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "in-force", "replaced", "dropped"])
                ),
                name="outline_edition_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outlineedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "in-force"), _negated=True),
                    ("in_force_at__isnull", False),
                    _connector="OR",
                ),
                name="outline_edition_in_force_since",
            ),
        ),
    ]
