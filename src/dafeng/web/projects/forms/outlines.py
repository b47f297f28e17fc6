"""Forms of the towns' outlines."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

SUFFIXES = (".geojson", ".json")


class OutlineForm(forms.Form):
    """Bring a file of outlines."""

    file = forms.FileField(
        label=_("文件"),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=_(
            "GeoJSON，不超过 2 MB，UTF-8；每个乡镇一个面，属性有行政区划代码或名称；"
            "坐标为 WGS-84 或 CGCS2000 经纬度。"
            "电子地图网站的坐标有偏移（GCJ-02），不能用。"
        ),
    )
    source = forms.CharField(
        label=_("来源"),
        max_length=200,
        help_text=_("哪个单位、哪年的成果，图上照此注明。"),
    )
    schematic = forms.BooleanField(label=_("是示意图，不是勘定的界线"), required=False)
