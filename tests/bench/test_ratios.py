import pytest

from tests.bench.ratios import Samples, agreement, loading, ratios

RATES = {
    "ours": {"decode": 160.0, "prefill_512": 900.0, "prefill_2048": 600.0, "decode_long": 60.0, "decode_short": 120.0},
    "llama.cpp": {"decode": 80.0, "prefill_512": 200.0, "prefill_2048": 200.0},
    "generate": {"decode": 20.0},
}
MORE = {"together": 300.0, "one": 100.0, "guessed": 250.0, "plain": 100.0}
SECONDS = {"next_turn": 0.022, "restored_turn": 0.03, "warmed_turn": 0.024, "alone": 0.02, "after": 0.021}


def samples() -> Samples:
    made = Samples()
    for engine, figures in (RATES | {"ours": RATES["ours"] | MORE | SECONDS}).items():
        for figure, value in figures.items():
            for spread in (0.5, 1.0, 7.0):
                made.add(engine, figure, 1, value * spread)
                made.add(engine, figure, 2, value * spread)
    return made


def test_ratios_are_of_medians_and_the_worse_prompt_counts() -> None:
    found = ratios(samples(), (1, 2), (512, 2048))
    assert found["decode_vs_llama_cpp"] == pytest.approx(2)
    assert found["decode_vs_generate"] == pytest.approx(8)
    assert found["prefill_vs_llama_cpp"] == pytest.approx(3)
    assert found["decode_long_vs_short"] == pytest.approx(0.5)
    assert found["alternatives_gain"] == pytest.approx(3)
    assert found["lookup_gain"] == pytest.approx(2.5)
    assert found["next_turn_ratio"] == pytest.approx(1.1)
    assert found["restored_turn_ratio"] == pytest.approx(1.5)
    assert found["warmed_turn_ratio"] == pytest.approx(1.2)
    assert found["next_turn_overhead"] == pytest.approx(22 / 21)
    assert found["restored_turn_overhead"] == pytest.approx(30 / 21)


def test_the_worse_number_of_threads_counts_both_ways() -> None:
    made = samples()
    made.found["ours", "decode", 2] = [100.0]
    made.found["ours", "next_turn", 1] = [0.1]
    found = ratios(made, (1, 2), (512, 2048))
    assert found["decode_vs_llama_cpp"] == pytest.approx(1.25)
    assert found["next_turn_ratio"] == pytest.approx(5)


def test_loading_takes_the_median_child() -> None:
    children = [{"load_seconds": second, "memory_ratio": 2 * second} for second in (3.0, 1.0, 2.0)]
    assert loading(children) == {"load_seconds": 2.0, "memory_ratio": 4.0}


def test_agreement_ends_at_the_first_difference() -> None:
    assert agreement([1, 2, 3, 4], [1, 2, 5, 4]) == 2
