"""Minutes of interviews, and who signed them."""

from __future__ import annotations

import datetime

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    dependencies = [
        ("core", "__first__"),
        ("supervision", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Interview",
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
                    "held_on",
                    models.DateField(
                        validators=[dafeng.web.core.days.possible_day],
                        verbose_name="约谈日期",
                    ),
                ),
                (
                    "starts_at",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="约谈时间"
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="约谈地点")),
                (
                    "hosts",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(1000)],
                        verbose_name="约谈人",
                    ),
                ),
                (
                    "guests",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(1000)],
                        verbose_name="被约谈人",
                    ),
                ),
                ("recorder", models.CharField(max_length=100, verbose_name="记录人")),
                (
                    "said",
                    models.TextField(
                        validators=[django.core.validators.MaxLengthValidator(8000)],
                        verbose_name="约谈内容",
                    ),
                ),
                (
                    "promises",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(8000)],
                        verbose_name="整改承诺及完成时限",
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="保存时间")),
                (
                    "version",
                    models.PositiveIntegerField(default=1, verbose_name="版本"),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interview",
                        to="supervision.case",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
                    ),
                ),
            ],
            options={
                "verbose_name": "约谈记录",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
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
                        name="interview_day_possible",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewSignature",
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
                    "side",
                    models.CharField(
                        choices=[("host", "约谈人"), ("guest", "被约谈人")],
                        max_length=5,
                        verbose_name="签字身份",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="签字时间")),
                (
                    "digest",
                    models.CharField(max_length=64, verbose_name="所签内容的校验值"),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="supervision.interview",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签字人",
                    ),
                ),
            ],
            options={
                "verbose_name": "约谈记录签字",
                "ordering": ("interview", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("interview", "user"),
                        name="interview_signed_once_by_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["host", "guest"])),
                        name="interview_side_known",
                    ),
                ],
            },
        ),
    ]
