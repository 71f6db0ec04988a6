import pytest

from chatapp.engine.wager import PROBE_AFTER, SIZES, Wager


def told(share: float, price: float, rounds: int = 200, match: int = 3) -> tuple[Wager, list[int]]:
    """A wager and what it chose in a world where a guess holds with `share` and adds `price` steps; the expected
    number of guesses that hold stands for chance."""
    wager, chosen = Wager(), []
    for _ in range(rounds):
        size = wager.size(match)
        chosen.append(size)
        if not size:
            wager.stepped(1.0)
            continue
        wager.extended(size, 1.0 + price * size)
        held = 0
        while held < size and share ** (held + 1) >= 0.5:
            held += 1
        wager.settled(match, held, is_refuted=held < size)
    return wager, chosen


def test_nothing_is_guessed_before_a_step_was_measured() -> None:
    wager = Wager()
    assert wager.size(16) == 0
    wager.stepped(1.0)
    wager.stepped(1.0)
    assert wager.size(16) > 0


def test_sure_and_cheap_guesses_are_many() -> None:
    _, chosen = told(share=1.0, price=0.05)
    assert chosen[-20:].count(SIZES[-1]) >= 18
    assert 0 in chosen[-20:]  # a step now and then, to know what it takes by now


def test_dear_guesses_are_few() -> None:
    _, chosen = told(share=0.9, price=0.3)
    assert max(chosen[-20:]) <= 7
    assert any(chosen[-20:])


@pytest.mark.parametrize(("share", "price"), [(0.0, 0.05), (0.4, 0.9), (1.0, 1.2)])
def test_where_it_does_not_pay_it_is_off_but_for_a_probe(share: float, price: float) -> None:
    _, chosen = told(share, price, rounds=1000)
    late = [size for size in chosen[-500:] if size]
    assert len(late) <= 4
    assert set(late) <= {SIZES[0]}
    assert len([size for size in chosen if size]) > len(late)


def test_a_probe_finds_out_that_it_pays_again() -> None:
    wager, _ = told(share=0.0, price=0.05, rounds=100)
    sizes = []
    for _ in range(40 * PROBE_AFTER):
        sizes.append(size := wager.size(3))
        if size:
            wager.extended(size, 1.0 + 0.05 * size)
            wager.settled(3, size, is_refuted=False)
        else:
            wager.stepped(1.0)
    assert sizes[0] == 0
    assert sizes[-20:].count(SIZES[-1]) >= 18


def test_long_matches_are_judged_apart_from_short_ones() -> None:
    wager, _ = told(share=0.0, price=0.05, rounds=60, match=2)
    assert wager.size(2) == 0
    assert wager.size(12) > 0


def test_a_clock_too_coarse_to_tell_is_survived() -> None:
    wager = Wager()
    for _ in range(20):
        wager.stepped(0.0)
        wager.extended(2, 0.0)
    assert wager.size(3) in (0, *SIZES)


def test_a_guess_after_one_that_held_is_as_sure_as_after_a_longer_match() -> None:
    def chosen(held: int) -> int:
        wager = Wager()
        for _ in range(30):
            wager.stepped(1.0)
            wager.extended(SIZES[0], 1.1)
            wager.settled(0, 0, is_refuted=True)
            wager.settled(0, held, is_refuted=False)
        return wager.size(0)

    assert chosen(SIZES[-1]) > chosen(1) > 0
