"""The division tree is whole, and other rooms can add to it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.periods import Period
from dafeng.base.places import Place, PlaceLevel, PlaceTree, code_level, place_tree

TREE = place_tree()
places = st.sampled_from(list(TREE))


@given(places)
def test_every_chain_climbs_to_a_province_without_a_loop(place: Place):
    chain = TREE.chain(place.code)
    assert chain[0] == place
    assert chain[-1].level is PlaceLevel.PROVINCE
    order = [list(PlaceLevel).index(one.level) for one in chain]
    assert order == sorted(set(order), reverse=True)


@given(places)
def test_a_standing_place_is_a_child_of_its_parent(place: Place):
    parent = TREE.parent(place.code)
    if parent is None:
        assert place.level is PlaceLevel.PROVINCE
    elif place.valid_to is None:
        assert place in TREE.children(parent.code)


@given(places, st.dates(date(2011, 1, 1), date(2025, 12, 31)))
def test_a_name_in_use_on_a_day_says_so(place: Place, on: date):
    try:
        found = TREE.get(place.code, on=on)
    except NotFoundError:
        assert not place.stands(on)
    else:
        assert found.stands(on)


def test_all_provinces_stand_in_the_tree():
    provinces = [p for p in TREE if p.level is PlaceLevel.PROVINCE]
    assert len(provinces) == 34


def test_beijing_is_whole_and_tianjin_lacks_only_the_district_of_the_sample():
    assert len(TREE.children("110000")) == 16
    assert len(TREE.children("120000")) == 15


def test_hebei_has_eleven_prefectures_and_two_cities_of_its_own():
    below = TREE.children("130000")
    assert sum(p.level is PlaceLevel.PREFECTURE for p in below) == 11
    assert TREE.full_name("130102") == "河北省石家庄市长安区"


def test_a_county_under_direct_provincial_rule_has_the_province_as_parent():
    parent = TREE.parent("419001")
    assert parent is not None
    assert parent.code == "410000"


def test_a_code_keeps_its_names_in_time():
    assert TREE.get("130502").name == "襄都区"
    assert TREE.get("130502", on=date(2015, 6, 1)).name == "桥东区"
    assert TREE.get("341400").valid_to == Period.parse("2011-10")


def test_places_of_one_name_are_all_found_and_standing_ones_come_first():
    found = TREE.find("和平区")
    assert [place.code for place in found] == ["120101", "210102"]
    assert TREE.find("蓟县")[0].valid_to is not None
    assert TREE.find("没有这个地方") == ()


def test_an_unknown_code_is_refused_with_its_superior():
    with pytest.raises(NotFoundError, match="Its superior is 天津市") as caught:
        TREE.get("120199")
    assert caught.value.code == "place.unknown"


def test_a_code_that_had_ended_by_a_day_is_refused_for_that_day():
    with pytest.raises(NotFoundError, match="on 2020-01-01"):
        TREE.get("341400", on=date(2020, 1, 1))


@pytest.mark.parametrize(
    "code", ["", "12011", "1201010", "0120101", "12010a", "012345"]
)
def test_a_code_of_another_form_is_refused(code: str):
    with pytest.raises(BadInputError) as caught:
        TREE.get(code)
    assert caught.value.code == "place.code"


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("130000", PlaceLevel.PROVINCE),
        ("130100", PlaceLevel.PREFECTURE),
        ("130102", PlaceLevel.COUNTY),
        ("130102001", PlaceLevel.TOWNSHIP),
        ("130102001002", PlaceLevel.VILLAGE),
    ],
)
def test_the_form_of_a_code_says_its_level(code: str, level: PlaceLevel):
    assert code_level(code) is level


def test_another_room_can_add_a_district_with_its_towns_and_villages():
    district = Place(code="139999", name="示范区", source="demonstration")
    town = Place(code="139999101", name="示范镇")
    village = Place(code="139999101201", name="示范村")
    tree = place_tree((district, town, village))
    assert tree.chain(village.code)[:3] == (village, town, district)
    assert tree.full_name(town.code) == "河北省示范区示范镇"
    assert tree.children(district.code) == (town,)
    assert "139999" not in TREE


def test_one_code_cannot_stand_for_two_places_at_once():
    with pytest.raises(BadInputError, match="139999"):
        PlaceTree.of(
            [Place(code="139999", name="甲区"), Place(code="139999", name="乙区")]
        )


def test_a_place_needs_a_name():
    with pytest.raises(ValueError, match="name"):
        Place(code="139999", name="")
