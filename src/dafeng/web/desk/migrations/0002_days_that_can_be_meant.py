"""Days that people write down lie between 1990 and 2070."""

from __future__ import annotations

from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_desk"),
    ]

    operations = [
        migrations.AlterField(
            model_name="wallpass",
            name="valid_to",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="终止日"
            ),
        ),
    ]
