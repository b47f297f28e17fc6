"""Months taken back, calibrations by pieces of time, a document of surrender once."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("verification", "0002_corrections_of_verification"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="closedmonth",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="撤回时间"),
        ),
        migrations.AddField(
            model_name="closedmonth",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤回人",
            ),
        ),
        migrations.AddField(
            model_name="closedmonth",
            name="withdrawn_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="撤回原因"),
        ),
        migrations.AddField(
            model_name="nonconformity",
            name="calibrations",
            field=models.JSONField(blank=True, null=True, verbose_name="校准记录"),
        ),
        migrations.AddConstraint(
            model_name="surrender",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("report", "document"),
                name="surrender_document_once",
                violation_error_message="这份凭证已经登记过清缴。",
            ),
        ),
    ]
