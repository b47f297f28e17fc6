"""The best of the world beside the limits of a district."""

from __future__ import annotations

from decimal import Decimal

import django.core.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_days_that_can_be_meant"),
        ("savings", "0006_stages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="localnorm",
            name="local_norm_once",
        ),
        migrations.AddField(
            model_name="localnorm",
            name="kind",
            field=models.CharField(
                choices=[("local", "本区限额"), ("world", "国际先进值")],
                default="local",
                max_length=8,
                verbose_name="类别",
            ),
        ),
        migrations.AlterField(
            model_name="localnorm",
            name="limit",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                max_digits=15,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        Decimal("-999999999.999999")
                    ),
                    django.core.validators.MaxValueValidator(
                        Decimal("999999999.999999")
                    ),
                ],
                verbose_name="限定值",
            ),
        ),
        migrations.AddConstraint(
            model_name="localnorm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("organisation", "kind", "product", "valid_from"),
                name="local_norm_once",
                violation_error_message="这个产品自这一天起的限额已经登记。",
            ),
        ),
        migrations.AddConstraint(
            model_name="localnorm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "local"), ("limit__isnull", False)),
                    models.Q(
                        ("access__isnull", True),
                        ("advanced__isnull", False),
                        ("kind", "world"),
                        ("limit__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="local_norm_has_its_figures",
                violation_error_message="本区限额须有限定值；国际先进值只有先进值一项。",
            ),
        ),
    ]
