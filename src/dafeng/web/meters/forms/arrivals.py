"""Forms of arrival: a file, its acceptance, and values read off dials."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.base.days import CHINA
from dafeng.meters.arrivals.packing import MOST_BYTES, too_large
from dafeng.meters.records import SCALE
from dafeng.web.core.models import Organisation
from dafeng.web.meters.forms.papers import MonthField
from dafeng.web.meters.models import Kind
from dafeng.web.meters.selectors.arrivals import LastValue
from dafeng.web.meters.services.arriving_uploads import HandValue
from dafeng.web.meters.wording_arrivals import batch_error_words

_HOUR = timedelta(hours=1)
_MONTH = timedelta(days=31)


class EnterpriseForm(forms.Form):
    """Whose readings these are."""

    enterprise = forms.ModelChoiceField(
        label=_("企业"), queryset=Organisation.objects.none(), to_field_name="code"
    )

    def __init__(
        self, *args: Any, firms: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        """Offer the enterprises for which the person may send."""
        super().__init__(*args, **kwargs)
        field = self.fields["enterprise"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - see above
        field.queryset = firms
        only = list(firms[:2])
        if len(only) == 1:
            field.initial = only[0].code
            field.empty_label = None


class UploadReadingsForm(EnterpriseForm):
    """A file of readings."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("CSV 或 XLSX，最多 16 MB，须有表号、时间、读数三列。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(batch_error_words(too_large(MOST_BYTES)))
        return file


class AcceptForm(EnterpriseForm):
    """Store the file that was looked at."""

    digest = forms.RegexField(r"^[0-9a-f]{64}\Z", widget=forms.HiddenInput())


class HandForm(forms.Form):
    """Values of an enterprise's dials, all of one moment."""

    at = forms.DateTimeField(
        label=_("抄表时间"),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    month = MonthField(
        label=_("或按月填报"),
        required=False,
        help_text=_("填了月份，就按该月最后一天 24:00 计。"),
    )
    sure = forms.BooleanField(
        label=_("已核对，读数无误"), required=False, widget=forms.HiddenInput()
    )

    def __init__(self, *args: Any, last: Sequence[LastValue], **kwargs: Any) -> None:
        """Ask for a value of each meter."""
        super().__init__(*args, **kwargs)
        self.last = last
        self.doubts: dict[str, str] = {}
        self.fields["at"].initial = timezone.localtime().replace(
            second=0, microsecond=0
        )
        for one in last:
            self.fields[_name(one)] = forms.DecimalField(
                label=str(one.point), required=False, max_digits=15, decimal_places=3
            )
            self.fields[_name(one)].widget.attrs |= _told(one)

    def clean(self) -> dict[str, Any]:
        """See that there is a moment and a value, and doubt what is hardly possible."""
        data = super().clean() or {}
        at, month = data.get("at"), data.get("month")
        if not self.errors and at is None and month is None:
            self.add_error("at", _("请填写抄表时间或月份。"))
        if month is not None:
            at = _end_of(month)
        if at is not None and at > timezone.now():
            self.add_error("month" if month else "at", _("时间还没有到。"))
        if not self.errors and not any(
            data.get(_name(one)) is not None for one in self.last
        ):
            self.add_error(None, _("请至少填一个读数。"))
        data["moment"] = at
        if not self.errors:
            self.doubts = self._doubts(data)
            if self.doubts and not data.get("sure"):
                self.fields["sure"].widget = forms.CheckboxInput()
                self.add_error(
                    None, _("有读数与上次差得太多。请核对；确实无误就勾选后再存。")
                )
        return data

    @property
    def values(self) -> list[HandValue]:
        """What was typed."""
        data = self.cleaned_data
        return [
            HandValue(meter=one.point.code, at=data["moment"], value=data[_name(one)])
            for one in self.last
            if data.get(_name(one)) is not None
        ]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each meter with its field, what it showed last, and what is doubtful."""
        return [
            {
                "last": one,
                "value": None if one.thousandths is None else _value(one),
                "field": self[_name(one)],
                "doubt": self.doubts.get(_name(one), ""),
            }
            for one in self.last
        ]

    def _doubts(self, data: dict[str, Any]) -> dict[str, str]:
        found = {}
        for one in self.last:
            value = data.get(_name(one))
            words = "" if value is None else _doubt(one, value, data["moment"])
            if words:
                found[_name(one)] = words
        return found


def _doubt(one: LastValue, value: Decimal, at: datetime) -> str:
    point = one.point
    if value < 0:
        return str(_("读数小于 0。"))
    register = point.kind == Kind.REGISTER
    if register and one.thousandths is not None and one.at is not None and at > one.at:
        passed, hours = value - _value(one), Decimal((at - one.at) / _HOUR)
        if passed < 0:
            return str(_("比上次的读数小。"))
    else:
        passed, hours = (Decimal(0) if register else value), Decimal(_MONTH / _HOUR)
    most = point.most_per_hour
    if most is not None and passed > most * hours:
        return str(_("超过这段时间里可能的最大量。"))
    return ""


def _told(one: LastValue) -> dict[str, str]:
    told = {"data-kind": one.point.kind, "inputmode": "decimal"}
    if one.thousandths is not None and one.at is not None:
        told |= {"data-last": f"{_value(one):f}", "data-at": one.at.isoformat()}
    if one.point.most_per_hour is not None:
        told["data-most"] = f"{one.point.most_per_hour:f}"
    return told


def _value(one: LastValue) -> Decimal:
    return Decimal(one.thousandths or 0) / SCALE


def _name(one: LastValue) -> str:
    return f"value-{one.point.pk}"


def _end_of(month: date) -> datetime:
    following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return datetime.combine(following, time(), CHINA)
