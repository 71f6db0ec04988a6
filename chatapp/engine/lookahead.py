"""A decoder's steps, several of them computed at once where the text goes on as guessed. Engine thread."""

from collections import deque
from collections.abc import Callable, Sequence
from time import perf_counter

from chatapp.engine.lookup import Lookup, Match
from chatapp.engine.ports import Decoder, Logits
from chatapp.engine.wager import Wager

NO_MATCH = Match(0, 0)
ASSUMED_COST = 0.15
"""What a guess adds to a step, in steps, where that is not measured: torch's products of a few rows on a CPU."""


class Lookahead:
    """Gives the logits after each token, as `Decoder.step` does, for one answer.

    Whoever draws the tokens never sees a guess: each is drawn from the logits of its own place, by the same sampler,
    once, and a guess that it does not equal is forgotten with all after it. For guesses that are certain, as these
    are, that is speculative sampling (Leviathan et al. 2023, theorem in A.1, with a draft distribution that is one at
    the guess): the distribution, and with a seed the text, is that of plain decoding.
    """

    def __init__(
        self, decoder: Decoder, prompt: Sequence[int], limit: int, clock: Callable[[], float] = perf_counter
    ) -> None:
        """`limit` is how many tokens, prompt included, the text can have at most. The clock is not looked at where an
        extension is not exact."""
        self._decoder = decoder
        self._clock = clock
        self._is_measured = decoder.is_extend_exact
        self._lookup = Lookup(prompt)
        self._wager = Wager()
        self._length = len(prompt)
        self._limit = min(limit, decoder.context_limit)
        self._pending: deque[tuple[int, Logits]] = deque()
        self._match = NO_MATCH
        self._held = 0
        self.guessed = 0
        self.accepted = 0

    def step(self, token: int) -> Logits:
        self._lookup.append(token)
        held = self._take(token)
        logits = held if held is not None else self._computed(token)
        self._length += 1
        return logits

    def settle(self) -> None:
        """The answer is over: what was guessed beyond it goes from the cache."""
        if self._pending:
            self._pending.clear()
            self._decoder.truncate(self._length)

    def _take(self, token: int) -> Logits | None:
        """The logits that a guess has made ready, if it holds."""
        if self._pending:
            guess, logits = self._pending.popleft()
            if guess == token:
                self._held += 1
                self.accepted += 1
                return logits
            self._pending.clear()
            self._decoder.truncate(self._length)
            self._learn(is_refuted=True)
        elif self._match.length:
            self._learn(is_refuted=False)
        return None

    def _learn(self, *, is_refuted: bool) -> None:
        self._wager.settled(self._match.length, self._held, is_refuted=is_refuted)
        self._match, self._held = NO_MATCH, 0

    def _computed(self, token: int) -> Logits:
        match, guesses = self._guesses()
        began = self._clock()
        if not guesses:
            logits = self._decoder.step(token)
            self._wager.stepped(self._clock() - began if self._is_measured else 1.0)
            return logits
        first, *rest = self._decoder.extend((token, *guesses))
        spent = self._clock() - began if self._is_measured else 1.0 + ASSUMED_COST * len(guesses)
        self._wager.extended(len(guesses), spent)
        self._match, self._pending = match, deque(zip(guesses, rest, strict=True))
        self.guessed += len(guesses)
        return first

    def _guesses(self) -> tuple[Match, tuple[int, ...]]:
        match = self._lookup.find()
        if match is None:
            return NO_MATCH, ()
        # The token itself comes first, and after the last guess one more token is drawn.
        count = min(self._wager.size(match.length), self._limit - self._length - 2)
        if count < 1 or not self._decoder.can_take_back(count + 1):
            return NO_MATCH, ()
        return match, self._lookup.guesses(match, count)
