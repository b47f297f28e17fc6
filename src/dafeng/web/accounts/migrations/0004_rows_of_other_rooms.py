"""Rows of other rooms in the outbox."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_emissions_in_the_outbox"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="outboxrow",
            name="outbox_has_one_source",
        ),
        migrations.AddField(
            model_name="outboxrow",
            name="origin",
            field=models.CharField(blank=True, max_length=120, verbose_name="来源"),
        ),
        migrations.AddConstraint(
            model_name="outboxrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("origin", ""),
                        ("batch__isnull", False),
                        ("signature__isnull", True),
                        ("run__isnull", True),
                    ),
                    models.Q(
                        ("origin", ""),
                        ("batch__isnull", True),
                        ("signature__isnull", False),
                        ("run__isnull", True),
                    ),
                    models.Q(
                        ("origin", ""),
                        ("batch__isnull", True),
                        ("signature__isnull", True),
                        ("run__isnull", False),
                    ),
                    models.Q(
                        ("batch__isnull", True),
                        ("signature__isnull", True),
                        ("run__isnull", True),
                        models.Q(("origin", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="outbox_has_one_source",
            ),
        ),
    ]
