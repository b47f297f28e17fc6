"""Forms of a contract: edit a draft, sign it, change it, end it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.savings.forms.acts import (
    ENERGY,
    REASON,
    TERM,
    YUAN,
    ProjectForm,
    measure_choices,
)
from dafeng.web.savings.models import CONDITIONS, SavingProject
from dafeng.web.savings.services.contracts import ChangeFacts
from dafeng.web.savings.services.projects import TermFacts


class EditForm(ProjectForm, SeenVersionForm):
    """Edit a draft; its stretches of share and price are edited beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("begin", "end", "share", "price"):
            del self.fields[name]


class SignForm(SeenVersionForm):
    """Say that a contract is signed."""

    signed_on = DayField(label=_("合同签订日期"))


class EndForm(SeenVersionForm):
    """End a contract."""

    ended_on = DayField(
        label=_("终止日期"), help_text=_("合同的最后一天；此前的各期仍可结算。")
    )
    reason = forms.CharField(label=_("终止理由"), max_length=REASON)


class ChangeForm(SeenVersionForm):
    """Change a contract that runs from a day on."""

    document = forms.CharField(label=_("变更协议编号"), max_length=200)
    signed_on = DayField(label=_("变更签订日期"))
    effective_from = DayField(
        label=_("变更生效日期"), help_text=_("须晚于已结算的各期和以前的变更。")
    )
    reason = forms.CharField(label=_("变更理由"), max_length=REASON)
    name_zh = forms.CharField(label=_("项目名称"), max_length=100)
    measure = forms.ChoiceField(label=_("节能措施"), required=False)
    provider_name = forms.CharField(label=_("节能服务公司"), max_length=100)
    kind = forms.ChoiceField(label=_("合同类型"), choices=SavingProject.Kind.choices)
    figure = forms.ChoiceField(
        label=_("结算采用"), choices=SavingProject.Figure.choices
    )
    period = forms.ChoiceField(
        label=_("结算周期"), choices=SavingProject.Length.choices
    )
    floor = forms.DecimalField(label=_("每期最低（元）"), required=False, **YUAN)
    cap = forms.DecimalField(label=_("每期最高（元）"), required=False, **YUAN)
    cap_total = forms.DecimalField(
        label=_("合同总额上限（元）"), required=False, **YUAN
    )
    guaranteed = forms.DecimalField(
        label=_("每期保证节能量"), required=False, min_value=0, **ENERGY
    )
    fee = forms.DecimalField(label=_("每期服务费（元）"), required=False, **YUAN)
    term_end = DayField(
        label=_("新条款终止日"),
        required=False,
        help_text=_(
            "比例和单价不变的，这三项不填；填写的，自变更生效日期起取代原条款。"
        ),
    )
    share = forms.DecimalField(
        label=_("节能服务公司分享比例"),
        required=False,
        help_text=_("0 至 1，例如 0.8。"),
        **TERM["share"],
    )
    price = forms.DecimalField(label=_("单价（元）"), required=False, **TERM["price"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for types
        field.choices = [("", "--"), *measure_choices()]

    def clean(self) -> dict[str, Any] | None:
        """A new stretch has its end, share and price, or nothing of them."""
        data = super().clean()
        names = ("term_end", "share", "price")
        given = [self.cleaned_data.get(name) is not None for name in names]
        if any(given) and not all(given):
            for name, there in zip(names, given, strict=True):
                if not there and name not in self.errors:
                    self.add_error(name, _("新条款的三项都要填，或者都不填。"))
        return data

    def facts(self) -> ChangeFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        for name in ("guaranteed", "fee"):
            data[name] = data[name] or 0
        term = None
        if data["term_end"] is not None:
            term = TermFacts(
                begin=data["effective_from"],
                end=data["term_end"],
                share=data["share"],
                price=data["price"],
            )
        return ChangeFacts(
            effective_from=data["effective_from"],
            signed_on=data["signed_on"],
            document=data["document"],
            reason=data["reason"],
            conditions={name: data[name] for name in CONDITIONS},
            term=term,
        )


def written(project: SavingProject) -> dict[str, Any]:
    """What stands on a project, as a form begins with it."""
    names = ("enterprise", "synthetic", "state")
    fields = [one.name for one in project._meta.fields if one.name not in names]  # noqa: SLF001 - Django's documented name
    return {name: getattr(project, name) for name in fields}
