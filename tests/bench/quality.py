"""How near to the model itself the engines come on 20,000 tokens each of English and Chinese prose.

`python -m tests.bench.quality [--home DIR] [--gguf FILE] [--texts DIR] [--tokens N]`, with the extra `bench`. The
reference is transformers in float32 with the weights as the packed file holds them, which is what the GGUF file says;
beside it stand our compiled step and llama.cpp on that file. Each window is read alone, and every token but its first
is scored. `top1_*` is the share of places where the likeliest token is the reference's; `divergence_*` the mean of
KL(reference, engine) in nats, which tells more than a difference of perplexities, in which errors cancel out. No time
is measured. The last line is JSON, by language.
"""

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from chatapp.lm.cpu.decoder import CpuDecoder
from chatapp.lm.cpu.runner import MAX_ROWS
from chatapp.lm.loading import load
from chatapp.lm.tokenizer import TOKENIZER_FILE
from tests.bench.engine import find_models, ignore
from tests.bench.texts import LANGUAGES

WINDOW = 1024
Values = NDArray[np.float32]


class Reader(Protocol):
    def logits(self, tokens: Sequence[int]) -> Values:
        """After each token of a text that begins with these: (tokens, vocabulary)."""


class OurStep:
    """The compiled step. What it scores is asked for as well, since that is what the program asks for."""

    def __init__(self, decoder: CpuDecoder) -> None:
        self._decoder = decoder

    def logits(self, tokens: Sequence[int]) -> Values:
        self._decoder.release()
        self._decoder.start(tokens)
        parts = [tokens[first : first + MAX_ROWS] for first in range(0, len(tokens), MAX_ROWS)]
        return np.concatenate([np.array(self._decoder.extend(part)) for part in parts])

    def scores(self, tokens: Sequence[int]) -> Values:
        self._decoder.release()
        self._decoder.start(tokens)
        return self._decoder.score(tokens)


class Reference:
    """transformers in float32 with the packed file's weights."""

    def __init__(self, folder: Path) -> None:
        import torch
        from transformers import AutoConfig, AutoModelForCausalLM

        from chatapp.lm.packed.reading import read_packed
        from chatapp.lm.packed.torch_weights import state_dict

        auto: Any = AutoModelForCausalLM
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        self._model: Any = auto.from_config(config, dtype=torch.float32)
        self._model.load_state_dict(state_dict(read_packed(folder), torch.float32))
        self._model.eval()
        self._torch = torch

    def logits(self, tokens: Sequence[int]) -> Values:
        with self._torch.inference_mode():
            found: Values = self._model(input_ids=self._torch.tensor([list(tokens)])).logits[0].numpy()
        return found


class LlamaCpp:
    def __init__(self, gguf: Path, window: int) -> None:
        from llama_cpp import Llama

        self._llama: Any = Llama(str(gguf), verbose=False, n_ctx=window, logits_all=True)

    def logits(self, tokens: Sequence[int]) -> Values:
        self._llama.reset()
        self._llama.eval(tokens)
        found: Values = self._llama.scores[: len(tokens)]
        return found


@dataclass(slots=True)
class Sums:
    """Over the places of all windows."""

    loss: float = 0.0
    divergence: float = 0.0
    agreed: int = 0
    places: int = 0

    def add(self, logs: Values, reference: Values, targets: NDArray[np.int64]) -> None:
        """Log-probabilities of one window's places, and which token came at each."""
        self.loss -= float(logs[np.arange(len(targets)), targets].sum(dtype=np.float64))
        self.divergence += float((np.exp(reference) * (reference - logs)).sum(dtype=np.float64))
        self.agreed += int((logs.argmax(axis=1) == reference.argmax(axis=1)).sum())
        self.places += len(targets)

    @property
    def perplexity(self) -> float:
        return math.exp(self.loss / self.places)


def log_softmax(logits: Values) -> Values:
    shifted = logits - logits.max(axis=1, keepdims=True)
    found: Values = shifted - np.log(np.exp(shifted).sum(axis=1, dtype=np.float64, keepdims=True)).astype(np.float32)
    return found


def compare(reference: Reader, others: Mapping[str, Reader], windows: Sequence[Sequence[int]]) -> dict[str, Sums]:
    """By name, "reference" among them. ValueError where our own scores are not those of our own logits."""
    sums = {name: Sums() for name in ("reference", *others)}
    for number, window in enumerate(windows):
        print(f"window {number + 1} of {len(windows)}", file=sys.stderr)
        targets = np.array(window[1:], np.int64)
        wanted = log_softmax(reference.logits(window)[:-1])
        sums["reference"].add(wanted, wanted, targets)
        for name, reader in others.items():
            logs = log_softmax(reader.logits(window)[:-1])
            if isinstance(reader, OurStep):
                _check_scores(reader.scores(window), logs[np.arange(len(targets)), targets])
            sums[name].add(logs, wanted, targets)
    return sums


def _check_scores(scored: Values, found: Values) -> None:
    if not np.allclose(scored, found, atol=1e-4):
        raise ValueError(f"score() differs from the logits by {np.abs(scored - found).max()}")


def figures(sums: Mapping[str, Sums]) -> dict[str, float]:
    wanted = sums["reference"].perplexity
    found: dict[str, float] = {"tokens": sums["reference"].places}
    for name, sum_ in sums.items():
        found[f"perplexity_{name}"] = round(sum_.perplexity, 4)
        if name != "reference":
            found[f"difference_percent_{name}"] = round(100 * (sum_.perplexity / wanted - 1), 4)
            found[f"top1_{name}"] = round(sum_.agreed / sum_.places, 4)
            found[f"divergence_{name}"] = round(sum_.divergence / sum_.places, 6)
    return found


def windows_of(tokens: Sequence[int], count: int, size: int = WINDOW) -> list[Sequence[int]]:
    """As many as give `count` scored tokens, the last one shorter."""
    found: list[Sequence[int]] = []
    place = 0
    while count > 0:
        window = tokens[place : place + min(size, count + 1)]
        if len(window) < 2:
            raise ValueError("the text is too short")
        found.append(window)
        place += len(window)
        count -= len(window) - 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    parser.add_argument("--gguf", type=Path)
    parser.add_argument("--texts", type=Path, help="where the archives lie, or are to stay")
    parser.add_argument("--tokens", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place, gguf = find_models(options, Path(folder))
        model = load(place.model, "bench", ignore, place.cache)
        if not isinstance(model.decoder, CpuDecoder):
            raise RuntimeError(f"not the compiled step: {model.info.device}")
        others: dict[str, Reader] = {"ours": OurStep(model.decoder), "llama_cpp": LlamaCpp(gguf, WINDOW)}
        reference = Reference(place.model)
        tokenizer = Tokenizer.from_file(str(place.model / TOKENIZER_FILE))
        found = {}
        for language, read in LANGUAGES.items():
            tokens = tokenizer.encode(read(options.texts or Path(folder)), add_special_tokens=False).ids
            found[language] = figures(compare(reference, others, windows_of(tokens, options.tokens)))
            print(language, json.dumps(found[language]), file=sys.stderr)
        print(json.dumps(found))


if __name__ == "__main__":
    main()
