"""Forms of single acts on a report."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.base.periods import Period
from dafeng.enterprises.reporting import Accuracy
from dafeng.web.core.forms import DayField, LongText
from dafeng.web.core.models import Organisation
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.verification.models import MarketMembership
from dafeng.web.verification.models.reports import FIRST_YEAR, LAST_YEAR
from dafeng.web.verification.models.verifying import LONG
from dafeng.web.verification.services.depositing import DepositFacts
from dafeng.web.verification.services.nonconforming import (
    FindingFacts,
)
from dafeng.web.verification.services.opening import ReportFacts
from dafeng.web.verification.services.verifying import (
    ConclusionFacts,
    SiteFacts,
    TeamFacts,
)
from dafeng.web.verification.wording import SOURCE_KINDS, SOURCES, branch_choices

DIGITS: dict[str, Any] = {"max_digits": 15, "decimal_places": 6, "min_value": 0}
SHARE: dict[str, Any] = {
    "max_digits": 8,
    "decimal_places": 6,
    "min_value": 0,
    "max_value": 1,
}
NOTE = 500
PAPER_HINT = _("PDF、Word、Excel 或图片，不超过 20 MB。涉密文件不得上传。")
SHARE_HINT = _("写成比例：0.5 % 写 0.005。")


class NoteForm(forms.Form):
    """A step, with what there is to say about it."""

    note = forms.CharField(label=_("说明"), max_length=NOTE, required=False)
    paper = forms.FileField(label=_("文件"), required=False, help_text=PAPER_HINT)


class ReasonForm(forms.Form):
    """A step that has to say why."""

    note = LongText(label=_("说明"), max_length=1000)
    paper = forms.FileField(label=_("文件"), required=False, help_text=PAPER_HINT)


class AcceptForm(forms.Form):
    """Take an answer as a correction; or say why the report stays as it is."""

    note = LongText(
        label=_("不需更正报告的理由"),
        max_length=1000,
        required=False,
        help_text=_("开出以后报告已更正的可以不填；没有更正的必须写明。"),
    )
    paper = forms.FileField(label=_("文件"), required=False, help_text=PAPER_HINT)


class _OfEnterprise(forms.Form):
    enterprise = forms.ModelChoiceField(
        label=_("企业"), queryset=Organisation.objects.none()
    )
    year = forms.IntegerField(
        label=_("报告年度"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )

    def __init__(
        self, *args: Any, enterprises: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["enterprise"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for types
        field.queryset = enterprises


class MarketForm(_OfEnterprise):
    """Enter that a unit is on the list of a market."""

    market = forms.ChoiceField(label=_("市场"), choices=MarketMembership.Market.choices)
    document = forms.CharField(label=_("名录文件"), max_length=200)


class _WriterFields(forms.Form):
    writer_name = forms.CharField(
        label=_("编制机构"),
        max_length=100,
        required=False,
        help_text=_("委托编制的填写；企业自己编制的不填。"),
    )
    writer_uscc = forms.CharField(
        label=_("编制机构信用代码"), max_length=18, required=False
    )
    held_t = forms.DecimalField(
        label=_("持有配额（t）"),
        required=False,
        help_text=_("还不知道的不填；没有配额的填 0。"),
        **DIGITS,
    )


class ReportForm(_OfEnterprise, _WriterFields):
    """Open the report of a unit on a year."""

    branch = forms.ChoiceField(label=_("行业指南"), choices=branch_choices)
    field_order = ("enterprise", "year", "branch", "writer_name", "writer_uscc")

    def facts(self) -> ReportFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        data.pop("enterprise")
        return ReportFacts(**data)


class ReportChangeForm(SeenVersionForm, _WriterFields):
    """Correct who writes a report, by which guide, and what the unit holds."""

    branch = forms.ChoiceField(
        label=_("行业指南"),
        choices=branch_choices,
        help_text=_("报告编制以后不能再改。"),
    )


class DepositForm(forms.Form):
    """Deposit the evidence of a month."""

    month = forms.ChoiceField(label=_("月份"))
    parameter = forms.ChoiceField(label=_("参数"))
    value = forms.DecimalField(label=_("数值"), **DIGITS)
    unit = forms.CharField(label=_("计量单位"), max_length=20)
    source_kind = forms.ChoiceField(
        label=_("来源"), choices=lambda: list(SOURCE_KINDS.items())
    )
    instrument = forms.CharField(label=_("仪器编号"), max_length=60, required=False)
    calibrated_on = DayField(label=_("校准日期"), required=False)
    paper = forms.FileField(label=_("存证文件"), help_text=PAPER_HINT)

    def __init__(
        self,
        *args: Any,
        months: Iterable[tuple[str, str]],
        parameters: Iterable[tuple[str, list[tuple[str, str]]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("month", months), ("parameter", parameters)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for types
            field.choices = list(choices)

    def facts(self) -> DepositFacts:
        """What was written; a parameter is chosen with its facility."""
        data = dict(self.cleaned_data)
        data.pop("paper")
        facility, _bar, code = data.pop("parameter").rpartition("|")
        month = Period.parse(data.pop("month")).start
        return DepositFacts(facility=facility, parameter=code, month=month, **data)


class StatementForm(forms.Form):
    """Enter what another source says of a line."""

    parameter = forms.ChoiceField(label=_("报告行"))
    source = forms.ChoiceField(
        label=_("来源"),
        choices=lambda: [one for one in SOURCES.items() if one[0] != "report"],
    )
    value = forms.DecimalField(
        label=_("数值"), required=False, help_text=_("不掌握的不填。"), **DIGITS
    )
    unit = forms.CharField(
        label=_("计量单位"),
        max_length=20,
        required=False,
        help_text=_("与报告行同类的单位；不填的按报告行的计量单位。"),
    )
    document = forms.CharField(label=_("依据"), max_length=200, required=False)

    def __init__(
        self, *args: Any, lines: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parameter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for types
        field.choices = list(lines)


class ArrangeForm(forms.Form):
    """Give a report to a body that verifies."""

    body = forms.ModelChoiceField(
        label=_("核查机构"),
        queryset=Organisation.objects.none(),
        help_text=_("须先登记为单位，其核查员才能办理。编制过报告的机构不得核查。"),
    )

    def __init__(
        self, *args: Any, bodies: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for types
        field.queryset = bodies


class RearrangeForm(ArrangeForm, ReasonForm):
    """Give a report to another body, and say why."""


class TeamForm(forms.Form):
    """Say who verifies."""

    leader = forms.CharField(label=_("核查组长"), max_length=50)
    members = forms.CharField(label=_("核查组员"), max_length=300, required=False)

    def facts(self) -> TeamFacts:
        """What was written."""
        return TeamFacts(**self.cleaned_data)


class SiteForm(forms.Form):
    """Plan the visit of the site."""

    site_on = DayField(label=_("现场核查日期"))
    site_plan = LongText(
        label=_("现场核查计划"),
        max_length=LONG,
        help_text=_("去哪些设施，看哪些仪器和记录，访谈谁。"),
    )

    def facts(self) -> SiteFacts:
        """What was written."""
        return SiteFacts(**self.cleaned_data)


class FindingForm(forms.Form):
    """Write down a nonconformity."""

    line = forms.ChoiceField(label=_("报告行"), required=False)
    what = LongText(label=_("不符合项"), max_length=LONG)
    basis = forms.CharField(label=_("依据"), max_length=300)

    def __init__(self, *args: Any, lines: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _lines(self, "line", lines, first=("", _("不涉及某一行")))

    def facts(self) -> FindingFacts:
        """What was written."""
        return FindingFacts(**self.cleaned_data)


class ConservativeForm(forms.Form):
    """Set a conservative value for the line of a finding."""

    required = forms.DecimalField(
        label=_("准确度要求 a0"), help_text=SHARE_HINT, **SHARE
    )
    calibrated = forms.DecimalField(
        label=_("校准结果 a1"),
        required=False,
        help_text=_("没有校准的不填。"),
        **SHARE,
    )

    def accuracy(self) -> Accuracy:
        """What was written."""
        return Accuracy(**self.cleaned_data)


class ConclusionForm(forms.Form):
    """Conclude a verification."""

    conclusion = LongText(label=_("核查结论"), max_length=LONG)
    concluded_on = DayField(label=_("核查结束日"))
    stated_t = forms.DecimalField(
        label=_("认定的排放量（t）"),
        required=False,
        help_text=_("只在有的排放源不能重算时填写。"),
        **DIGITS,
    )

    note = forms.CharField(
        label=_("说明"),
        max_length=NOTE,
        required=False,
        help_text=_("复核异议以后重出结论的必须写明改了什么。"),
    )

    def facts(self) -> ConclusionFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        data.pop("note")
        return ConclusionFacts(**data)


class ToldForm(forms.Form):
    """Say when the unit was told."""

    told_on = DayField(label=_("告知日"))


def above_nothing(amount: Decimal) -> None:
    """Refuse an amount that is nothing.

    Raises
    ------
    ValidationError
    """
    if amount <= 0:
        raise ValidationError(_("清缴量须大于 0。"))


class SurrenderForm(forms.Form):
    """Enter allowances that were given back."""

    amount_t = forms.DecimalField(
        label=_("清缴量（t）"),
        max_digits=15,
        decimal_places=6,
        validators=[above_nothing],
        help_text=_("没有清缴的不登记，直接认定清缴结果。"),
    )
    on = DayField(label=_("清缴日期"))
    document = forms.CharField(label=_("凭证"), max_length=200)


def _lines(
    form: forms.Form, name: str, lines: Iterable[str], first: Any = None
) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for types
    begin = [] if first is None else [first]
    field.choices = [*begin, *((one, one) for one in lines)]
