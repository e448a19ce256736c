"""Expected calibration error, Brier score and the bins they come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evaluating.reliability import reliability, wilson


def test_figures_of_a_hand_computed_case() -> None:
    # 0.9 to 1.0: four answers of 0.95, three right; 0.2 to 0.3: two of 0.25, one right.
    found = reliability([(0.95, True)] * 3 + [(0.95, False), (0.25, True), (0.25, False)], "of the type")
    assert found is not None
    assert found.ece == pytest.approx(4 / 6 * 0.20 + 2 / 6 * 0.25)
    assert found.brier == pytest.approx((3 * 0.05**2 + 0.95**2 + 0.75**2 + 0.25**2) / 6)
    assert [(b.low, b.high, b.n, b.right) for b in found.bins] == [(0.2, 0.3, 2, 0.5), (0.9, 1.0, 4, 0.75)]


def test_borders_belong_to_the_upper_range_and_one_to_the_last() -> None:
    found = reliability([(0.3, True), (0.7, True), (1.0, True), (0.0, False)], "of the type")
    assert found is not None
    assert [b.low for b in found.bins] == [0.0, 0.3, 0.7, 0.9]


def test_no_answers_have_no_reliability_and_no_figure_above_one_is_a_probability() -> None:
    assert reliability([], "of the type") is None
    with pytest.raises(ValueError, match=r"1\.2"):
        reliability([(1.2, True)], "of the type")


def test_the_interval_of_a_share_is_wilsons() -> None:
    # Brown, Cai and DasGupta (2001) give (z = 1.96) 0.0 to 0.278 for 0 of 10; for z = 1.645 by their formula:
    z2 = 1.6448536269514722**2
    assert wilson(0, 10) == pytest.approx((0.0, z2 / (10 + z2)))
    low, high = wilson(5, 10)
    assert low + high == pytest.approx(1.0)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_bins_hold_every_answer_and_errors_stay_between_nothing_and_all(answers: list[tuple[float, bool]]) -> None:
    found = reliability(answers, "of the type")
    assert found is not None
    assert sum(b.n for b in found.bins) == found.n == len(answers)
    assert -1e-9 <= found.ece <= 1 and 0 <= found.brier <= 1
    for b in found.bins:
        assert b.low - 1e-6 <= b.probability <= b.high + 1e-6
        assert b.interval[0] - 1e-9 <= b.right <= b.interval[1] + 1e-9
