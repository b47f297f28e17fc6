"""How many readings of a month came after its data were due."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meters", "0003_hours"),
    ]

    operations = [
        migrations.AddField(
            model_name="monthquality",
            name="late",
            field=models.PositiveBigIntegerField(
                default=0, verbose_name="截止后到达数"
            ),
        ),
    ]
