"""Captured steps: their buffers, the borders between lengths, guesses, alternatives, and what may go wrong."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
import torch

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.engine.ports import Logits
from chatapp.lm.graph import bucket_cache
from chatapp.lm.graph.capture import CudaCapture, GraphCapture
from chatapp.lm.graph.decoder import LeanDecoder
from tests.lm.graph.conftest import WeightsOf
from tests.lm.graph.retracing import Retracing

KINDS = ("llama", "qwen3", "gpt2")
PROMPT = [5 + (7 * place) % 300 for place in range(20)]
PLENTY = 1 << 26


@pytest.fixture(autouse=True)
def _small_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket_cache, "FIRST_BUCKET", 16)


def prefilled(weights_of: WeightsOf, kind: str, capture: GraphCapture | None) -> LeanDecoder:
    decoder = LeanDecoder(weights_of(kind), PLENTY, capture)
    decoder.start(PROMPT)
    decoder.prefill(PROMPT)
    return decoder


def greedy(decoder: LeanDecoder, tokens: Sequence[int], count: int) -> list[int]:
    place, ids = decoder.start(tokens), []
    logits = decoder.prefill(tokens[place:])
    for _ in range(count):
        ids.append(int(np.argmax(logits)))
        logits = decoder.step(ids[-1])
    return ids


def same(found: Logits | None, wanted: Logits | None) -> None:
    assert found is not None
    assert wanted is not None
    np.testing.assert_allclose(found, wanted, atol=1e-4)


def after(first: Exception, error: Exception) -> Exception:
    """The second as it is raised while the first is on its way."""
    error.__context__ = first
    return error


@pytest.mark.parametrize("kind", KINDS)
def test_replayed_steps_are_eager_ones_over_every_border(kind: str, weights_of: WeightsOf) -> None:
    capture = Retracing()
    captured, eager = prefilled(weights_of, kind, capture), prefilled(weights_of, kind, None)
    before = capture.count
    for decoder in (captured, eager):
        decoder.prefill([3, 4])  # the end of a prompt is not captured
    assert capture.count == before
    for token in range(30, 78):
        same(captured.step(token), eager.step(token))
    assert capture.count - before == 3  # up to 32, 64 and 128 positions
    assert capture.replayed >= 48


def test_after_a_cut_steps_are_captured_where_the_text_is_short_again(weights_of: WeightsOf) -> None:
    capture = Retracing()
    captured, eager = prefilled(weights_of, "llama", capture), prefilled(weights_of, "llama", None)
    for decoder in (captured, eager):
        for token in range(30, 80):
            decoder.step(token)
        decoder.truncate(15)
    before = capture.count
    for token in range(90, 106):
        same(captured.step(token), eager.step(token))
    assert capture.count - before == 2  # 16 and 32 anew, in the large buffers


@pytest.mark.parametrize("count", [2, 3, 4, 7])
def test_guesses_are_captured_too_and_leave_nothing(count: int, weights_of: WeightsOf) -> None:
    capture = Retracing()
    captured, eager = prefilled(weights_of, "llama", capture), prefilled(weights_of, "llama", None)
    before = capture.count
    for first in (40, 60):
        guesses = list(range(first, first + count))
        for found, wanted in zip(captured.extend(guesses), eager.extend(guesses), strict=True):
            same(found, wanted)
        length = len(PROMPT) + 1
        captured.truncate(length)
        eager.truncate(length)
    assert capture.count > before
    same(captured.step(9), eager.step(9))


def test_guesses_up_to_the_end_of_the_context(weights_of: WeightsOf) -> None:
    for kind in ("llama", "gpt2"):
        found = []
        for capture in (Retracing(), None):
            decoder = LeanDecoder(weights_of(kind), PLENTY, capture)
            decoder.start([7] * 251)
            decoder.prefill([7] * 251)
            found.append(decoder.extend([8, 9, 10, 11, 12])[-1])
            with pytest.raises(ValueError, match="do not fit"):
                decoder.step(1)
        same(*found)


def test_alternatives_are_captured_as_one_batch(weights_of: WeightsOf) -> None:
    capture = Retracing()
    captured, eager = prefilled(weights_of, "qwen3", capture), prefilled(weights_of, "qwen3", None)
    before = capture.count
    batches = [decoder.branch(3) for decoder in (captured, eager)]
    for given in ((3, 4, 5), (6, None, 7), (8, None, 9), *((token, None, token) for token in range(10, 25))):
        found, wanted = (batch.step(given) for batch in batches)
        for mine, other, token in zip(found, wanted, given, strict=True):
            if token is not None:
                same(mine, other)
    assert capture.count - before == 2
    for batch in batches:
        batch.keep(2)
    same(captured.step(30), eager.step(30))


def test_another_conversation_takes_the_place_of_what_was_captured(weights_of: WeightsOf) -> None:
    capture = Retracing()
    decoder, other = prefilled(weights_of, "llama", capture), [200 + place for place in range(20)]
    decoder.step(9)
    entries = decoder._caches.conversations()
    wanted = greedy(LeanDecoder(weights_of("llama"), PLENTY, None), other, 5)
    assert greedy(decoder, other, 5) == wanted
    assert not entries[0].cache.steps
    assert decoder.start([*PROMPT, 9, 10]) == len(PROMPT) + 1
    before = capture.count
    decoder.prefill([10])
    assert capture.count == before + 1


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (torch.OutOfMemoryError("CUDA out of memory"), "not enough memory"),
        (
            after(torch.OutOfMemoryError("CUDA out of memory"), RuntimeError("capture was broken off")),
            "not enough memory",
        ),
        (RuntimeError("operation not permitted when stream is capturing"), "stream is capturing"),
    ],
)
def test_what_cannot_be_captured_is_computed_eagerly(error: Exception, reason: str, weights_of: WeightsOf) -> None:
    capture = Retracing()
    captured, eager = prefilled(weights_of, "llama", capture), prefilled(weights_of, "llama", None)
    same(captured.step(9), eager.step(9))
    capture.error, before = error, capture.count
    for token in range(30, 60):
        same(captured.step(token), eager.step(token))
    assert capture.count == before
    assert not captured.lean.is_captured
    assert reason in captured.lean.why_not_captured


def test_results_that_differ_are_found_when_the_model_is_loaded(weights_of: WeightsOf) -> None:
    decoder = LeanDecoder(weights_of("llama"), PLENTY, Retracing(lambda logits: logits.roll(1, -1)))
    assert not decoder.lean.is_captured
    assert "differ" in decoder.lean.why_not_captured
    assert greedy(decoder, PROMPT, 9) == greedy(LeanDecoder(weights_of("llama"), PLENTY, None), PROMPT, 9)


def test_a_model_that_fits_but_no_graph_is_loaded(weights_of: WeightsOf) -> None:
    capture = Retracing()
    capture.error = torch.OutOfMemoryError("CUDA out of memory")
    decoder = LeanDecoder(weights_of("llama"), PLENTY, capture)
    assert "not enough memory" in decoder.lean.why_not_captured
    assert len(greedy(decoder, PROMPT, 3)) == 3


@pytest.mark.parametrize("capture", [None, Retracing()], ids=["eager", "captured"])
@pytest.mark.parametrize("call", ["prefill", "step", "extend", "branch", "rows", "keep"])
def test_out_of_memory_anywhere_is_reported_and_survived(
    call: str, capture: GraphCapture | None, weights_of: WeightsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder = prefilled(weights_of, "llama", capture)
    first = greedy(decoder, PROMPT, 3)
    decoder.truncate(16)  # full: whatever comes needs room

    def exhausted(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    batch = decoder.branch(2)
    calls: dict[str, Callable[[], object]] = {
        "prefill": lambda: decoder.prefill([1] * 40),
        "step": lambda: decoder.step(1),
        "extend": lambda: decoder.extend([1, 2, 3]),
        "branch": lambda: decoder.branch(4),
        "rows": lambda: batch.step((1, 2)),
        "keep": lambda: batch.keep(0),
    }
    with monkeypatch.context() as patched:
        patched.setattr(bucket_cache.BucketCache, "reserve", exhausted)
        with pytest.raises(ProblemError) as caught:
            calls[call]()
    assert caught.value.problem.kind is ProblemKind.OUT_OF_MEMORY
    assert len(caught.value.problem.remedies) == 3
    decoder.release()  # as the worker does
    assert greedy(decoder, PROMPT, 3) == first


def test_closed_it_holds_no_weights(weights_of: WeightsOf) -> None:
    decoder = prefilled(weights_of, "llama", Retracing())
    decoder.close()
    decoder.start(PROMPT)
    with pytest.raises(ValueError, match="closed"):
        decoder.prefill(PROMPT)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="captures are CUDA's")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_graph_on_the_card_gives_what_is_eager_there(kind: str, dtype: torch.dtype, weights_of: WeightsOf) -> None:
    weights = weights_of(kind).to(dtype, "cuda")
    captured, eager = LeanDecoder(weights, PLENTY, CudaCapture()), LeanDecoder(weights, PLENTY, None)
    assert captured.lean.is_captured, captured.lean.why_not_captured
    for decoder in (captured, eager):
        decoder.start(PROMPT)
        decoder.prefill(PROMPT)
    for token in range(30, 80):
        found, wanted = captured.step(token), eager.step(token)
        np.testing.assert_allclose(found, wanted, atol=1e-3 if dtype is torch.float32 else 0.2 * float(np.std(wanted)))
    captured.close()
    eager.close()


def fill(decoder: LeanDecoder) -> None:
    """With more conversations than fit."""
    for tokens in ([place] * 250 for place in range(3, 380)):
        greedy(decoder, tokens, 1)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="a limit can be set on CUDA's memory only")
def test_a_card_that_is_full_is_reported_and_survived(weights_of: WeightsOf) -> None:
    decoder = LeanDecoder(weights_of("llama").to(torch.float32, "cuda"), PLENTY, CudaCapture())
    first = greedy(decoder, PROMPT, 3)
    decoder.release()
    total = torch.cuda.get_device_properties(0).total_memory
    torch.cuda.set_per_process_memory_fraction(torch.cuda.memory_reserved() / total)
    try:
        with pytest.raises(ProblemError) as caught:
            fill(decoder)
        assert caught.value.problem.kind is ProblemKind.OUT_OF_MEMORY
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    decoder.release()
    assert greedy(decoder, PROMPT, 3) == first
    decoder.close()
