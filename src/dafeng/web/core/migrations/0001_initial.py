"""The first state of the core: tables, the append-only audit, the roles."""

from __future__ import annotations

import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import dafeng.web.core.codes
from dafeng.web.core.append_only import make_append_only
from dafeng.web.core.starting_roles import starting_roles


def seal_the_audit(apps, schema_editor):
    """Let the database refuse changes to audit rows."""
    make_append_only(
        schema_editor,
        table="core_auditrow",
        unique=("number", "hash", "previous_hash"),
    )


def add_roles(apps, schema_editor):
    """Add the roles that every house begins with."""
    role = apps.get_model("core", "Role")
    role.objects.bulk_create(role(**row) for row in starting_roles())


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Role",
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
                (
                    "code",
                    models.SlugField(max_length=32, unique=True, verbose_name="代码"),
                ),
                ("name_zh", models.CharField(max_length=60, verbose_name="名称")),
                ("name_en", models.CharField(max_length=100, verbose_name="英文名称")),
                ("purpose_zh", models.CharField(max_length=200, verbose_name="职责")),
                (
                    "purpose_en",
                    models.CharField(max_length=300, verbose_name="职责（英文）"),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="顺序"),
                ),
            ],
            options={
                "verbose_name": "角色",
                "ordering": ("order", "code"),
            },
        ),
        migrations.CreateModel(
            name="User",
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
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="last login"
                    ),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={
                            "unique": "A user with that username already exists."
                        },
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[
                            django.contrib.auth.validators.UnicodeUsernameValidator()
                        ],
                        verbose_name="username",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="email address"
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                ("display_name", models.CharField(max_length=60, verbose_name="姓名")),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "简体中文"), ("en", "English")],
                        default="zh-hans",
                        max_length=8,
                        verbose_name="语言",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "用户",
                "ordering": ("username",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["zh-hans", "en"])),
                        name="user_language_is_known",
                    )
                ],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="House",
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
                (
                    "place_code",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="行政区划代码"
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="英文名称"
                    ),
                ),
                (
                    "synthetic",
                    models.BooleanField(default=False, verbose_name="示例数据"),
                ),
                (
                    "data_version",
                    models.CharField(max_length=64, verbose_name="数据版本"),
                ),
                ("data_date", models.DateField(verbose_name="数据日期")),
            ],
            options={
                "verbose_name": "本系统",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="house_is_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                (
                    "code",
                    models.CharField(
                        max_length=32,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9][a-z0-9-]*\\Z",
                                "代码只含小写字母、数字和连字符。",
                            )
                        ],
                        verbose_name="代码",
                    ),
                ),
                ("name_zh", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "name_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="英文名称"
                    ),
                ),
                (
                    "short_zh",
                    models.CharField(blank=True, max_length=30, verbose_name="简称"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "政府"),
                            ("bureau", "部门"),
                            ("branch", "派出机构"),
                            ("township", "乡镇街道"),
                            ("park", "园区"),
                            ("enterprise", "企业"),
                            ("party", "党群机关"),
                            ("office", "议事协调机构"),
                            ("group", "单位组"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="类型",
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        editable=False, max_length=400, unique=True, verbose_name="路径"
                    ),
                ),
                (
                    "uscc",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        null=True,
                        unique=True,
                        validators=[dafeng.web.core.codes.validate_uscc],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                (
                    "place_code",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        validators=[dafeng.web.core.codes.validate_place_code],
                        verbose_name="行政区划代码",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(blank=True, null=True, verbose_name="起始日"),
                ),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="终止日"),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="core.organisation",
                        verbose_name="上级单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "单位",
                "ordering": ("path",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "path__endswith",
                                django.db.models.functions.text.Concat(
                                    models.Value("/"),
                                    models.F("code"),
                                    models.Value("/"),
                                ),
                            )
                        ),
                        name="organisation_path_ends_with_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="organisation_is_not_its_own_parent",
                    ),
                    models.CheckConstraint(
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
                                    "group",
                                    "other",
                                ],
                            )
                        ),
                        name="organisation_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code__contains", "/"), _negated=True),
                            models.Q(("code", ""), _negated=True),
                        ),
                        name="organisation_code_has_no_slash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="organisation_ends_after_it_begins",
                        violation_error_message="终止日早于起始日。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                (
                    "number",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="序号"
                    ),
                ),
                ("time", models.DateTimeField(verbose_name="时间")),
                ("action", models.CharField(max_length=60, verbose_name="动作")),
                (
                    "target_type",
                    models.CharField(max_length=60, verbose_name="对象类型"),
                ),
                ("target_id", models.CharField(max_length=64, verbose_name="对象编号")),
                ("target_label", models.CharField(max_length=300, verbose_name="对象")),
                (
                    "actor_label",
                    models.CharField(max_length=150, verbose_name="操作人姓名"),
                ),
                (
                    "unit_label",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="操作单位名称"
                    ),
                ),
                (
                    "data",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="内容",
                    ),
                ),
                (
                    "request_id",
                    models.UUIDField(default=None, null=True, verbose_name="请求编号"),
                ),
                (
                    "previous_hash",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="前一行校验值"
                    ),
                ),
                (
                    "hash",
                    models.CharField(max_length=64, unique=True, verbose_name="校验值"),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                        verbose_name="操作单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "审计记录",
                "ordering": ("-number",),
                "indexes": [
                    models.Index(
                        fields=["target_type", "target_id"], name="audit_by_target"
                    ),
                    models.Index(fields=["action", "-number"], name="audit_by_action"),
                    models.Index(fields=["time"], name="audit_by_time"),
                ],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="users",
                to="core.organisation",
                verbose_name="所属单位",
            ),
        ),
        migrations.CreateModel(
            name="OrganisationName",
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
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("former", "曾用名"), ("variant", "别称")],
                        max_length=8,
                        verbose_name="类型",
                    ),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="用至")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="core.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "其他名称",
                "ordering": ("organisation", "name"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "name"), name="organisation_name_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="终止日"),
                ),
                ("revoked", models.BooleanField(default=False, verbose_name="已撤销")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="core.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="core.role",
                        verbose_name="角色",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "ordering": ("organisation__path", "role__order", "user__username"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked", False)),
                        fields=("user", "organisation", "role"),
                        name="membership_once",
                        violation_error_message="此人在这个单位已担任这个角色。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="membership_ends_after_it_begins",
                        violation_error_message="终止日早于起始日。",
                    ),
                ],
            },
        ),
        migrations.RunPython(seal_the_audit, migrations.RunPython.noop),
        migrations.RunPython(add_roles, migrations.RunPython.noop),
    ]
