from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM, PreTrainedModel

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.engine.lookahead import Lookahead
from chatapp.engine.ports import Decoder, Logits
from chatapp.lm.decoder import TransformersDecoder, chunk_tokens
from chatapp.lm.graph.decoder import LeanDecoder
from chatapp.lm.loading import load
from chatapp.lm.model import FolderModel
from tests.lm.conftest import ignore
from tests.lm.tiny import KINDS

Models = Callable[[str], FolderModel]
PROMPT = [5 + (7 * place) % 300 for place in range(60)]
PLENTY = 1 << 24
CUTTABLE = ("gpt2", "llama", "qwen2", "qwen3")


def reference(folder: Path) -> PreTrainedModel:
    model: PreTrainedModel = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    return model.eval()  # type: ignore[no-untyped-call, no-any-return]  # untyped in transformers


def all_logits(model: PreTrainedModel, tokens: Sequence[int]) -> Logits:
    with torch.inference_mode():
        logits: Logits = model(input_ids=torch.tensor([list(tokens)]), use_cache=False).logits[0, -1].numpy()
    return logits


def fed(decoder: Decoder, tokens: Sequence[int], sizes: Sequence[int] = ()) -> Logits:
    """The logits after `tokens`, prefilled in chunks of these sizes and the rest at once."""
    place = decoder.start(tokens)
    for size in sizes:
        if place + size < len(tokens):
            decoder.prefill(tokens[place : place + size])
            place += size
    return decoder.prefill(tokens[place:])


@pytest.mark.parametrize("kind", KINDS)
def test_logits_are_those_of_transformers(kind: str, loaded: Models, folders: Callable[[str], Path]) -> None:
    decoder, model = loaded(kind).decoder, reference(folders(kind))
    tokens = list(PROMPT)
    logits = fed(decoder, tokens)
    for token in (9, 17, 250):
        np.testing.assert_allclose(logits, all_logits(model, tokens), atol=1e-4)
        tokens.append(token)
        logits = decoder.step(token)
    np.testing.assert_allclose(logits, all_logits(model, tokens), atol=1e-4)
    assert logits.dtype == np.float32


@pytest.mark.parametrize(
    ("kind", "is_generic"), [*((kind, False) for kind in KINDS), *((kind, True) for kind in CUTTABLE)]
)
def test_greedy_answer_is_that_of_generate(kind: str, is_generic: bool, folders: Callable[[str], Path]) -> None:
    """Through whatever `load` chooses, and through transformers' own modules."""
    model, prompt = reference(folders(kind)), PROMPT[:50]
    decoder: Decoder = (
        TransformersDecoder(model, 256, PLENTY) if is_generic else load(folders(kind), kind, ignore).decoder
    )
    logits, drawn = fed(decoder, prompt), []
    for _ in range(200):
        drawn.append(int(np.argmax(logits)))
        logits = decoder.step(drawn[-1])
    made = model.generate(  # type: ignore[operator]  # typed as a tensor in transformers
        torch.tensor([prompt]),
        attention_mask=torch.ones(1, len(prompt), dtype=torch.long),
        max_new_tokens=200,
        min_new_tokens=200,
        do_sample=False,
        eos_token_id=None,
        pad_token_id=0,
    )
    assert drawn == made[0, len(prompt) :].tolist()


