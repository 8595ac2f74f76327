"""Work on two threads comes back in the order of the work."""

from __future__ import annotations

import threading

from ml_engineer_tools.modelling.side_by_side import begun, fits_at_once, side_by_side


def test_what_is_done_second_comes_second_even_if_it_was_quicker() -> None:
    second_is_done = threading.Event()

    def work(item: int) -> int:
        if item == 0:
            assert second_is_done.wait(10)
        if item == 1:
            second_is_done.set()
        return item

    assert list(side_by_side(work, [0, 1, 2])) == [0, 1, 2]


def test_work_goes_on_while_other_work_is_done() -> None:
    other_is_done = threading.Event()

    def work(item: int) -> int:
        assert other_is_done.wait(10)
        return item

    with begun(work, [0, 1, 2]) as results:
        other_is_done.set()
        assert list(results) == [0, 1, 2]


def test_only_boosted_trees_are_fitted_side_by_side() -> None:
    assert fits_at_once("lightgbm") == 2
    assert fits_at_once("linear") == 1
