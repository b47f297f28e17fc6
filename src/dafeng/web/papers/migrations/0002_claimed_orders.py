"""A worker claims an order before it carries it out."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0001_papers"),
    ]

    operations = [
        migrations.AddField(
            model_name="paperorder",
            name="claimed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="领取时间"),
        ),
    ]
