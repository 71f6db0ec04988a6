"""Several answers to one prompt, computed as rows of one call over pages that they share. Engine thread only."""

from collections.abc import Callable, Sequence

from chatapp.engine.ports import Logits
from chatapp.lm.cpu.paged_cache import PagedCache
from chatapp.lm.cpu.runner import MAX_ROWS, Runner, Strand
from chatapp.lm.prefix_cache import Entry

Row = Entry[PagedCache]


class Alternatives:
    """An engine.ports.Batch. `keep` is handed the row that the decoder goes on with."""

    def __init__(self, runner: Runner, rows: Sequence[Row], keep: Callable[[Row], None]) -> None:
        if not 0 < len(rows) <= MAX_ROWS:
            raise ValueError(f"{len(rows)} rows at once")
        self._runner = runner
        self._rows = tuple(rows)
        self._keep = keep

    def step(self, tokens: Sequence[int | None]) -> Sequence[Logits | None]:
        """MemoryError leaves every row as it was."""
        going = [(row, token) for row, token in zip(self._rows, tokens, strict=True) if token is not None]
        if not going:
            return [None] * len(tokens)
        logits = iter(self._runner.run([Strand(row.cache, (token,)) for row, token in going], len(going)))
        for row, token in going:
            row.tokens.append(token)
        return [None if token is None else next(logits) for token in tokens]

    def keep(self, index: int) -> None:
        self._keep(self._rows[index])
        self.close()

    def close(self) -> None:
        self._rows = ()
