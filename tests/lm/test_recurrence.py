"""Architectures that forget: what is read again after a turn, and that nothing is read wrongly."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedModel

from chatapp.lm.decoder import TransformersDecoder
from chatapp.lm.forward import Forward, takes_cache
from chatapp.lm.recurrence import needs_steps
from tests.lm.tiny import SIZES

WINDOW = {**SIZES, "head_dim": 8, "sliding_window": 24}
LINEAR = {"linear_num_value_heads": 4, "linear_num_key_heads": 2, "linear_key_head_dim": 8, "linear_value_head_dim": 8}
EXPERTS = {"num_experts": 2, "num_experts_per_tok": 1, "moe_intermediate_size": 16, "decoder_sparse_step": 1}
STATE = {"vocab_size": 384, "hidden_size": 32, "num_hidden_layers": 2, "state_size": 8}
CONFIGS: dict[str, dict[str, Any]] = {
    "mistral": WINDOW,
    "gemma3_text": {
        **WINDOW,
        "query_pre_attn_scalar": 8,
        "layer_types": ["sliding_attention", "full_attention"],
    },
    "lfm2": {**SIZES, "layer_types": ["conv", "full_attention"], "block_auto_adjust_ff_dim": False},
    "qwen3_next": {
        **SIZES,
        **LINEAR,
        **EXPERTS,
        "head_dim": 8,
        "shared_expert_intermediate_size": 16,
        "layer_types": ["linear_attention", "full_attention"],
    },
    "mamba": STATE,
    "bamba": {
        **SIZES,
        "attn_layer_indices": [1],
        "mamba_n_heads": 8,
        "mamba_d_head": 8,
        "mamba_n_groups": 1,
        "mamba_d_state": 8,
    },
    "recurrent_gemma": {
        **SIZES,
        "head_dim": 8,
        "block_types": ["recurrent", "attention"],
        "attention_window_size": 24,
        "lru_width": 32,
    },
    "rwkv": {"vocab_size": 384, "hidden_size": 16, "num_hidden_layers": 2, "attention_hidden_size": 16},
}
KEPT = ("mistral", "gemma3_text", "lfm2", "qwen3_next", "mamba", "bamba")
PROMPT = [5 + (7 * place) % 300 for place in range(40)]
PLENTY = 1 << 24


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    """These models are too small for two."""
    torch.set_num_threads(1)


@cache
def model_of(kind: str) -> PreTrainedModel:
    torch.manual_seed(1)
    config = AutoConfig.for_model(kind, initializer_range=0.3, **CONFIGS[kind])
    model: Any = AutoModelForCausalLM.from_config(config, dtype=torch.float32)  # type: ignore[no-untyped-call]  # transformers
    made: PreTrainedModel = model.eval()
    return made


def decoder_of(kind: str, byte_budget: int = PLENTY) -> TransformersDecoder:
    return TransformersDecoder(model_of(kind), 512, byte_budget)


def answered(decoder: TransformersDecoder, tokens: Sequence[int], chunk: int = 512) -> tuple[int, list[int]]:
    """How much was reused, and the six tokens that are likeliest; read in chunks, as the engine does."""
    reused, ids = decoder.start(tokens), []
    for place in range(reused, len(tokens), chunk):
        logits = decoder.prefill(tokens[place : place + chunk])
    for _ in range(6):
        ids.append(int(np.argmax(logits)))
        logits = decoder.step(ids[-1])
    return reused, ids


@pytest.mark.parametrize("kind", KEPT)
def test_a_turn_is_read_from_where_it_begins(kind: str) -> None:
    decoder = decoder_of(kind)
    _, first = answered(decoder, PROMPT)
    turn, edit = [*PROMPT, *first, 2, 30, 31, 32], [*PROMPT, *first, 2, 30, 99, 98, 97]
    begin = len(PROMPT) + len(first)
    next_turn = answered(decoder, turn)
    again = answered(decoder, turn)
    edited = answered(decoder, edit)
    assert [found[0] for found in (next_turn, again, edited)] == [begin, len(turn) - 1, begin]
    fresh, fresh_edit = answered(decoder_of(kind), turn)[1], answered(decoder_of(kind), edit)[1]
    assert next_turn[1] == again[1] == fresh
    assert edited[1] == fresh_edit
    assert fresh != fresh_edit


@pytest.mark.parametrize("kind", KEPT)
def test_chunks_go_on_from_the_state(kind: str) -> None:
    found = answered(decoder_of(kind), PROMPT)
    assert answered(decoder_of(kind), PROMPT, 16) == found
    assert answered(decoder_of(kind), PROMPT, 39) == found


@pytest.mark.parametrize("kind", KEPT)
def test_the_greedy_answer_is_that_of_generate(kind: str) -> None:
    _, ids = answered(decoder_of(kind), PROMPT)
    model: Any = model_of(kind)
    made = model.generate(
        torch.tensor([PROMPT]),
        attention_mask=torch.ones(1, len(PROMPT), dtype=torch.long),
        max_new_tokens=len(ids),
        min_new_tokens=len(ids),
        do_sample=False,
        eos_token_id=None,
        pad_token_id=0,
    )
    assert ids == made[0, len(PROMPT) :].tolist()


@pytest.mark.parametrize("kind", ["mistral", "mamba"])
def test_alternatives_leave_the_marks(kind: str) -> None:
    decoder = decoder_of(kind)
    answered(decoder, PROMPT)
    decoder.start(PROMPT)
    decoder.prefill(PROMPT[-1:])
    batch = decoder.branch(2)
    batch.step((7, 8))
    batch.keep(1)
    assert decoder.start([*PROMPT, 8, 9]) == len(PROMPT) + 1
    assert decoder.start(PROMPT) == len(PROMPT) - 1


@pytest.mark.parametrize("kind", ["mistral", "mamba"])
def test_marks_keep_to_the_budget(kind: str) -> None:
    decoder = decoder_of(kind, byte_budget=1)
    fresh = answered(decoder, PROMPT)
    assert answered(decoder, PROMPT) == fresh
    assert fresh[0] == 0


def test_a_side_job_marks_nothing() -> None:
    decoder = decoder_of("mamba")
    for _ in range(2):
        assert decoder.start(PROMPT, is_side_job=True) == 0
        decoder.prefill(PROMPT)
        decoder.step(3)


def test_what_goes_on_in_single_tokens_only_reads_a_prompt_at_once() -> None:
    assert decoder_of("mamba").chunk_tokens == 2048
    for kind, is_stepwise in (("mamba", True), ("lfm2", False)):
        assert needs_steps(Forward(model_of(kind), 512), model_of(kind)) == is_stepwise


def test_a_state_in_the_model_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="recurrent_gemma keeps its past in a way not supported yet"):
        decoder_of("recurrent_gemma")
    assert not takes_cache(model_of("rwkv"))


def test_more_marks_than_are_kept_forget_the_oldest() -> None:
    decoder, tokens = decoder_of("mistral"), list(PROMPT)
    for turn in range(5):
        _, ids = answered(decoder, tokens)
        tokens += [*ids, 2, 20 + turn]
    assert decoder.start([*tokens[:-1], 300]) > len(PROMPT)
    assert decoder.start([*PROMPT[:39], 300]) == 0
