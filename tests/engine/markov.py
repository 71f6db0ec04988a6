"""A small language model whose next token depends on its last two, and a clock that its computing moves on."""

from collections.abc import Sequence

import numpy as np

from chatapp.engine.ports import Batch, Logits


class MarkovDecoder:
    """An engine.ports.Decoder. A step takes one second of `now`, each further token of an extension `price` of one."""

    chunk_tokens = 64

    def __init__(self, size: int, seed: int, spread: float = 1.5, context_limit: int = 10_000) -> None:
        self.table = np.random.default_rng(seed).normal(0, spread, (size, size, size)).astype(np.float32)
        self.context_limit = context_limit
        self.tokens: list[int] = []
        self.is_extend_exact = True
        self.price = 0.05
        self.now = 0.0
        self.extensions: list[int] = []
        self.takes_back = True

    def clock(self) -> float:
        return self.now

    def start(self, tokens: Sequence[int], *, is_side_job: bool = False) -> int:
        self.tokens = []
        return 0

    def prefill(self, tokens: Sequence[int]) -> Logits:
        return self._appended(tokens)[-1]

    def step(self, token: int) -> Logits:
        self.now += 1
        return self._appended((token,))[-1]

    def extend(self, tokens: Sequence[int]) -> Sequence[Logits]:
        assert self.takes_back
        self.now += 1 + self.price * (len(tokens) - 1)
        self.extensions.append(len(tokens))
        return self._appended(tokens)

    def truncate(self, length: int) -> None:
        assert 1 <= length <= len(self.tokens)
        del self.tokens[length:]

    def can_take_back(self, count: int) -> bool:
        return self.takes_back

    def branch(self, count: int) -> Batch:
        raise NotImplementedError("one answer only")

    def _appended(self, tokens: Sequence[int]) -> list[Logits]:
        found = []
        for token in tokens:
            self.tokens.append(token)
            assert len(self.tokens) <= self.context_limit
            before = self.tokens[-2] if len(self.tokens) > 1 else 0
            found.append(self.table[before, token])
        return found