@pytest.mark.parametrize("kind", CUTTABLE)
def test_the_generic_way_gives_the_same_logits(kind: str, loaded: Models, folders: Callable[[str], Path]) -> None:
    lean, generic = loaded(kind).decoder, TransformersDecoder(reference(folders(kind)), 256, PLENTY)
    assert isinstance(lean, LeanDecoder)
    np.testing.assert_allclose(fed(generic, PROMPT, (7, 30, 2)), fed(lean, PROMPT), atol=1e-4)
    np.testing.assert_allclose(generic.extend((7, 8, 9)), lean.extend((7, 8, 9)), atol=1e-4)
    for decoder in (generic, lean):
        decoder.truncate(40)
    for found, wanted in zip(*(decoder.branch(2).step((5, 6)) for decoder in (generic, lean)), strict=True):
        assert found is not None
        assert wanted is not None
        np.testing.assert_allclose(found, wanted, atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sizes", [(1, 1, 1), (16, 16, 16), (7, 30, 2)])
def test_chunked_prefill_is_whole_prefill(kind: str, sizes: tuple[int, ...], loaded: Models) -> None:
    whole = fed(loaded(kind).decoder, PROMPT)
    np.testing.assert_allclose(fed(loaded(kind).decoder, PROMPT, sizes), whole, atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_next_turn_reads_only_what_is_new(kind: str, loaded: Models) -> None:
    decoder = loaded(kind).decoder
    fed(decoder, PROMPT)
    answer = [11, 12, 13, 14]
    for token in answer:
        decoder.step(token)
    longer = [*PROMPT, *answer, 2, 30, 31]
    assert decoder.start(longer) == len(PROMPT) + len(answer)
    fresh = fed(loaded(kind).decoder, longer)
    np.testing.assert_allclose(fed(decoder, longer), fresh, atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_cut_back_and_continued_is_fresh(kind: str, loaded: Models) -> None:
    decoder = loaded(kind).decoder
    fed(decoder, PROMPT)
    other = [*PROMPT[:40], 300, 301, 302]
    reused = decoder.start(other)
    assert reused == (40 if kind in CUTTABLE else 0)  # a full sliding window cannot be cut back
    np.testing.assert_allclose(decoder.prefill(other[reused:]), fed(loaded(kind).decoder, other), atol=1e-4)


@pytest.mark.parametrize("kind", ["mistral", "gemma2"])
def test_sliding_window_that_is_not_full_is_cut_back(kind: str, loaded: Models) -> None:
    decoder = loaded(kind).decoder
    fed(decoder, PROMPT[:20])
    other = [*PROMPT[:12], 300, 301]
    assert decoder.start(other) == 12
    np.testing.assert_allclose(decoder.prefill(other[12:]), fed(loaded(kind).decoder, other), atol=1e-4)


def test_same_prompt_again_leaves_one_token(loaded: Models) -> None:
    decoder = loaded("llama").decoder
    first = fed(decoder, PROMPT).copy()
    assert decoder.start(PROMPT) == len(PROMPT) - 1
    np.testing.assert_allclose(decoder.prefill(PROMPT[-1:]), first, atol=1e-4)


def test_both_branches_are_kept(loaded: Models) -> None:
    decoder = loaded("llama").decoder
    one, other = [*PROMPT, *range(50, 100)], [*PROMPT, *range(200, 250)]
    for tokens in (one, other):
        fed(decoder, tokens)
    assert decoder.start([*one, 3]) == len(one)
    assert decoder.start([*other, 3]) == len(other)


@pytest.mark.parametrize("kind", KINDS)
def test_an_extension_is_as_many_steps_and_is_taken_back(kind: str, loaded: Models) -> None:
    decoder, stepped = loaded(kind).decoder, loaded(kind).decoder
    short = PROMPT[:15]  # a window of 24 that is not full yet
    fed(decoder, short)
    fed(stepped, short)
    assert decoder.can_take_back(5)
    found = decoder.extend((7, 8, 9, 10))
    decoder.truncate(len(short) + 2)
    assert len(found) == 4
    for token, logits in zip((7, 8), found, strict=False):
        np.testing.assert_allclose(logits, stepped.step(token), atol=1e-4)
    np.testing.assert_allclose(decoder.step(11), stepped.step(11), atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_be_taken_back_is_known_before(kind: str, loaded: Models) -> None:
    decoder = loaded(kind).decoder
    fed(decoder, PROMPT[:20])
    assert decoder.can_take_back(3)
    assert decoder.can_take_back(10) == (kind in CUTTABLE)
    fed(decoder, PROMPT)
    assert decoder.can_take_back(1) == (kind in CUTTABLE)
    if kind not in CUTTABLE:
        with pytest.raises(ValueError, match="cut back"):
            decoder.truncate(30)


@pytest.mark.parametrize("length", [0, len(PROMPT) + 1])
def test_lengths_that_are_none_are_refused(length: int, loaded: Models) -> None:
    decoder = loaded("llama").decoder
    fed(decoder, PROMPT)
    with pytest.raises(ValueError, match="cut back"):
        decoder.truncate(length)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_as_if_it_were_alone(kind: str, loaded: Models) -> None:
    decoder, alone = loaded(kind).decoder, loaded(kind).decoder
    rows = [[3, 4, 5, 6], [7, 8], [9, 10, 11, 12]]
    fed(decoder, PROMPT)
    batch = decoder.branch(3)
    found: list[list[Logits]] = [[], [], []]
    for place in range(4):
        given = [row[place] if place < len(row) else None for row in rows]
        for mine, logits, token in zip(found, batch.step(given), given, strict=True):
            assert (logits is None) == (token is None)
            mine.extend([] if logits is None else [logits.copy()])
    batch.close()
    batch.close()
    for row, mine in zip(rows, found, strict=True):
        fed(alone, PROMPT)
        for token, logits in zip(row, mine, strict=True):
            np.testing.assert_allclose(logits, alone.step(token), atol=1e-4)
    np.testing.assert_allclose(decoder.step(50), fed(alone, [*PROMPT, 50]), atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("kept", [0, 1])
def test_the_next_turn_goes_on_from_the_row_that_is_kept(kind: str, kept: int, loaded: Models) -> None:
    decoder = loaded(kind).decoder
    fed(decoder, PROMPT)
    batch = decoder.branch(2)
    batch.step((3, 4))
    batch.step((5, None))  # the second row has ended; what it computes beside the first is nobody's
    batch.keep(kept)
    longer = [*PROMPT, *((3, 5), (4,))[kept], 60, 61]
    assert decoder.start(longer) == len(longer) - 2
    np.testing.assert_allclose(decoder.prefill(longer[-2:]), fed(loaded(kind).decoder, longer), atol=1e-4)


def test_a_row_longer_than_the_context_is_refused(loaded: Models) -> None:
    for kind in ("llama", "mistral"):
        decoder = loaded(kind).decoder
        fed(decoder, [5] * 255)
        batch = decoder.branch(2)
        batch.step((5, 5))
        with pytest.raises(ValueError, match="do not fit"):
            batch.step((5, 5))


@pytest.mark.parametrize("kind", ["llama", "gpt2"])
def test_guessing_ahead_gives_the_ids_of_plain_decoding(kind: str, loaded: Models) -> None:
    """In float32; where weights are coarser an extension may round otherwise, and the decoder says so."""
    decoder, ids = loaded(kind).decoder, []
    logits = fed(decoder, PROMPT)
    for _ in range(150):
        ids.append(int(np.argmax(logits)))
        logits = decoder.step(ids[-1])
    decoder = loaded(kind).decoder
    assert not decoder.is_extend_exact
    logits = fed(decoder, PROMPT)
    lookahead = Lookahead(decoder, PROMPT, 256)
    for token in ids:
        assert int(np.argmax(logits)) == token
        logits = lookahead.step(token)
    lookahead.settle()
    assert lookahead.guessed > 0
    assert decoder.start([*PROMPT, *ids, 1]) == len(PROMPT) + len(ids)


def test_a_side_job_leaves_what_a_conversation_holds(loaded: Models) -> None:
    decoder = loaded("llama").decoder
    fed(decoder, PROMPT)
    assert decoder.start([*PROMPT[:40], 9, 9], is_side_job=True) == 40
    decoder.prefill((9, 9))
    assert decoder.start([*PROMPT, 3]) == len(PROMPT)


def test_more_than_the_context_is_refused(loaded: Models) -> None:
    decoder = loaded("llama").decoder
    assert decoder.context_limit == 256
    with pytest.raises(ValueError, match="do not fit"):
        decoder.start([5] * 257)
    fed(decoder, [5] * 256)
    with pytest.raises(ValueError, match="do not fit"):
        decoder.step(5)
    fed(decoder, PROMPT)  # and it goes on


@pytest.mark.parametrize("call", [lambda decoder: decoder.step(5), lambda decoder: decoder.start([])])
def test_calls_out_of_order_are_refused(call: Callable[[Decoder], object], loaded: Models) -> None:
    with pytest.raises(ValueError, match="start"):
        call(loaded("llama").decoder)


def test_release_forgets_and_goes_on(loaded: Models) -> None:
    model = loaded("llama")
    first = fed(model.decoder, PROMPT).copy()
    model.release()
    assert model.decoder.start(PROMPT) == 0
    np.testing.assert_allclose(model.decoder.prefill(PROMPT), first, atol=1e-4)


class Failing(torch.nn.Module):
    """A layer that raises what is put into `error`, once."""

    def __init__(self, inner: torch.nn.Module) -> None:
        super().__init__()
        self.inner = inner
        self.error: Exception | None = None

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        if self.error is not None:
            error, self.error = self.error, None
            raise error
        made: torch.Tensor = self.inner(hidden)
        return made


@pytest.mark.parametrize(
    "error", [MemoryError(), torch.OutOfMemoryError("CUDA out of memory"), RuntimeError("can't allocate memory: 9 B")]
)
def test_out_of_memory_is_reported_and_survived(error: Exception, folders: Callable[[str], Path]) -> None:
    model = reference(folders("llama"))
    second = model.get_submodule("model.layers.1.mlp")
    failing = Failing(second)
    model.set_submodule("model.layers.1.mlp", failing)
    decoder = TransformersDecoder(model, 256, 1 << 20)
    first = fed(decoder, PROMPT).copy()
    failing.error = error
    with pytest.raises(ProblemError) as caught:
        decoder.step(7)
    assert caught.value.problem.kind is ProblemKind.OUT_OF_MEMORY
    assert len(caught.value.problem.remedies) == 3
    np.testing.assert_allclose(fed(decoder, PROMPT), first, atol=1e-4)


def test_chunks_shrink_with_the_model_and_stay_in_bounds() -> None:
    sizes = [chunk_tokens(count, "cpu") for count in (10**6, 10**8, 10**9, 10**10, 10**12)]
    assert all(smaller <= larger for larger, smaller in pairwise(sizes))
    assert (max(sizes), min(sizes)) == (2048, 16)


@pytest.mark.gpu
@pytest.mark.parametrize("kind", KINDS)
def test_graphics_card_gives_the_same_logits(kind: str, loaded: Models, folders: Callable[[str], Path]) -> None:
    held: list[int] = []
    for _ in range(2):
        model = loaded(kind)
        assert not model.info.device.startswith("CPU")
        found = fed(model.decoder, PROMPT)
        np.testing.assert_allclose(found, all_logits(reference(folders(kind)), PROMPT), atol=2e-3)
        model.close()
        held.append(torch.cuda.memory_allocated() if torch.cuda.is_available() else 0)
    assert held[0] == held[1]  # the libraries' own work space stays
