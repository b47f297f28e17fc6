"""The unit acted for last, what a unit merged into, names held more than once."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_people"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="organisationname",
            name="organisation_name_once",
        ),
        migrations.AddField(
            model_name="organisation",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="core.organisation",
                verbose_name="并入",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="last_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="core.organisation",
                verbose_name="上次代表的单位",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationname",
            constraint=models.UniqueConstraint(
                fields=("organisation", "name", "until"),
                name="organisation_name_once_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationname",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("organisation", "name"),
                name="organisation_name_once",
            ),
        ),
    ]
