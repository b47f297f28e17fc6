"""Forms of a year: what the lists are narrowed to, totals, the list of units."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import attrs
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.web.budgets.models.key_users import MANAGERS, STATES
from dafeng.web.budgets.models.ledgers import YEARS, Basis
from dafeng.web.budgets.selectors.budgets import UNKNOWN, UnitFilter
from dafeng.web.budgets.services.correcting import LedgerFacts
from dafeng.web.budgets.services.ledgers import YearFacts
from dafeng.web.budgets.services.listing import ListFacts
from dafeng.web.budgets.wording import LIGHTS, UNKNOWN_LIGHT, kind_choices
from dafeng.web.core.models import Organisation
from dafeng.web.core.posting import SeenVersionForm

ANY = ("", _("全部"))
TCE: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}
ZERO = Decimal(0)


class UnitFilterForm(forms.Form):
    """Narrow the units of a year; all of it is in the address."""

    year = forms.ChoiceField(label=_("年份"), required=False)
    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("名称或信用代码")}),
    )
    kind = forms.ChoiceField(label=_("类别"), required=False)
    manager = forms.ChoiceField(
        label=_("管理级别"), required=False, choices=[ANY, *MANAGERS]
    )
    town = forms.ChoiceField(label=_("所在地"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ANY, *STATES])
    level = forms.ChoiceField(
        label=_("预警"),
        required=False,
        choices=[
            ANY,
            *((code, words[2]) for code, words in LIGHTS.items()),
            (UNKNOWN, UNKNOWN_LIGHT[2]),
        ],
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        years: Iterable[int],
        towns: QuerySet[Organisation],
    ) -> None:
        super().__init__(data)
        _choose(self, "year", [(str(one), str(one)) for one in years])
        _choose(self, "kind", [ANY, *kind_choices()])
        _choose(self, "town", [ANY, *((one.code, str(one)) for one in towns)])

    def wanted(self) -> UnitFilter:
        """What the list is narrowed to; what cannot be is no filter."""
        self.is_valid()
        given = {
            name: self.cleaned_data.get(name) or ""
            for name in self.fields
            if name != "year"
        }
        return UnitFilter(**given)


class YearForm(forms.Form):
    """Open the ledger of a year."""

    year = forms.IntegerField(label=_("年度"), min_value=YEARS[0], max_value=YEARS[-1])
    basis = forms.ChoiceField(
        label=_("折算口径"),
        choices=Basis.choices,
        help_text=_("电力和热力折算标准煤的口径，全年不变。"),
    )
    keeper = forms.ModelChoiceField(
        label=_("主管部门"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("该部门的人员能看到并办理本区全部用能预算。"),
    )
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)

    def __init__(
        self, *args: Any, bureaus: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _rows(self, "keeper", bureaus)

    def facts(self) -> YearFacts:
        """What was written."""
        return YearFacts(**self.cleaned_data)


class TotalForm(SeenVersionForm):
    """Set the control total."""

    total = forms.DecimalField(label=_("控制总量（吨标准煤）"), min_value=ZERO, **TCE)
    reason = forms.CharField(label=_("理由"), max_length=300, required=False)
    document = forms.CharField(label=_("依据文件"), max_length=200)


class _ListedForm(forms.Form):
    """What the list says of an enterprise."""

    last_year_tce = forms.DecimalField(
        label=_("上年用能（吨标准煤）"),
        min_value=ZERO,
        required=False,
        help_text=_("不知道的，不填；按指定文件列入的可以不填。"),
        **TCE,
    )
    industry = forms.CharField(
        label=_("行业代码"),
        max_length=20,
        required=False,
        help_text=_("GB/T 4754 的 2 至 4 位数字。"),
    )
    kind = forms.ChoiceField(
        label=_("类别"), required=False, help_text=_("不选的，按规定的门槛判定。")
    )
    manager = forms.ChoiceField(
        label=_("管理级别"),
        required=False,
        choices=[("", _("按规定判定")), *MANAGERS],
    )
    designated = forms.CharField(label=_("指定文件"), max_length=200, required=False)
    listed_in = forms.CharField(
        label=_("名录或依据文件"), max_length=200, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "kind", [("", _("按规定判定")), *kind_choices()])

    def clean_industry(self) -> str:
        """Full-width digits are digits."""
        code = unicodedata.normalize("NFKC", self.cleaned_data["industry"]).strip()
        if code and not re.fullmatch(r"[0-9]{2,4}", code):
            raise forms.ValidationError(_("GB/T 4754 的 2 至 4 位数字。"))
        return code

    def clean(self) -> dict[str, Any] | None:
        """What goes against the rules needs a document."""
        data = super().clean()
        given = self.cleaned_data
        papers = given.get("designated") or given.get("listed_in")
        if (given.get("kind") or given.get("manager")) and not papers:
            self.add_error(
                "designated", _("自选类别或管理级别的，要写明指定文件或名录。")
            )
        return data

    def facts(self) -> ListFacts:
        """What was written."""
        names = [field.name for field in attrs.fields(ListFacts)]
        return ListFacts(**{name: self.cleaned_data[name] for name in names})


class ListUnitForm(_ListedForm):
    """Put an enterprise on the list."""

    unit = forms.ModelChoiceField(label=_("企业"), queryset=Organisation.objects.none())
    field_order = ("unit",)

    def __init__(
        self, *args: Any, units: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _rows(self, "unit", units)


class CorrectUnitForm(_ListedForm, SeenVersionForm):
    """Correct what the list says of an enterprise."""

    reason = forms.CharField(label=_("更正理由"), max_length=300)


class CorrectYearForm(SeenVersionForm):
    """Correct what was said of a year when its ledger was opened."""

    basis = forms.ChoiceField(
        label=_("折算口径"),
        choices=Basis.choices,
        help_text=_("改口径的，已读入的用能按新口径重新读入。"),
    )
    keeper = forms.ModelChoiceField(
        label=_("主管部门"), queryset=Organisation.objects.none(), required=False
    )
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)
    reason = forms.CharField(label=_("更正理由"), max_length=300)

    def __init__(
        self, *args: Any, bureaus: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _rows(self, "keeper", bureaus)

    def facts(self) -> LedgerFacts:
        """What was written."""
        names = [field.name for field in attrs.fields(LedgerFacts)]
        return LedgerFacts(**{name: self.cleaned_data[name] for name in names})


class ListForm(forms.Form):
    """Give the filled list."""

    table = forms.FileField(
        label=_("填好的名单"),
        help_text=_("模板的 .xlsx，不超过 5 MB。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


def _choose(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
    field.choices = list(choices)


def _rows(form: forms.Form, name: str, rows: QuerySet[Organisation]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - as above
    field.queryset = rows
