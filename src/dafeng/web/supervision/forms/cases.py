"""Forms of the list, of a draft, and of an act that wants words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.models import Organisation
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.supervision.models import LONG, STATES, STEPS
from dafeng.web.supervision.selectors.cases import SORTS, WAITS, CaseFilter
from dafeng.web.supervision.selectors.prefilling import (
    BasisLine,
    DraftFacts,
    UnitLine,
)

ANY = ("", _("全部"))
PARTS = 4
"""Of a line of the basis: clause, words, figure, seal."""
_BARS = ("｜", "|")
_WAITING = (
    ("check", _("等我审核")),
    ("issue", _("等我签发")),
    ("receive", _("等我签收")),
    ("reply", _("等我回复")),
    ("confirm", _("等我确认")),
    ("rectify", _("等我整改")),
    ("review", _("等我审核回复、复核或销号")),
    ("withdraw", _("等我撤回")),
)


class CaseFilterForm(forms.Form):
    """Narrow the list; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("事项或文号")}),
    )
    step = forms.ChoiceField(label=_("方式"), required=False, choices=[ANY, *STEPS])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ANY, *STATES])
    unit = forms.ChoiceField(label=_("责任单位"), required=False)
    due = forms.ChoiceField(
        label=_("时限"),
        required=False,
        choices=[
            ANY,
            ("open", _("未办结")),
            ("late", _("已逾期")),
            ("corrected", _("所据结果已更正")),
        ],
    )
    wait = forms.ChoiceField(
        label=_("等我办理"), required=False, choices=[ANY, *_WAITING]
    )
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[
            ("", _("起草时间")),
            ("reply", _("回复期限")),
            ("number", _("文号")),
        ],
    )

    def __init__(
        self, data: Mapping[str, Any], *, units: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        unit: Any = self.fields["unit"]
        unit.choices = [ANY, *units]

    def wanted(self) -> CaseFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if data.get("sort", "") not in SORTS:
            data["sort"] = ""
        if data.get("wait", "") not in WAITS:
            data["wait"] = ""
        return CaseFilter(**data)


class CaseForm(forms.Form):
    """Write a draft."""

    step = forms.ChoiceField(label=_("方式"), choices=STEPS)
    units = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("责任单位"),
        help_text=_("除通报外，一份只发一个单位。可按住 Ctrl 多选。"),
        error_messages={"required": _("请至少选择一个单位。")},
    )
    item = forms.CharField(
        label=_("事项"),
        max_length=200,
        help_text=_("写成名词，如“规模以上工业能效提升工作”；标题由程序按文种拟定。"),
    )
    period = forms.CharField(
        label=_("所涉时段"),
        max_length=40,
        required=False,
        help_text=_("用于通报标题，如“2026年三季度”。"),
    )
    basis = LongText(
        label=_("依据"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一条：条款｜条款内容｜数据｜封存校验值；后几项没有可不写。"),
    )
    facts = LongText(
        label=_("事实"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一段，不用编号。"),
    )
    demand = LongText(
        label=_("要求"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一条，不用编号。"),
    )
    reply_by = DayField(
        label=_("回复期限"),
        required=False,
        help_text=_("按阶梯规则推算，可以改；不要求回复的留空。"),
    )
    contact = forms.CharField(label=_("联系人和电话"), max_length=100, required=False)
    meets_on = DayField(label=_("约谈日期"), required=False)
    meets_at = forms.CharField(label=_("约谈时间"), max_length=20, required=False)
    place = forms.CharField(label=_("约谈地点"), max_length=200, required=False)
    attendants = forms.CharField(
        label=_("参加人员"),
        max_length=500,
        required=False,
        help_text=_("用顿号分开；只写职务，不写个人信息。"),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        units: QuerySet[Organisation],
        ranked: Sequence[UnitLine] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self._ranked = {one.organisation.pk: one for one in ranked}
        choice: Any = self.fields["units"]
        choice.queryset = units
        choice.widget.attrs["size"] = 8

    def clean_basis(self) -> tuple[BasisLine, ...]:
        """Read each line into its parts."""
        lines = []
        for line in self.cleaned_data["basis"].splitlines():
            if line.strip():
                lines.append(_basis_line(line))
        return tuple(lines)

    def facts_written(self) -> DraftFacts:
        """What was entered, for the service; places of a ranking stay with it."""
        data = dict(self.cleaned_data)
        data.pop("version", None)
        units = [
            self._ranked.get(one.pk, UnitLine(organisation=one))
            for one in data.pop("units")
        ]
        units.sort(key=lambda one: (one.rank is None, one.rank or 0))
        return DraftFacts(**data, units=units)


class CaseChangeForm(SeenVersionForm, CaseForm):
    """Change a draft."""


def initial_of(facts: DraftFacts) -> dict[str, Any]:
    """The form's fields for what a draft says."""
    return {
        "step": facts.step.value,
        "units": [one.organisation.pk for one in facts.units],
        "item": facts.item,
        "period": facts.period,
        "facts": facts.facts,
        "demand": facts.demand,
        "reply_by": facts.reply_by,
        "contact": facts.contact,
        "meets_on": facts.meets_on,
        "meets_at": facts.meets_at,
        "place": facts.place,
        "attendants": facts.attendants,
        "basis": "\n".join(basis_text(one) for one in facts.basis),
    }


def basis_text(line: BasisLine) -> str:
    """A line of the basis as the form writes it."""
    parts = [line.clause, line.words, line.figure, line.seal]
    while parts and not parts[-1]:
        parts.pop()
    return "｜".join(parts)


def _basis_line(line: str) -> BasisLine:
    for bar in _BARS[1:]:
        line = line.replace(bar, _BARS[0])
    parts = [part.strip() for part in line.split(_BARS[0])]
    if len(parts) > PARTS or not parts[0]:
        raise ValidationError(
            _("“%(line)s”不是“条款｜条款内容｜数据｜封存校验值”。"),
            params={"line": line[:60]},
        )
    clause, words, figure, seal = parts + [""] * (PARTS - len(parts))
    return BasisLine(clause=clause, words=words, figure=figure, seal=seal)


class WordsForm(SeenVersionForm):
    """The words of an act: a reason or an opinion; and the version it is about."""

    words = LongText(
        label=_("意见"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明理由或意见。")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        label: str | Promise,
        version: int,
    ) -> None:
        super().__init__(data, initial={"version": version})
        field: Any = self.fields["words"]
        field.label = label
