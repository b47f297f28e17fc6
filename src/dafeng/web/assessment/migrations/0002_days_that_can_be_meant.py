"""Days that people write down lie between 1990 and 2070."""

from __future__ import annotations

from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assessmentrun",
            name="as_of",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="截止日"
            ),
        ),
        migrations.AlterField(
            model_name="decree",
            name="issued_on",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="发文日期"
            ),
        ),
        migrations.AlterField(
            model_name="exemption",
            name="valid_from",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="起始日",
            ),
        ),
        migrations.AlterField(
            model_name="exemption",
            name="valid_to",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="终止日",
            ),
        ),
        migrations.AlterField(
            model_name="proposalrow",
            name="reply_by",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="回复期限",
            ),
        ),
    ]
