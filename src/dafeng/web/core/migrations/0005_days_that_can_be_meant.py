"""Days that people write down lie between 1990 and 2070."""

from __future__ import annotations

from django.db import migrations, models

import dafeng.web.core.days


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_sign_in_and_audit"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delegation",
            name="valid_from",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="起始日"
            ),
        ),
        migrations.AlterField(
            model_name="delegation",
            name="valid_to",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="终止日"
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="valid_from",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="起始日"
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="valid_to",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="终止日",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="valid_from",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="起始日",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="valid_to",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="终止日",
            ),
        ),
        migrations.AlterField(
            model_name="organisationname",
            name="until",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[dafeng.web.core.days.possible_day],
                verbose_name="用至",
            ),
        ),
        migrations.AlterField(
            model_name="organisationparent",
            name="until",
            field=models.DateField(
                validators=[dafeng.web.core.days.possible_day], verbose_name="止于"
            ),
        ),
    ]
