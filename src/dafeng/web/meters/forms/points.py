"""Forms of meters and of what happens to them, and the one that narrows the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dafeng.meters.records import DIGITS_MOST
from dafeng.web.core.days import possible_day
from dafeng.web.core.forms import DayField
from dafeng.web.core.models import Organisation
from dafeng.web.core.posting import SeenVersionForm
from dafeng.web.meters.models import Kind, MeterPoint, Role
from dafeng.web.meters.models.points import STEP_LEAST, STEP_MOST
from dafeng.web.meters.selectors.points import Certificate, PointFilter
from dafeng.web.meters.services.points import PointFacts
from dafeng.web.meters.services.replacing import ExchangeFacts
from dafeng.web.meters.wording import CERTIFICATES, carrier_choices

ANY = ("", _("全部"))
REASON = 300
DIAL: dict[str, Any] = {"max_digits": 15, "decimal_places": 3, "min_value": 0}
RATIO: dict[str, Any] = {"max_digits": 15, "decimal_places": 6}
MOST_HINT = _("按表盘读数，未乘倍率。超过它的读数不采用。")


def choose(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Set the choices of a field."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
    field.choices = list(choices)


def set_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Set the rows of a field."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - as above
    field.queryset = rows


class MomentField(forms.DateTimeField):
    """A moment by the clock of the house."""

    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
    )

    def validate(self, value: datetime | None) -> None:
        """Refuse a day that cannot be meant."""
        super().validate(value)
        if value is not None:
            possible_day(value.date())


class PointFilterForm(forms.Form):
    """Narrow the list; all of it is in the address."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": _("表号、名称或企业")}),
    )
    enterprise = forms.ChoiceField(label=_("企业"), required=False)
    carrier = forms.ChoiceField(label=_("能源品种"), required=False)
    role = forms.ChoiceField(
        label=_("类别"), required=False, choices=[ANY, *Role.choices]
    )
    certificate = forms.ChoiceField(
        label=_("检定"),
        required=False,
        choices=[
            ANY,
            *((one.value, CERTIFICATES[one.value][2]) for one in Certificate),
        ],
    )
    use = forms.ChoiceField(
        label=_("使用"),
        required=False,
        choices=[ANY, ("in", _("在用")), ("out", _("停用或未启用"))],
    )

    def __init__(
        self, data: Mapping[str, Any], *, enterprises: Iterable[Organisation]
    ) -> None:
        super().__init__(data)
        firms = ((one.code, str(one)) for one in enterprises)
        choose(self, "enterprise", [ANY, *firms])
        choose(self, "carrier", [ANY, *carrier_choices()])

    def wanted(self) -> PointFilter:
        """What the list is narrowed to; what cannot be is no filter."""
        self.is_valid()
        return PointFilter(
            **{name: self.cleaned_data.get(name) or "" for name in self.fields}
        )


