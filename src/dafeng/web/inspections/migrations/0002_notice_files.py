"""Notices with their files, and the version that a signer saw."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="inspectionnotice",
            name="docx_sha256",
            field=models.CharField(
                blank=True, max_length=64, verbose_name="DOCX 校验值"
            ),
        ),
        migrations.AddField(
            model_name="inspectionnotice",
            name="pages",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="页数"),
        ),
        migrations.AddField(
            model_name="inspectionnotice",
            name="pdf_sha256",
            field=models.CharField(
                blank=True, max_length=64, verbose_name="PDF 校验值"
            ),
        ),
        migrations.AddField(
            model_name="inspectionnotice",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="版本"),
        ),
    ]
