"""Base years, price bases, points and percent, progress: worked by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.indicators.comparing import comparable, comparable_values
from dafeng.indicators.constant_prices import (
    Constant,
    deflate,
    reprice,
    same_prices,
    splice,
)
from dafeng.indicators.definitions import definition_register
from dafeng.indicators.rebasing import (
    Decrease,
    Way,
    after_percent,
    after_points,
    chain,
    percent_between,
    points_between,
    progress_due,
    rebase,
    rebase_index,
)
from dafeng.indicators.records import IndicatorValue

TO_2020 = Decrease(base=2005, year=2020, percent=48)
FOURTEENTH = Decrease(base=2020, year=2025, percent=18)
FIFTEENTH = Decrease(base=2025, year=2030, percent=17)


class TestDecreases:
    def test_three_plans_chain(self) -> None:
        # 0.52 · 0.82 · 0.83 = 0.353912 of 2005 is left.
        joined = chain(TO_2020, FOURTEENTH, FIFTEENTH)
        assert (joined.base, joined.year) == (2005, 2030)
        assert joined.percent == Fraction("64.6088")

    def test_a_rise_in_between_counts(self) -> None:
        # 1.1 · 0.8 = 0.88.
        rise = Decrease(base=2020, year=2021, percent=-10)
        fall = Decrease(base=2021, year=2025, percent=20)
        assert chain(rise, fall).percent == 12

    def test_a_gap_is_refused(self) -> None:
        with pytest.raises(BadInputError, match="from 2020 to 2025 as well") as caught:
            chain(TO_2020, FIFTEENTH)
        assert caught.value.code == "rebasing.gap"

    def test_nothing_is_no_chain(self) -> None:
        with pytest.raises(BadInputError, match="at least one") as caught:
            chain()
        assert caught.value.code == "rebasing.gap"

    def test_forward_from_2005_to_2020(self) -> None:
        # 65 % since 2005 and 48 % until 2020: 1 - 0.35/0.52 = 32.692… % since 2020.
        since_2005 = Decrease(base=2005, year=2030, percent=65)
        since_2020 = rebase(since_2005, base=2020, known=[TO_2020])
        assert since_2020.percent == 100 * (1 - Fraction(35, 52))

    def test_back_from_2025_to_2005_over_two_links(self) -> None:
        since_2005 = rebase(FIFTEENTH, base=2005, known=[FOURTEENTH, TO_2020])
        assert since_2005 == chain(TO_2020, FOURTEENTH, FIFTEENTH)

    def test_the_same_base_changes_nothing(self) -> None:
        assert rebase(FIFTEENTH, base=2025, known=[]) == FIFTEENTH

    def test_without_a_link_it_says_how_far_it_got(self) -> None:
        with pytest.raises(BadInputError, match="2005, 2020") as caught:
            rebase(FIFTEENTH, base=2005, known=[TO_2020])
        assert caught.value.code == "rebasing.no_link"

    def test_from_nothing_there_is_no_way_back(self) -> None:
        gone = Decrease(base=2005, year=2020, percent=100)
        with pytest.raises(BadInputError, match="Nothing was left in 2020") as caught:
            rebase(Decrease(base=2005, year=2025, percent=100), base=2020, known=[gone])
        assert caught.value.code == "rebasing.zero"

    def test_more_than_all_of_it_is_refused(self) -> None:
        with pytest.raises(BadInputError, match="more than all of it") as caught:
            Decrease(base=2020, year=2025, percent=101)
        assert caught.value.code == "rebasing.percent"

    @given(
        st.fractions(-50, 99, max_denominator=50),
        st.fractions(-50, 99, max_denominator=50),
    )
    def test_there_and_back_is_where_it_was(
        self, first: Fraction, second: Fraction
    ) -> None:
        early = Decrease(base=2005, year=2020, percent=first)
        late = Decrease(base=2020, year=2025, percent=second)
        whole = rebase(late, base=2005, known=[early])
        assert whole == chain(early, late)
        assert rebase(whole, base=2020, known=[early]) == late


class TestIndices:
    def test_another_year_becomes_a_hundred(self) -> None:
        index = {2005: Decimal(100), 2020: Decimal(50), 2025: Decimal(40)}
        moved = rebase_index(index, base=2020)
        assert moved == {2005: 200, 2020: 100, 2025: 80}

    def test_an_unknown_year_is_refused(self) -> None:
        with pytest.raises(BadInputError, match="There are: 2020") as caught:
            rebase_index({2020: Decimal(5)}, base=2005)
        assert caught.value.code == "rebasing.no_year"


class TestPointsAndPercent:
    def test_ten_to_twelve_percent_is_two_points_and_twenty_percent(self) -> None:
        assert points_between(Decimal(10), Decimal(12)) == 2
        assert percent_between(Decimal(10), Decimal(12)) == 20

    def test_ten_percent_up_by_three_points_or_by_three_percent(self) -> None:
        assert after_points(Decimal(10), Decimal(3)) == 13
        assert after_percent(Decimal(10), Decimal(3)) == Fraction("10.3")

    def test_from_zero_there_is_no_percent(self) -> None:
        with pytest.raises(BadInputError, match="百分点") as caught:
            percent_between(Decimal(0), Decimal(4))
        assert caught.value.code == "rebasing.zero"


class TestProgress:
    def test_linear_is_a_fifth_a_year(self) -> None:
        # 17 · 3/5 = 10.2.
        due = progress_due(Decimal(17), gone=3, years=5, way=Way.LINEAR)
        assert due == Decimal("10.2")

    def test_at_an_equal_rate_the_parts_chain(self) -> None:
        # 36 % in two years: √0.64 = 0.8 is left after one.
        due = progress_due(Decimal(36), gone=1, years=2, way=Way.EQUAL_RATE)
        assert due == 20

    def test_at_an_equal_rate_the_first_years_give_more_than_linear(self) -> None:
        # 1 - 0.83^(2/5) = 1 - e^(0.4 · ln 0.83) = 1 - e^(-0.0745318) = 7.1822 %;
        # what is left, to the fifth power, is 0.83² = 0.6889.
        due = progress_due(Decimal(17), gone=2, years=5, way=Way.EQUAL_RATE)
        assert round(due, 4) == Decimal("7.1822")
        assert abs((1 - due / 100) ** 5 - Decimal("0.6889")) < Decimal("1e-7")
        assert due > progress_due(Decimal(17), gone=2, years=5, way=Way.LINEAR)

    @pytest.mark.parametrize("way", Way)
    def test_both_ways_begin_at_nothing_and_end_at_the_whole(self, way: Way) -> None:
        for cut in map(Decimal, ("17", "-4", "100")):
            assert progress_due(cut, gone=0, years=5, way=way) == 0
            assert progress_due(cut, gone=5, years=5, way=way) == cut

    @pytest.mark.parametrize(("gone", "years"), [(6, 5), (-1, 5), (0, 0)])
    def test_years_outside_the_plan_are_refused(self, gone: int, years: int) -> None:
        with pytest.raises(BadInputError, match="cannot be over") as caught:
            progress_due(Decimal(17), gone=gone, years=years, way=Way.LINEAR)
        assert caught.value.code == "rebasing.years"

    def test_more_than_all_of_it_is_refused(self) -> None:
        with pytest.raises(BadInputError, match="more than all") as caught:
            progress_due(Decimal(101), gone=1, years=5, way=Way.EQUAL_RATE)
        assert caught.value.code == "rebasing.percent"


OLD = Constant(price_base=2015, amounts={2018: 100, 2019: 110, 2020: 121})
NEW = Constant(price_base=2020, amounts={2020: 150, 2021: 165})


class TestConstantPrices:
    def test_segments_are_joined_by_their_growth(self) -> None:
        # 2019 at 2020 prices: 150 · 110/121; 2018: 150 · 100/121.
        joined = splice([OLD, NEW])
        assert joined.price_base == 2020
        assert joined.at(2019) == Fraction(150 * 110, 121)
        assert joined.growth(2021, since=2018) == 100 * (
            Fraction(121, 100) * Fraction(165, 150) - 1
        )

    def test_three_segments_end_at_the_newest_prices(self) -> None:
        newest = Constant(price_base=2025, amounts={2021: 330, 2022: 363})
        # 2020 was 150 of 165 in 2021, which is 330 at 2025 prices: 300.
        assert splice([OLD, NEW, newest]).at(2020) == 300

    def test_segments_without_a_shared_year_are_refused(self) -> None:
        late = Constant(price_base=2025, amounts={2022: 7})
        with pytest.raises(BadInputError, match="2015 and of 2025") as caught:
            splice([OLD, late])
        assert caught.value.code == "prices.no_overlap"
        with pytest.raises(BadInputError, match="Nothing to splice"):
            splice([])

    def test_growth_carries_to_the_prices_of_another_year(self) -> None:
        # 2020 at its own prices is 140; 2018 was 100/121 of it in real terms.
        moved = reprice(OLD, price_base=2020, current={2020: Decimal(140)})
        assert moved.price_base == 2020
        assert moved.at(2020) == 140
        assert moved.at(2018) == Fraction(140 * 100, 121)
        assert moved.growth(2020, since=2018) == OLD.growth(2020, since=2018)

    def test_without_the_current_amount_it_cannot_be_moved(self) -> None:
        with pytest.raises(BadInputError, match="2020 at current prices") as caught:
            reprice(OLD, price_base=2020, current={})
        assert caught.value.code == "prices.no_year"

    def test_the_new_base_must_be_one_of_the_years(self) -> None:
        with pytest.raises(BadInputError, match="no amount of 2025") as caught:
            reprice(OLD, price_base=2025, current={2025: Decimal(1)})
        assert caught.value.code == "prices.no_year"

    def test_a_deflator_gives_the_same_as_growth(self) -> None:
        # Prices 100, 104, 106: 2021 at 2020 prices is 208 · 104/106.
        current = {2020: Decimal(190), 2021: Decimal(208), 2022: Decimal(230)}
        prices = {2020: Decimal(104), 2021: Decimal(106)}
        real = deflate(current, prices, price_base=2020)
        assert real.at(2021) == Fraction(208 * 104, 106)
        assert 2022 not in real.amounts
        again = reprice(
            deflate(current, prices, price_base=2021), price_base=2020, current=current
        )
        assert again == real

    def test_a_deflator_without_the_base_is_refused(self) -> None:
        with pytest.raises(BadInputError, match="no value for 2015") as caught:
            deflate({}, {2020: Decimal(1)}, price_base=2015)
        assert caught.value.code == "prices.no_deflator"

    def test_different_price_bases_do_not_mix(self) -> None:
        same_prices(OLD, Constant(price_base=2015, amounts={}))
        with pytest.raises(BadInputError, match="of 2015 and of 2020") as caught:
            same_prices(OLD, NEW)
        assert caught.value.code == "prices.mixed"


def unlike(first: str, second: str) -> str:
    register = definition_register()
    with pytest.raises(BadInputError) as caught:
        comparable(register.get(first), register.get(second))
    assert caught.value.code == "indicator.unlike"
    assert first in str(caught.value)
    assert second in str(caught.value)
    return str(caught.value)


class TestComparing:
    def test_one_definition_compares_with_itself(self) -> None:
        one = definition_register().get("A05.calorific")
        comparable(one, one)

    def test_equal_value_does_not_compare_with_calorific(self) -> None:
        said = unlike("B02.equal-value", "B02.calorific")
        assert "等价值" in said
        assert "当量值" in said
        assert "both by B02.calorific" in said

    def test_not_even_inside_a_share_or_a_decrease(self) -> None:
        assert "等价值" in unlike("A05.equal-value", "A05.calorific")
        assert "等价值" in unlike("B01.equal-value", "B01.calorific")

    def test_price_bases_do_not_compare(self) -> None:
        assert "at prices of 2020 and 2025" in unlike("A02", "A02.2025prices")

    def test_a_level_does_not_compare_with_its_decrease(self) -> None:
        assert "one is in 万tCO2, the other in %" in unlike("A01", "A01.decrease")

    def test_different_methods_do_not_compare(self) -> None:
        assert "different methods" in unlike("A05.equal-value", "A05.physical")

    def test_different_indicators_do_not_compare(self) -> None:
        said = unlike("A03", "A04")
        assert "different indicators" in said

    def test_values_against_different_base_years_do_not_compare(self) -> None:
        one = IndicatorValue(
            definition="A02",
            place="0",
            period="2025",
            base=2020,
            value=Decimal(10),
            unit="%",
        )
        comparable_values(one, one)
        other = IndicatorValue(
            definition="A02",
            place="0",
            period="2030",
            base=2025,
            value=Decimal(10),
            unit="%",
        )
        with pytest.raises(BadInputError, match="against 2020.*against 2025") as caught:
            comparable_values(one, other)
        assert caught.value.code == "indicator.unlike_base"
