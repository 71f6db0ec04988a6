"""A compiled decoder whose conversations outlive it, in snapshots on the disk. Engine thread only; knows no torch."""

import logging
from collections.abc import Callable, Sequence

from chatapp.engine.prefix import shared_length
from chatapp.lm.cpu.decoder import CpuDecoder
from chatapp.lm.cpu.paged_cache import page_count
from chatapp.lm.cpu.runner import Runner
from chatapp.lm.kv_store import KeyValueStore, Snapshot, never

log = logging.getLogger(__name__)

WORTH_TOKENS = 64
"""Fewer are read by the model sooner than from a file, and are not worth writing one."""


class RememberingDecoder(CpuDecoder):
    def __init__(self, runner: Runner, byte_budget: int, store: KeyValueStore) -> None:
        super().__init__(runner, byte_budget)
        self._store = store

    def warm_up(self) -> None:
        super().warm_up()
        self._store.look()

    def recall(self, tokens: Sequence[int], is_cancelled: Callable[[], bool]) -> int:
        """Maps a snapshot ahead of time, where there is room for it."""
        if found := self._worth_recalling(tokens):
            snapshot, shared = found
            if page_count(shared) * snapshot.page_bytes <= self._caches.room:
                self._map(snapshot, shared, is_cancelled)
        return self._caches.reusable(tokens)

    def start(self, tokens: Sequence[int], *, is_side_job: bool = False) -> int:
        if not is_side_job and (found := self._worth_recalling(tokens)):
            self._map(*found)
        return super().start(tokens, is_side_job=is_side_job)

    def rest(self) -> None:
        """Writes the conversations that have grown since, the latest first; a disk that refuses one is asked no more.
        Never raises."""
        try:
            for entry in self._caches.conversations():
                if not self._store.has_place_for(entry.cache.byte_count):
                    continue
                if len(entry.tokens) - self._written(entry.tokens) < WORTH_TOKENS:
                    continue
                if not self._store.write(entry.tokens, entry.cache.save()):
                    return
        except (MemoryError, OSError, ValueError) as error:
            log.warning("conversations were not written: %r", error)

    def forget(self) -> None:
        """Frees every cache first: Windows removes no file that is mapped."""
        self.release()
        self._store.forget()

    def _written(self, tokens: Sequence[int]) -> int:
        """How many of these tokens a snapshot holds already."""
        found = self._store.longest(tokens)
        return shared_length(found.tokens, tokens) if found is not None else 0

    def _worth_recalling(self, tokens: Sequence[int]) -> tuple[Snapshot, int] | None:
        """A snapshot, and how many tokens it shares, where they save more than what is in memory."""
        known = self._caches.reusable(tokens)
        if len(tokens) - known < WORTH_TOKENS or (found := self._store.longest(tokens[:-1])) is None:
            return None
        shared = shared_length(found.tokens, tokens[:-1])
        return (found, shared) if shared - known >= WORTH_TOKENS else None

    def _map(self, found: Snapshot, tokens: int, is_cancelled: Callable[[], bool] = never) -> None:
        saved = self._store.read(found, page_count(tokens), is_cancelled)
        if saved is None:
            return
        try:
            self.restore(found.tokens[:tokens], saved)
        except ValueError as error:
            log.warning("a snapshot does not fit the model: %s", error)
            self._store.remove(found)
