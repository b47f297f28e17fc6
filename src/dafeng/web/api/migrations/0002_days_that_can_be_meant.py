"""Days that people write down lie between 1990 and 2070."""

from __future__ import annotations

from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="token",
            name="expires_on",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="有效期至"
            ),
        ),
    ]
