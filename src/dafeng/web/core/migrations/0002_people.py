"""Posts, deputies, delegation, former parents; enterprise and administrator roles."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from dafeng.web.core.starting_roles import starting_roles


def add_roles(apps, schema_editor):
    """Add the roles that an older house does not have yet."""
    role = apps.get_model("core", "Role")
    for row in starting_roles():
        role.objects.get_or_create(code=row["code"], defaults=row)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="起始日")),
                ("valid_to", models.DateField(verbose_name="终止日")),
                ("reason", models.CharField(max_length=200, verbose_name="事由")),
                (
                    "withdrawn",
                    models.BooleanField(default=False, verbose_name="已收回"),
                ),
            ],
            options={
                "verbose_name": "代理",
                "ordering": ("-valid_from", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                        name="delegation_ends_after_it_begins",
                        violation_error_message="终止日早于起始日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="delegation_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationParent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("path", models.CharField(max_length=400, verbose_name="路径")),
                ("until", models.DateField(verbose_name="止于")),
            ],
            options={
                "verbose_name": "曾属单位",
                "ordering": ("organisation", "until", "pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="organisation",
            name="organisation_kind_is_known",
        ),
        migrations.AddField(
            model_name="membership",
            name="deputy",
            field=models.BooleanField(default=False, verbose_name="副职"),
        ),
        migrations.AddField(
            model_name="membership",
            name="post",
            field=models.CharField(blank=True, max_length=60, verbose_name="职务"),
        ),
        migrations.AddField(
            model_name="user",
            name="demo",
            field=models.BooleanField(default=False, verbose_name="演示账户"),
        ),
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(default=False, verbose_name="须更改密码"),
        ),
        migrations.AddField(
            model_name="user",
            name="password_set_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="密码设置时间"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="phone",
            field=models.CharField(blank=True, max_length=20, verbose_name="手机"),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("government", "政府"),
                    ("bureau", "部门"),
                    ("branch", "派出机构"),
                    ("township", "乡镇街道"),
                    ("park", "园区"),
                    ("enterprise", "企业"),
                    ("party", "党群机关"),
                    ("office", "议事协调机构"),
                    ("verifier", "核查机构"),
                    ("group", "单位组"),
                    ("other", "其他"),
                ],
                max_length=16,
                verbose_name="类型",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "government",
                            "bureau",
                            "branch",
                            "township",
                            "park",
                            "enterprise",
                            "party",
                            "office",
                            "verifier",
                            "group",
                            "other",
                        ],
                    )
                ),
                name="organisation_kind_is_known",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="deputy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegations",
                to=settings.AUTH_USER_MODEL,
                verbose_name="代理人",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="membership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegations",
                to="core.membership",
                verbose_name="任职",
            ),
        ),
        migrations.AddField(
            model_name="organisationparent",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="former_parents",
                to="core.organisation",
            ),
        ),
        migrations.AddField(
            model_name="organisationparent",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.organisation",
                verbose_name="上级单位",
            ),
        ),
        migrations.RunPython(add_roles, migrations.RunPython.noop),
    ]
