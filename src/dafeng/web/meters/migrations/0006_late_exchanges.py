"""An exchange that was forgotten is a ground of a correction, with its slip."""

from __future__ import annotations

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meters", "0005_balance_statements")]

    operations = [
        migrations.AlterModelOptions(
            name="metercorrection",
            options={
                "ordering": ("point", "first", "pk"),
                "verbose_name": "用量更正",
            },
        ),
        migrations.RemoveConstraint(
            model_name="metercorrection",
            name="meter_correction_factor_possible",
        ),
        migrations.AddField(
            model_name="exchange",
            name="file_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="文件名"),
        ),
        migrations.AddField(
            model_name="exchange",
            name="file_sha256",
            field=models.CharField(blank=True, max_length=64, verbose_name="校验值"),
        ),
        migrations.AddField(
            model_name="metercorrection",
            name="exchange",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="meters.exchange",
            ),
        ),
        migrations.AlterField(
            model_name="metercorrection",
            name="calibration",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="meters.calibration",
            ),
        ),
        migrations.AlterField(
            model_name="metercorrection",
            name="factor",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                max_digits=8,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(Decimal("0.000001")),
                    django.core.validators.MaxValueValidator(10),
                ],
                verbose_name="更正系数",
            ),
        ),
        migrations.AddConstraint(
            model_name="metercorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("factor__isnull", True),
                        models.Q(("factor__gt", 0), ("factor__lte", 10)),
                        _connector="OR",
                    ),
                    models.Q(("reason", ""), _negated=True),
                ),
                name="meter_correction_factor_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="metercorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("calibration__isnull", False),
                        ("exchange__isnull", True),
                        ("factor__isnull", False),
                    ),
                    models.Q(
                        ("calibration__isnull", True),
                        ("exchange__isnull", False),
                        ("factor__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="meter_correction_on_one_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="metercorrection",
            constraint=models.UniqueConstraint(
                fields=("exchange",), name="meter_correction_of_exchange_once"
            ),
        ),
    ]
