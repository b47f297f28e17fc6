"""Forms about people, their roles, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField
from dafeng.web.core.models import Membership, Organisation, Role, User
from dafeng.web.core.selectors import PeopleFilter, deputy_named
from dafeng.web.core.services import Post


class _PostFields(forms.Form):
    """What somebody is called in the unit, and until when."""

    title = forms.CharField(
        label=_("职务"),
        max_length=60,
        required=False,
        help_text=_("例如：副局长、综合科科长。"),
    )
    deputy = forms.BooleanField(label=_("副职"), required=False)
    valid_to = DayField(
        label=_("终止日"),
        required=False,
        help_text=_("最后一天；不填则一直有效。"),
    )

    def post(self) -> Post:
        """What was entered, for the service."""
        return Post(
            title=self.cleaned_data["title"], deputy=self.cleaned_data["deputy"]
        )


class GrantForm(_PostFields):
    """Give a person a role in a unit."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("人员"))
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("单位"))
    role = forms.ModelChoiceField(Role.objects.none(), label=_("角色"))
    valid_from = DayField(
        label=_("起始日"),
        required=False,
        help_text=_("不填则从今天起。"),
    )
    field_order = (
        "user",
        "organisation",
        "role",
        "title",
        "deputy",
        "valid_from",
        "valid_to",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        people: QuerySet[User],
        organisations: QuerySet[Organisation],
        roles: QuerySet[Role],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]


class PostForm(_PostFields):
    """Change the post of somebody who holds a role."""


class InviteForm(forms.Form):
    """Invite a person to the house."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        help_text=_("登录时用；字母、数字和 @ . + - _。"),
    )
    display_name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(label=_("手机"), max_length=20, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("所属单位")
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        organisations: QuerySet[Organisation],
    ) -> None:
        super().__init__(data)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class PersonForm(InviteForm):
    """Change what is known of a person; the name to sign in with stays."""

    username = None  # type: ignore[assignment]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        person: User,
        organisations: QuerySet[Organisation],
    ) -> None:
        super().__init__(data, organisations=organisations)
        self.initial = {
            "display_name": person.display_name,
            "phone": person.phone,
            "organisation": person.organisation_id,
        }


class PeopleFilterForm(forms.Form):
    """Narrow the list of people."""

    q = forms.CharField(label=_("姓名或用户名"), required=False)
    unit = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("单位"),
        required=False,
        to_field_name="code",
        empty_label=_("全部"),
    )
    role = forms.ModelChoiceField(
        Role.objects.none(),
        label=_("角色"),
        required=False,
        to_field_name="code",
        empty_label=_("全部"),
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        organisations: QuerySet[Organisation],
        roles: QuerySet[Role],
    ) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]

    def wanted(self) -> PeopleFilter:
        """What was chosen; what cannot be read does not narrow."""
        self.is_valid()
        data = self.cleaned_data
        return PeopleFilter(
            text=data.get("q", ""), unit=data.get("unit"), role=data.get("role")
        )


class DelegationForm(forms.Form):
    """Let somebody else act in a role of one's own."""

    membership = forms.ModelChoiceField(
        Membership.objects.none(), label=_("委托的任职")
    )
    deputy = forms.CharField(
        label=_("代理人的用户名"),
        max_length=150,
        help_text=_("本地区任何单位的人员；名单之外的，请直接填写用户名。"),
        widget=forms.TextInput(attrs={"list": "deputies", "autocomplete": "off"}),
    )
    valid_from = DayField(label=_("起始日"), initial=timezone.localdate)
    valid_to = DayField(label=_("终止日"), help_text=_("最后一天，过后自动终止。"))
    reason = forms.CharField(
        label=_("事由"), max_length=200, help_text=_("例如：出差、休假、学习。")
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        user: User,
        memberships: QuerySet[Membership],
    ) -> None:
        super().__init__(data)
        self.user = user
        self.fields["membership"].queryset = memberships  # type: ignore[attr-defined]

    def clean_deputy(self) -> User:
        """Return the person with that name."""
        deputy = deputy_named(self.cleaned_data["deputy"].strip(), of=self.user)
        if deputy is None:
            raise ValidationError(_("本地区没有这个用户名。"), code="deputy.unknown")
        return deputy
