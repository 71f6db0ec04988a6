"""What keys and values in eight bits cost the real starter model, beside float16."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tokenizers
from numpy.typing import NDArray

from chatapp.lm.cpu.architecture import Architecture, Norm
from chatapp.lm.cpu.kv_form import KvForm
from chatapp.lm.cpu.runner import Runner, Strand
from chatapp.lm.kernels.compiled import Kernels
from chatapp.lm.packed.architecture import architecture_of
from chatapp.lm.packed.reading import read_packed
from tests.bench.questions import TEXT
from tests.lm.cpu.models import LLAMA, architecture

LENGTH = 300
LICENSE = Path(__file__).parents[3] / "LICENSE"


def test_eight_bits_take_little_more_than_half() -> None:
    sizes = architecture(LLAMA).sizes
    assert KvForm.HALVES.part_bytes(64) == 128 * 64 * 2 * 2
    assert KvForm.BYTES.part_bytes(64) == 128 * (64 * 2 + 8)
    assert all(form.part_bytes(sizes.head_size) % 64 == 0 for form in KvForm)


@pytest.mark.starter
def test_eight_bits_cost_no_more_than_a_changed_bit(starter_folder: Path, host_kernels: Kernels) -> None:
    """The last bits of floats decide which way activations are rounded to int8, and two runs that differ by nothing
    else drift apart: so what the form costs is seen beside what norms that are a thousandth of a percent off cost."""
    text = TEXT + LICENSE.read_text(encoding="utf-8")
    tokens = tokenizers.Tokenizer.from_file(str(starter_folder / "tokenizer.json")).encode(text).ids[:LENGTH]
    assert len(tokens) == LENGTH
    model = architecture_of(read_packed(starter_folder))
    halves = log_probabilities(Runner(model, host_kernels), tokens)
    others = log_probabilities(Runner(nudged(model), host_kernels), tokens)
    eights = log_probabilities(Runner(model, host_kernels, form=KvForm.BYTES), tokens)
    assert divergence(halves, eights) < 1.5 * divergence(halves, others)
    assert divergence(halves, eights) < 0.02
    losses = [-found[np.arange(LENGTH - 1), tokens[1:]].mean() for found in (halves, eights)]
    assert abs(losses[1] - losses[0]) < 0.01
    assert (halves.argmax(1) == eights.argmax(1)).mean() > 0.93


def nudged(model: Architecture) -> Architecture:
    layers = [
        replace(layer, attention_norm=Norm(layer.attention_norm.weight * np.float32(1.00001))) for layer in model.layers
    ]
    return replace(model, layers=tuple(layers))


def divergence(wanted: NDArray[np.float64], found: NDArray[np.float64]) -> float:
    return float((np.exp(wanted) * (wanted - found)).sum(1).mean())


def log_probabilities(runner: Runner, tokens: list[int]) -> NDArray[np.float64]:
    cache, found = runner.new_cache(), []
    for first in range(0, len(tokens), 128):
        part = tokens[first : first + 128]
        found.append(runner.run([Strand(cache, part)], len(part)).astype(np.float64))
    runner.close()
    logits = np.concatenate(found)
    logits -= logits.max(1, keepdims=True)
    made: NDArray[np.float64] = logits - np.log(np.exp(logits).sum(1, keepdims=True))
    return made
