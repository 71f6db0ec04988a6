from typing import Any

import pytest

from chatapp.domain.generation import Figures, GenerationOptions, Sampling


@pytest.mark.parametrize(
    "values",
    [
        {"temperature": -0.1},
        {"top_k": -1},
        {"top_p": 0.0},
        {"min_p": 1.1},
        {"repetition_penalty": 0.0},
        {"presence_penalty": 2.1},
        {"frequency_penalty": -2.1},
        {"logit_bias": ((1, 100.5),)},
        {"logit_bias": ((-1, 1.0),)},
    ],
)
def test_sampling_out_of_range_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        Sampling(**values)


@pytest.mark.parametrize("values", [{"alternatives": 0}, {"min_tokens": -1}])
def test_options_out_of_range_are_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        GenerationOptions(**values)


def test_speed_is_counted_after_the_first_token() -> None:
    assert Figures(generated_tokens=11, decode_seconds=2.0).tokens_per_second == 5.0
    assert Figures(generated_tokens=1).tokens_per_second == 0.0
    assert Figures(prompt_tokens=7, generated_tokens=3).context_used == 10
