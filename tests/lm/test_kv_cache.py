from collections.abc import Iterator

import pytest
import torch
from transformers import AutoConfig, PreTrainedConfig

from chatapp.lm.kv_cache import GrowingCache, GrowingLayer
from tests.lm.tiny import KINDS


@pytest.fixture(autouse=True)
def _inference() -> Iterator[None]:
    with torch.inference_mode():
        yield


def config_of(kind: str) -> PreTrainedConfig:
    config: PreTrainedConfig = AutoConfig.for_model(kind, **KINDS[kind])
    return config


def states(count: int, seed: int = 0) -> torch.Tensor:
    return torch.rand(1, 2, count, 8, generator=torch.Generator().manual_seed(seed))


def filled(kind: str, *sizes: int) -> GrowingCache:
    cache = GrowingCache(config_of(kind))
    for place, size in enumerate(sizes):
        for layer in range(2):
            cache.update(states(size, place), states(size, place + 100), layer)
    return cache


def test_updates_stand_behind_each_other() -> None:
    layer = GrowingLayer()
    parts = [states(size, size) for size in (3, 1, 700, 1)]
    for part in parts:
        keys, values = layer.update(part, part + 1)
    assert torch.equal(keys, torch.cat(parts, dim=2))
    assert torch.equal(values, torch.cat(parts, dim=2) + 1)
    assert layer.get_seq_length() == 705
    assert layer.get_mask_sizes(2) == (707, 0)


def test_a_token_does_not_move_the_past() -> None:
    layer = GrowingLayer()
    places = set()
    for _ in range(1000):
        keys, _values = layer.update(states(1), states(1))
        places.add(keys.data_ptr())
    assert len(places) <= 6  # 256, 384, 576, 864, 1296


def test_truncated_positions_are_written_again() -> None:
    layer = GrowingLayer()
    layer.update(states(10), states(10))
    layer.truncate(4)
    keys, _ = layer.update(states(2, 7), states(2, 7))
    assert torch.equal(keys, torch.cat([states(10)[:, :, :4], states(2, 7)], dim=2))
    layer.crop(-3)
    assert layer.get_seq_length() == 3
    layer.reset()
    assert layer.get_seq_length() == 0


def test_copy_shares_nothing() -> None:
    cache = filled("llama", 30)
    branch = cache.copied(10)
    branch.update(states(5, 9), states(5, 9), 0)
    assert (cache.get_seq_length(), branch.get_seq_length()) == (30, 15)
    assert torch.equal(cache.layers[0].keys, states(30))  # type: ignore[arg-type, union-attr]  # None before the first update
    assert branch.byte_count < 2 * cache.byte_count


def test_bytes_count_the_room_too() -> None:
    cache = filled("llama", 1)
    assert cache.byte_count == 2 * 2 * (1 * 2 * 256 * 8) * 4
    assert GrowingCache(config_of("llama")).byte_count == 0


@pytest.mark.parametrize("kind", ["mistral", "gemma2"])
def test_full_window_cannot_be_cut_back_and_one_with_room_can(kind: str) -> None:
    cache = filled(kind, 20)
    assert cache.reachable(10) == 10
    branch = cache.copied(10)
    assert (branch.get_seq_length(), cache.get_seq_length()) == (10, 20)
    cache.truncate(12)
    assert cache.get_seq_length() == 12
    assert cache.byte_count > 0
    assert filled(kind, 20, 10).reachable(29) == 0


def test_state_of_linear_attention_cannot_be_cut_back() -> None:
    kinds = {"layer_types": ["linear_attention", "full_attention"], "num_hidden_layers": 2}
    config = AutoConfig.for_model("qwen3_next", **kinds)
    assert GrowingCache(config).reachable(1) == 0
