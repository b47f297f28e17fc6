"""Forms of this room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.base.periods import Period
from dafeng.reports.composing import PaperKind
from dafeng.reports.composing_texts import FREE_PARTS
from dafeng.web.core.forms import LongText
from dafeng.web.core.models import Organisation
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.core.templatetags.dafeng import zh
from dafeng.web.papers.models import OrderScope, PaperKindCode, PaperState
from dafeng.web.papers.selectors.papers import PaperFilter

REASON = 500
EACH = "each"


class PaperFilterForm(forms.Form):
    """Narrow the list."""

    q = forms.CharField(label=_("标题或文号"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("文种"),
        required=False,
        choices=[("", _("全部")), *PaperKindCode.choices],
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *PaperState.choices]
    )
    year = forms.ChoiceField(label=_("年度"), required=False)

    def __init__(self, data: Mapping[str, Any], *, years: Iterable[str]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            ("", _("全部")),
            *((year, year) for year in years),
        ]

    def wanted(self) -> PaperFilter:
        """What was asked for; a value that is none does not narrow."""
        self.is_valid()
        return PaperFilter(**getattr(self, "cleaned_data", {}))


class PeriodForm(forms.Form):
    """Choose the period of a document; for division sheets also whose."""

    period = forms.ChoiceField(label=_("时期"))
    unit = forms.ChoiceField(label=_("份数"))

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        kind: PaperKind,
        periods: Iterable[Period],
        units: Iterable[Organisation],
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (one.code, one.code) for one in periods
        ]
        if kind is not PaperKind.DIVISION:
            del self.fields["unit"]
            return
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", _("全区一份")),
            (EACH, _("全区和每个单位各一份")),
            *((one.code, str(one)) for one in units),
        ]
        self.fields["unit"].required = False

    @property
    def scope(self) -> OrderScope:
        """Whether every unit gets its own."""
        each = self.cleaned_data.get("unit") == EACH
        return OrderScope.EACH if each else OrderScope.ONE

    @property
    def unit_code(self) -> str:
        """Code of the one unit; empty for the whole district."""
        unit = str(self.cleaned_data.get("unit") or "")
        return "" if unit == EACH else unit


class TextsForm(SeenVersionForm):
    """The parts of a document that people write; its figures are not among them."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        kind: PaperKind,
        texts: Mapping[str, str],
        version: int,
    ) -> None:
        super().__init__(data, initial={"version": version})
        for part in FREE_PARTS[kind]:
            self.fields[part.code] = LongText(
                label=zh(part.label),
                required=False,
                max_length=part.most,
                initial=texts.get(part.code) or part.proposed,
                help_text=_("清空后恢复程序拟写的文字。一行一段；数字请用本件的数据。"),
                widget=forms.Textarea(attrs={"rows": 5, "lang": "zh-Hans"}),
            )

    def texts(self) -> dict[str, str]:
        """What people wrote, without what the program proposes anyway."""
        proposed = {
            part.code: part.proposed for parts in FREE_PARTS.values() for part in parts
        }
        return {
            code: text
            for code, text in self.cleaned_data.items()
            if code != "version" and text and text != proposed.get(code)
        }


class ReasonForm(SeenVersionForm):
    """Why a document is given back or withdrawn."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SureForm(SeenVersionForm):
    """Nothing to fill in: the page asks once more, about the version it shows."""
