"""Forms of the plans: filters of the table, uploads, bulk confirmation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.templatetags.dafeng import LIGHTS
from dafeng.web.plans.models import (
    Clause,
    Plan,
    ProposalKind,
    ProposalState,
    Target,
)
from dafeng.web.plans.selectors.targets import (
    BY_STANDING,
    NO_YEAR,
    SORTS,
    CountedTarget,
    TargetFilter,
    fields_of,
    units_of,
    years_of,
)
from dafeng.web.plans.services.bulk import EVERY_KIND, BulkChoice

Choices = list[tuple[str, Any]]
DOCUMENTS = ".txt,.md,.docx,.pdf,.html,.htm"
SURENESS = ("0.9", "0.8", "0.7")


def _any(label: Any, choices: Iterable[tuple[Any, Any]]) -> Choices:
    return [("", label), *choices]


def _choices_of(model: Any, field: str) -> Choices:
    return list(model._meta.get_field(field).choices)


class TargetFilterForm(forms.Form):
    """One line of filters above the table of targets; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("指标、条款或编号")}),
    )
    year = forms.ChoiceField(label=_("年份"), required=False)
    field = forms.ChoiceField(label=_("领域"), required=False)
    kind = forms.ChoiceField(label=_("类型"), required=False)
    softness = forms.ChoiceField(label=_("约束力"), required=False)
    unit = forms.ChoiceField(label=_("责任单位"), required=False)
    stands = forms.ChoiceField(label=_("完成情况"), required=False)
    state = forms.ChoiceField(label=_("确认状态"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        plan: Plan,
        targets: Sequence[CountedTarget],
    ) -> None:
        super().__init__(data)
        years = [(str(year), str(year)) for year in years_of(targets)]
        self._choose("year", years, _("未写年份"))
        self._choose("field", fields_of(targets))
        self._choose("kind", _choices_of(Target, "kind"))
        self._choose("softness", _choices_of(Target, "softness"))
        self._choose("unit", [(u.key, u.name) for u in units_of(plan)])
        self._choose("stands", [(c, w) for c, (_s, w) in LIGHTS.items()])
        self._choose(
            "state",
            [
                (ProposalState.PROPOSED.value, ProposalState.PROPOSED.label),
                ("accepted", _("已确认或更正")),
            ],
        )

    def _choose(self, name: str, choices: Choices, missing: Any = None) -> None:
        extra: Choices = [] if missing is None else [(NO_YEAR, missing)]
        field: Any = self.fields[name]
        field.choices = _any(_("全部"), [*choices, *extra])

    def wanted(self) -> TargetFilter:
        """What can be read of the address; the rest narrows nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        known = {*SORTS, *BY_STANDING}
        if data.get("sort", "").removeprefix("-") not in known:
            data["sort"] = "key"
        return TargetFilter(**data)

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered."""
        self.is_valid()
        return any(v for name, v in self.cleaned_data.items() if name != "sort")


class DocumentForm(forms.Form):
    """Upload a document: a new plan, a revised one, or the text of a plan."""

    document = forms.FileField(
        label=_("文件"),
        help_text=_("支持 .txt、.md、.docx、.pdf（含文字层）、.html，不超过 50 MB。"),
        widget=forms.FileInput(attrs={"accept": DOCUMENTS}),
        error_messages={
            "required": _("还没有选择文件。"),
            "empty": _("这个文件是空的。请核对是否选对了文件。"),
        },
    )


class WorkbookForm(forms.Form):
    """Upload a corrected review workbook."""

    workbook = forms.FileField(
        label=_("更正工作簿"),
        help_text=_("从本页下载、修改后的 .xlsx。载入前先给出预览。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("还没有选择文件。"),
            "empty": _("这个文件是空的。请核对是否选对了文件。"),
        },
    )


class ReviewFilterForm(forms.Form):
    """Narrow the list of extracted objects on the review page."""

    kind = forms.ChoiceField(
        label=_("对象"),
        required=False,
        choices=_any(_("全部"), ProposalKind.choices),
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=_any(_("全部"), ProposalState.choices),
    )
    below = forms.ChoiceField(
        label=_("可信度"),
        required=False,
        choices=_any(_("全部"), [(s, _("低于 %s") % s) for s in SURENESS]),
    )

    def below_value(self) -> Decimal | None:
        """Upper bound of confidence, where one is chosen."""
        text = self.cleaned_data.get("below")
        return Decimal(text) if text else None


class BulkForm(forms.Form):
    """Confirm many open proposals at once."""

    kind = forms.ChoiceField(
        label=_("对象"),
        required=False,
        choices=_any(_("全部"), ProposalKind.choices),
    )
    clause = forms.ChoiceField(label=_("条款"), required=False)
    confidence = forms.ChoiceField(
        label=_("可信度"),
        required=False,
        choices=_any(_("不限"), [(s, _("不低于 %s") % s) for s in SURENESS]),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, clauses: list[Clause]
    ) -> None:
        super().__init__(data)
        field: Any = self.fields["clause"]
        field.choices = _any(_("全部"), [(c.ref, str(c)) for c in clauses])

    def choice(self) -> BulkChoice:
        """What was chosen, for the service."""
        data = self.cleaned_data
        return BulkChoice(
            kinds=(ProposalKind(data["kind"]),) if data["kind"] else EVERY_KIND,
            clause=data["clause"] or None,
            confidence=Decimal(data["confidence"] or 0),
        )


class ReasonForm(forms.Form):
    """Why something was rejected or reopened; kept with the decision."""

    note = forms.CharField(label=_("说明"), required=False, max_length=500)


class MembersForm(forms.Form):
    """The roster of a group: one name a line, with the paper that says so."""

    names = LongText(
        label=_("成员"),
        help_text=_("每行一个单位。"),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("至少写一个成员。")},
    )
    valid_from = DayField(
        label=_("自何日起"),
        required=False,
    )
    source = forms.CharField(
        label=_("依据"),
        max_length=200,
        help_text=_("文件名称或文号。"),
        error_messages={"required": _("请写明名单的依据。")},
    )

    def members(self) -> list[str]:
        """Names, without blanks and repetitions."""
        lines = (line.strip() for line in self.cleaned_data["names"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))
