"""Forms of single acts on a unit and year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.enterprises.budgets import BudgetProduct
from dafeng.web.budgets.models import BudgetApplication, KeyUser
from dafeng.web.budgets.wording import (
    deduction_choices,
    method_choices,
    months_words,
)
from dafeng.web.core.posting import SeenVersionForm

TCE: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}
OUTPUT: dict[str, Any] = {"max_digits": 15, "decimal_places": 6, "min_value": 0}
REASON = 300
PRODUCTS = range(1, 4)
"""Products for which a form has room."""
PAPER_HINT = _("PDF、Word、Excel 或图片，不超过 20 MB。涉密文件不得上传。")
LEAST = Decimal("0.01")


class SeenForm(SeenVersionForm):
    """A signature: it knows the version that its page showed."""


class ReasonForm(SeenVersionForm):
    """Say why."""

    reason = forms.CharField(label=_("理由"), max_length=REASON)


class _UnknownForm(forms.Form):
    """Take a budget of which it is not known whole what was used.

    The box stands for the months that its page named: should others become unknown
    before it is sent, it is shown anew.
    """

    unknown = forms.MultipleChoiceField(
        label=_("用量未知"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, unknown: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unknown:
            del self.fields["unknown"]
            return
        field = self.fields["unknown"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for types
        words = _("%(months)s 月的用量未知，仍要减少预算。")
        told = words % {"months": months_words(unknown)}
        field.choices = [(",".join(map(str, unknown)), told)]

    def clean_unknown(self) -> tuple[int, ...]:
        """The months that the ticked box names."""
        ticked = self.cleaned_data["unknown"]
        return tuple(int(one) for one in ",".join(ticked).split(",") if one)


class WithdrawForm(_UnknownForm, ReasonForm):
    """Take a unit off the list."""


class ApproveForm(SeenVersionForm):
    """Set the second signature under a budget."""

    document = forms.CharField(
        label=_("核定文件"), max_length=200, required=False, help_text=_("名称和文号。")
    )


class SignManyForm(forms.Form):
    """Sign many proposals, or send them back."""

    document = forms.CharField(
        label=_("核定文件"), max_length=200, required=False, help_text=_("名称和文号。")
    )
    reason = forms.CharField(label=_("理由"), max_length=REASON)

    def __init__(self, *args: Any, act: str, what: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if act != "return":
            del self.fields["reason"]
        if act == "return" or what == "check":
            del self.fields["document"]


class _Products(SeenVersionForm):
    """A form with room for a few products."""

    names: tuple[str, ...] = ("output", "base")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "output": _("产品 %(n)s 的产量"),
            "base": _("产品 %(n)s 的单位产品能耗基准（吨标准煤）"),
            "report": _("产品 %(n)s 的本年单位产品能耗（吨标准煤）"),
        }
        for number in PRODUCTS:
            self.fields[f"product_{number}"] = forms.CharField(
                label=_("产品 %(n)s") % {"n": number}, max_length=60, required=False
            )
            for name in self.names:
                self.fields[f"{name}_{number}"] = forms.DecimalField(
                    label=words[name] % {"n": number}, required=False, **OUTPUT
                )

    def clean(self) -> dict[str, Any] | None:
        """A product has a name and all of its figures, or none."""
        data = super().clean()
        for number in PRODUCTS:
            given = self._given(number)
            if any(one not in (None, "") for one in given.values()):
                for name, value in given.items():
                    if value in (None, "") and f"{name}_{number}" not in self.errors:
                        self.add_error(
                            f"{name}_{number}", _("这种产品的各项都要填，或者都不填。")
                        )
        return data

    def products(self) -> tuple[BudgetProduct, ...]:
        """What was written of products."""
        found = []
        for number in PRODUCTS:
            given = self._given(number)
            if given["product"]:
                found.append(
                    BudgetProduct(
                        name=given["product"],
                        **{name: given[name] for name in self.names},
                    )
                )
        return tuple(found)

    def _given(self, number: int) -> dict[str, Any]:
        return {
            name: self.cleaned_data.get(f"{name}_{number}")
            for name in ("product", *self.names)
        }


class ProposeForm(_Products):
    """Propose a budget."""

    method = forms.ChoiceField(label=_("确定方法"), choices=method_choices)
    reduction_percent = forms.DecimalField(
        label=_("要求下降率（%）"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=Decimal("99.99"),
        required=False,
        initial=Decimal(0),
        help_text=_("用于历史法。"),
    )
    budget = forms.DecimalField(
        label=_("建议预算（吨标准煤）"),
        min_value=LEAST,
        required=False,
        help_text=_("不填的，按所选方法计算。"),
        **TCE,
    )
    saving_goal = forms.DecimalField(
        label=_("节能量目标（吨标准煤）"), min_value=0, required=False, **TCE
    )
    note = forms.CharField(label=_("测算说明"), max_length=500, required=False)
    field_order = ("method", "reduction_percent", "budget", "saving_goal", "note")


class ReportForm(_Products):
    """Report the use of a year."""

    names = ("output", "base", "report")
    used = forms.DecimalField(
        label=_("全年用能（吨标准煤，扣除前）"), min_value=0, **TCE
    )
    note = forms.CharField(label=_("说明"), max_length=500, required=False)
    field_order = ("used", "note")


class ReviewForm(SeenVersionForm):
    """Say what a unit used."""

    used = forms.DecimalField(
        label=_("审定全年用能（吨标准煤，扣除前）"), min_value=0, **TCE
    )
    note = forms.CharField(label=_("说明"), max_length=REASON, required=False)


class ApplyForm(SeenVersionForm):
    """Ask for another budget."""

    wanted = forms.DecimalField(
        label=_("申请后的预算（吨标准煤）"), min_value=LEAST, **TCE
    )
    reason = forms.CharField(label=_("理由"), max_length=REASON)
    paper = forms.FileField(label=_("文件"), required=False, help_text=PAPER_HINT)


class DecideForm(_UnknownForm):
    """Decide on an application."""

    GRANT, REFUSE = "grant", "refuse"
    decision = forms.ChoiceField(
        label=_("决定"),
        choices=[(GRANT, _("同意")), (REFUSE, _("不同意"))],
        widget=forms.RadioSelect,
    )
    budget = forms.DecimalField(
        label=_("同意后的预算（吨标准煤）"),
        min_value=LEAST,
        required=False,
        help_text=_("不填的，按申请数。"),
        **TCE,
    )
    document = forms.CharField(label=_("核定文件"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("理由"),
        max_length=REASON,
        required=False,
        help_text=_("不同意的必填。"),
    )
    standing = forms.DecimalField(
        label=_("现有预算（吨标准煤）"),
        required=False,
        help_text=_("申请以后预算有变化。核对后填现有预算，才能同意。"),
        **TCE,
    )

    field_order = ("decision", "budget", "document", "reason", "standing")

    def __init__(
        self, *args: Any, application: BudgetApplication, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if application.before_q in (None, application.user.budget_q):
            del self.fields["standing"]


class MoveForm(SeenVersionForm):
    """Move budget between a unit and the reserve."""

    amount = forms.DecimalField(label=_("数额（吨标准煤）"), min_value=LEAST, **TCE)
    reason = forms.CharField(label=_("理由"), max_length=REASON)
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)


class ReleaseForm(_UnknownForm, MoveForm):
    """Take budget back into the reserve."""


class TransferForm(_UnknownForm, MoveForm):
    """Move budget to another unit."""

    taker = forms.ModelChoiceField(label=_("转入单位"), queryset=KeyUser.objects.none())
    field_order = ("taker", "amount", "reason", "document")

    def __init__(self, *args: Any, takers: QuerySet[KeyUser], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["taker"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for types
        field.queryset = takers


class DeductionForm(forms.Form):
    """Enter what does not count."""

    kind = forms.ChoiceField(label=_("扣除项"), choices=deduction_choices)
    amount = forms.DecimalField(label=_("扣除量（吨标准煤）"), min_value=LEAST, **TCE)
    document = forms.CharField(
        label=_("证明文件"), max_length=200, help_text=_("名称和文号。")
    )
    paper = forms.FileField(label=_("文件"), required=False, help_text=PAPER_HINT)