class FirmForm(forms.Form):
    """Say of which enterprise."""

    enterprise = forms.ModelChoiceField(
        label=_("企业"), queryset=Organisation.objects.none()
    )

    def __init__(
        self, *args: Any, enterprises: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_rows(self, "enterprise", enterprises)


class PointForm(forms.Form):
    """Enter a meter."""

    code = forms.CharField(
        label=_("表号"),
        max_length=64,
        help_text=_("全区唯一，上传读数时以它指明计量点，登记后不能改。"),
    )
    name_zh = forms.CharField(label=_("名称"), max_length=100)
    name_en = forms.CharField(label=_("英文名称"), max_length=200, required=False)
    carrier = forms.ChoiceField(label=_("能源品种"))
    unit = forms.CharField(
        label=_("计量单位"),
        max_length=16,
        initial="kWh",
        help_text=_("例如 kWh、m3、GJ、t。"),
    )
    role = forms.ChoiceField(
        label=_("类别"),
        choices=Role.choices,
        help_text=_("总表计入企业用量；分表包含在上级表中；虚拟表由公式算出。"),
    )
    kind = forms.ChoiceField(
        label=_("读数类型"),
        choices=Kind.choices,
        help_text=_("表底数为累计值，用量是前后之差；区间量是一个间隔内的用量。"),
    )
    parent = forms.ModelChoiceField(
        label=_("上级表"), queryset=MeterPoint.objects.none(), required=False
    )
    parts_whole = forms.BooleanField(
        label=_("下级表计量全部用量"),
        required=False,
        help_text=_(
            "勾选的，下级表合计与本表相差即为偏差；不勾选的，合计超过本表才是。"
        ),
    )
    formula = forms.CharField(
        label=_("公式"),
        max_length=500,
        required=False,
        help_text=_("只有虚拟表填写，例如 M1 + M2 - 0.5*M3。"),
    )
    multiplier = forms.DecimalField(
        label=_("倍率"),
        initial=1,
        help_text=_("互感器变比之积；没有互感器的为 1。"),
        **RATIO,
    )
    digits = forms.IntegerField(
        label=_("表盘整数位数"),
        required=False,
        min_value=1,
        max_value=DIGITS_MOST,
        help_text=_("走满后从零开始的表须填写。"),
    )
    step_s = forms.IntegerField(
        label=_("采集间隔（秒）"),
        initial=900,
        min_value=STEP_LEAST,
        max_value=STEP_MOST,
        help_text=_("15 分钟为 900，一小时为 3600。"),
    )
    most_per_hour = forms.DecimalField(
        label=_("每小时最大量"), required=False, help_text=MOST_HINT, **DIAL
    )
    workshop = forms.CharField(label=_("车间"), max_length=60, required=False)
    process = forms.CharField(label=_("工序"), max_length=60, required=False)
    equipment = forms.CharField(label=_("设备"), max_length=60, required=False)
    maker = forms.CharField(label=_("制造厂和型号"), max_length=100, required=False)
    serial = forms.CharField(label=_("出厂编号"), max_length=60, required=False)
    accuracy = forms.CharField(label=_("准确度等级"), max_length=20, required=False)
    valid_from = DayField(label=_("启用日期"), required=False)
    note = forms.CharField(label=_("说明"), max_length=500, required=False)

    def __init__(self, *args: Any, points: QuerySet[MeterPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "carrier", carrier_choices())
        set_rows(self, "parent", points)

    def facts(self, replaces: MeterPoint | None = None) -> PointFacts:
        """What was written."""
        data = dict(self.cleaned_data)
        data.pop("version", None)
        return PointFacts(replaces=replaces, **data)


class PointEditForm(SeenVersionForm, PointForm):
    """Correct what the register says of a meter; its code stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = True


class ExchangeForm(forms.Form):
    """Say that a register was replaced."""

    at = MomentField(label=_("换表时间"))
    final = forms.DecimalField(label=_("旧表止码"), **DIAL)
    start = forms.DecimalField(label=_("新表起码"), **DIAL)
    serial = forms.CharField(label=_("新表出厂编号"), max_length=60, required=False)
    evidence = forms.CharField(
        label=_("换表单据"), max_length=200, help_text=_("名称和编号。")
    )
    multiplier = forms.DecimalField(
        label=_("新倍率"),
        required=False,
        min_value=0,
        help_text=_("倍率没有变的不填。变了的，旧表到此为止，另立新表，读数前后相接。"),
        **RATIO,
    )
    code = forms.CharField(
        label=_("新表号"),
        max_length=64,
        required=False,
        help_text=_("倍率变了才填。"),
    )
    digits = forms.IntegerField(
        label=_("新表整数位数"), required=False, min_value=1, max_value=DIGITS_MOST
    )
    most_per_hour = forms.DecimalField(
        label=_("新表每小时最大量"), required=False, help_text=MOST_HINT, **DIAL
    )

    paper = forms.FileField(
        label=_("单据文件"),
        required=False,
        help_text=_("PDF、图片或 Office 文件；补登已关闭月份的换表，须附文件。"),
    )
    reason = forms.CharField(
        label=_("补登理由"),
        max_length=REASON,
        required=False,
        help_text=_("补登已关闭月份的换表才填：为什么当时没有登记。"),
    )

    def facts(self) -> ExchangeFacts:
        """What was written."""
        names = [field.name for field in attrs.fields(ExchangeFacts)]
        data = self.cleaned_data | {"initial": self.cleaned_data["start"]}
        return ExchangeFacts(**{name: data[name] for name in names})


class RetireForm(forms.Form):
    """Say which day was the last of a meter."""

    last_day = DayField(label=_("停用日期"), help_text=_("这一天仍计量，次日起不计。"))
    reason = forms.CharField(label=_("理由"), max_length=REASON)


class ReasonForm(forms.Form):
    """Say why."""

    reason = forms.CharField(label=_("理由"), max_length=REASON)


class RegisterForm(forms.Form):
    """Give the filled table."""

    table = forms.FileField(
        label=_("填好的表格"),
        help_text=_("模板的 .xlsx，不超过 5 MB。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
