"""Values that a person reads off dials, or takes from a ledger of the month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dafeng.base.days import CHINA
from dafeng.meters.records import SCALE
from dafeng.web.core.templatetags.dafeng import amount
from dafeng.web.core.unit_words import unit_words
from dafeng.web.meters.models import Kind
from dafeng.web.meters.selectors.energy_days import midnight
from dafeng.web.meters.selectors.hand import HandPoint
from dafeng.web.meters.services.arriving_uploads import HandValue

MONTHS = 36
"""So many months back are offered."""
TIMES = 10
"""So many times the month before is doubtful: the unit may be another one."""
MOMENT = "%Y-%m-%dT%H:%M"
_HOUR_S, _DAY = 3600, timedelta(days=1)


def month_of(text: str) -> date:
    """``2026-03`` as the first day of the month.

    Raises
    ------
    ValueError
    """
    return date.fromisoformat(f"{text}-01")


class HandForm(forms.Form):
    """Values of an enterprise's meters, all of one moment or one month."""

    month = forms.TypedChoiceField(
        label=_("为哪个月填报"),
        required=False,
        coerce=month_of,
        empty_value=None,
        help_text=_("按月填报的，表底数为月末 24:00 的读数，区间量为全月合计。"),
    )
    at = forms.DateTimeField(
        label=_("抄表时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        help_text=_("选了月份的不填。"),
    )
    sure = forms.BooleanField(
        label=_("已核对，读数无误"), required=False, widget=forms.HiddenInput()
    )

    def __init__(self, *args: Any, points: Sequence[HandPoint], **kwargs: Any) -> None:
        """Ask for a value of each meter."""
        super().__init__(*args, **kwargs)
        self.points = points
        self.doubts: dict[str, str] = {}
        month = self.fields["month"]
        assert isinstance(month, forms.TypedChoiceField)  # noqa: S101 - for the reader
        month.choices = [("", _("不按月，按抄表时间")), *_months()]
        for one in points:
            self.fields[name_of(one)] = forms.DecimalField(
                label=str(one.point), required=False, max_digits=15, decimal_places=3
            )
            self.fields[name_of(one)].widget.attrs |= _told(one)

    def clean(self) -> dict[str, Any]:
        """See that there is a moment and a value, and doubt what is hardly possible."""
        data = super().clean() or {}
        at, month = data.get("at"), data.get("month")
        if not self.errors and at is None and month is None:
            self.add_error("at", _("请填写抄表时间或月份。"))
        if month is not None:
            at = end_of(month)
        if at is not None and at > timezone.now():
            self.add_error("month" if month else "at", _("时间还没有到。"))
        if not self.errors and not any(
            data.get(name_of(one)) is not None for one in self.points
        ):
            self.add_error(None, _("请至少填一个读数。"))
        data["moment"] = at
        for one in self.points if at is not None else ():
            if data.get(name_of(one)) is not None and not _in_use(one, data):
                self.add_error(name_of(one), _("这块表那时不在用。"))
        if not self.errors:
            self.doubts = self._doubts(data)
            if self.doubts and not data.get("sure"):
                self.fields["sure"].widget = forms.CheckboxInput()
                words = _("有读数须核对，见各行。确实无误的，勾选后再存。")
                self.add_error(None, words)
        return data

    @property
    def values(self) -> list[HandValue]:
        """What was typed; the amount of a month is laid evenly over its steps."""
        data = self.cleaned_data
        made = []
        for one in self.points:
            value = data.get(name_of(one))
            if value is None:
                continue
            if data["month"] is not None and one.point.kind == Kind.INTERVAL:
                made += _laid_out(one, data["month"], value)
            else:
                made.append(
                    HandValue(meter=one.point.code, at=data["moment"], value=value)
                )
        return made

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each meter with its field, what it showed, and what is doubtful."""
        rows = []
        for one in self.points:
            months = one.months()
            newest = max(
                (each for each in months if end_of(each) <= _now()), default=None
            )
            rows.append(
                {
                    "point": one.point,
                    "last": one.last,
                    "month": newest,
                    "total": None if newest is None else months[newest],
                    "field": self[name_of(one)],
                    "doubt": self.doubts.get(name_of(one), ""),
                }
            )
        return rows

    def _doubts(self, data: dict[str, Any]) -> dict[str, str]:
        found = {}
        for one in self.points:
            value = data.get(name_of(one))
            words = "" if value is None else _doubt(one, value, data)
            if words:
                found[name_of(one)] = words
        return found


def name_of(one: HandPoint) -> str:
    """Name of the field of a meter."""
    return f"value-{one.point.pk}"


def end_of(month: date) -> datetime:
    """The midnight that ends a month."""
    following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return datetime.combine(following, time(), CHINA)


def _in_use(one: HandPoint, data: dict[str, Any]) -> bool:
    """Whether it was in use then; of the amount of a month a part of it is enough."""
    if data.get("month") is not None and one.point.kind == Kind.INTERVAL:
        begin, end = _lived_in(one, data["month"])
        return begin < end
    first, last = one.point.valid_from, one.point.valid_to
    at = data["moment"]
    # A reading at midnight closes the day before.
    return (first is None or at > midnight(first)) and (
        last is None or at <= midnight(last + _DAY)
    )


def _lived_in(one: HandPoint, month: date) -> tuple[datetime, datetime]:
    """The part of a month in which a meter was in use: energy counts there alone."""
    begin, end = midnight(month), end_of(month)
    first, last = one.point.valid_from, one.point.valid_to
    return (
        begin if first is None else max(begin, midnight(first)),
        end if last is None else min(end, midnight(last + _DAY)),
    )


def _doubt(one: HandPoint, value: Decimal, data: dict[str, Any]) -> str:
    if value < 0:
        return str(_("读数小于 0。"))
    if one.point.kind == Kind.REGISTER:
        return _doubt_register(one, value, data["moment"])
    if data["month"] is not None:
        return _doubt_month(one, value, data["month"])
    return _too_much(one, value, one.point.step_s)


def _doubt_register(one: HandPoint, value: Decimal, at: datetime) -> str:
    before, after = one.before(at), one.after(at)
    if before is not None and value < before.value:
        return str(_("比上次的读数小。"))
    if after is not None and value > after.value:
        return str(_("比其后的读数大。"))
    if before is None:
        return ""
    return _too_much(one, value - before.value, (at - before.at).total_seconds())


def _doubt_month(one: HandPoint, value: Decimal, month: date) -> str:
    months, unit = one.months(), unit_words(one.point.unit)
    there = months.get(month)
    if there is not None and there != value:
        words = _("这个月已有读数，合计 %(there)s %(unit)s，存入后以新的为准。")
        return str(words) % {"there": amount(there, 3), "unit": unit}
    begin, end = _lived_in(one, month)
    above = _too_much(one, value, (end - begin).total_seconds())
    if above:
        return above
    before = months.get((month - timedelta(days=1)).replace(day=1))
    if before and value and not before / TIMES <= value <= before * TIMES:
        words = _("与上月的 %(before)s %(unit)s 相差 10 倍以上。请核对单位。")
        return str(words) % {"before": amount(before, 3), "unit": unit}
    return ""


def _too_much(one: HandPoint, passed: Decimal, seconds: float) -> str:
    most = one.point.most_per_hour
    if most is None or passed <= most * Decimal(seconds) / _HOUR_S:
        return ""
    return str(_("超过这段时间里可能的最大量。"))


def _laid_out(one: HandPoint, month: date, value: Decimal) -> list[HandValue]:
    """The amount of a month in equal parts, one for each step, to the thousandth."""
    begin, end = _lived_in(one, month)
    step = timedelta(seconds=one.point.step_s)
    count = max((end - begin) // step, 1)
    whole, made, told = int(value * SCALE), [], 0
    for number in range(1, count + 1):
        passed = whole * number // count
        at = end if number == count else begin + number * step
        part = Decimal(passed - told) / SCALE
        made.append(HandValue(meter=one.point.code, at=at, value=part))
        told = passed
    return made


def _months() -> list[tuple[str, str]]:
    """Months that are over, the newest first."""
    month, found = timezone.localdate().replace(day=1), []
    for _number in range(MONTHS):
        month = (month - timedelta(days=1)).replace(day=1)
        found.append((f"{month:%Y-%m}", f"{month:%Y-%m}"))
    return found


def _now() -> datetime:
    return timezone.now()


def _told(one: HandPoint) -> dict[str, str]:
    told = {"data-kind": one.point.kind, "inputmode": "decimal", "autocomplete": "off"}
    told["data-step"] = str(one.point.step_s)
    if one.last is not None:
        told |= {
            "data-last": f"{one.last.value:f}",
            "data-at": one.last.at.isoformat(),
        }
    if one.point.most_per_hour is not None:
        told["data-most"] = f"{one.point.most_per_hour:f}"
    return told
