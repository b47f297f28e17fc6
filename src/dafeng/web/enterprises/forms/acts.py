"""Forms of single acts on an enterprise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dafeng.enterprises import Standing, claimable
from dafeng.web.core.forms import DayField
from dafeng.web.enterprises.services.classing import ClassFacts
from dafeng.web.enterprises.services.publishing import (
    PublicationFacts,
    VerifiedFacts,
)
from dafeng.web.enterprises.wording import class_choices, duty_words, field_words

REASON = 300
DIGITS: dict[str, Any] = {"max_digits": 15, "decimal_places": 6, "min_value": 0}
PAPER_HINT = _("PDF、Word、Excel 或图片，不超过 20 MB。涉密文件不得上传。")
_SEPARATOR = "|"


def duty_key(rule: str, period: str) -> str:
    """A duty as a choice names it."""
    return f"{rule}{_SEPARATOR}{period}"


class ClassForm(forms.Form):
    """Say that an enterprise is of a class."""

    kind = forms.ChoiceField(label=_("披露类别"), choices=class_choices)
    since = DayField(label=_("起始日"))
    until = DayField(label=_("终止日"), required=False)
    listed_in = forms.CharField(label=_("名录或依据文件"), max_length=200)

    def facts(self) -> ClassFacts:
        """What was written."""
        return ClassFacts(**self.cleaned_data)


class EndForm(forms.Form):
    """Say until when something holds, and why."""

    until = DayField(label=_("终止日"))
    reason = forms.CharField(label=_("理由"), max_length=REASON)


class ReasonForm(forms.Form):
    """Say why."""

    reason = forms.CharField(label=_("理由"), max_length=REASON)


class OccasionForm(forms.Form):
    """Enter something that has to be published."""

    on = DayField(label=_("发生日期"))
    what = forms.CharField(
        label=_("事项"),
        max_length=200,
        help_text=_("例如收到行政处罚决定书；写明文号。"),
    )
    paper = forms.FileField(label=_("文件"), required=False, help_text=PAPER_HINT)


class _OfDuty(forms.Form):
    """A form about one of the duties of an enterprise."""

    duty = forms.ChoiceField(label=_("披露事项"))

    def __init__(self, *args: Any, duties: Iterable[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["duty"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for types
        field.choices = [
            (duty_key(row.duty.rule, row.duty.period), duty_words(row))
            for row in duties
        ]

    def _fields(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        for name in ("paper", "reason"):
            data.pop(name, None)
        rule, _separator, period = data.pop("duty").partition(_SEPARATOR)
        return {"rule": rule, "period": period, **data}


class PublicationForm(_OfDuty):
    """Enter that something was published."""

    published_on = DayField(label=_("公布日期"))
    url = forms.URLField(
        label=_("公布网址"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("网址和文件至少填一项。"),
    )
    value = forms.DecimalField(
        label=_("公布的排放量"),
        required=False,
        help_text=_("公布内容中没有排放量的，不填。"),
        **DIGITS,
    )
    unit = forms.CharField(
        label=_("计量单位"),
        max_length=40,
        required=False,
        initial="tCO2",
        help_text=_("照公布的写，例如 tCO2、tCO2e。"),
    )
    note = forms.CharField(label=_("说明"), max_length=500, required=False)
    paper = forms.FileField(label=_("文件"), required=False, help_text=PAPER_HINT)

    def facts(self) -> PublicationFacts:
        """What was written; a unit without a value says nothing."""
        fields = self._fields()
        if fields["value"] is None:
            fields["unit"] = ""
        return PublicationFacts(**fields)


class CorrectionForm(PublicationForm):
    """Put a right entry in the place of a wrong one."""

    reason = forms.CharField(label=_("更正理由"), max_length=REASON)


class VerifiedForm(_OfDuty):
    """Enter a verified value."""

    value = forms.DecimalField(label=_("核定值"), **DIGITS)
    unit = forms.CharField(label=_("计量单位"), max_length=40, initial="tCO2")
    document = forms.CharField(
        label=_("核查结论文件"), max_length=200, help_text=_("名称和文号。")
    )
    verified_on = DayField(label=_("核定日期"))
    paper = forms.FileField(label=_("文件"), required=False, help_text=PAPER_HINT)

    def facts(self) -> VerifiedFacts:
        """What was written."""
        return VerifiedFacts(**self._fields())


class ClaimForm(forms.Form):
    """Ask that a field is withheld."""

    field = forms.ChoiceField(
        label=_("不公开的内容"),
        choices=lambda: [(one.field, field_words(one.field)) for one in claimable()],
        help_text=_("碳排放量等依法应当公开的内容，不受理申明。"),
    )
    basis = forms.CharField(
        label=_("依据"), max_length=300, help_text=_("写明法律条款和理由。")
    )
    since = DayField(label=_("起始日"))
    until = DayField(label=_("终止日"), required=False)
    paper = forms.FileField(label=_("文件"), required=False, help_text=PAPER_HINT)
