"""Forms of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.accounts.intake import ColumnMap, ColumnUse, Kind, SheetView, kinds
from dafeng.sheets.records import column_letters
from dafeng.web.accounts import naming
from dafeng.web.accounts.models import AccountRun, BoundaryCode, GradeCode
from dafeng.web.accounts.selectors.factors import FactorFilter, facet_values
from dafeng.web.accounts.selectors.lines import SORTS, LineFilter, codes_in, lines_for
from dafeng.web.core.forms import LongText
from dafeng.web.core.languages import english
from dafeng.web.core.models import Organisation
from dafeng.web.core.selectors import Person
from dafeng.web.core.templatetags.dafeng import zh

Choices = list[tuple[str, Any]]
REASON_LENGTH = 500


def _any(choices: Iterable[tuple[str, Any]]) -> Choices:
    return [("", _("全部")), *choices]


class LineFilterForm(forms.Form):
    """One line of filters above the list of lines; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("编号或企业")}),
    )
    boundary = forms.ChoiceField(
        label=_("口径"), required=False, choices=_any(BoundaryCode.choices)
    )
    sector = forms.ChoiceField(label=_("行业"), required=False)
    item = forms.ChoiceField(label=_("品种"), required=False)
    gas = forms.ChoiceField(label=_("气体"), required=False)
    flow = forms.ChoiceField(label=_("活动"), required=False)
    place = forms.ChoiceField(label=_("地点"), required=False)
    grade = forms.ChoiceField(
        label=_("质量"), required=False, choices=_any(GradeCode.choices)
    )
    flag = forms.ChoiceField(
        label=_("标记"),
        required=False,
        choices=_any(
            [
                ("unverified", _("未核实因子")),
                ("estimated", _("估计因子")),
                ("residual", _("残差")),
                ("incomplete", _("月份不全")),
                ("synthetic", _("合成")),
            ]
        ),
    )
    owner = forms.CharField(required=False, widget=forms.HiddenInput())
    charge = forms.CharField(required=False, widget=forms.HiddenInput())
    factor = forms.CharField(required=False, widget=forms.HiddenInput())
    sort = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(
        self, data: Mapping[str, Any], *, user: Person, run: AccountRun
    ) -> None:
        super().__init__(data)
        rows = lines_for(user, run)
        words: Mapping[str, Callable[[str], str]] = {
            "sector": naming.sector_name,
            "item": naming.item_name,
            "gas": naming.gas_name,
            "flow": naming.flow_name,
        }
        for name, word in words.items():
            self._choose(name, [(c, word(c)) for c in codes_in(rows, name)])
        places = codes_in(rows, "place")
        named = naming.place_names(set(places))
        self._choose("place", [(code, named[code]) for code in places])

    def _choose(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = _any(choices)

    def wanted(self) -> LineFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if data.get("sort", "").removeprefix("-") not in SORTS:
            data["sort"] = "-co2e"
        return LineFilter(**data)

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered."""
        self.is_valid()
        return any(v for name, v in self.cleaned_data.items() if name != "sort")


class FactorFilterForm(forms.Form):
    """Search and facets above the list of factors."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("名称、代码或说明")}),
    )
    factor_set = forms.ChoiceField(label=_("因子集"), required=False)
    parameter = forms.ChoiceField(label=_("参数"), required=False)
    region = forms.ChoiceField(label=_("地区"), required=False)
    level = forms.ChoiceField(label=_("层级"), required=False)
    verified = forms.ChoiceField(
        label=_("核实"),
        required=False,
        choices=_any(
            [
                ("yes", _("已核实")),
                ("no", _("未核实")),
                ("signed", _("未核实，已签字")),
            ]
        ),
    )

    used = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        for name, values in facet_values().items():
            field: Any = self.fields[name]
            field.choices = _any(values)

    def wanted(self) -> FactorFilter:
        """What can be read of the address."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        return FactorFilter(**data)


class RunForm(forms.Form):
    """Make the account of a year."""

    year = forms.TypedChoiceField(label=_("年份"), coerce=int)
    gwp = forms.ChoiceField(
        label=_("增温潜势"),
        required=False,
        help_text=_("不选则用本区设定的一套。"),
    )
    power = forms.ChoiceField(
        label=_("购入电力的因子"),
        choices=[("average", _("平均因子")), ("residual", _("剩余组合因子"))],
    )
    official = forms.BooleanField(
        label=_("正式核算"),
        required=False,
        help_text=_("拒用未核实又无人签字的因子。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        years: Iterable[int],
        gwp_sets: Iterable[str],
    ) -> None:
        super().__init__(data)
        year: Any = self.fields["year"]
        year.choices = [(str(y), str(y)) for y in years]
        gwp: Any = self.fields["gwp"]
        gwp.choices = [("", _("本区设定")), *((name, name) for name in gwp_sets)]


class ReasonForm(forms.Form):
    """Why something is done; kept with the act."""

    reason = LongText(
        label=_("理由"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明理由。")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, hint: str = ""
    ) -> None:
        super().__init__(data)
        self.fields["reason"].help_text = hint


class OptionalReasonForm(ReasonForm):
    """A remark that may be left out."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, hint: str = ""
    ) -> None:
        super().__init__(data, hint=hint)
        self.fields["reason"].required = False
        self.fields["reason"].label = _("审核意见")


class UploadForm(forms.Form):
    """Upload a workbook of one kind for one unit."""

    kind = forms.ChoiceField(label=_("种类"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("填报单位")
    )
    workbook = forms.FileField(
        label=_("文件"),
        help_text=_(".xlsx 或 .csv，不超过 50 MB。先读出来给您看，审核通过才入库。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": _("还没有选择文件。"),
            "empty": _("这个文件是空的。请核对是否选对了文件。"),
        },
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        units: QuerySet[Organisation],
        kind: str = "",
    ) -> None:
        super().__init__(data, files, initial={"kind": kind})
        choice: Any = self.fields["kind"]
        choice.choices = [(one.code, kind_name(one)) for one in kinds().values()]
        unit: Any = self.fields["organisation"]
        unit.queryset = units
        unit.initial = units.first()


class MappingForm(forms.Form):
    """Which column of a sheet fills which field; one select for each column."""

    head_row = forms.IntegerField(
        label=_("表头所在行"),
        min_value=1,
        help_text=_("数据从下一行开始。"),
    )
    year = forms.IntegerField(
        label=_("各行的年份"),
        required=False,
        min_value=1990,
        max_value=2100,
        help_text=_("表中没有年份一栏时填写。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kind: Kind,
        sheet: SheetView,
        mapping: ColumnMap | None,
    ) -> None:
        super().__init__(data)
        self.sheet = sheet
        used = {use.column: use for use in mapping.columns} if mapping else {}
        self.fields["head_row"].initial = mapping.head_row if mapping else 1
        choices = [("", _("不读取")), *((f.name, f.title) for f in kind.fields)]
        for column, label in _columns(sheet):
            use = used.get(column)
            self.fields[f"column-{column}"] = forms.ChoiceField(
                label=zh(label),
                required=False,
                choices=choices,
                initial=use.field if use else "",
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a field that two columns fill."""
        data = super().clean() or {}
        chosen = [v for k, v in data.items() if k.startswith("column-") and v]
        if not chosen:
            raise forms.ValidationError(_("至少指定一栏。"))
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("同一项内容只能来自一栏。"))
        return data

    def mapping(self) -> ColumnMap:
        """What was chosen."""
        data = self.cleaned_data
        units = {head.column: head.unit for head in self.sheet.heads}
        uses = [
            ColumnUse(column=column, field=field, unit=units.get(column, ""))
            for column, _label in _columns(self.sheet)
            for field in (data.get(f"column-{column}"),)
            if field
        ]
        year = data.get("year")
        return ColumnMap(
            sheet=self.sheet.name,
            head_row=data["head_row"],
            columns=tuple(uses),
            constants=(("year", str(year)),) if year else (),
        )


def kind_name(kind: Kind) -> str:
    """Name of a kind of sheet in the reader's language."""
    return kind.name_en if english() else kind.name_zh


def _columns(sheet: SheetView) -> list[tuple[int, str]]:
    """Columns of a sheet, by their heads, else by their letters."""
    if sheet.heads:
        return [(head.column, head.text or head.address) for head in sheet.heads]
    width = max((len(row) for row in sheet.sample), default=0)
    return [(at, column_letters(at)) for at in range(1, width + 1)]
